using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;

namespace Avatars.Perception;

/// <summary>One of the refined parts of a face: points that take the place of the mesh's, or are added behind it.</summary>
/// <param name="Output">Of the network with attention: x and y of each point, pixels of the crop.</param>
/// <param name="Indices">Where in the 478 points each goes.</param>
/// <param name="DepthFrom">Points of the mesh whose mean depth all of the part gets; null keeps the mesh's own.</param>
internal sealed record FacePart(string Output, int[] Indices, int[]? DepthFrom)
{
    public void Apply(ReadOnlySpan<float> values, Span<Vector3> points)
    {
        var depth = 0f;
        if (DepthFrom is not null)
            foreach (var index in DepthFrom)
                depth += points[index].Z / DepthFrom.Length;
        for (var i = 0; i < Indices.Length; i++)
        {
            ref var point = ref points[Indices[i]];
            point = new Vector3(values[2 * i], values[2 * i + 1], DepthFrom is null ? point.Z : depth);
        }
    }
}

/// <summary>Which points of the mesh the network with attention refines. The tables are MediaPipe's numbering of the face.</summary>
internal static class FaceRefinement
{
    static readonly int[] Lips =
    [
        61, 146, 91, 181, 84, 17, 314, 405, 321, 375, 291, 185, 40, 39, 37, 0, 267, 269, 270, 409, // outer: lower, upper
        78, 95, 88, 178, 87, 14, 317, 402, 318, 324, 308, 191, 80, 81, 82, 13, 312, 311, 310, 415, // inner
        76, 77, 90, 180, 85, 16, 315, 404, 320, 307, 306, 184, 74, 73, 72, 11, 302, 303, 304, 408, // between, nearer to the outer
        62, 96, 89, 179, 86, 15, 316, 403, 319, 325, 292, 183, 42, 41, 38, 12, 268, 271, 272, 407, // between, nearer to the inner
    ];

    static readonly int[] EyeLeftInPicture =
    [
        33, 7, 163, 144, 145, 153, 154, 155, 133, 246, 161, 160, 159, 158, 157, 173, // contour: lower, upper
        130, 25, 110, 24, 23, 22, 26, 112, 243, 247, 30, 29, 27, 28, 56, 190, // rings around it
        226, 31, 228, 229, 230, 231, 232, 233, 244, 113, 225, 224, 223, 222, 221, 189,
        35, 124, 46, 53, 52, 65, // brow, inner contour
        143, 111, 117, 118, 119, 120, 121, 128, 245, 156, 70, 63, 105, 66, 107, 55, 193,
    ];

    static readonly int[] EyeRightInPicture =
    [
        263, 249, 390, 373, 374, 380, 381, 382, 362, 466, 388, 387, 386, 385, 384, 398,
        359, 255, 339, 254, 253, 252, 256, 341, 463, 467, 260, 259, 257, 258, 286, 414,
        446, 261, 448, 449, 450, 451, 452, 453, 464, 342, 445, 444, 443, 442, 441, 413,
        265, 353, 276, 283, 282, 295,
        372, 340, 346, 347, 348, 349, 350, 357, 465, 383, 300, 293, 334, 296, 336, 285, 417,
    ];

    const int ContourPoints = 16;

    /// <summary>In the order in which they are applied.</summary>
    public static IReadOnlyList<FacePart> Parts { get; } =
    [
        new("output_lips", Lips, null),
        new("output_left_eye", EyeLeftInPicture, null),
        new("output_right_eye", EyeRightInPicture, null),
        new("output_left_iris", [468, 469, 470, 471, 472], [.. EyeLeftInPicture.Take(ContourPoints)]),
        new("output_right_iris", [473, 474, 475, 476, 477], [.. EyeRightInPicture.Take(ContourPoints)]),
    ];
}
