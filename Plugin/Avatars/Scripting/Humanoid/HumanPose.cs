using System;
using Avatars.Rig;
using Avatars.Solving;

namespace Avatars.Scripting;

/// <summary>A pose that fits every humanoid: where the body is, and 95 muscle values.</summary>
public struct HumanPose
{
    /// <summary>Centre of mass over the humanoid's root, in units of its human scale.</summary>
    public Vector3 bodyPosition;

    /// <summary>All zero counts as the identity.</summary>
    public Quaternion bodyRotation;

    /// <summary>In the order of <see cref="HumanTrait.MuscleName"/>; -1 and 1 are the ends of the default ranges, other values go beyond. 0 is Unity's
    /// neutral pose with half-bent limbs, not the T pose.</summary>
    public float[]? muscles;

    /// <exception cref="InvalidOperationException">There are muscles, but not 95.</exception>
    internal void Prepare()
    {
        muscles ??= new float[Muscles.Count];
        if (muscles.Length != Muscles.Count)
            throw new InvalidOperationException($"A human pose has {Muscles.Count} muscles, but {muscles.Length} were given.");
        if (bodyRotation.Equals(default))
            bodyRotation = Quaternion.identity;
    }
}

/// <summary>Takes human poses from a rig, and puts them on it.</summary>
public sealed class HumanPoseHandler : IDisposable
{
    readonly HumanoidAvatar _avatar;
    readonly Transform?[] _joints;
    readonly JointTransform[] _local;
    bool _isDisposed;

    /// <param name="avatar">Of a humanoid.</param>
    /// <param name="root">Above the rig's joints.</param>
    /// <exception cref="ArgumentNullException">No avatar or no root.</exception>
    /// <exception cref="ArgumentException">The avatar is not a humanoid's.</exception>
    public HumanPoseHandler(HumanoidAvatar avatar, Transform root)
    {
        if (root is null)
            throw new ArgumentNullException(nameof(root));
        _avatar = Require(avatar);
        _joints = avatar.FindJoints(root);
        _local = new JointTransform[_joints.Length];
    }

    /// <summary>A handler that is tied to no scene: it keeps a pose of its own, over a root at the origin.</summary>
    /// <param name="jointPaths">Paths of the joints, such as <c>Hips/Spine</c>; joints that are not named stay at rest.</param>
    /// <exception cref="ArgumentNullException">No avatar or no paths.</exception>
    /// <exception cref="ArgumentException">The avatar is not a humanoid's.</exception>
    public HumanPoseHandler(HumanoidAvatar avatar, string[] jointPaths)
    {
        if (jointPaths is null)
            throw new ArgumentNullException(nameof(jointPaths));
        _avatar = Require(avatar);
        _joints = [];
        _local = new JointTransform[avatar.Map!.Skeleton.Count];
        avatar.Map.Skeleton.CopyRestTo(_local);
    }

    bool IsBound => _joints.Length > 0;

    public void Dispose() => _isDisposed = true;

    public void GetHumanPose(ref HumanPose humanPose)
    {
        RequireAlive();
        humanPose.Prepare();
        if (IsBound)
            _avatar.Read(_joints, _local);
        _avatar.Muscles!.Read(_local, humanPose.muscles);
        var (position, rotation) = _avatar.Placement!.Read(_local);
        humanPose.bodyPosition = Vector3.FromRightHanded(position);
        humanPose.bodyRotation = Quaternion.FromRightHanded(rotation);
    }

    /// <summary>Poses all bones with muscles, then moves the hips so that the body is where the pose says.</summary>
    public void SetHumanPose(ref HumanPose humanPose)
    {
        RequireAlive();
        humanPose.Prepare();
        if (IsBound)
            _avatar.Read(_joints, _local);
        _avatar.Muscles!.Write(humanPose.muscles, _local);
        _avatar.Placement!.Write(humanPose.bodyPosition.ToRightHanded(), humanPose.bodyRotation.normalized.ToRightHanded(), _local);
        if (IsBound)
            HumanoidAvatar.Write(_local, _joints);
    }

    /// <summary>The pose of a handler without a scene; on others the same as <see cref="GetHumanPose"/>.</summary>
    public void GetInternalHumanPose(ref HumanPose humanPose) => GetHumanPose(ref humanPose);

    public void SetInternalHumanPose(ref HumanPose humanPose) => SetHumanPose(ref humanPose);

    static HumanoidAvatar Require(HumanoidAvatar? avatar)
    {
        if (avatar is null)
            throw new ArgumentNullException(nameof(avatar));
        if (!avatar.isValid || !avatar.isHuman)
            throw new ArgumentException("Human poses are of humanoids; this avatar is none.", nameof(avatar));
        return avatar;
    }

    void RequireAlive()
    {
        if (_isDisposed)
#pragma warning disable CA2201 // the exception that Unity throws
            throw new NullReferenceException("HumanPoseHandler is disposed.");
#pragma warning restore CA2201
    }
}
