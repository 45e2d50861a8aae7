using System;
using System.Linq;

namespace Avatars.PoseMaps;

/// <summary>How many pixels a metre has at a person, from the lengths of limbs in the picture.</summary>
static class BodyScale
{
    /// <summary>Joints of <see cref="KeypointLayout.Body18"/>, and the metres between them on the standard humanoid.</summary>
    static readonly (int From, int To, float Metres)[] Limbs =
    [
        (2, 5, 0.336f), (2, 3, 0.228f), (3, 4, 0.226f), (5, 6, 0.228f), (6, 7, 0.226f), (8, 9, 0.420f), (9, 10, 0.379f), (11, 12, 0.420f),
            (12, 13, 0.379f), (2, 8, 0.480f), (5, 11, 0.480f),
    ];

    /// <summary>Pixels a metre; 0 without limbs. Projection shortens limbs but never lengthens them: the second largest scale is used, to tolerate
    /// one outlier.</summary>
    /// <param name="body">Keypoints of <see cref="KeypointLayout.Body18"/> come first.</param>
    public static float Of(ReadOnlySpan<Keypoint> body)
    {
        var scales = new float[Limbs.Length];
        for (var i = 0; i < Limbs.Length; i++)
            if (body[Limbs[i].From] is { IsPresent: true } from && body[Limbs[i].To] is { IsPresent: true } to)
                scales[i] = MathF.Sqrt((from.X - to.X) * (from.X - to.X) + (from.Y - to.Y) * (from.Y - to.Y)) / Limbs[i].Metres;
        var longest = scales.Where(scale => scale > 0 && scale < float.MaxValue).OrderByDescending(scale => scale).Take(2).ToArray();
        return longest.Length == 0 ? 0 : longest[^1];
    }
}
