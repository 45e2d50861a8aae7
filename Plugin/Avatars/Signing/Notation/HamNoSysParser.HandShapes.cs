namespace Avatars.Signing.Notation;

/// <summary>Hand shapes with their thumbs, bends and fingers.</summary>
sealed partial class HamNoSysParser
{
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
}
