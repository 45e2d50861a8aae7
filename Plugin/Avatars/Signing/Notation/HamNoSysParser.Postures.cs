using System.Collections.Generic;

namespace Avatars.Signing.Notation;

/// <summary>Hand shapes, orientations and places of the initial posture.</summary>
sealed partial class HamNoSysParser
{
    /// <summary>One element of a posture; false when none begins here.</summary>
    bool Posture(MarkupElement parent)
    {
        var name = Now;
        if (HamNoSysWords.IsClass(name))
            parent.Add(Shape());
        else if (name == "nondominant") // in the place of a hand shape: the hand keeps its own
        {
            _at++;
            while (Now == "etc" || HamNoSysWords.Thumb(Now) is not null || HamNoSysWords.Bend(Now) is not null)
                _at++;
            parent.Add(Element("handconfig"));
        }
        else if (HamNoSysWords.IsExt(name) || HamNoSysWords.IsPalm(name))
            parent.Add(Orientation());
        else if (name == "parbegin")
            return Group(parent);
        else if (name == "seqbegin" && HamNoSysWords.IsContact(Ahead(1)))
            Constellation(parent, null);
        else if (HamNoSysWords.IsContact(name) && (name != "armextended" || !_isTwoHanded))
        {
            if (name == "armextended") // neutral space, arms extended, with the place left out
            {
                _at++;
                parent.Add(Element("location_bodyarm")).With("contact", "armextended");
            }
            else
                Constellation(parent, null);
        }
        else if (IsPlace(name))
            parent.Add(Place());
        else
            return name.Length > 0 && LateShape(name);
        return true;
    }

    /// <summary>Thumb and bend marks that stand after orientation or place still belong to the hand shape before.</summary>
    bool LateShape(string name)
    {
        if (_lastShape is null || HamNoSysWords.Bend(name) is null && HamNoSysWords.Thumb(name) is null && name is not ("between" or "etc"))
            return false;
        if (name is "between" or "etc")
            return false;
        _findings.Repaired("late-mark", Index, "ham" + name, $"Symbol {Index} 'ham{name}' stands after the hand shape's end and is read as part of it.");
        ShapeMark(_lastShape, "");
        return true;
    }

    static bool IsPlace(string name) => HamNoSysWords.IsBody(name) || HamNoSysWords.IsArm(name) || HamNoSysWords.IsHandPart(name)
        || HamNoSysWords.IsFingerPart(name)
        || HamNoSysWords.Digit(name) is not null || HamNoSysWords.IsSide(name) || name is "neutralspace";

    /// <summary>par( a + b ): split shapes, orientations or places; two parts of hands before a contact are a constellation.</summary>
    bool Group(MarkupElement parent)
    {
        if (++_depth > MaximumDepth)
            return false;
        _at++; // parbegin
        var sides = new[] { new MarkupElement("side", Index), new MarkupElement("side", Index) };
        var side = 0;
        while (_at < _symbols.Count && Now != "parend")
        {
            if (Take("plus"))
                side = 1;
            else if (IsActionAhead())
            {
                if (Act() is { } motion)
                    sides[side].Add(motion);
            }
            else if (!Posture(sides[side]))
                Misplaced("within these brackets");
        }
        if (!Take("parend"))
            _findings.Repaired("unclosed", Index, "hamparbegin", "A bracket is not closed; it is closed at the end.");
        _depth--;
        Join(parent, sides[0], sides[1]);
        return true;
    }

    void Join(MarkupElement parent, MarkupElement dominant, MarkupElement other)
    {
        MarkupElement? First(MarkupElement side, string name) => side.Child(name);
        var (a, b) = (Merged(dominant), Merged(other));
        if (a is not null || b is not null)
        {
            var split = parent.Add(new MarkupElement("split_handconfig", dominant.Line));
            split.Add(a ?? new MarkupElement("handconfig", dominant.Line));
            split.Add(b ?? new MarkupElement("handconfig", dominant.Line));
        }
        var (handA, handB) = (First(dominant, "location_hand"), First(other, "location_hand"));
        if (handA is not null && handB is not null && (HamNoSysWords.IsContact(Now) && Now != "armextended"
            || Now == "seqbegin" && HamNoSysWords.IsContact(Ahead(1))))
        {
            Constellation(parent, (handA, handB));
            return;
        }
        var (placeA, placeB) = (First(dominant, "location_bodyarm") ?? handA, First(other, "location_bodyarm") ?? handB);
        if (placeA is not null || placeB is not null)
        {
            var split = parent.Add(new MarkupElement("split_location", dominant.Line));
            split.Add(placeA ?? new MarkupElement("location_bodyarm", dominant.Line));
            split.Add(placeB ?? new MarkupElement("location_bodyarm", dominant.Line));
        }
        foreach (var side in new[] { dominant, other })
            foreach (var child in side.Children)
                if (child.Name is "split_handconfig" or "split_location" or "handconstellation")
                    parent.Add(child);
        var (motionsA, motionsB) = (Motions(dominant), Motions(other));
        if (motionsA.Count + motionsB.Count == 0)
            return;
        var both = parent.Add(new MarkupElement("split_motion", dominant.Line));
        both.Add(Together(motionsA));
        both.Add(Together(motionsB));
    }

