using System;
using System.Collections.Generic;
using System.Linq;
using Avatars.Animation;
using Avatars.Files;

namespace Avatars.Formats;

/// <summary>The animations of a glTF document as clips. What moves neither a joint nor a named weight is left out.</summary>
static class GltfAnimations
{
    const float AssumedFrameRate = 30; // for clips that were keyed by hand rather than recorded
    const float SlowestRecording = 23; // frames a second; keys farther apart than this are not the frames of a recording
    const float LargestFrameRate = 120;
    const float LargestSeconds = 86400;

    public static string[] Names(GltfContainer container)
    {
        var animations = container.Root.Items("animations");
        var names = new string[animations.Length];
        for (var i = 0; i < names.Length; i++)
            names[i] = animations[i].Text("name") is { Length: > 0 } name ? name : $"animation{i}";
        return names;
    }

    public static AnimationClip Read(GltfContainer container, GltfAccessors accessors, GltfSkeleton skeleton, int index)
    {
        var animation = container.Root.Items("animations")[index];
        var curves = new JointCurves[skeleton.Skeleton.Count];
        Array.Fill(curves, JointCurves.AtRest);
        var samplers = animation.Items("samplers");
        var times = new Dictionary<int, float[]>();
        var weights = new GltfWeights(container, skeleton.NodeCount);
        foreach (var channel in animation.Items("channels"))
        {
            var target = channel.Object("target");
            var node = target.IndexOrNone("node", skeleton.NodeCount);
            var joint = node < 0 ? -1 : skeleton.JointOf(node);
            var path = target.Text("path");
            if (node >= 0 && weights.Takes(node, path))
            {
                var sampler = samplers[channel.Index("sampler", samplers.Length)];
                weights.Add(skeleton.Node(node), node, path!, sampler, accessors, KeysOf(sampler, accessors, times), InterpolationOf(sampler));
            }
            else if (joint >= 0 && path is "translation" or "rotation" or "scale")
                curves[joint] = WithChannel(curves[joint], path, samplers[channel.Index("sampler", samplers.Length)], accessors, times);
        }
        var shortest = times.Values.Where(keys => keys.Length > 1).Select(ShortestStep).DefaultIfEmpty(1 / AssumedFrameRate).Min();
        var rate = 1 / shortest < SlowestRecording ? AssumedFrameRate : MathF.Min(LargestFrameRate, MathF.Round(1 / shortest, 3));
        try
        {
            return new AnimationClip(Names(container)[index], skeleton.Skeleton, rate, curves, weights.Curves);
        }
        catch (ArgumentException error)
        {
            throw animation.Wrong(ErrorLine.Of(error));
        }
    }

    /// <summary>Seconds.</summary>
    static float[] KeysOf(GltfElement sampler, GltfAccessors accessors, Dictionary<int, float[]> times)
    {
        var input = sampler.Index("input", accessors.Count);
        if (!times.TryGetValue(input, out var keys))
        {
            times[input] = keys = accessors.Floats(input, "SCALAR");
            if (keys.Any(time => MathF.Abs(time) > LargestSeconds))
                throw sampler.Wrong($"a key outside of {-LargestSeconds} to {LargestSeconds} seconds.");
        }
        return keys;
    }

    static Interpolation InterpolationOf(GltfElement sampler) => (sampler.Text("interpolation") ?? "LINEAR") switch
    {
        "LINEAR" => Interpolation.Linear,
        "STEP" => Interpolation.Step,
        "CUBICSPLINE" => Interpolation.Cubic,
        var other => throw sampler.Wrong($"the interpolation '{BvhReader.Shorten(other)}'. Known are LINEAR, STEP and CUBICSPLINE."),
    };

    static JointCurves WithChannel(JointCurves curves, string path, GltfElement sampler, GltfAccessors accessors, Dictionary<int, float[]> times)
    {
        var keys = KeysOf(sampler, accessors, times);
        var output = sampler.Index("output", accessors.Count);
        var interpolation = InterpolationOf(sampler);
        if (path == "rotation")
        {
            var rotations = accessors.Rotations(output, i => interpolation != Interpolation.Cubic || i % 3 == 1);
            return curves with { Rotation = new RotationCurve(Rising(keys, ref rotations, interpolation), rotations, interpolation) };
        }
        var vectors = accessors.Vectors(output);
        var curve = new VectorCurve(Rising(keys, ref vectors, interpolation), vectors, interpolation);
        return path == "scale" ? curves with { Scale = curve } : curves with { Translation = curve };
    }

    /// <summary>
    /// Two keys at one time are a jump: the first holds until just before it. Of more than two, those between are left out.
    /// </summary>
    static float[] Rising<T>(float[] keys, ref T[] values, Interpolation interpolation)
    {
        var perKey = interpolation == Interpolation.Cubic ? 3 : 1;
        if (values.Length != perKey * keys.Length || !HasEqual(keys))
            return keys; // the clip complains of what does not fit
        var times = new List<float>();
        var kept = new List<T>();
        for (var i = 0; i < keys.Length; i++)
        {
            var isFirst = i == 0 || keys[i - 1] != keys[i];
            var isLast = i == keys.Length - 1 || keys[i + 1] != keys[i];
            var isBefore = isFirst && !isLast;
            var time = isBefore ? ClipSampling.JustBefore(keys[i]) : keys[i];
            if (!(isFirst || isLast) || (isBefore && (keys[i] <= 0 || (times.Count > 0 && time <= times[^1]))))
                continue;
            times.Add(time);
            for (var j = 0; j < perKey; j++)
                kept.Add(values[perKey * i + j]);
        }
        values = kept.ToArray();
        return times.ToArray();
    }

    static bool HasEqual(float[] keys)
    {
        for (var i = 1; i < keys.Length; i++)
            if (keys[i] == keys[i - 1])
                return true;
        return false;
    }

    /// <summary>Seconds between the two keys that are nearest to each other; equal ones aside.</summary>
    static float ShortestStep(float[] keys)
    {
        var shortest = float.MaxValue;
        for (var i = 1; i < keys.Length; i++)
            if (keys[i] > keys[i - 1])
                shortest = MathF.Min(shortest, keys[i] - keys[i - 1]);
        return shortest == float.MaxValue ? 1 / AssumedFrameRate : shortest;
    }
}
