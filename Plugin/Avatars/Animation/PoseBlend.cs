using System;
using System.Numerics;
using Avatars.Rig;

namespace Avatars.Animation;

/// <summary>Poses between poses: rotations along the shorter great arc, translations and scales along lines.</summary>
public static class PoseBlend
{
    /// <param name="weight">0 gives <paramref name="from"/>, 1 gives <paramref name="to"/>.</param>
    /// <param name="result">May be either input.</param>
    /// <exception cref="ArgumentException">The spans differ in length.</exception>
    public static void Blend(ReadOnlySpan<JointTransform> from, ReadOnlySpan<JointTransform> to, float weight, Span<JointTransform> result)
    {
        RequireSameLength(from.Length, to.Length, result.Length);
        for (var i = 0; i < result.Length; i++)
            result[i] = Blend(from[i], to[i], weight);
    }

    /// <param name="weights">One per joint: an upper body can wave while the legs walk.</param>
    /// <exception cref="ArgumentException">The spans differ in length.</exception>
    public static void Blend(ReadOnlySpan<JointTransform> from, ReadOnlySpan<JointTransform> to, ReadOnlySpan<float> weights, Span<JointTransform> result)
    {
        RequireSameLength(from.Length, to.Length, result.Length);
        RequireSameLength(weights.Length, result.Length, result.Length);
        for (var i = 0; i < result.Length; i++)
            result[i] = Blend(from[i], to[i], weights[i]);
    }

    public static JointTransform Blend(in JointTransform from, in JointTransform to, float weight)
    {
        if (weight <= 0)
            return from;
        if (weight >= 1)
            return to;
        return new JointTransform(Vector3.Lerp(from.Translation, to.Translation, weight), Quaternion.Slerp(from.Rotation, to.Rotation, weight),
            Vector3.Lerp(from.Scale, to.Scale, weight));
    }

    static void RequireSameLength(int a, int b, int c)
    {
        if (a != b || b != c)
            throw new ArgumentException($"Poses of {a}, {b} and {c} joints cannot be blended. Give poses of one skeleton.");
    }
}
