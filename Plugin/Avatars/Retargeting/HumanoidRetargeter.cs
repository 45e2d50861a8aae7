using System;
using System.Numerics;
using Avatars.Rig;

namespace Avatars.Retargeting;

/// <summary>
/// Moves poses from one humanoid to another. Each bone's world-space rotation away from the T pose is the same on both: limbs point in the same
/// directions and twist alike, independent of joint axes and rest poses; spines with any number of joints bend alike (<see cref="SpineBend"/>). Hips travel in
/// proportion to the legs. One instance belongs to one thread; <see cref="Retarget"/> allocates nothing.
/// </summary>
internal sealed class HumanoidRetargeter
{
    readonly TPose _source;
    readonly TPose _target;
    readonly ModelPose _sourcePose;
    readonly ModelPose _targetPose;
    readonly BoneRotations _rotations;
    readonly SpineBend _spine;
    readonly Quaternion _targetDown;

    public HumanoidRetargeter(TPose source, TPose target)
    {
        _source = source;
        _target = target;
        _sourcePose = new ModelPose(source.Map.Skeleton);
        _targetPose = new ModelPose(target.Map.Skeleton);
        _rotations = new BoneRotations(source) { ToWorld = source.UpToY };
        _spine = new SpineBend(_rotations, source, target);
        _targetDown = Quaternion.Conjugate(target.UpToY);
        Scale = target.LegLength / source.LegLength;
        SourceAnkles = source.Positions[source.Map[HumanBodyBones.Hips]].Y - source.HipsHeight;
    }

    /// <summary>
    /// Rotates the space of the source's motion to +Y up. Initially the rotation that makes the rest pose stand; a motion may have another up axis or
    /// facing (<see cref="ClipOrientation"/>).
    /// </summary>
    public Quaternion SourceToWorld
    {
        get => _rotations.ToWorld;
        set => _rotations.ToWorld = Quaternion.Normalize(value);
    }

    /// <summary>Target lengths per source length, by the legs.</summary>
    public float Scale { get; }

    /// <summary>Height of a standing ankle in the source's motion, in its unit; initially that of its T pose.</summary>
    public float SourceAnkles { get; set; }

    /// <summary>Position in the source's motion that moves to the target's origin on the floor, in the source's unit and space; its height is not
    /// used.</summary>
    public Vector3 SourceOrigin { get; set; }

    /// <summary>One pose.</summary>
    /// <param name="source">One placement per joint of the source.</param>
    /// <param name="target">Receives one placement per joint of the target. Bones that the source lacks stay at rest on their parents.</param>
    /// <exception cref="ArgumentException">A span does not have one entry per joint.</exception>
    public void Retarget(ReadOnlySpan<JointTransform> source, Span<JointTransform> target)
    {
        var skeleton = _target.Map.Skeleton;
        skeleton.RequirePose(target.Length);
        _sourcePose.Run(source);
        _rotations.Run(_sourcePose);
        _spine.Run(_sourcePose);
        var hips = _target.Map[HumanBodyBones.Hips];
        for (var i = 0; i < target.Length; i++)
        {
            var joint = skeleton[i];
            var parent = joint.Parent < 0 ? Quaternion.Identity : _targetPose.Rotations[joint.Parent];
            var isMapped = TryRotation(_target.Map.BoneOf(i), out var rotation);
            _targetPose.Rotations[i] = Quaternion.Normalize(isMapped ? _targetDown * (rotation * _target.Rotations[i]) : parent * joint.Rest.Rotation);
            target[i] = joint.Rest with { Rotation = isMapped ? Quaternion.Normalize(Quaternion.Conjugate(parent) * _targetPose.Rotations[i])
                : joint.Rest.Rotation };
        }
        target[hips] = target[hips] with { Translation = HipsTranslation(target, hips) };
    }

    bool TryRotation(HumanBodyBones bone, out Quaternion rotation)
    {
        rotation = Quaternion.Identity;
        if (bone == HumanBodyBones.LastBone)
            return false;
        if (_spine.Bends(bone))
        {
            rotation = _spine[bone];
            return true;
        }
        rotation = _rotations[bone];
        return _rotations.Has(bone);
    }

    Vector3 HipsTranslation(ReadOnlySpan<JointTransform> target, int hips)
    {
        var position = Vector3.Transform(_sourcePose.Positions[_source.Map[HumanBodyBones.Hips]], SourceToWorld)
            - Vector3.Transform(SourceOrigin, SourceToWorld) * new Vector3(1, 0, 1);
        var above = position - new Vector3(0, SourceAnkles + _source.HipsHeight, 0);
        var standing = _target.Positions[hips];
        var model = Vector3.Transform(new Vector3(0, standing.Y, 0) + above * Scale, _targetDown);

        // The joints above the hips do not move: undo their placements.
        var parent = _target.Map.Skeleton[hips].Parent;
        if (parent < 0)
            return model;
        _targetPose.Run(target);
        var local = Vector3.Transform(model - _targetPose.Positions[parent], Quaternion.Conjugate(_targetPose.Rotations[parent]));
        return local / _targetPose.ScaleOf(parent);
    }
}
