using System.Collections.Generic;

namespace Avatars.Signing.Notation;

/// <summary>What a movement leads to, and how often it is made.</summary>
sealed partial class HamNoSysParser
{
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
