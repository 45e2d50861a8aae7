using System;
using System.Collections.Generic;
using System.Numerics;
using Avatars.Imaging;

namespace Avatars.Perception;

/// <summary>A point of a body as a network sees it.</summary>
/// <param name="Pixels">x and y in pixels of the picture, origin top left, possibly outside it; z on the same scale, smaller is nearer to the camera,
/// origin in the middle of the hips.</param>
/// <param name="Metres">y down, z away from the camera, origin in the middle of the hips.</param>
/// <param name="Visibility">0..1: the point is in the picture and nothing hides it.</param>
/// <param name="Presence">0..1: the point is in the picture.</param>
public readonly record struct PerceivedJoint(Vector3 Pixels, Vector3 Metres, float Visibility, float Presence);

/// <summary>One hand of a person.</summary>
public sealed class PerceivedHand
{
    internal PerceivedHand(HandLandmarksFound found) =>
        (Score, Pixels, Metres, RightHandProbability, Region) = (found.Presence, found.Points, found.World, found.LeftInMirror, found.Region);

    /// <summary>0..1: whether there is a hand.</summary>
    public float Score { get; }

    /// <summary>0..1: how much it looks like a right hand, whichever wrist it belongs to.</summary>
    public float RightHandProbability { get; }

    /// <summary>21 points, in the order of <c>KeypointLayout.Hand21</c>: x and y in pixels of the picture, z on the same scale, origin at the wrist.</summary>
    public IReadOnlyList<Vector3> Pixels { get; }

    /// <summary>21 points: metres, y down, z away from the camera, origin in the middle of the hand.</summary>
    public IReadOnlyList<Vector3> Metres { get; }

    internal CropRegion Region { get; }
}

/// <summary>The face of a person.</summary>
public sealed class PerceivedFace
{
    internal PerceivedFace(FaceLandmarksFound found) => (Score, Pixels, Region) = (found.Presence, found.Points, found.Region);

    /// <summary>0..1: whether there is a face.</summary>
    public float Score { get; }

    /// <summary>478 points, in the order of <c>KeypointLayout.MediaPipeFace478</c>: x and y in pixels of the picture, z on the same scale, origin about the
    /// middle of the head.</summary>
    public IReadOnlyList<Vector3> Pixels { get; }

    internal CropRegion Region { get; }
}

/// <summary>A person in a picture, as the networks see them. Left and right are the person's own.</summary>
public sealed class PerceivedPerson
{
    /// <summary>Joints of <see cref="Joints"/>: MediaPipe's body.</summary>
    public const int JointCount = PoseLandmarks.BodyCount;

    internal PerceivedPerson(int pictureWidth, int pictureHeight, PoseLandmarks pose, Matte? matte, PerceivedHand? left, PerceivedHand? right,
        PerceivedFace? face)
    {
        (PictureWidth, PictureHeight, Score, Matte, LeftHand, RightHand, Face) = (pictureWidth, pictureHeight, pose.Presence, matte, left, right, face);
        var joints = new PerceivedJoint[JointCount];
        for (var i = 0; i < joints.Length; i++)
            joints[i] = new PerceivedJoint(pose.Points[i], pose.World[i], pose.Visibility[i], pose.PointPresence[i]);
        Joints = joints;
        Region = pose.Region;
    }

    PerceivedPerson(PerceivedPerson other)
    {
        (PictureWidth, PictureHeight, Score, LeftHand, RightHand, Face) =
            (other.PictureWidth, other.PictureHeight, other.Score, other.LeftHand, other.RightHand, other.Face);
        (Joints, Region) = (other.Joints, other.Region);
    }

    /// <summary>Of the picture that pixels count in.</summary>
    public int PictureWidth { get; }

    /// <inheritdoc cref="PictureWidth"/>
    public int PictureHeight { get; }

    /// <summary>0..1: whether there is a person.</summary>
    public float Score { get; }

    /// <summary>33 joints, in the order of <c>KeypointLayout.MediaPipePose33</c>.</summary>
    public IReadOnlyList<PerceivedJoint> Joints { get; }

    /// <summary>Null where it was not asked for.</summary>
    public Matte? Matte { get; }

    /// <summary>Null where none is seen.</summary>
    public PerceivedHand? LeftHand { get; }

    /// <inheritdoc cref="LeftHand"/>
    public PerceivedHand? RightHand { get; }

    /// <summary>Null where none is seen.</summary>
    public PerceivedFace? Face { get; }

    /// <summary>The square around the whole body, also of parts outside the picture: side in pixels.</summary>
    public float BodySide => Region.Size.X;

    internal CropRegion Region { get; }

    /// <summary>The same person without the matte, which takes a byte for each pixel of the picture.</summary>
    public PerceivedPerson WithoutMatte() => new(this);

    /// <summary>The upright box around what can be seen: the matte where there is one, else the joints; inside the picture.</summary>
    public PixelBox Box => Matte is { } matte && BoxOf(matte) is { Width: > 0 } box ? box : BoxOfJoints();

    static PixelBox BoxOf(Matte matte)
    {
        var (left, top, right, bottom) = (matte.Width, matte.Height, -1, -1);
        for (var y = 0; y < matte.Height; y++)
            for (var x = 0; x < matte.Width; x++)
                if (matte.Bytes[y * matte.Width + x] > 127)
                    (left, top, right, bottom) = (Math.Min(left, x), Math.Min(top, y), Math.Max(right, x), Math.Max(bottom, y));
        return right < 0 ? default : new PixelBox(left, top, right - left + 1, bottom - top + 1);
    }

    PixelBox BoxOfJoints()
    {
        var (low, high) = (new Vector2(float.MaxValue), new Vector2(float.MinValue));
        foreach (var joint in Joints)
            (low, high) = (Vector2.Min(low, PoseLandmarks.Flat(joint.Pixels)), Vector2.Max(high, PoseLandmarks.Flat(joint.Pixels)));
        var (x, y) = ((int)MathF.Floor(low.X), (int)MathF.Floor(low.Y));
        return new PixelBox(x, y, (int)MathF.Ceiling(high.X) - x, (int)MathF.Ceiling(high.Y) - y).Within(PictureWidth, PictureHeight);
    }
}
