using System;
using System.Numerics;
using Avatars.Retargeting;
using Avatars.Rig;

namespace Avatars.Solving;

/// <summary>
/// Local rotations as rotations away from the T pose, in the T pose's space (+Y up, facing +Z, left arm along +X, palms down): these mean the same on
/// every skeleton. Immutable; allocates nothing after construction.
/// </summary>
sealed class TPoseSpace
{
    readonly Quaternion[] _rotations;

    public TPoseSpace(HumanoidMap map)
    {
        Map = map;
        var standing = TPose.OfRest(map);
        _rotations = standing.Rotations.ToArray();
        Positions = standing.Positions.ToArray();
        UpToY = standing.UpToY;
    }

    public HumanoidMap Map { get; }

    /// <summary>One per joint, in the T pose's space.</summary>
    public Vector3[] Positions { get; }

    /// <summary>Rotates the skeleton's up axis to +Y.</summary>
    public Quaternion UpToY { get; }

    /// <summary>Joint space to the T pose's space.</summary>
    public Quaternion Rotation(int joint) => _rotations[joint];

    /// <summary>The rotation of a joint relative to its parent joint, away from the T pose.</summary>
    public Quaternion Away(ReadOnlySpan<JointTransform> local, int joint)
    {
        var parent = Map.Skeleton[joint].Parent;
        var rotation = local[joint].Rotation * Quaternion.Conjugate(_rotations[joint]);
        return Quaternion.Normalize(parent < 0 ? rotation : _rotations[parent] * rotation);
    }

    /// <summary>The inverse of <see cref="Away"/>.</summary>
    public void Set(Span<JointTransform> local, int joint, Quaternion away)
    {
        var parent = Map.Skeleton[joint].Parent;
        var rotation = away * _rotations[joint];
        local[joint] = local[joint] with { Rotation = Quaternion.Normalize(parent < 0 ? rotation : Quaternion.Conjugate(_rotations[parent]) * rotation) };
    }
}
