namespace Avatars.Signing.Notation;

/// <summary>Places on the body, the arm and the hand.</summary>
sealed partial class HamNoSysParser
{
    MarkupElement Place()
    {
        var at = _at;
        if (HamNoSysWords.Digit(Now) is { } digit && Ahead(1) == "corefref")
        {
            _at += 2;
            return Element("use_locname").With("use_locname", digit);
        }
        if (Take("neutralspace"))
        {
            var space = Element("location_bodyarm");
            space["location"] = "neutralspace";
            if (Take("armextended") || Take("close"))
                space["contact"] = _symbols[_at - 1].Name;
            return space;
        }
        if (Take("armextended"))
            return Element("location_bodyarm").With("contact", "armextended");
        var before = HamNoSysWords.IsSide(Now) ? "left" + Side(Next()) : null;
        while (before is not null && HamNoSysWords.IsSide(Now))
            _at++;
        if (HamNoSysWords.IsBody(Now) || HamNoSysWords.IsArm(Now))
            return BodyPlace(before);
        if (HamNoSysWords.IsHandPart(Now) || HamNoSysWords.IsFingerPart(Now) || HamNoSysWords.Digit(Now) is not null)
            return HandPlace(before);
        // A side alone: neutral space on that side.
        _at = at;
        var element = Element("location_bodyarm");
        element["side"] = "right" + Side(Next());
        return element;
    }

    static string Side(string name) => name == "lrat" ? "_at" : "_beside";

    MarkupElement BodyPlace(string? sideBefore)
    {
        var place = Element("location_bodyarm");
        BodyName(place, "", sideBefore);
        while (true)
            if (Now == "between" && (HamNoSysWords.IsBody(Ahead(1)) || HamNoSysWords.IsArm(Ahead(1))
                || HamNoSysWords.IsSide(Ahead(1)) && (HamNoSysWords.IsBody(Ahead(2)) || HamNoSysWords.IsArm(Ahead(2)))))
            {
                _at++;
                BodyName(place, "second_", HamNoSysWords.IsSide(Now) ? "left" + Side(Next()) : null);
            }
            else if (Take("behind"))
                place["behind"] = "true";
            else
                break;
        Contact(place);
        if (Take("behind"))
            place["behind"] = "true";
        _lastPlace = place;
        return place;
    }

    void BodyName(MarkupElement place, string prefix, string? sideBefore)
    {
        var name = Next();
        if (name is "eyes" or "lips" or "teeth" && Now is "doublebent" or "doublehooked")
            name = (Next() == "doublebent" ? "upper" : "lower") + (name == "lips" ? "lip" : name == "eyes" ? "eyelid" : name);
        place[prefix + "location"] = name;
        if (sideBefore is not null)
            place[prefix + "side"] = sideBefore;
        while (true)
            if (Take("etc"))
                place["approx_" + prefix + "location"] = "true";
            else if (HamNoSysWords.IsSide(Now) && !(HamNoSysWords.IsBody(Ahead(1)) && place[prefix + "side"] is not null))
                place[prefix + "side"] = "right" + Side(Next());
            else if (Now is "handback" or "palm" && HamNoSysWords.IsArm(name))
                place[prefix + "side"] = Next() == "palm" ? "palmar" : "dorsal";
            else if (Now is "thumbside" or "pinkyside" && HamNoSysWords.IsArm(name))
                place[prefix + "side"] = Next() == "thumbside" ? "radial" : "ulnar";
            else
                return;
    }

    MarkupElement HandPlace(string? sideBefore)
    {
        var place = Element("location_hand");
        if (sideBefore is not null)
            place["side"] = sideBefore;
        HandName(place, "");
        while (Now == "between" && (HamNoSysWords.IsHandPart(Ahead(1)) || HamNoSysWords.IsFingerPart(Ahead(1)) || HamNoSysWords.Digit(Ahead(1)) is not null))
        {
            _at++;
            HandName(place, "second_");
        }
        Contact(place);
        return place;
    }

    void HandName(MarkupElement place, string prefix)
    {
        while (true)
        {
            if (HamNoSysWords.Digit(Now) is { } digit && Ahead(1) != "coreftag")
            {
                _at++;
                place[prefix + "digits"] = place[prefix + "digits"] + digit;
            }
            else if (HamNoSysWords.IsFingerPart(Now) && place[prefix + "location"] is null)
            {
                var name = Next();
                place[prefix + "location"] = name == "fingerpad" ? "nail" : Part(name);
                if (name == "fingerpad")
                    place[prefix + "side"] = "palmar";
            }
            else if (HamNoSysWords.IsHandPart(Now) && place[prefix + "location"] is null)
            {
                var name = Next();
                place[prefix + "location"] = name is "wristpulse" or "wristtopulse" or "wristtoback" or "wristtothumb" or "wristtopinky" ? "wristback" : name;
                if (name is "wristpulse" or "wristtopulse")
                    place[prefix + "side"] = "palmar";
            }
            else if (Now is "handback" or "palm")
                place[prefix + "side"] = Next() == "palm" ? "palmar" : "dorsal";
            else if (Now is "thumbside" or "pinkyside")
                place[prefix + "side"] = Next() == "thumbside" ? "radial" : "ulnar";
            else if (Take("etc"))
                place["approx_location"] = "true";
            else if (HamNoSysWords.IsSide(Now))
                place[prefix + "side"] = "right" + Side(Next());
            else
                return;
        }
    }

    /// <summary>touch, close, arm extended ..., or in brackets with the part of the acting hand.</summary>
    void Contact(MarkupElement place)
    {
        if (HamNoSysWords.IsContact(Now))
        {
            place["contact"] = Next();
        }
        else if (Now == "seqbegin" && HamNoSysWords.IsContact(Ahead(1)))
        {
            _at++;
            place["contact"] = Next();
            while (_at < _symbols.Count && Now != "seqend")
            {
                if (Now is "touch" or "close" or "interlock" or "cross")
                    _at++;
                else if (IsPlace(Now))
                {
                    var part = Place();
                    if (part.Name == "location_hand")
                        place.Add(part);
                    else
                        _findings.Skipped("place-in-contact", part.Line, "ham" + (part["location"] ?? ""),
                            $"Symbol {part.Line}: a place on the body cannot be the part of the hand that touches, and is left out.");
                }
                else
                    Misplaced("within a contact");
            }
            if (!Take("seqend"))
                _findings.Repaired("unclosed", Index, "hamseqbegin", "A bracket is not closed; it is closed at the end.");
        }
    }
}
