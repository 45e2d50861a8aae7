using System.Collections.Generic;

namespace Avatars.Signing.Notation;

/// <summary>Movements, their targets and their repetitions.</summary>
sealed partial class HamNoSysParser
{
    /// <summary>An action with its target and repetitions; null when nothing remains of it.</summary>
    MarkupElement? Act()
    {
        if (++_depth > MaximumDepth)
        {
            _findings.Skipped("too-deep", Index, "ham" + Now, $"Symbol {Index}: brackets are nested more than {MaximumDepth} deep; the rest is left out.");
            _at = _symbols.Count;
            _depth--;
            return null;
        }
        var motion = Now switch
        {
            "parbegin" => Parallel(),
            "seqbegin" => Sequence(),
            "fusionbegin" => Several("seq_motion", "fusionend")?.With("fused", "true"),
            _ => Simple(),
        };
        _depth--;
        return motion is null ? null : Repeats(Target(motion));
    }

    /// <summary>par( a b ) is together, par( a + b ) one action a hand.</summary>
    MarkupElement? Parallel()
    {
        _at++;
        var sides = new List<MarkupElement>[] { [], [] };
        var (side, isSplit) = (0, false);
        var together = Element("par_motion");
        while (_at < _symbols.Count && Now != "parend")
        {
            if (Take("plus"))
                (side, isSplit) = (1, true);
            else if (IsActionAhead())
            {
                if (Act() is { } motion)
                    sides[side].Add(motion);
            }
            else
            {
                var posture = new MarkupElement("tgt_motion", Index);
                posture.Add("changeposture");
                if (Posture(posture))
                    sides[side].Add(posture);
                else
                    Misplaced("within these brackets");
            }
        }
        if (!Take("parend"))
            _findings.Repaired("unclosed", Index, "hamparbegin", "A bracket is not closed; it is closed at the end.");
        if (isSplit)
        {
            var split = new MarkupElement("split_motion", together.Line);
            split.Add(Together(sides[0]));
            split.Add(Together(sides[1]));
            return split;
        }
        if (sides[0].Count <= 1)
            return sides[0].Count == 0 ? null : sides[0][0];
        foreach (var motion in sides[0])
            together.Add(motion);
        return together;
    }

    MarkupElement? Sequence()
    {
        // seq( digits fingerplay )
        if (HamNoSysWords.Digit(Ahead(1)) is not null)
        {
            _at++;
            var digits = "";
            while (HamNoSysWords.Digit(Now) is { } digit)
            {
                digits += digit;
                _at++;
            }
            var play = Simple();
            Close("seqend", "hamseqbegin");
            return play?.Name == "fingerplay" ? play.With("digits", digits) : play;
        }
        // seq( body action ): another part of the body moves
        if (HamNoSysWords.IsBody(Ahead(1)) || HamNoSysWords.IsArm(Ahead(1)))
        {
            _at++;
            var element = Element("nonman_motion");
            var place = Place();
            element.Add(new MarkupElement("handconfig", place.Line).With("bodypart", place["location"]).With("side", place["side"]));
            while (_at < _symbols.Count && Now != "seqend")
                if (IsActionAhead() && Act() is { } motion)
                    element.Add(motion);
                else if (Now != "seqend")
                    Misplaced("within a body movement");
            Close("seqend", "hamseqbegin");
            return element;
        }
        return Several("seq_motion", "seqend");
    }

    MarkupElement? Several(string name, string end)
    {
        var group = Element(name);
        _at++;
        while (_at < _symbols.Count && Now != end)
        {
            if (IsActionAhead())
            {
                if (Act() is { } motion)
                    group.Add(motion);
            }
            else
                Misplaced("within these brackets");
        }
        Close(end, name);
        return group.Children.Count switch { 0 => null, 1 => group.Children[0], _ => group };
    }

    void Close(string end, string what)
    {
        if (!Take(end))
            _findings.Repaired("unclosed", Index, what, "A bracket is not closed; it is closed at the end.");
    }

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

    /// <summary>A new hand shape, orientation or both, reached while nothing else moves.</summary>
    MarkupElement Replace()
    {
        var target = Element("tgt_motion");
        _at++;
        target.Add("changeposture");
        if (Now is "increasing" or "decreasing")
            target["successivefingers"] = Next() == "increasing" ? "towards_pinky" : "towards_thumb";
        var before = _lastShape;
        var hasPosture = false;
        while (_at < _symbols.Count)
        {
            if (HamNoSysWords.IsClass(Now))
                target.Add(Shape());
            else if (Now == "nondominant")
                _at++;
            else if (HamNoSysWords.IsExt(Now) || HamNoSysWords.IsPalm(Now))
                target.Add(Orientation());
            else if (Now == "parbegin" && !IsActionAhead())
                Group(target);
            else if (!hasPosture && (HamNoSysWords.Bend(Now) is not null || HamNoSysWords.Thumb(Now) is not null) && before is not null)
                target.Add(Changed(before));
            else
                break;
            hasPosture = true;
        }
        if (!hasPosture && !IsPlace(Now))
            _findings.Skipped("replace-nothing", Index, "hamreplace", "A replacement names neither hand shape nor orientation.");
        Modifiers(target);
        return target;
    }

