namespace Avatars.Signing.Notation;

/// <summary>Elements of a posture: each begins with a symbol of its own.</summary>
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
}
