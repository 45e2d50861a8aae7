using System;
using System.Collections.Generic;
using System.Globalization;

namespace Avatars.Signing.Notation;

/// <summary>Values of attributes; others than the known ones are reported and count as absent.</summary>
sealed partial class ManualReader
{
    static MotionManner Manner(MarkupElement element) =>
        Flag(element, "fast") || element["manner"] == "fast" ? MotionManner.Fast
        : Flag(element, "slow") || element["manner"] == "slow" ? MotionManner.Slow
        : Flag(element, "tense") || element["manner"] == "tense" ? MotionManner.Tense
        : Flag(element, "rest") || element["manner"] == "rest" ? MotionManner.Rest
        : Flag(element, "halt") || element["manner"] == "halt" ? MotionManner.Halt
        : MotionManner.Normal;

    string? ClockOf(MarkupElement element, string name) => One(element, name, Clock);

    MotionSize Size(MarkupElement element, string name) => element[name] switch
    {
        null or "normal" => MotionSize.Normal,
        "small" => MotionSize.Small,
        "big" or "large" => MotionSize.Big,
        _ => Unsized(element, name),
    };

    MotionSize Unsized(MarkupElement element, string name)
    {
        WrongValue(element, name);
        return MotionSize.Normal;
    }

    static int Growth(MarkupElement element, string name) => element[name] switch { "increasing" => 1, "decreasing" => -1, _ => 0 };

    string? One(MarkupElement element, string name, HashSet<string> values)
    {
        if (element[name] is not { } value)
            return null;
        if (values.Contains(value))
            return value;
        WrongValue(element, name);
        return null;
    }

    static bool Flag(MarkupElement element, string name) => string.Equals(element[name], "true", StringComparison.OrdinalIgnoreCase);

    float Number(MarkupElement element, string name, float least, float most)
    {
        if (float.TryParse(element[name], NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most)
            return value;
        WrongValue(element, name);
        return 1;
    }

    void WrongValue(MarkupElement element, string name) => findings.Skipped("wrong-value", element.Line, $"{name}={element[name]}",
        $"{element.Name} has {name}='{element[name]}', which is not one of its values; it counts as absent.");

    void Misplaced(MarkupElement element, string where) =>
        findings.Skipped("unknown-element", element.Line, element.Name, $"The element '{element.Name}' is not known {where} and is left out.");
}