    /// <summary>The last hand shape with another bend or thumb.</summary>
    MarkupElement Changed(MarkupElement before)
    {
        var config = Element("handconfig");
        foreach (var (name, value) in before.Attributes)
            config[name] = value;
        _lastShape = config;
        while (ShapeMark(config, ""))
        {
        }
        return config;
    }

    /// <summary>A place, or a contact of the hands, after a movement is where it ends.</summary>
    MarkupElement Target(MarkupElement motion)
    {
        var start = _at;
        var holder = new MarkupElement("tgt_motion", Index);
        if (Now == "parbegin" && !IsActionAhead())
            Group(holder);
        else if (IsPlace(Now))
            holder.Add(Place());
        else if (!_isTwoHanded && _lastPlace is not null && Now is ("touch" or "close"))
            holder.Add(AtLastPlace(_lastPlace, Next()));
        else if (Now == "seqbegin" && HamNoSysWords.IsContact(Ahead(1)) || HamNoSysWords.IsContact(Now) && Now != "armextended")
            Constellation(holder, null);
        else if (Now == "armextended")
            holder.Add(Place());
        if (holder.Children.Count == 0)
            return motion;
        if (_at == start)
            return motion;
        if (Take("largemod"))
            motion["bouncing"] = "true";
        if (motion.Name == "tgt_motion") // a replacement that also goes somewhere
        {
            foreach (var child in holder.Children)
                motion.Add(child);
            return motion;
        }
        var target = new MarkupElement("tgt_motion", motion.Line);
        target.Add(motion);
        foreach (var child in holder.Children)
            target.Add(child);
        return target;
    }

    /// <summary>One hand's contact without a place: where it was, now that near.</summary>
    MarkupElement AtLastPlace(MarkupElement before, string contact)
    {
        var place = Element(before.Name);
        foreach (var (name, value) in before.Attributes)
            place[name] = value;
        return place.With("contact", contact);
    }

    MarkupElement Repeats(MarkupElement motion)
    {
        MarkupElement? repeat = null;
        while (_at < _symbols.Count)
        {
            var name = Now;
            if (HamNoSysWords.IsRepeat(name))
            {
                _at++;
                var value = name[6..] switch
                {
                    "fromstart" => "fromstart", "fromstartseveral" => "fromstart_several", "continue" => "continue", "continueseveral" => "continue_several",
                    _ => "reverse",
                };
                if (repeat is null)
                {
                    repeat = new MarkupElement("rpt_motion", motion.Line).With("repetition", value);
                    repeat.Add(motion);
                }
                else
                    repeat["second_repetition"] = value;
            }
            else if (name == "seqbegin" && HamNoSysWords.IsRepeat(Ahead(1)))
            {
                _at++;
                repeat = (MarkupElement)Repeats(motion);
                Close("seqend", "hamseqbegin");
                if (ReferenceEquals(repeat, motion))
                    return motion;
            }
            else if (repeat is not null && name is ("increasing" or "decreasing"))
                repeat["repetition_incrdecr"] = Next();
            else if (repeat is not null && HamNoSysWords.IsMove(name) && _symbols[_at - 1].Name.StartsWith("repeat", System.StringComparison.Ordinal)
                && IsWithinSequence())
            {
                repeat["repetition_baseshift"] = Next()[4..];
                if (Now is "smallmod" or "largemod")
                    repeat["baseshift_size"] = Next() == "smallmod" ? "small" : "big";
            }
            else if (repeat is not null && (name == "etc" || HamNoSysWords.IsEllipse(name)))
            {
                _at++;
                if (name == "etc")
                    repeat["approx_repetition"] = "true";
            }
            else if (name == "alternatingmotion")
            {
                _at++;
                var on = repeat ?? motion;
                on[on["alternating"] is null ? "alternating" : "second_alternating"] = "true";
            }
            else
                break;
        }
        return repeat ?? motion;
    }

    /// <summary>Whether the repetition stands in brackets of its own: then a movement in them shifts each round.</summary>
    bool IsWithinSequence() => _at >= 2 && _symbols[_at - 2].Name == "seqbegin";
}
