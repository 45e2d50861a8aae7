using System.Collections.Generic;
using System.Linq;
using Avatars.Imaging;

namespace Avatars.PoseMaps;

/// <summary>The limbs and colours of FPDM's whole-body drawing, published errors included.</summary>
/// <remarks>dhlee-work/FPDM, src/fusion/datautil.py, ProcessingSignKeypoints.</remarks>
static class FpdmPhoenixTables
{
    const uint ColorSeed = 777;

    /// <summary>117 limbs over COCO-WholeBody. The last of the mouth joins six points: its length and angle come from the first two.</summary>
    internal static readonly int[][] Limbs = MakeLimbs().ToArray();

    /// <summary>One a keypoint, drawn at random once and for all; as written, that is with red and blue exchanged.</summary>
    internal static readonly RgbColor[] Colors = MakeColors();

    static IEnumerable<int[]> MakeLimbs() =>
        // body; three of the jaw for the feet
        Pairs(11, 9, 9, 7, 7, 6, 6, 8, 8, 10, 7, 13, 6, 12, 13, 12, 13, 15, 15, 17, 12, 14, 14, 16, 24, 25, 25, 26, 26, 27)
            .Concat(Run(24, 40)) // jaw
            .Concat(Run(41, 50)) // brows
            .Concat(Run(51, 59)).Concat(Pairs(59, 54)) // nose
            .Concat(Run(60, 65)).Concat(Pairs(65, 60)).Concat(Run(66, 71)).Concat(Pairs(71, 66)) // eyes
            .Concat(Run(72, 88)).Append([82, 71, 71, 83, 87, 77]) // mouth
            .Concat(Pairs(96, 95, 95, 94, 94, 93, 93, 92, 100, 99, 99, 98, 98, 97, 97, 92, 104, 103, 103, 102, 102, 101, 101, 92,
                108, 107, 107, 106, 106, 105, 105, 92, 112, 111, 111, 110, 110, 109, 92, 109)) // left hand
            .Concat(Pairs(133, 132, 131, 130, 130, 113, 129, 128, 128, 127, 127, 126, 126, 113, 125, 124, 124, 123, 123, 122, 122, 113,
                121, 120, 120, 119, 119, 118, 118, 113, 117, 116, 116, 115, 115, 114, 114, 113)); // right hand; 132-131 is missing

    /// <summary>Keypoints as published, counted from 1.</summary>
    static IEnumerable<int[]> Pairs(params int[] points) => Enumerable.Range(0, points.Length / 2)
        .Select(i => new[] { points[2 * i] - 1, points[2 * i + 1] - 1 });

    /// <inheritdoc cref="Pairs"/>
    static IEnumerable<int[]> Run(int first, int last) => Enumerable.Range(first, last - first).Select(i => new[] { i - 1, i });

    static RgbColor[] MakeColors()
    {
        var random = new MersenneTwister(ColorSeed);
        var colors = new RgbColor[KeypointLayout.CocoWholeBody133.Count];
        for (var i = 0; i < colors.Length; i++)
            colors[i] = new RgbColor((byte)random.Next(), (byte)random.Next(), (byte)random.Next());
        return colors;
    }
}
