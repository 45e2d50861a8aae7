using System;
using System.Collections.Generic;
using System.Linq;
using Avatars.Animation;

namespace Avatars.Formats;

/// <summary>The animations of a glTF document as clips. Morph weights are left out.</summary>
static class GltfAnimations
{
    const float AssumedFrameRate = 30; // for clips that were keyed by hand rather than recorded
    const float SlowestRecording = 23; // frames a second; keys farther apart than this are no recording's frames
    const float LargestFrameRate = 120;
    const float LargestSeconds = 86400;

    public static IReadOnlyList<AnimationClip> Read(GltfContainer container, GltfAccessors accessors, GltfSkeleton skeleton)
    {
        var clips = new List<AnimationClip>();
        foreach (var animation in container.Root.Items("animations"))
            clips.Add(ReadClip(animation, accessors, skeleton, animation.Text("name") is { Length: > 0 } name ? name : $"animation{clips.Count}"));
        return clips;
    }

    static AnimationClip ReadClip(GltfElement animation, GltfAccessors accessors, GltfSkeleton skeleton, string name)
    {
        var curves = new JointCurves[skeleton.Skeleton.Count];
        Array.Fill(curves, JointCurves.AtRest);
        var samplers = animation.Items("samplers");
        var times = new Dictionary<int, float[]>();
        foreach (var channel in animation.Items("channels"))
        {
            var target = channel.Object("target");
            var node = target.IndexOrNone("node", skeleton.NodeCount);
            var joint = node < 0 ? -1 : skeleton.JointOf(node);
            var sampler = samplers[channel.Index("sampler", samplers.Length)];
            if (joint >= 0)
                curves[joint] = WithChannel(curves[joint], target.Text("path"), sampler, accessors, times);
        }
        var shortest = times.Values.Where(keys => keys.Length > 1).Select(ShortestStep).DefaultIfEmpty(1 / AssumedFrameRate).Min();
        var rate = 1 / shortest < SlowestRecording ? AssumedFrameRate : MathF.Min(LargestFrameRate, MathF.Round(1 / shortest, 3));
        try
        {
            return new AnimationClip(name, skeleton.Skeleton, rate, curves);
        }
        catch (ArgumentException error)
        {
            throw animation.Wrong(error.Message);
        }
    }

    static JointCurves WithChannel(JointCurves curves, string? path, GltfElement sampler, GltfAccessors accessors, Dictionary<int, float[]> times)
    {
        var input = sampler.Index("input", accessors.Count);
        var output = sampler.Index("output", accessors.Count);
        if (!times.TryGetValue(input, out var keys))
        {
            times[input] = keys = accessors.Floats(input, "SCALAR");
            if (keys.Any(time => time is < 0 or > LargestSeconds))
                throw sampler.Wrong($"a key outside of 0 to {LargestSeconds} seconds.");
        }
        var interpolation = (sampler.Text("interpolation") ?? "LINEAR") switch
        {
            "LINEAR" => Interpolation.Linear,
            "STEP" => Interpolation.Step,
            "CUBICSPLINE" => Interpolation.Cubic,
            var other => throw sampler.Wrong($"the interpolation '{BvhReader.Shorten(other)}'. Known are LINEAR, STEP and CUBICSPLINE."),
        };
        return path switch
        {
            "translation" => curves with { Translation = new VectorCurve(keys, accessors.Vectors(output), interpolation) },
            "rotation" => curves with { Rotation = new RotationCurve(keys, accessors.Rotations(output, i => interpolation != Interpolation.Cubic || i % 3 == 1), interpolation) },
            "scale" => curves with { Scale = new VectorCurve(keys, accessors.Vectors(output), interpolation) },
            _ => curves,
        };
    }

    /// <summary>Seconds between the two keys that are nearest to each other; equal ones, which the clip refuses, aside.</summary>
    static float ShortestStep(float[] keys)
    {
        var shortest = float.MaxValue;
        for (var i = 1; i < keys.Length; i++)
            if (keys[i] > keys[i - 1])
                shortest = MathF.Min(shortest, keys[i] - keys[i - 1]);
        return shortest == float.MaxValue ? 1 / AssumedFrameRate : shortest;
    }
}
