using System;
using System.Numerics;

namespace Avatars.Perception;

/// <summary>Where each network looks, from what another one found: MediaPipe's rules of pose, hands and face, in pixels of the picture.</summary>
internal static class PoseRegions
{
    const float Upward = MathF.PI / 2;
    const int LeftWrist = 15, LeftPinky = 17, LeftIndex = 19, LeftEye = 2, RightEye = 5, HeadPoints = 11;

    static readonly int[] Palm = [0, 1, 2, 3, 5, 6, 9, 10, 13, 14, 17, 18];

    /// <summary>Of a body, from the middle of the hips and the point that tells its size and direction.</summary>
    public static CropRegion FromAlignment(Vector2 center, Vector2 scale) => CropRegion.Aligned(center, scale, Upward).Squared(1.25f);

    /// <summary>Of a hand, from a palm that the detector found.</summary>
    public static CropRegion FromPalm(Detection palm) => FromBox(palm.Box, CropRegion.RotationOf(palm.Points[0], palm.Points[2], Upward)).Squared(2.6f, -0.5f);

    /// <summary>Of a face, from the short-range detector.</summary>
    public static CropRegion FromFace(Detection face) => FromBox(face.Box, CropRegion.RotationOf(face.Points[0], face.Points[1], 0)).Squared(1.5f);

    /// <summary>Where to look for a hand, from the pose's wrist, little and index finger.</summary>
    /// <param name="side">0 for the person's left hand, 1 for the right one.</param>
    public static CropRegion HandFromPose(ReadOnlySpan<Vector3> pose, int side)
    {
        var (wrist, pinky, index) = (Flat(pose[LeftWrist + side]), Flat(pose[LeftPinky + side]), Flat(pose[LeftIndex + side]));
        var middle = (2 * index + pinky) / 3;
        var length = Vector2.Distance(wrist, middle);
        return new CropRegion(middle, new Vector2(2 * length), CropRegion.RotationOf(wrist, middle, Upward)).Squared(2.7f, -0.1f);
    }

    /// <summary>Of a hand, from the two points of the re-crop network.</summary>
    public static CropRegion HandFromRecrop(Vector2 center, Vector2 scale) => CropRegion.Aligned(center, scale, -Upward).Squared(1, -0.1f);

    /// <summary>Of a hand in the next frame, from its landmarks in this one.</summary>
    public static CropRegion HandFromLandmarks(ReadOnlySpan<Vector3> hand)
    {
        // The calculator is given a subset of the landmarks; its 4, 6 and 8, which it calls middle joints, are the bases of the fingers.
        var fingers = ((Flat(hand[Palm[4]]) + Flat(hand[Palm[8]])) / 2 + Flat(hand[Palm[6]])) / 2;
        var rotation = CropRegion.RotationOf(Flat(hand[0]), fingers, Upward);
        Span<Vector2> points = stackalloc Vector2[Palm.Length];
        for (var i = 0; i < points.Length; i++)
            points[i] = Flat(hand[Palm[i]]);
        var frame = new CropRegion(Box.Around(points).Center, Vector2.One, rotation);
        for (var i = 0; i < points.Length; i++)
            points[i] = frame.FromPicture(points[i]);
        var box = Box.Around(points);
        return new CropRegion(frame.ToPicture(box.Center), new Vector2(box.Width, box.Height), rotation).Squared(2, -0.1f);
    }

    /// <summary>Where to look for a face, from the pose's points of the head.</summary>
    public static CropRegion HeadFromPose(ReadOnlySpan<Vector3> pose)
    {
        Span<Vector2> points = stackalloc Vector2[HeadPoints];
        for (var i = 0; i < points.Length; i++)
            points[i] = Flat(pose[i]);
        return FromBox(Box.Around(points), CropRegion.RotationOf(points[RightEye], points[LeftEye], 0)).Squared(3);
    }

    /// <summary>Of a face that the detector found inside the region of a head: from its key points, not its box.</summary>
    public static CropRegion FaceOfHead(Detection face) =>
        FromBox(Box.Around(face.Points), CropRegion.RotationOf(face.Points[0], face.Points[1], 0)).Squared(2, -0.1f);

    /// <summary>Of a face in the next frame, from its landmarks in this one.</summary>
    public static CropRegion FaceFromLandmarks(ReadOnlySpan<Vector3> face)
    {
        var (low, high) = (Flat(face[0]), Flat(face[0]));
        foreach (var point in face)
            (low, high) = (Vector2.Min(low, Flat(point)), Vector2.Max(high, Flat(point)));
        return FromBox(new Box(low.X, low.Y, high.X - low.X, high.Y - low.Y), CropRegion.RotationOf(Flat(face[33]), Flat(face[263]), 0)).Squared(1.5f);
    }

    static CropRegion FromBox(Box box, float rotation) => new(box.Center, new Vector2(box.Width, box.Height), rotation);

    static Vector2 Flat(Vector3 point) => new(point.X, point.Y);
}
