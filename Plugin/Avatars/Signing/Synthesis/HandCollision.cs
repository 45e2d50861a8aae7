using System;
using System.Numerics;
using Avatars.Rig;

namespace Avatars.Signing.Synthesis;

/// <summary>Fingers and palms as capsules, so that the hands touch each other without sinking in.</summary>
/// <remarks>Closest points of two segments: Ericson, Real-Time Collision Detection, 2005, section 5.1.9.</remarks>
static class HandCollision
{
    /// <summary>The wrist, then four joints a finger, the tip last.</summary>
    public const int Points = 1 + 4 * HumanBones.FingersPerHand;

    const float FingerRadius = 0.043f, PalmRadius = 0.06f; // hand lengths
    const float Soft = 0.012f; // hand lengths that skin gives
    const float Most = 0.8f; // hand lengths that the hands are moved apart
    const float Step = 0.04f; // hand lengths

    static readonly (int From, int To, bool IsPalm)[] Segments = SegmentsOfHand();

    /// <summary>How far the hands have to move apart, from the left to the right one.</summary>
    /// <param name="right">Joints in one space with <paramref name="left"/>, metres.</param>
    /// <param name="length">Of a hand, metres.</param>
    public static Vector3 Apart(Vector3[] right, Vector3[] left, float length)
    {
        if (Vector3.Distance(right[0], left[0]) > 2.2f * length)
            return Vector3.Zero;
        // Palms that pass through each other give no direction: the nearer they are, the more the right hand passes in front.
        var between = (Palm(right) - Palm(left)) / length;
        var direction = Vector3.Normalize(between + MathF.Max(0, 0.5f - between.Length()) * Vector3.UnitZ);
        if (IsFree(0))
            return Vector3.Zero;
        var (low, high) = (0f, Step);
        while (high < Most && !IsFree(high))
            (low, high) = (high, high + Step);
        for (var i = 0; i < 5; i++)
            (low, high) = IsFree((low + high) / 2) ? (low, (low + high) / 2) : ((low + high) / 2, high);
        return high * length * direction;

        bool IsFree(float way) => Depth(right, left, way * length * direction, length) <= Soft * length;
    }

    /// <summary>How deep the surfaces of the hands are in each other at the worst place, metres; negative for apart.</summary>
    /// <param name="moved">Of the right hand.</param>
    public static float Depth(Vector3[] right, Vector3[] left, Vector3 moved, float length)
    {
        var deepest = float.MinValue;
        foreach (var (from, to, isPalm) in Segments)
            foreach (var (otherFrom, otherTo, isOtherPalm) in Segments)
            {
                var distance = Nearest(right[from] + moved, right[to] + moved, left[otherFrom], left[otherTo]).Length();
                deepest = MathF.Max(deepest, ((isPalm ? PalmRadius : FingerRadius) + (isOtherPalm ? PalmRadius : FingerRadius)) * length - distance);
            }
        return deepest;
    }

    static Vector3 Palm(Vector3[] hand) => (2 * hand[0] + hand[5] + hand[17]) / 4;

    /// <summary>From the second segment's nearest point to the first's.</summary>
    static Vector3 Nearest(Vector3 p, Vector3 pEnd, Vector3 q, Vector3 qEnd)
    {
        var (d1, d2, r) = (pEnd - p, qEnd - q, p - q);
        float a = Vector3.Dot(d1, d1), e = Vector3.Dot(d2, d2), f = Vector3.Dot(d2, r), c = Vector3.Dot(d1, r), b = Vector3.Dot(d1, d2);
        if (a < 1e-10f || e < 1e-10f)
            return r;
        var denominator = a * e - b * b;
        var s = denominator > 1e-12f ? Math.Clamp((b * f - c * e) / denominator, 0, 1) : 0;
        var t = (b * s + f) / e;
        if (t < 0)
            (t, s) = (0, Math.Clamp(-c / a, 0, 1));
        else if (t > 1)
            (t, s) = (1, Math.Clamp((b - c) / a, 0, 1));
        return r + d1 * s - d2 * t;
    }

    static (int, int, bool)[] SegmentsOfHand()
    {
        var segments = new (int, int, bool)[4 * HumanBones.FingersPerHand];
        for (var finger = 0; finger < HumanBones.FingersPerHand; finger++)
        {
            segments[4 * finger] = (0, 1 + 4 * finger, true);
            for (var bone = 0; bone < 3; bone++)
                segments[4 * finger + 1 + bone] = (1 + 4 * finger + bone, 2 + 4 * finger + bone, false);
        }
        return segments;
    }
}
