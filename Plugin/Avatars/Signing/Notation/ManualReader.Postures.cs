using System;
using System.Collections.Generic;
using System.Numerics;

namespace Avatars.Signing.Notation;

/// <summary>Postures: hand shape and orientation.</summary>
sealed partial class ManualReader
{
    static bool IsPosture(string name) => name is "handconfig" or "split_handconfig" or "location_bodyarm" or "location_hand" or "split_location"
        or "handconstellation" or "use_locname";

    /// <summary>Attributes of one posture, accumulated over its elements.</summary>
    sealed class PostureCollector
    {
        public MarkupElement? Dominant, Other;
        public SignPlace? Place, OtherPlace;
        public bool IsPlaceSplit;
        public HandConstellation? Pair;
    }

    static void Accumulate(ref MarkupElement? into, MarkupElement from)
    {
        into ??= new MarkupElement("handconfig", from.Line);
        if (from["handshape"] is not null || from["named"] is not null)
            foreach (var (name, _) in new List<KeyValuePair<string, string>>(into.Attributes))
                if (ShapeSpec.IsShapeAttribute(name))
                    into[name] = null;
        foreach (var (name, value) in from.Attributes)
            into[name] = value;
    }

    void ReadPosture(MarkupElement element, PostureCollector into)
    {
        switch (element.Name)
        {
            case "handconfig":
                Accumulate(ref into.Dominant, element);
                if (into.Other is not null)
                    Accumulate(ref into.Other, element);
                break;
            case "split_handconfig":
                var sides = new List<MarkupElement>();
                foreach (var child in element.Children)
                    if (child.Name == "handconfig")
                        sides.Add(child);
                    else
                        Misplaced(child, "in split_handconfig");
                if (sides.Count < 2)
                    findings.Skipped("split", element.Line, element.Name, "split_handconfig does not hold two handconfig.");
                if (into.Other is null && into.Dominant is not null)
                    Accumulate(ref into.Other, into.Dominant);
                if (sides.Count > 0)
                    Accumulate(ref into.Dominant, sides[0]);
                if (sides.Count > 1)
                    Accumulate(ref into.Other, sides[1]);
                break;
            case "split_location":
                var places = new List<SignPlace?>();
                foreach (var child in element.Children)
                    places.Add(Place(child));
                into.IsPlaceSplit = true;
                into.Place = places.Count > 0 ? places[0] : null;
                into.OtherPlace = places.Count > 1 ? places[1] : null;
                break;
            case "handconstellation":
                into.Pair = Constellation(element);
                break;
            default:
                into.Place = Place(element);
                break;
        }
    }

    void Finish(PostureCollector from, Posture posture)
    {
        posture.Dominant = from.Dominant is null ? null : Setting(from.Dominant);
        posture.Other = from.Other is null ? null : Setting(from.Other);
        (posture.Place, posture.OtherPlace, posture.IsPlaceSplit, posture.Pair) = (from.Place, from.OtherPlace, from.IsPlaceSplit, from.Pair);
    }

    HandSetting Setting(MarkupElement config)
    {
        foreach (var name in new[] { "handshape", "second_handshape" })
            if (config[name] is { } shape && !Shapes.Contains(shape))
            {
                WrongValue(config, name);
                config[name] = null;
            }
        foreach (var name in new[] { "mainbend", "second_mainbend" })
            if (config[name] is { } bend && !Bends.Contains(bend) && !char.IsDigit(bend[0]))
            {
                WrongValue(config, name);
                config[name] = null;
            }
        if (config["named"] is { } library && Solving.HandShapes.TryFind(library) is null)
        {
            WrongValue(config, "named");
            config["named"] = null;
        }
        var setting = new HandSetting { Shape = ShapeSpec.Read(config, null) };
        if (Direction(config, "extfidir") is { } fingers)
            setting.Fingers = SignDirections.Between(fingers, Direction(config, "second_extfidir"));
        if (PalmLetters(config, "palmor") is { } palm)
            setting.Palm = new PalmSpec(palm, PalmLetters(config, "second_palmor"));
        return setting;
    }

    string? PalmLetters(MarkupElement element, string name)
    {
        if (element[name] is not { } value)
            return null;
        if (value is "u" or "ur" or "r" or "dr" or "d" or "dl" or "l" or "ul")
            return value;
        var known = "";
        foreach (var letter in value)
            if (letter is 'u' or 'd' or 'l' or 'r')
                known += letter;
        WrongValue(element, name);
        return SignDirections.Of(value) is not null && known.Length > 0 ? known : null; // 'od', 'il': the part that a palm can have
    }

    Vector3? Direction(MarkupElement element, string name)
    {
        if (element[name] is not { } value)
            return null;
        var direction = SignDirections.Of(value) ?? SignDirections.Of(value switch { "up" => "u", "down" => "d", "left" => "l", "right" => "r", "in" => "i",
            "out" => "o", _ => "?" });
        if (direction is null || !SignDirections.IsName(value))
        {
            if (direction is null)
                WrongValue(element, name);
            else
                findings.Repaired("direction", element.Line, value, $"{name}='{value}' is no name of a direction; its letters are added up.");
        }
        return direction;
    }
}
