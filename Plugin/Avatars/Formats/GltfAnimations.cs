using System;
using System.Collections.Generic;
using System.Linq;
using Avatars.Animation;

namespace Avatars.Formats;

/// <summary>The animations of a glTF document as clips. Morph weights are left out.</summary>
static class GltfAnimations
{
    const float AssumedFrameRate = 30; // for a clip with a single key, which has no rate of its own

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
        var rate = times.Values.Where(keys => keys.Length > 1).Select(keys => (keys.Length - 1) / (keys[^1] - keys[0])).DefaultIfEmpty(AssumedFrameRate).Max();
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
            times[input] = keys = accessors.Floats(input, "SCALAR");
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
}
