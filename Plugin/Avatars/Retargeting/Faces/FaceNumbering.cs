using System;
using System.Globalization;

namespace Avatars.Retargeting;

/// <summary>Which of MediaPipe's landmarks of the face the points of other landmark models are.</summary>
internal static class FaceNumbering
{
    const int JawLine = 17, Chin = 8;

    /// <summary>
    /// MediaPipe's landmark at each of the 68 points of iBUG's annotation, which OpenPose uses too: jaw line, brows, nose, eyes, mouth; the person's right
    /// side first.
    /// </summary>
    public static ReadOnlySpan<int> MeshOf68 =>
    [
        127, 234, 93, 58, 172, 136, 149, 148, 152, 377, 378, 365, 397, 288, 323, 454, 356,
        70, 63, 105, 66, 107, 336, 296, 334, 293, 300,
        168, 197, 5, 4, 75, 97, 2, 326, 305,
        33, 160, 158, 133, 153, 144, 362, 385, 387, 263, 373, 380,
        61, 39, 37, 0, 267, 269, 291, 405, 314, 17, 84, 181, 78, 82, 13, 312, 308, 317, 14, 87,
    ];

    /// <param name="name">MediaPipe's points are named by their numbers.</param>
    /// <param name="index">Of the point among <paramref name="count"/> points.</param>
    /// <returns>-1 for a point that MediaPipe lacks.</returns>
    public static int OfName(string name, int index, int count)
    {
        if (int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            return number < FaceTrack.PointCount ? number : -1;
        if (count != MeshOf68.Length + 2 || !name.StartsWith('F'))
            return -1;
        if (index >= MeshOf68.Length)
            return index == MeshOf68.Length ? FaceTrack.RightIris : FaceTrack.LeftIris;
        return index < JawLine && index != Chin ? -1 : MeshOf68[index]; // of the jaw line, only the chin is a place on the face
    }
}
