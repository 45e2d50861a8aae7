namespace Avatars.Signing.Notation;

/// <summary>Directions of fingers and palm.</summary>
sealed partial class HamNoSysParser
{
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
