using System;
using System.Numerics;
using Avatars.Rig;

namespace Avatars.Solving;

/// <summary>Puts hand shapes on the hands of one skeleton and reads them back. Immutable; allocates nothing after construction.</summary>
public sealed class HandRig
{
    readonly TPoseSpace _tPose;

    /// <exception cref="ArgumentException">Hips, arms and legs of the rest pose have the same position.</exception>
    public HandRig(HumanoidMap map) => _tPose = new TPoseSpace(map);

    public HumanoidMap Map => _tPose.Map;

    /// <param name="degrees">The 21 angles of <see cref="HandShape.Degrees"/>.</param>
    /// <param name="local">One transform per joint; the fingers of one hand change, those that the skeleton lacks are left out.</param>
    /// <param name="weight">0 leaves the fingers as they are, 1 gives the shape.</param>
    public void Apply(ReadOnlySpan<float> degrees, bool left, Span<JointTransform> local, float weight = 1)
    {
        for (var finger = 0; finger < HumanBones.FingersPerHand; finger++)
            for (var segment = 0; segment < HumanBones.BonesPerFinger; segment++)
            {
                var joint = Map[HumanBones.Finger(left, finger, segment)];
                if (joint < 0)
                    continue;
                var rotation = HandRotations.Of(degrees, finger, segment);
                var before = local[joint].Rotation;
                _tPose.Set(local, joint, left ? rotation : Rotations.MirrorX(rotation));
                if (weight < 1)
                    local[joint] = local[joint] with { Rotation = Quaternion.Slerp(before, local[joint].Rotation, Math.Max(0, weight)) };
            }
    }

    /// <inheritdoc cref="Apply(ReadOnlySpan{float}, bool, Span{JointTransform}, float)"/>
    public void Apply(HandShape shape, bool left, Span<JointTransform> local, float weight = 1) => Apply(shape.Degrees, left, local, weight);

    /// <summary>The angles nearest to the fingers of a pose; those of absent fingers are 0.</summary>
    /// <param name="degrees">Receives 21.</param>
    public void Read(ReadOnlySpan<JointTransform> local, bool left, Span<float> degrees)
    {
        degrees.Clear();
        for (var finger = 0; finger < HumanBones.FingersPerHand; finger++)
            if (Map.Has(HumanBones.Finger(left, finger, 0)))
                HandRotations.Read(finger, Away(local, left, finger, 0), Away(local, left, finger, 1), Away(local, left, finger, 2), degrees);
    }

    Quaternion Away(ReadOnlySpan<JointTransform> local, bool left, int finger, int segment)
    {
        var joint = Map[HumanBones.Finger(left, finger, segment)];
        if (joint < 0)
            return Quaternion.Identity;
        var rotation = _tPose.Away(local, joint);
        return left ? rotation : Rotations.MirrorX(rotation);
    }
}
