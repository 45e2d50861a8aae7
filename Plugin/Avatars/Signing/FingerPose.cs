using System;
using System.Linq;
using System.Numerics;
using Avatars.Rig;
using Avatars.Solving;

namespace Avatars.Signing;

/// <summary>The finger rotations of one hand, for example from a recorded sign; they can be interpolated with those of another hand.</summary>
public sealed class FingerPose
{
    const int Bones = HumanBones.FingersPerHand * HumanBones.BonesPerFinger;

    readonly Quaternion[] _rotations;

    /// <param name="rotations">15: of the right hand's finger bones relative to their parents, thumb first, from the knuckle outward.</param>
    public FingerPose(Quaternion[] rotations) => _rotations = rotations;

    /// <summary>15: of the right hand's finger bones relative to their parents, thumb first, from the knuckle outward.</summary>
    public ReadOnlySpan<Quaternion> Rotations => _rotations;

    /// <param name="map">Of a skeleton whose joints have no rotation at rest.</param>
    /// <param name="local">One placement per joint.</param>
    public static FingerPose Of(HumanoidMap map, ReadOnlySpan<JointTransform> local, bool left)
    {
        var rotations = new Quaternion[Bones];
        for (var i = 0; i < Bones; i++)
        {
            var joint = map[Bone(left, i)];
            var rotation = joint < 0 ? Quaternion.Identity : local[joint].Rotation;
            rotations[i] = left ? Rig.Rotations.MirrorX(rotation) : rotation;
        }
        return new FingerPose(rotations);
    }

    /// <summary>Spherical interpolation towards another hand.</summary>
    /// <param name="share">0 is this hand, 1 the other.</param>
    public FingerPose Toward(FingerPose other, float share) =>
        new([.. _rotations.Zip(other._rotations, (from, to) => Quaternion.Slerp(from, to, share))]);

    public void Apply(PosedBody body, bool left)
    {
        for (var i = 0; i < Bones; i++)
            body.SetLocalRotation(Bone(left, i), left ? Rig.Rotations.MirrorX(_rotations[i]) : _rotations[i]);
    }

    static HumanBodyBones Bone(bool left, int i) => HumanBones.Finger(left, i / HumanBones.BonesPerFinger, i % HumanBones.BonesPerFinger);
}
