using System.Collections.Generic;

namespace Avatars.Signing.Notation;

/// <summary>Places of hands on the body and on each other.</summary>
sealed partial class ManualReader
{
    SignPlace? Place(MarkupElement element)
    {
        switch (element.Name)
        {
            case "use_locname":
                if (element["use_locname"] is { } key && _places.TryGetValue(key, out var known))
                    return known;
                findings.Skipped("place-name", element.Line, element["use_locname"] ?? "", "use_locname names a place that was not defined before.");
                return null;
            case "location_hand":
            {
                var place = new SignPlace { Hand = HandPart(element), Contact = One(element, "contact", Contacts) };
                if (element.Child("location_hand") is { } acting)
                    place.Acting = HandPart(acting);
                return Named(element, place);
            }
            case "location_bodyarm":
            {
                var place = new SignPlace
                {
                    Name = One(element, "location", BodyPlaces), Side = One(element, "side", Sides), SecondName = One(element, "second_location", BodyPlaces),
                    SecondSide = One(element, "second_side", Sides), Contact = One(element, "contact", Contacts), Behind = Flag(element, "behind"),
                };
                foreach (var child in element.Children)
                    if (child.Name == "location_hand")
                        place.Acting = HandPart(child);
                    else
                        Misplaced(child, "in location_bodyarm");
                return Named(element, place);
            }
            default:
                Misplaced(element, "as a location");
                return null;
        }
    }

    SignPlace Named(MarkupElement element, SignPlace place)
    {
        if (element["def_locname"] is { } key)
            _places[key] = place;
        return place;
    }

    HandPlace HandPart(MarkupElement element)
    {
        var part = One(element, "location", HandParts);
        var digits = Digits(element, "digits");
        return new HandPlace(part ?? (digits.Length > 0 ? "tip" : "palm"), digits, One(element, "side", Sides), One(element, "second_location", HandParts),
            Digits(element, "second_digits"));
    }

    string Digits(MarkupElement element, string name)
    {
        var digits = "";
        foreach (var letter in element[name] ?? "")
            if (letter is >= '1' and <= '5')
                digits += letter;
            else if (!char.IsWhiteSpace(letter))
                WrongValue(element, name);
        return digits;
    }

    HandConstellation Constellation(MarkupElement element)
    {
        var pair = new HandConstellation { Contact = One(element, "contact", Contacts) };
        foreach (var child in element.Children)
            if (child.Name == "location_hand")
            {
                if (pair.Dominant is null)
                    pair.Dominant = HandPart(child);
                else
                    pair.Other ??= HandPart(child);
            }
            else if (child.Name is "location_bodyarm" or "use_locname")
                pair.At = Place(child);
            else
                Misplaced(child, "in handconstellation");
        return pair;
    }
}
