using System;
using System.Numerics;

namespace Avatars.PoseMaps;

/// <summary>How a keypoint is seen and hidden.</summary>
enum AnchorKind
{
    /// <summary>The rig cannot give this keypoint.</summary>
    None,

    /// <summary>Inside the body: visible unless another part of the body occludes it.</summary>
    Body,

    /// <summary>On the skin of the face: seen only from its own side.</summary>
    Face,
}

/// <summary>A position that moves with a joint, or the midpoint of two such positions.</summary>
/// <param name="Joint">Index into the skeleton.</param>
/// <param name="Local">In that joint's space.</param>
/// <param name="OtherJoint">Index of the second joint, or -1.</param>
/// <param name="Normal">Out of the skin, in the joint's space; zero for <see cref="AnchorKind.Body"/>.</param>
readonly record struct RigAnchor(AnchorKind Kind, int Joint, Vector3 Local, int OtherJoint, Vector3 OtherLocal, Vector3 Normal)
{
    public static RigAnchor None => new(AnchorKind.None, -1, Vector3.Zero, -1, Vector3.Zero, Vector3.Zero);

    public static RigAnchor At(int joint, Vector3 local) => new(AnchorKind.Body, joint, local, -1, Vector3.Zero, Vector3.Zero);

    public static RigAnchor Between(RigAnchor a, RigAnchor b) =>
        a.Kind == AnchorKind.None || b.Kind == AnchorKind.None ? None : new(AnchorKind.Body, a.Joint, a.Local, b.Joint, b.Local, Vector3.Zero);

    /// <summary>The model-space position.</summary>
    public Vector3 Position(ReadOnlySpan<Matrix4x4> model)
    {
        var position = Vector3.Transform(Local, model[Joint]);
        return OtherJoint < 0 ? position : (position + Vector3.Transform(OtherLocal, model[OtherJoint])) / 2;
    }
}
