using System;
using System.Collections.Generic;

namespace Avatars.Solving;

/// <summary>
/// Facial expressions by ARKit's 52 names and VRM's presets, as weights of MakeHuman's facial targets, which are the blend shapes of the body.
/// </summary>
/// <remarks>Names match without case, so that ARKit's camel case, Unity's Pascal case and VRM 0's names are all found. The directions of the
/// eyes move bones.</remarks>
public static class Expressions
{
    /// <summary>Name, and the targets with their weights. {s} stands for the side; a target behind ~ counts on that side only.</summary>
    static readonly (string Name, string Targets)[] Sided =
    [
        ("eyeBlink", "eye-{s}-closure 1"), ("eyeSquint", "eye-{s}-slit 0.7"), ("eyeWide", "eye-{s}-opened-up 1"), ("eyeLookUp", ""),
        ("eyeLookDown", "eye-{s}-closure 0.3"), ("eyeLookIn", ""), ("eyeLookOut", ""), ("browDown", "eyebrows-{s}-down 1"),
        ("browOuterUp", "eyebrows-{s}-extern-up 1"), ("mouthSmile", "~mouth-corner-puller 1"), ("mouthFrown", "~mouth-depression 1"),
        ("mouthDimple", "~mouth-retraction 0.6"), ("mouthStretch", "~mouth-retraction 0.5, ~neck-platysma 0.5"), ("mouthPress", "~mouth-compression 0.6"),
        ("mouthLowerDown", "~mouth-depression-retraction 1"), ("mouthUpperUp", "~mouth-elevation 1"), ("noseSneer", "nose-{s}-elevation 1"),
        ("cheekSquint", "eye-{s}-slit 0.3, ~mouth-upward-retraction 0.3"), ("mouth", "mouth-{s} 1"),
    ];

    static readonly (string Name, string Targets)[] Middle =
    [
        ("browInnerUp", "eyebrows-left-inner-up 1, eyebrows-right-inner-up 1"), ("jawOpen", "jaw-open 1"), ("mouthClose", "jaw-open -1"),
        ("jawForward", "jaw-forward 1"),
        ("jawLeft", "jaw-left 1"), ("jawRight", "jaw-right 1"), ("mouthFunnel", "mouth-eversion 0.6, mouth-protusion 0.5"), ("mouthPucker", "mouth-pursing 1"),
        ("mouthRollLower", "mouth-compression 0.5"), ("mouthRollUpper", "mouth-compression 0.5"), ("mouthShrugLower", "mouth-depression 0.4"),
        ("mouthShrugUpper", "mouth-elevation 0.5"), ("cheekPuff", "cheek-puff 1"), ("tongueOut", "tongue-out 1"),
    ];

    static readonly (string Name, string Old, string Targets)[] Presets =
    [
        ("aa", "a", "mouth-open 0.7"), ("ih", "i", "mouth-retraction 0.5, mouth-parling 0.6"), ("ou", "u", "mouth-pursing 0.7, mouth-open 0.15"),
        ("ee", "e", "mouth-retraction 0.4, mouth-part-later 0.5"), ("oh", "o", "mouth-protusion 0.6, mouth-open 0.3"),
        ("blink", "blink", "eye-left-closure 1, eye-right-closure 1"), ("blinkLeft", "blink_l", "eye-left-closure 1"),
        ("blinkRight", "blink_r", "eye-right-closure 1"), ("happy", "joy", "mouth-corner-puller 0.8, eye-left-slit 0.3, eye-right-slit 0.3"),
        ("angry", "angry", "eyebrows-left-down 1, eyebrows-right-down 1, mouth-compression 0.4, nose-left-elevation 0.3, nose-right-elevation 0.3"),
        ("sad", "sorrow", "eyebrows-left-inner-up 1, eyebrows-right-inner-up 1, mouth-depression 0.7"),
        ("relaxed", "fun", "mouth-corner-puller 0.4, eye-left-closure 0.4, eye-right-closure 0.4"),
        ("surprised", "surprised", "eyebrows-left-up 1, eyebrows-right-up 1, eye-left-opened-up 1, eye-right-opened-up 1, mouth-open 0.4"),
        ("neutral", "neutral", ""), ("lookUp", "lookup", ""), ("lookDown", "lookdown", "eye-left-closure 0.3, eye-right-closure 0.3"),
        ("lookLeft", "lookleft", ""), ("lookRight", "lookright", ""),
    ];

    static readonly Dictionary<string, ExpressionTarget[]> ByName = Build(out ArkitTable);
    static readonly string[] ArkitTable;

