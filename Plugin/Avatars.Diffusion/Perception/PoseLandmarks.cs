using System.Numerics;

namespace Avatars.Perception;

/// <summary>What the pose network says of one region.</summary>
internal sealed class PoseLandmarks
{
    /// <summary>Landmarks of a body, as users see them.</summary>
    public const int BodyCount = 33;

    /// <summary>With the auxiliary ones: 33 and 34 give the next frame's region, 35 to 38 are unused.</summary>
    public const int Count = 39;

    /// <summary>Side of <see cref="Mask"/>, pixels.</summary>
    public const int MaskSide = 256;

    public required CropRegion Region { get; init; }

    /// <summary>0..1: whether there is a person in the region.</summary>
    public required float Presence { get; init; }

    /// <summary>[<see cref="Count"/>]: x and y in pixels of the picture, z on the same scale, smaller is nearer to the camera.</summary>
    public Vector3[] Points { get; } = new Vector3[Count];

    /// <summary>[<see cref="Count"/>], 0..1: seen, and not hidden by something.</summary>
    public float[] Visibility { get; } = new float[Count];

    /// <summary>[<see cref="Count"/>], 0..1: inside the picture.</summary>
    public float[] PointPresence { get; } = new float[Count];

    /// <summary>[<see cref="Count"/>]: metres, y down, z away from the camera, origin in the middle of the hips.</summary>
    public Vector3[] World { get; } = new Vector3[Count];

    /// <summary>[<see cref="MaskSide"/>, <see cref="MaskSide"/>] of the region, 255 = person; null where it was not asked for.</summary>
    public byte[]? Mask { get; init; }

    /// <summary>The region to look at in the next frame, from the auxiliary landmarks.</summary>
    public CropRegion NextRegion() => RegionOf(Points);

    /// <summary>The region that the two auxiliary landmarks frame.</summary>
    public static CropRegion RegionOf(Vector3[] points) => PoseRegions.FromAlignment(Flat(points[33]), Flat(points[34]));

    public static Vector2 Flat(Vector3 point) => new(point.X, point.Y);
}
