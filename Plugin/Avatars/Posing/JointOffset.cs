using System;
using System.Numerics;
using Avatars.Rig;
using Avatars.Solving;

namespace Avatars.Posing;

/// <summary>
/// Rotations on top of another pose, in degrees about a joint's own axes: the rotation that takes the T pose to these angles, after the one that is there.
/// Allocates nothing after construction; belongs to one thread.
/// </summary>
sealed class JointOffset(MuscleSpace muscles)
{
    readonly JointTransform[] _pose = RestOf(muscles.Map.Skeleton);

    /// <summary>Rotates one bone of a pose further.</summary>
    public void Apply(HumanBodyBones bone, Vector3 degrees, Span<JointTransform> pose)
    {
        if (muscles.Map[bone] is not (>= 0 and var joint))
            return;
        var offset = Quaternion.Inverse(Of(bone, joint, Vector3.Zero)) * Of(bone, joint, degrees);
        pose[joint] = pose[joint] with { Rotation = Quaternion.Normalize(pose[joint].Rotation * offset) };
    }

    /// <summary>The degrees by which a bone is rotated further in one pose than in another.</summary>
    public Vector3 Between(HumanBodyBones bone, ReadOnlySpan<JointTransform> below, ReadOnlySpan<JointTransform> above)
    {
        var joint = muscles.Map[bone];
        var offset = Quaternion.Inverse(below[joint].Rotation) * above[joint].Rotation;
        var tPose = Of(bone, joint, Vector3.Zero);
        _pose[joint] = _pose[joint] with { Rotation = Quaternion.Normalize(tPose * offset) };
        return muscles.DegreesFromTPose(_pose, bone);
    }

    Quaternion Of(HumanBodyBones bone, int joint, Vector3 degrees)
    {
        muscles.SetDegreesFromTPose(_pose, bone, degrees);
        return _pose[joint].Rotation;
    }

    static JointTransform[] RestOf(Skeleton skeleton)
    {
        var pose = new JointTransform[skeleton.Count];
        skeleton.CopyRestTo(pose);
        return pose;
    }
}