    static List<MarkupElement> Motions(MarkupElement side)
    {
        var motions = new List<MarkupElement>();
        foreach (var child in side.Children)
            if (child.Name.Contains("motion"))
                motions.Add(child);
        return motions;
    }

    static MarkupElement Together(List<MarkupElement> motions)
    {
        if (motions.Count == 0)
            return new MarkupElement("nomotion");
        if (motions.Count == 1)
            return motions[0];
        var par = new MarkupElement("par_motion", motions[0].Line);
        foreach (var motion in motions)
            par.Add(motion);
        return par;
    }

    /// <summary>All handconfig elements of one side as one, or null.</summary>
    static MarkupElement? Merged(MarkupElement side)
    {
        MarkupElement? merged = null;
        foreach (var child in side.Children)
            if (child.Name == "handconfig")
            {
                merged ??= new MarkupElement("handconfig", child.Line);
                foreach (var (name, value) in child.Attributes)
                    merged[name] = value;
            }
        return merged;
    }

    /// <summary>Contact of both hands, and where the pair is. In a one-handed sign a lone contact belongs to no place and is neutral space.</summary>
    void Constellation(MarkupElement parent, (MarkupElement A, MarkupElement B)? parts)
    {
        var pair = parent.Add(Element("handconstellation"));
        if (Take("seqbegin"))
        {
            pair["contact"] = Next();
            var part = IsPlace(Now) ? Place() : null; // both hands touch at this part
            if (!Take("seqend"))
                _findings.Repaired("unclosed", Index, "hamseqbegin", "A bracket is not closed; it is closed here.");
            if (parts is null && part is not null)
                parts = (part, part);
        }
        else
            pair["contact"] = Next();
        if (parts is { } hands)
        {
            pair.Add(hands.A);
            pair.Add(hands.B);
        }
        if (HamNoSysWords.IsBody(Now) || HamNoSysWords.IsSide(Now) || Now == "neutralspace")
            pair.Add(Place());
        else if (Take("armextended"))
            pair.Add(Element("location_bodyarm")).With("contact", "armextended");
    }

    MarkupElement Shape()
    {
        var config = Element("handconfig");
        _lastShape = config;
        config["handshape"] = ClassName(Next());
        var prefix = "";
        while (_at < _symbols.Count)
        {
            if (Now == "between" && HamNoSysWords.IsClass(Ahead(1)))
            {
                _at++;
                prefix = "second_";
                config["second_handshape"] = ClassName(Next());
            }
            else if (!ShapeMark(config, prefix))
                break;
        }
        return config;
    }

    static string ClassName(string name) => name switch { "flathand" => "flat", "ceeopen" => "cee12open", _ => name };

    /// <summary>One mark of a hand shape: thumb, bend, finger, thumb contact.</summary>
    bool ShapeMark(MarkupElement config, string prefix)
    {
        var name = Now;
        var shape = config[prefix + "handshape"] ?? "";
        if (HamNoSysWords.Thumb(name) is { } thumb)
        {
            _at++;
            if (shape.StartsWith("cee", System.StringComparison.Ordinal))
            {
                if (thumb != "out")
                    config[prefix + "ceeopening"] = thumb == "across" ? "tight" : "slack";
            }
            else if (!shape.StartsWith("pinch", System.StringComparison.Ordinal))
                config[prefix + "thumbpos"] = thumb;
            return true;
        }
        if (HamNoSysWords.Bend(name) is { } bend)
        {
            _at++;
            config[prefix + "mainbend"] = bend;
            return true;
        }
        if (name == "etc")
        {
            _at++;
            config["approx_shape"] = "true";
            return true;
        }
        if (name == "largemod" || name == "smallmod" && HamNoSysWords.IsExt(Ahead(1)))
        {
            _at++; // size of a hand shape: not defined, harmless
            return true;
        }
        if (HamNoSysWords.Digit(name) is not null)
            return Digits(config, shape);
        if (name == "between" && !HamNoSysWords.IsExt(Ahead(1)) && !HamNoSysWords.IsPalm(Ahead(1)) && !HamNoSysWords.IsBody(Ahead(1)))
        {
            _at++;
            if (HamNoSysWords.Digit(Now) is null && HamNoSysWords.Thumb(Now) is null && HamNoSysWords.Bend(Now) is null)
                config["thumbenclosed"] = "true";
            return true;
        }
        if (HamNoSysWords.IsFingerPart(name) && config["thumbcontact"] is null && (HamNoSysWords.IsExt(Ahead(1)) || HamNoSysWords.IsPalm(Ahead(1))))
        {
            _at++;
            config["thumbcontact"] = Part(name);
            return true;
        }
        return false;
    }

