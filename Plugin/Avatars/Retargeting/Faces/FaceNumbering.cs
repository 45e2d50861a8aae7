using System;
using System.Globalization;

namespace Avatars.Retargeting;

/// <summary>Which of MediaPipe's landmarks of the face the points of other landmark models are.</summary>
internal static class FaceNumbering
{
    /// <summary>
    /// OpenPose's 70: jaw line (of which only the chin is a place on the face), brows, nose, eyes, mouth, pupils; the person's right side first.
    /// </summary>
    static readonly int[] OpenPose70 =
    [
        -1, -1, -1, -1, -1, -1, -1, -1, 152, -1, -1, -1, -1, -1, -1, -1, -1,
        70, 63, 105, 66, 107, 336, 296, 334, 293, 300,
        168, 197, 5, 4, 98, 97, 2, 326, 327,
        33, 160, 158, 133, 153, 144, 362, 385, 387, 263, 373, 380,
        61, 39, 37, 0, 267, 269, 291, 405, 314, 17, 84, 181, 78, 82, 13, 312, 308, 317, 14, 87,
        FaceTrack.RightIris, FaceTrack.LeftIris,
    ];

    /// <param name="name">MediaPipe's points are named by their numbers.</param>
    /// <param name="index">Of the point among <paramref name="count"/> points.</param>
    /// <returns>-1 for a point that MediaPipe lacks.</returns>
    public static int OfName(string name, int index, int count)
    {
        if (int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            return number < FaceTrack.PointCount ? number : -1;
        return count == OpenPose70.Length && name.StartsWith('F') ? OpenPose70[index] : -1;
    }
}
