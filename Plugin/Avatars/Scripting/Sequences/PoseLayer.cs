using System;
using System.Collections.Generic;
using Avatars.Rig;
using Avatars.Solving;
using Numerics = System.Numerics;

namespace Avatars.Scripting;

/// <summary>What sequences have set: it lies over the clip in every frame and stays until it is set again.</summary>
sealed class PoseLayer(ScriptedAvatar avatar)
{
    const float BodyShare = 0.2f; // of a look's turn that the trunk takes
    const float HeadShare = 0.8f;
    const float ElbowOut = 0.3f; // metres: from the shoulder to where an elbow points

    readonly ReachTarget[] _reach = [new(), new()];
    readonly ShapeTarget[] _shapes = [new(), new()];
    readonly HandRig _hands = new(avatar.Body);
    readonly Dictionary<HumanBodyBones, (Quaternion Turn, float Weight)> _turns = [];
    readonly Dictionary<int, (float Value, float Weight)> _muscles = [];
    readonly JointTransform[] _local = new JointTransform[avatar.Body.Skeleton.Count];

    public ScriptedAvatar Avatar => avatar;

    /// <summary>Signs, over all but looks and reaches.</summary>
    public SigningLayer Signing { get; } = new(avatar.Body);

    /// <summary>Where a look goes, and how much of it counts.</summary>
    public (Vector3 Point, float Weight) Look { get; set; }

    /// <summary>Where the camera was put last: target, yaw, pitch, distance.</summary>
    public (Vector3 Target, float Yaw, float Pitch, float Distance)? CameraOrbit { get; set; }

    public ShapeTarget ShapeOf(bool left) => _shapes[left ? 0 : 1];

    public ReachTarget ReachOf(bool left) => _reach[left ? 0 : 1];

    public (Quaternion Turn, float Weight) TurnOf(HumanBodyBones bone) => _turns.TryGetValue(bone, out var turn) ? turn : (Quaternion.identity, 0);

    public void SetTurn(HumanBodyBones bone, Quaternion turn, float weight) => _turns[bone] = (turn, weight);

    public (float Value, float Weight) MuscleOf(int muscle) => _muscles.TryGetValue(muscle, out var value) ? value : (0, 0);

    public void SetMuscle(int muscle, float value, float weight) => _muscles[muscle] = (value, weight);

    /// <summary>Poses the rig, after clip and OnAnimatorIK.</summary>
    public void Apply(Animator animator)
    {
        if (_muscles.Count > 0 || _turns.Count > 0 || _shapes[0].Weight > 0 || _shapes[1].Weight > 0 || Signing.Now.Weight > 0)
            ApplyJoints(animator);
        LookAt.Run(animator, Look.Point, (Look.Weight, BodyShare, HeadShare, 0, 0.5f));
        Reach(animator, true);
        Reach(animator, false);
    }

    void ApplyJoints(Animator animator)
    {
        var human = animator.avatar!;
        human.Read(animator.Joints, _local);
        foreach (var (muscle, (value, weight)) in _muscles)
        {
            var one = Muscles.All[muscle];
            if (!human.Map!.Has(one.Bone))
                continue;
            var degrees = human.Muscles!.DegreesOf(_local, one.Bone);
            var wanted = one.ToDegrees(value);
            if (one.Dof == 0)
                degrees.X = Mathf.Lerp(degrees.X, wanted, weight);
            else if (one.Dof == 1)
                degrees.Y = Mathf.Lerp(degrees.Y, wanted, weight);
            else
                degrees.Z = Mathf.Lerp(degrees.Z, wanted, weight);
            human.Muscles.SetDegrees(_local, one.Bone, degrees);
        }
        foreach (var (bone, (turn, weight)) in _turns)
            if (human.Map![bone] is >= 0 and var joint)
            {
                var parent = human.Map.Skeleton[joint].Parent is >= 0 and var above ? RestRotation(above) : Numerics.Quaternion.Identity;
                var wanted = Numerics.Quaternion.Conjugate(parent) * turn.ToRightHanded() * parent * human.Map.Skeleton[joint].Rest.Rotation;
                _local[joint] = _local[joint] with { Rotation = Numerics.Quaternion.Slerp(_local[joint].Rotation, wanted, weight) };
            }
        foreach (var left in new[] { true, false })
            if (ShapeOf(left) is { Weight: > 0 } shape)
                _hands.Apply(shape.Degrees, left, _local, shape.Weight);
        Signing.Apply(_local);
        HumanoidAvatar.Write(_local, animator.Joints);
    }

    /// <summary>In the model's space.</summary>
    Numerics.Quaternion RestRotation(int joint)
    {
        var rotation = Numerics.Quaternion.Identity;
        for (; joint >= 0; joint = avatar.Body.Skeleton[joint].Parent)
            rotation = avatar.Body.Skeleton[joint].Rest.Rotation * rotation;
        return rotation;
    }

    void Reach(Animator animator, bool left)
    {
        var target = ReachOf(left);
        var (upper, lower, hand) = (Bone(HumanBodyBones.LeftUpperArm), Bone(HumanBodyBones.LeftLowerArm), Bone(HumanBodyBones.LeftHand));
        if (upper is null || lower is null || hand is null)
            return;
        if (target.Weight > 0)
        {
            var side = animator.transform.rotation * new Vector3(left ? -ElbowOut : ElbowOut, -ElbowOut, -ElbowOut);
            LimbIk.Reach(upper, lower, hand, Vector3.Lerp(hand.position, target.Point, target.Weight), upper.position + side, target.Weight);
        }
        if (target.PalmWeight > 0)
            hand.rotation = Quaternion.Slerp(hand.rotation,
                target.Palm * Quaternion.Inverse(animator.GoalOffset(left ? AvatarIKGoal.LeftHand : AvatarIKGoal.RightHand)), target.PalmWeight);

        Transform? Bone(HumanBodyBones bone) => animator.GetBoneTransform(HumanBones.Side(left, bone));
    }

    /// <summary>The shape that a hand has, as angles.</summary>
    internal sealed class ShapeTarget
    {
        public float[] Degrees { get; } = new float[HandShape.AngleCount];

        public float Weight { get; set; }
    }

    /// <summary>Where a hand is to be.</summary>
    internal sealed class ReachTarget
    {
        public Vector3 Point { get; set; }

        public float Weight { get; set; }

        public Quaternion Palm { get; set; } = Quaternion.identity;

        public float PalmWeight { get; set; }
    }
}
