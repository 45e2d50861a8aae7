using System.Collections.Generic;

namespace Avatars.Signing.Notation;

/// <summary>Single movements: straight, circles, with their modifiers.</summary>
sealed partial class HamNoSysParser
{
    MarkupElement? Simple()
    {
        var name = Now;
        if (HamNoSysWords.IsMove(name))
            return Move();
        if (HamNoSysWords.IsCircle(name))
            return Circle();
        var element = Element(name);
        switch (name)
        {
            case "replace":
                return Replace();
            case "nomotion":
                _at++;
                Modifiers(element);
                return element;
            case "fingerplay":
                _at++;
                while (HamNoSysWords.Digit(Now) is { } digit && Ahead(1) != "coreftag")
                {
                    element["digits"] = element["digits"] + digit;
                    _at++;
                }
                Modifiers(element);
                return element;
            case "movecross" or "moveX":
                _at++;
                var cross = new MarkupElement("crossmotion", element.Line).With("cross", name == "moveX" ? "x" : "plus");
                Modifiers(cross);
                return cross;
            default:
                if (HamNoSysWords.IsWrist(name))
                {
                    _at++;
                    var wrist = new MarkupElement("wristmotion", element.Line).With("motion", name);
                    Modifiers(wrist);
                    return wrist;
                }
                Misplaced("where a movement is expected");
                return null;
        }
    }

    MarkupElement Move()
    {
        var move = Element("directedmotion");
        string One()
        {
            var direction = Next()[4..];
            while (HamNoSysWords.IsMove(Now) && direction.Length < 3 && IsAdjacent(direction, Now[4..]))
                direction = HamNoSysWords.Join(direction, Next()[4..]);
            return direction;
        }
        move["direction"] = One();
        if (Now == "between" && HamNoSysWords.IsMove(Ahead(1)))
        {
            _at++;
            move["second_direction"] = One();
        }
        Modifiers(move);
        return move;
    }

    /// <summary>Two of the 18 directions that share a letter and do not oppose each other make one of the eight corner directions.</summary>
    static bool IsAdjacent(string a, string b)
    {
        if (a.Length != 2 || b.Length != 2 || a == b)
            return false;
        var joined = HamNoSysWords.Join(a, b);
        return joined.Length == 3 && !(joined.Contains('u') && joined.Contains('d')) && !(joined.Contains('i') && joined.Contains('o'))
            && !(joined.Contains('l') && joined.Contains('r'));
    }

    MarkupElement Circle()
    {
        var circle = Element("circularmotion");
        string One()
        {
            var axis = Next()[6..];
            while (HamNoSysWords.IsCircle(Now) && IsAdjacent(axis, Now[6..]))
                axis = HamNoSysWords.Join(axis, Next()[6..]);
            return axis;
        }
        circle["axis"] = One();
        if (Now == "between" && HamNoSysWords.IsCircle(Ahead(1)))
        {
            _at++;
            circle["second_axis"] = One();
        }
        Modifiers(circle);
        return circle;
    }

    /// <summary>Size, curve, waves, clock positions, manner: in any order.</summary>
    void Modifiers(MarkupElement motion)
    {
        var isCircle = motion.Name == "circularmotion";
        var sizeOf = ""; // which part the next size belongs to
        while (_at < _symbols.Count)
        {
            var name = Now;
            if (name is "smallmod" or "largemod")
            {
                _at++;
                motion[sizeOf + "size"] = name == "smallmod" ? "small" : "big";
            }
            else if (HamNoSysWords.IsArc(name))
            {
                _at++;
                if (motion["curve"] is null)
                    motion["curve"] = name[3..];
                sizeOf = "curve_";
            }
            else if (name is "zigzag" or "wavy")
            {
                _at++;
                motion["zigzag_style"] = name;
                sizeOf = "zigzag_";
            }
            else if (HamNoSysWords.IsEllipse(name))
            {
                _at++;
                motion["ellipse_direction"] = name[7..];
                sizeOf = isCircle ? "ellipse_" : sizeOf;
            }
            else if (name is "increasing" or "decreasing")
            {
                _at++;
                motion[isCircle ? "incrdecr" : "zigzag_incrdecr"] = name;
            }
            else if (HamNoSysWords.IsManner(name))
            {
                _at++;
                motion[name] = "true";
            }
            else if (isCircle && HamNoSysWords.IsClock(name))
            {
                _at++;
                motion[motion["start"] is null ? "start" : "end"] = name[5..];
            }
            else if (name == "clockfull")
            {
                _at++;
                motion[motion["clockplus"] is null ? "clockplus" : "second_clockplus"] = "true";
            }
            else if (name == "seqbegin" && Ahead(1) == "brushing")
            {
                _at += 2;
                if (IsPlace(Now))
                    motion.Add(Place());
                Close("seqend", "hamseqbegin");
            }
            else if (name == "brushing")
            {
                _at++;
                motion["brushing"] = "true";
            }
            else if (HamNoSysWords.Digit(name) is { } digit && Ahead(1) == "coreftag")
            {
                _at += 2;
                motion["def_locname"] = digit;
            }
            else
                return;
        }
    }
}
