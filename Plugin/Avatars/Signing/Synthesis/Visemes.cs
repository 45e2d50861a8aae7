using System;
using System.Collections.Generic;

namespace Avatars.Signing.Synthesis;

/// <summary>Mouth pictures: SAMPA phonemes to visemes, and those to blend shapes of MakeHuman's names.</summary>
static class Visemes
{
    /// <summary>Seconds of a phoneme; a long one takes two.</summary>
    public const float StepSeconds = 0.16f;

    static readonly Dictionary<string, string> Of = Table();

    /// <summary>Blend shapes by viseme: chosen here, not published.</summary>
    static readonly Dictionary<string, (string Name, float Value)[]> ShapeTable = new(StringComparer.Ordinal)
    {
        ["open"] = [("mouth-open", 0.5f)],
        ["half-open"] = [("mouth-open", 0.3f), ("mouth-retraction", 0.25f)],
        ["slack"] = [("mouth-open", 0.18f)],
        ["round"] = [("mouth-pursing", 0.7f), ("mouth-open", 0.2f)],
        ["pout"] = [("mouth-protusion", 0.7f), ("mouth-pursing", 0.4f)],
        ["half-pout"] = [("mouth-protusion", 0.35f), ("mouth-pursing", 0.2f)],
        ["spread"] = [("mouth-retraction", 0.5f), ("mouth-open", 0.15f)],
        ["half-spread"] = [("mouth-retraction", 0.3f), ("mouth-open", 0.15f)],
        ["closed"] = [("mouth-compression", 0.7f)],
        ["lip-teeth"] = [("mouth-compression", 0.35f), ("mouth-upward-retraction", 0.2f)],
        ["tongue-teeth"] = [("mouth-open", 0.12f), ("mouth-part-later", 0.3f)],
        ["sibilant"] = [("mouth-protusion", 0.4f), ("mouth-part-later", 0.35f)],
        ["back"] = [("mouth-open", 0.2f)],
    };

    public static IReadOnlyList<(string Name, float Value)> Shapes(string viseme) => ShapeTable.TryGetValue(viseme, out var shapes) ? shapes : [];

    /// <summary>Visemes of a mouth picture, each with its steps. Unknown phonemes are left out and counted.</summary>
    public static List<(string Viseme, int Steps)> Parse(string sampa, out int unknown)
    {
        var visemes = new List<(string, int)>();
        unknown = 0;
        for (var i = 0; i < sampa.Length;)
        {
            if (sampa[i] is '"' or '%' or ' ' or '~' or '=' or '\'' or '.' or '-')
            {
                i++;
                continue;
            }
            // One character is a phoneme; '_' joins characters of one phoneme.
            var end = i + 1;
            while (end + 1 < sampa.Length && sampa[end] == '_')
                end += 2;
            var phoneme = sampa[i..end];
            var steps = 1;
            if (end < sampa.Length && sampa[end] == ':')
            {
                end++;
                steps = 2;
            }
            i = end;
            if (!Of.TryGetValue(steps == 2 ? phoneme + ":" : phoneme, out var viseme) && !Of.TryGetValue(phoneme, out viseme))
            {
                unknown++;
                continue;
            }
            foreach (var one in viseme.Split(' '))
                visemes.Add((one, steps));
        }
        return visemes;
    }

    static Dictionary<string, string> Table()
    {
        var table = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (viseme, phonemes) in new[]
        {
            ("open", "{ a A a: A:"), ("half-open", "e: i: E: I:"), ("slack", "@ h r R V 6"), ("round", "o O Q u U y Y 2 9 o: O: u: 2: 3: 9: 3 @_U U_@"),
            ("pout", "w H"), ("half-pout", "j L"), ("spread", "e e_I I_@ e_@"), ("half-spread", "E I i"), ("closed", "p b m B"), ("lip-teeth", "f v"),
            ("tongue-teeth", "t d n l J T D"), ("sibilant", "s z S Z t_S d_Z c"), ("back", "k g N C G x q"), ("open half-spread", "a_I A_I a_i"),
            ("open round", "a_U A_u"), ("round half-spread", "O_I O_Y 9_y"), ("spread half-spread", "E_i"),
        })
            foreach (var phoneme in phonemes.Split(' '))
                table[phoneme] = viseme;
        return table;
    }
}

/// <summary>Mouth gestures by code, as far as lips and jaw show them: there is no tongue and no cheek puff among the shapes.</summary>
static class MouthGestures
{
    public static IReadOnlyList<(string Name, float Value)> Shapes(string code) => code switch
    {
        "L01" or "L14" or "L33" => [("mouth-protusion", 0.5f), ("mouth-part-later", 0.3f)],
        "L02" or "L03" or "L32" => [("mouth-protusion", 0.5f), ("mouth-compression", 0.3f)],
        "L04" or "L16" or "L19" or "L20" or "L21" or "L22" or "T16" => [("mouth-pursing", 0.9f)],
        "L05" => [("mouth-pursing", 0.6f), ("mouth-open", 0.35f)],
        "L06" => [("mouth-pursing", 0.8f)],
        "L07" or "L10" => [("mouth-pursing", 0.4f), ("mouth-open", 0.4f)],
        "L08" or "L09" or "L11" => [("mouth-open", 0.35f), ("mouth-compression", 0.3f)],
        "L12" or "L13" => [("mouth-retraction", 0.45f)],
        "L15" => [("mouth-part-later", 0.4f), ("mouth-retraction", 0.2f)],
        "L17" or "L18" or "L23" or "L24" or "L25" => [("mouth-compression", 0.8f)],
        "L26" or "L27" or "L28" => [("mouth-upward-retraction", 0.6f)],
        "L29" or "L30" or "L31" => [("mouth-depression-retraction", 0.7f), ("mouth-compression", code == "L30" ? 0.2f : 0.5f)],
        "L34" => [("mouth-retraction", 0.8f)],
        "L35" => [("mouth-pursing", 0.7f), ("mouth-open", 0.1f)],
        "D01" or "D05" or "D06" or "D08" => [("mouth-part-later", 0.6f), ("mouth-retraction", 0.4f)],
        "D02" or "D03" or "D04" => [("mouth-compression", 0.35f), ("mouth-upward-retraction", 0.2f)],
        "D07" => [("mouth-compression", 0.5f)],
        "D09" => [("mouth-open", 0.3f), ("mouth-part-later", 0.3f)],
        "J01" or "J02" => [("mouth-open", 0.15f)],
        "J03" => [("mouth-part-later", 0.5f)],
        "J04" => [("mouth-open", 0.35f)],
        "C01" or "C02" or "C03" or "C04" or "C05" or "C06" or "C11" => [("mouth-compression", 0.5f), ("mouth-pursing", 0.3f)],
        "C07" => [("mouth-compression", 0.4f)],
        "C08" => [("mouth-pursing", 0.9f)],
        "C13" => [("mouth-depression", 0.6f)],
        ['C', ..] => [("mouth-compression", 0.3f)],
        "T07" or "T08" or "T09" or "T10" or "T11" => [("mouth-open", 0.35f)],
        ['T', ..] => [("mouth-open", 0.2f)],
        _ => [],
    };

    /// <summary>Whether tongue or cheeks, which cannot be shown, make the gesture.</summary>
    public static bool IsApproximate(string code) => code.Length > 0 && code[0] is 'T' or 'C' || code is "D09" or "L27" or "L28";
}
