using System;
using System.Numerics;
using Avatars.Rig;

namespace Avatars.Retargeting;

/// <summary>
/// Moves poses from one humanoid to another. Each bone's turn away from the T pose, in the model, is the same on both: limbs point
/// in the same directions and twist alike, whatever the joints' own axes and rest poses are. Hips travel in proportion to the legs.
/// One instance belongs to one thread; <see cref="Retarget"/> allocates nothing.
/// </summary>
public sealed class HumanoidRetargeter
{
    readonly TPose _source;
    readonly TPose _target;
    readonly ModelPose _sourcePose;
    readonly ModelPose _targetPose;
    readonly int[] _sourceJoints; // per target joint: the source joint of the same bone, or -1
    readonly Quaternion[] _toTarget; // per target joint: source rotation in its model * this = target rotation in its model
    readonly Quaternion _sourceUp;
    readonly Quaternion _targetDown;

    public HumanoidRetargeter(TPose source, TPose target)
    {
        _source = source;
        _target = target;
        _sourcePose = new ModelPose(source.Map.Skeleton);
        _targetPose = new ModelPose(target.Map.Skeleton);
        _sourceUp = source.UpToY;
        _targetDown = Quaternion.Conjugate(target.UpToY);
        Scale = target.LegLength / source.LegLength;
        SourceAnkles = source.Positions[source.Map[HumanBodyBones.Hips]].Y - source.HipsHeight;
        _sourceJoints = new int[target.Map.Skeleton.Count];
        _toTarget = new Quaternion[_sourceJoints.Length];
        for (var i = 0; i < _sourceJoints.Length; i++)
        {
            var bone = target.Map.BoneOf(i);
            _sourceJoints[i] = bone == HumanBodyBones.LastBone ? -1 : source.Map[bone];
            if (_sourceJoints[i] >= 0)
                _toTarget[i] = Quaternion.Conjugate(source.Rotations[_sourceJoints[i]]) * target.Rotations[i];
        }
    }

    /// <summary>Target lengths per source length, by the legs.</summary>
    public float Scale { get; }

    /// <summary>Height of an ankle that stands, in the source's motion and unit; at first, that of its T pose.</summary>
    public float SourceAnkles { get; set; }

    /// <summary>Place on the source's floor that comes to stand at the target's origin, in the source's unit; y is not used.</summary>
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
        var hips = _target.Map[HumanBodyBones.Hips];
        for (var i = 0; i < target.Length; i++)
        {
            var joint = skeleton[i];
            var parent = joint.Parent < 0 ? Quaternion.Identity : _targetPose.Rotations[joint.Parent];
            var from = _sourceJoints[i];
            var model = from < 0
                ? parent * joint.Rest.Rotation
                : _targetDown * (_sourceUp * _sourcePose.Rotations[from] * _toTarget[i]);
            _targetPose.Rotations[i] = Quaternion.Normalize(model);
            var local = from < 0 ? joint.Rest.Rotation : Quaternion.Normalize(Quaternion.Conjugate(parent) * _targetPose.Rotations[i]);
            target[i] = joint.Rest with { Rotation = local };
        }
        target[hips] = target[hips] with { Translation = HipsTranslation(target, hips) };
    }

    Vector3 HipsTranslation(ReadOnlySpan<JointTransform> target, int hips)
    {
        var place = Vector3.Transform(_sourcePose.Positions[_source.Map[HumanBodyBones.Hips]] - SourceOrigin * new Vector3(1, 0, 1), _sourceUp);
        var above = place - new Vector3(0, SourceAnkles + _source.HipsHeight, 0);
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
