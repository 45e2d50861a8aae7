using System;
using System.Numerics;

namespace Avatars.Retargeting;

/// <summary>
/// Finds the factor that makes a hand's z a length like x and y. Files stretch the axes differently, but bones are stiff: at the right
/// factor their proportions change least over time.
/// </summary>
static class HandDepth
{
    const int Points = 21;
    const int LargestSample = 80; // frames that are sampled
    const float Step = 1.25f; // between the factors that are tried
    const float GoodEnough = 1.03f; // the file's own scale is kept if its variation is within this factor of the best

    // The 20 bones of a hand, and the palm from knuckle to knuckle.
    static readonly (int From, int To)[] Bones =
    [
        (0, 1), (1, 2), (2, 3), (3, 4), (0, 5), (5, 6), (6, 7), (7, 8), (0, 9), (9, 10), (10, 11), (11, 12),
        (0, 13), (13, 14), (14, 15), (15, 16), (0, 17), (17, 18), (18, 19), (19, 20), (5, 9), (9, 13), (13, 17), (5, 17), (1, 5),
    ];

    /// <param name="first">The hand's wrist.</param>
    public static void Calibrate(LandmarkClip clip, Landmark first)
    {
        var size = Size(clip, (int)first);
        if (!(size > 0))
            return;
        var (best, least) = (1f, LengthVariation(clip, (int)first, 1) / GoodEnough);
        for (var factor = 0.005f * size; factor < 1e4f * size; factor *= Step)
            if (LengthVariation(clip, (int)first, factor) is var looseness && looseness < least)
                (best, least) = (factor, looseness);
        for (var frame = 0; frame < clip.Frames; frame++)
            for (var point = 0; point < Points; point++)
                clip.Frame(frame)[(int)first + point].Z *= best;
    }

    /// <summary>Mean length of the hand in the picture, wrist to middle knuckle.</summary>
    static float Size(LandmarkClip clip, int first)
    {
        float sum = 0, count = 0;
        for (var frame = 0; frame < clip.Frames; frame++)
        {
            var palm = clip.Frame(frame)[first + 9] - clip.Frame(frame)[first];
            if (float.IsNaN(palm.X))
                continue;
            sum += new Vector2(palm.X, palm.Y).Length();
            count++;
        }
        return sum / count;
    }

    /// <summary>How much the bones' shares of the hand vary over time: the mean of deviation over mean.</summary>
    static float LengthVariation(LandmarkClip clip, int first, float factor)
    {
        Span<float> lengths = stackalloc float[Bones.Length];
        Span<double> sums = stackalloc double[Bones.Length];
        Span<double> squares = stackalloc double[Bones.Length];
        var step = Math.Max(1, clip.Frames / LargestSample);
        var count = 0;
        for (var frame = 0; frame < clip.Frames; frame += step)
        {
            var hand = clip.Frame(frame).Slice(first, Points);
            var whole = 0f;
            for (var i = 0; i < Bones.Length; i++)
            {
                lengths[i] = ((hand[Bones[i].To] - hand[Bones[i].From]) * new Vector3(1, 1, factor)).Length();
                whole += lengths[i] * lengths[i];
            }
            if (!(whole > 0))
                continue;
            whole = MathF.Sqrt(whole);
            count++;
            for (var i = 0; i < Bones.Length; i++)
            {
                double share = lengths[i] / whole;
                sums[i] += share;
                squares[i] += share * share;
            }
        }
        if (count < 2)
            return float.MaxValue;
        var looseness = 0d;
        for (var i = 0; i < Bones.Length; i++)
        {
            var mean = sums[i] / count;
            looseness += Math.Sqrt(Math.Max(0, squares[i] / count - mean * mean)) / Math.Max(mean, 1e-9);
        }
        return (float)(looseness / Bones.Length);
    }
}
