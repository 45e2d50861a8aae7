using System;
using System.Collections.Generic;

namespace Avatars.Rig;

/// <summary>
/// Facial expressions by ARKit's 52 names and VRM's presets: what each does to MakeHuman's facial targets, which are the blend shapes of the body, and to the
/// eyes. The one table of these names.
/// </summary>
/// <remarks>Names match in any spelling: ARKit's camel case, Unity's Pascal case, VRM 0.x's names, endings _L and _R, a mesh's name before a point.</remarks>
public static partial class FacialExpressions
{
    static readonly string[] ArkitNames, VrmNames;
    static readonly (string Other, string Name)[] OtherSpellings;
    static readonly Dictionary<string, FacialExpression> Rows = new(StringComparer.Ordinal);

    static FacialExpressions()
    {
        var (arkit, vrm, others) = (new List<string>(), new List<string>(), new List<(string, string)>());
        foreach (var (pattern, targets, yaw, pitch) in Arkit52)
            foreach (var side in pattern.Contains('*') ? Sides : Middle)
            {
                var name = pattern.Replace("*", side.Upper, StringComparison.Ordinal);
                var eyes = side.Lower switch { "left" => Eyes.Left, "right" => Eyes.Right, _ => Eyes.Both };
                arkit.Add(name);
                Add(name, new FacialExpression(name, Parse(targets, side.Lower), side.Lower == "right" ? -yaw : yaw, pitch, eyes));
                if (side.Lower.Length > 0)
                    others.Add((pattern.Replace("*", side.Lower == "left" ? "_L" : "_R", StringComparison.Ordinal), name));
            }
        foreach (var (name, old, targets, yaw, pitch) in Presets)
        {
            vrm.Add(name);
            Add(name, new FacialExpression(name, Parse(targets, ""), yaw, pitch, Eyes.Both));
            if (Plain(old) != Plain(name))
                others.Add((old, name));
        }
        foreach (var (other, name) in others)
            Rows.TryAdd(Plain(other), Rows[Plain(name)]);
        (ArkitNames, VrmNames, OtherSpellings) = (arkit.ToArray(), vrm.ToArray(), others.ToArray());
    }

    /// <summary>ARKit's 52 blend shapes.</summary>
    public static IReadOnlyList<string> Arkit => ArkitNames;

    /// <summary>VRM 1.0's presets.</summary>
    public static IReadOnlyList<string> VrmPresets => VrmNames;

    /// <summary>Names of VRM 0.x, and ARKit's with _L and _R, that differ from those above in more than capitals; and what they stand for.</summary>
    internal static IReadOnlyList<(string Other, string Name)> Others => OtherSpellings;

    /// <summary>An expression by its name in any spelling; null for an unknown one.</summary>
    public static FacialExpression? Find(string name) => Rows.TryGetValue(Key(name), out var found) ? found : null;

    /// <summary>VRM 1.0's name of a preset in any spelling, of version 0 too; null for other names.</summary>
    public static string? VrmPresetOf(string name) => Find(name) is { } found && Array.IndexOf(VrmNames, found.Name) >= 0 ? found.Name : null;

    /// <summary>How far the lids close or open as an eye looks down or up.</summary>
    /// <param name="elevationDegrees">Of the eye, positive upward.</param>
    /// <returns>Weight of the closure when looking down, and of the opened lid when looking up.</returns>
    public static (float Closure, float Opened) LidsAt(float elevationDegrees) =>
        (Math.Clamp(-elevationDegrees / 40, 0, 0.45f), Math.Clamp(elevationDegrees / 40, 0, 0.5f));

    static void Add(string name, FacialExpression expression) => Rows.Add(Plain(name), expression);

    /// <summary>Lower case, letters and digits only, an ending L or R in full where the name is unknown without: "eyeBlink_L" is "eyeblinkleft".</summary>
    static string Key(string name)
    {
        var key = Plain(name[(name.LastIndexOf('.') + 1)..]);
        return Rows.ContainsKey(key) || key.Length < 3 ? key : key[^1] switch { 'l' => key[..^1] + "left", 'r' => key[..^1] + "right", _ => key };
    }

    static string Plain(string name) => string.Concat(Array.FindAll(name.ToLowerInvariant().ToCharArray(), char.IsLetterOrDigit));

    static ExpressionTarget[] Parse(string targets, string side)
    {
        var list = new List<ExpressionTarget>();
        foreach (var part in targets.Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            var words = part.Trim().Split(' ');
            var weight = float.Parse(words[1], System.Globalization.CultureInfo.InvariantCulture);
            if (side.Length > 0 || !words[0].Contains('*'))
                list.Add(new ExpressionTarget(words[0].Replace("*", side, StringComparison.Ordinal), weight));
            else
                foreach (var both in Sides)
                    list.Add(new ExpressionTarget(words[0].Replace("*", both.Lower, StringComparison.Ordinal), weight));
        }
        return list.ToArray();
    }
}

/// <summary>Which eyes an expression turns.</summary>
[Flags]
public enum Eyes
{
    Left = 1,
    Right = 2,
    Both = Left | Right,
}

/// <summary>What an expression does at weight 1.</summary>
/// <param name="Name">As ARKit or VRM 1.0 spell it.</param>
/// <param name="Yaw">Degrees that the eyes turn to the person's left.</param>
/// <param name="Pitch">Degrees that they turn upwards.</param>
public sealed record FacialExpression(string Name, IReadOnlyList<ExpressionTarget> Targets, float Yaw, float Pitch, Eyes Eyes);

/// <summary>A facial target that an expression moves.</summary>
/// <param name="Name">One of the body's blend shapes.</param>
/// <param name="Weight">Of the target where the expression's is 1; below 0 it takes away from what others give.</param>
public readonly record struct ExpressionTarget(string Name, float Weight);
