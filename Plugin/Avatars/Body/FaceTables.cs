using System;
using System.Collections.Generic;

namespace Avatars.Body;

/// <summary>What the facial weights that others name (ARKit's 52 blend shapes, VRM's presets) are on the body model.</summary>
static class FaceTables
{
    /// <summary>Degrees of the eyes at weight 1.</summary>
    const float LookSide = 30, LookUp = 20, LookDown = 25;

    /// <param name="Expressions">The body's expressions and how much of each at weight 1.</param>
    /// <param name="Yaw">Degrees that the eyes turn to the person's left.</param>
    /// <param name="Pitch">Degrees upwards.</param>
    /// <param name="Eyes">1 left, 2 right, 3 both.</param>
    public sealed record Row((string Name, float Share)[] Expressions, float Yaw = 0, float Pitch = 0, int Eyes = 3);

    /// <summary>By lower-case name without separators.</summary>
    public static readonly Dictionary<string, Row> Rows = Make();

    /// <summary>Lower case, letters and digits only, an ending L or R in full: "eyeBlink_L" is "eyeblinkleft".</summary>
    public static string Key(string name)
    {
        var key = string.Concat(Array.FindAll(name[(name.LastIndexOf('.') + 1)..].ToLowerInvariant().ToCharArray(), char.IsLetterOrDigit));
        return Rows.ContainsKey(key) || key.Length < 3 ? key : key[^1] switch { 'l' => key[..^1] + "left", 'r' => key[..^1] + "right", _ => key };
    }

    static Dictionary<string, Row> Make()
    {
        var rows = new Dictionary<string, Row>(StringComparer.Ordinal);
        AddArkit(rows);
        AddVrm(rows);
        return rows;
    }

    static void AddArkit(Dictionary<string, Row> rows)
    {
        foreach (var (side, eye, outward) in new[] { ("left", 1, 1), ("right", 2, -1) })
        {
            void Add(string name, params (string, float)[] expressions) => rows[name + side] = new Row(expressions);
            void Look(string name, float yaw, float pitch, params (string, float)[] lids) => rows[name + side] = new Row(lids, yaw, pitch, eye);
            Add("eyeblink", ($"eye-{side}-closure", 1));
            Add("eyesquint", ($"eye-{side}-slit", 1));
            Add("eyewide", ($"eye-{side}-opened-up", 1));
            Look("eyelookin", -outward * LookSide, 0);
            Look("eyelookout", outward * LookSide, 0);
            Look("eyelookup", 0, LookUp, ($"eye-{side}-opened-up", 0.3f));
            Look("eyelookdown", 0, -LookDown, ($"eye-{side}-closure", 0.3f));
            Add("browdown", ($"eyebrows-{side}-down", 1));
            Add("browouterup", ($"eyebrows-{side}-extern-up", 1));
            Add("cheeksquint", ($"eye-{side}-slit", 0.3f), ($"mouth-upward-retraction-{side}", 0.2f));
            Add("mouthdimple", ($"mouth-retraction-{side}", 0.5f));
            Add("mouthfrown", ($"mouth-depression-{side}", 1));
            Add("mouthlowerdown", ($"mouth-depression-retraction-{side}", 0.7f));
            Add("mouthpress", ("mouth-compression", 0.4f));
            Add("mouthsmile", ($"mouth-corner-puller-{side}", 1));
            Add("mouthstretch", ($"mouth-retraction-{side}", 0.8f), ("neck-platysma", 0.15f));
            Add("mouthupperup", ($"mouth-elevation-{side}", 0.8f));
            Add("nosesneer", ($"nose-{side}-elevation", 1));
            rows["jaw" + side] = new Row([($"jaw-{side}", 1)]);
            rows["mouth" + side] = new Row([($"mouth-{side}", 1)]);
        }
        rows["browinnerup"] = new Row([.. Both("eyebrows-*-inner-up", 1)]);
        rows["cheekpuff"] = new Row([("cheek-puff", 1)]);
        rows["jawforward"] = new Row([("jaw-forward", 1)]);
        rows["jawopen"] = new Row([("jaw-open", 1)]);
        rows["mouthclose"] = new Row([("mouth-compression", 0.5f)]);
        rows["mouthfunnel"] = new Row([("mouth-protusion", 0.8f)]);
        rows["mouthpucker"] = new Row([("mouth-pursing", 1)]);
        rows["mouthrolllower"] = rows["mouthrollupper"] = new Row([("mouth-compression", 0.3f)]);
        rows["mouthshruglower"] = new Row([("mouth-eversion", 0.5f)]);
        rows["mouthshrugupper"] = new Row([.. Both("mouth-elevation-*", 0.3f)]);
        rows["tongueout"] = new Row([("tongue-out", 1), ("jaw-open", 0.25f)]);
    }

    static void AddVrm(Dictionary<string, Row> rows)
    {
        rows["neutral"] = new Row([]);
        rows["happy"] = rows["joy"] = new Row([.. Both("mouth-corner-puller-*", 0.9f), .. Both("eye-*-slit", 0.3f)]);
        rows["angry"] = new Row([.. Both("eyebrows-*-down", 1), .. Both("mouth-depression-*", 0.4f), .. Both("eye-*-slit", 0.2f)]);
        rows["sad"] = rows["sorrow"] = new Row([.. Both("eyebrows-*-inner-up", 0.8f), .. Both("mouth-depression-*", 0.6f), .. Both("eye-*-closure", 0.15f)]);
        rows["relaxed"] = rows["fun"] = new Row([.. Both("mouth-corner-puller-*", 0.35f), .. Both("eye-*-closure", 0.25f)]);
        rows["surprised"] = new Row([.. Both("eyebrows-*-up", 1), .. Both("eye-*-opened-up", 0.8f), ("jaw-open", 0.4f)]);
        rows["aa"] = rows["a"] = new Row([("jaw-open", 0.7f)]);
        rows["ih"] = rows["i"] = new Row([.. Both("mouth-retraction-*", 0.5f), ("jaw-open", 0.15f)]);
        rows["ou"] = rows["u"] = new Row([("mouth-pursing", 0.7f), ("jaw-open", 0.15f)]);
        rows["ee"] = rows["e"] = new Row([.. Both("mouth-retraction-*", 0.7f), .. Both("mouth-depression-retraction-*", 0.3f), ("jaw-open", 0.1f)]);
        rows["oh"] = rows["o"] = new Row([("mouth-protusion", 0.5f), ("jaw-open", 0.4f)]);
        rows["blink"] = new Row([.. Both("eye-*-closure", 1)]);
        rows["blinkleft"] = new Row([("eye-left-closure", 1)]);
        rows["blinkright"] = new Row([("eye-right-closure", 1)]);
        rows["lookup"] = new Row([], Pitch: LookUp);
        rows["lookdown"] = new Row([], Pitch: -LookDown);
        rows["lookleft"] = new Row([], Yaw: LookSide);
        rows["lookright"] = new Row([], Yaw: -LookSide);
    }

    static (string, float)[] Both(string pattern, float share) => [(pattern.Replace("*", "left"), share), (pattern.Replace("*", "right"), share)];
}
