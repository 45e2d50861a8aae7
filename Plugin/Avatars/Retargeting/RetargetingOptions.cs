using System.Numerics;

namespace Avatars.Retargeting;

/// <summary>Where a retargeted clip walks.</summary>
public enum RootMotion
{
    /// <summary>The path of the source, moved so that it starts at the origin.</summary>
    FromOrigin,

    /// <summary>The path of the source where it was recorded.</summary>
    Absolute,

    /// <summary>No path on the floor: the hips stay above the origin and only rise and fall.</summary>
    InPlace,
}

/// <summary>Where the person of a retargeted clip faces.</summary>
public enum Facing
{
    /// <summary>As recorded.</summary>
    Keep,

    /// <summary>+Z, toward a camera in front, for most of the clip: the whole motion is rotated about the vertical by one angle
    /// (<see cref="ClipOrientation.FacingRadians"/>).</summary>
    Camera,
}

/// <summary>Options of retargeting a clip to another skeleton.</summary>
public sealed record RetargetingOptions
{
    public RootMotion RootMotion { get; init; } = RootMotion.FromOrigin;

    public Facing Facing { get; init; } = Facing.Keep;

    /// <summary>Additional rotation of the whole motion about +Y, to the person's left, radians.</summary>
    public float YawRadians { get; init; }

    /// <summary>Up in the clip's space, as defined by the file format; null estimates it (<see cref="ClipOrientation"/>).</summary>
    public Vector3? DeclaredUp { get; init; }
}