    /// <summary>ARKit's 52 blend shapes.</summary>
    public static IReadOnlyList<string> Arkit => ArkitTable;

    /// <summary>VRM 1.0's presets.</summary>
    public static IReadOnlyList<string> VrmPresets { get; } = Array.ConvertAll(Presets, preset => preset.Name);

    /// <summary>The targets that an expression moves; empty for one that moves bones only, null for an unknown name.</summary>
    public static IReadOnlyList<ExpressionTarget>? TargetsOf(string name) => ByName.TryGetValue(name, out var targets) ? targets : null;

    /// <summary>VRM 1.0's name of a preset in any spelling, of version 0 too; null for other names.</summary>
    public static string? VrmPresetOf(string name)
    {
        foreach (var preset in Presets)
            if (preset.Name.Equals(name, StringComparison.OrdinalIgnoreCase) || preset.Old.Equals(name, StringComparison.OrdinalIgnoreCase))
                return preset.Name;
        return null;
    }

    /// <summary>
    /// Adds an expression to the weights of targets. Some expressions take away from others (mouthClose from jawOpen): clamp the weights to 0 to 1 when all
    /// are added.
    /// </summary>
    /// <param name="indexOf">Index of a target in <paramref name="weights"/>, or -1; a target with two sides is asked for as <c>NAME-left</c> and
    /// <c>NAME-right</c>.</param>
    /// <returns>False for a name that is neither ARKit's nor VRM's.</returns>
    public static bool Add(string name, float weight, Func<string, int> indexOf, Span<float> weights)
    {
        if (!ByName.TryGetValue(name, out var targets))
            return false;
        foreach (var target in targets)
        {
            var amount = weight * target.Weight;
            if (target.Side.Length > 0 && indexOf($"{target.Name}-{target.Side}") >= 0)
                AddOne(indexOf, weights, $"{target.Name}-{target.Side}", amount);
            else if (indexOf(target.Name) >= 0)
                AddOne(indexOf, weights, target.Name, target.Side.Length > 0 ? amount / 2 : amount); // one side of what only moves as a whole
            else if (target.Side.Length == 0)
            {
                AddOne(indexOf, weights, $"{target.Name}-left", amount);
                AddOne(indexOf, weights, $"{target.Name}-right", amount);
            }
        }
        return true;
    }

    static void AddOne(Func<string, int> indexOf, Span<float> weights, string target, float weight)
    {
        if (indexOf(target) is >= 0 and var index)
            weights[index] += weight;
    }

    /// <summary>How far the lids close or open as an eye looks down or up.</summary>
    /// <param name="elevationDegrees">Of the eye, positive upward; as <see cref="BodySolver.EyeElevation"/> gives it.</param>
    /// <returns>Weight of the closure when looking down, and of the opened lid when looking up.</returns>
    public static (float Closure, float Opened) LidsAt(float elevationDegrees) =>
        (Math.Clamp(-elevationDegrees / 30, 0, 0.45f), Math.Clamp(elevationDegrees / 30, 0, 0.5f));

    static Dictionary<string, ExpressionTarget[]> Build(out string[] arkit)
    {
        var table = new Dictionary<string, ExpressionTarget[]>(StringComparer.OrdinalIgnoreCase);
        var names = new List<string>();
        foreach (var (name, targets) in Middle)
        {
            table[name] = Parse(targets, "");
            names.Add(name);
        }
        foreach (var (name, targets) in Sided)
            foreach (var side in new[] { "Left", "Right" })
            {
                table[name + side] = Parse(targets, side.ToLowerInvariant());
                names.Add(name + side);
            }
        foreach (var (name, old, targets) in Presets)
            table[name] = table[old] = Parse(targets, "");
        arkit = names.ToArray();
        return table;
    }

    static ExpressionTarget[] Parse(string targets, string side)
    {
        var list = new List<ExpressionTarget>();
        foreach (var part in targets.Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            var words = part.Trim().Split(' ');
            var isHalf = words[0][0] == '~';
            list.Add(new ExpressionTarget(words[0].TrimStart('~').Replace("{s}", side, StringComparison.Ordinal), isHalf ? side : "",
                float.Parse(words[1], System.Globalization.CultureInfo.InvariantCulture)));
        }
        return list.ToArray();
    }
}

/// <summary>A facial target of MakeHuman's that an expression moves.</summary>
/// <param name="Side"><c>left</c> or <c>right</c> where only that side of a target with both is meant; empty otherwise.</param>
public readonly record struct ExpressionTarget(string Name, string Side, float Weight);