    /// <summary>Fingers after a shape: selected, exempted, bent on their own, touching each other, or around the thumb.</summary>
    bool Digits(MarkupElement config, string shape)
    {
        if (Ahead(1) == "corefref" || Ahead(1) == "coreftag")
            return false;
        var digit = HamNoSysWords.Digit(Now)!;
        var after = Ahead(1);
        if (HamNoSysWords.IsFingerPart(after) && HamNoSysWords.Digit(Ahead(2)) is { } partner)
        {
            _at += 3;
            config["contactpair"] = digit + partner;
            config["contactkind"] = Part(after);
            return true;
        }
        if (after == "between" && HamNoSysWords.Digit(Ahead(2)) is { } neighbour)
        {
            _at += 3;
            config["thumbbetween"] = digit + neighbour;
            return true;
        }
        if (HamNoSysWords.IsFingerPart(after) || after is "handback" or "palm" or "touch" or "close" || HamNoSysWords.IsSide(after) && !_isTwoHanded)
            return false; // a place on the other hand
        var digits = "";
        while (HamNoSysWords.Digit(Now) is { } next)
        {
            if (digits.Length > 0 && (HamNoSysWords.IsFingerPart(Ahead(1)) || Ahead(1) == "between" && HamNoSysWords.Digit(Ahead(2)) is not null))
                break;
            digits += next;
            _at++;
        }
        if (HamNoSysWords.Bend(Now) is { } bend)
        {
            _at++;
            foreach (var each in digits)
                config["bend" + each] = bend;
        }
        else if (Now == "largemod")
        {
            _at++;
            config["opposedfinger"] = digits[^1..];
        }
        else if (HamNoSysWords.Thumb(Now) is { } thumb && digits == "1")
        {
            _at++;
            config["thumbpos"] = thumb;
        }
        else if (digits != "1" && (shape == "finger2" || shape is "finger23" or "finger23spread" && digits.Length > 1
            || shape is "pinch12" or "cee12" or "pinch12open" or "cee12open"))
            config["specialfingers"] = config["specialfingers"] + digits;
        else
            config["exempteddigits"] = config["exempteddigits"] + digits;
        return true;
    }

    static string Part(string name) => name switch
    {
        "fingertip" => "tip", "fingernail" => "nail", "fingerpad" => "pad", "fingermidjoint" => "midjoint", "fingerbase" => "base", _ => "side",
    };

    MarkupElement Orientation()
    {
        var config = Element("handconfig");
        while (true)
            if (HamNoSysWords.IsExt(Now))
                Direction(config, "extfidir", "extfinger", HamNoSysWords.IsExt);
            else if (HamNoSysWords.IsPalm(Now))
                Direction(config, "palmor", "palm", HamNoSysWords.IsPalm);
            else
                return config;
    }

    /// <summary>One or two adjacent directions, perhaps between others.</summary>
    void Direction(MarkupElement config, string attribute, string prefix, System.Func<string, bool> isOne)
    {
        string One()
        {
            var direction = Next()[prefix.Length..];
            if (prefix == "extfinger" && isOne(Now))
                direction = HamNoSysWords.Join(direction, Next()[prefix.Length..]);
            return direction;
        }
        config[attribute] = One();
        while (true)
            if (Now == "between" && isOne(Ahead(1)))
            {
                _at++;
                config["second_" + attribute] = One();
            }
            else if (Now == "between" && (Ahead(1).Length == 0 || HamNoSysWords.IsBody(Ahead(1)) || HamNoSysWords.IsAction(Ahead(1))))
            {
                _findings.Repaired("between-nothing", Index, "hambetween", $"Symbol {Index} 'hambetween' has no second direction after it.");
                _at++;
            }
            else if (Take("orirelative"))
                config["rel_" + attribute] = "true";
            else if (Take("etc"))
                config["approx_" + attribute] = "true";
            else
                return;
    }
}
