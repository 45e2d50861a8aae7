using System;
using System.Collections.Generic;
using Avatars.Rig;

namespace Avatars.Scripting;

public sealed partial class Animator
{
    readonly Goal[] _goals = [new(), new(), new(), new()];
    readonly (Vector3 Position, float Weight)[] _hints = new (Vector3, float)[4];
    readonly Dictionary<HumanBodyBones, Quaternion> _boneRotations = [];
    readonly List<(Transform Joint, JointTransform Before, JointTransform After)> _ikBefore = [];
    (float All, float Body, float Head, float Eyes, float Clamp) _lookWeights;
    Vector3 _lookAt;
    (Vector3 Position, Quaternion Rotation)? _body;
    bool _isIkPass;

    /// <summary>Centre of mass in the world; settable in OnAnimatorIK.</summary>
    public Vector3 bodyPosition
    {
        get => _body?.Position ?? ReadBody().Position;
        set
        {
            if (IsIkPass(nameof(bodyPosition)))
                _body = (value, bodyRotation);
        }
    }

    /// <summary>Facing of hips and shoulders in the world; settable in OnAnimatorIK.</summary>
    public Quaternion bodyRotation
    {
        get => _body?.Rotation ?? ReadBody().Rotation;
        set
        {
            if (IsIkPass(nameof(bodyRotation)))
                _body = (bodyPosition, value);
        }
    }

    /// <param name="goalPosition">World space. Counts in this frame, with its weight; call it in OnAnimatorIK.</param>
    public void SetIKPosition(AvatarIKGoal goal, Vector3 goalPosition)
    {
        if (IsIkPass(nameof(SetIKPosition)))
            _goals[(int)goal].Position = goalPosition;
    }

    /// <param name="value">0 leaves the animation, 1 is at the goal.</param>
    public void SetIKPositionWeight(AvatarIKGoal goal, float value)
    {
        if (IsIkPass(nameof(SetIKPositionWeight)))
            _goals[(int)goal].PositionWeight = Mathf.Clamp01(value);
    }

    /// <param name="goalRotation">World space: a foot that stands forward has the identity; a hand has Z along the fingers and Y out of its back.</param>
    public void SetIKRotation(AvatarIKGoal goal, Quaternion goalRotation)
    {
        if (IsIkPass(nameof(SetIKRotation)))
            _goals[(int)goal].Rotation = goalRotation;
    }

    public void SetIKRotationWeight(AvatarIKGoal goal, float value)
    {
        if (IsIkPass(nameof(SetIKRotationWeight)))
            _goals[(int)goal].RotationWeight = Mathf.Clamp01(value);
    }

    /// <param name="hintPosition">World space: where knee or elbow point.</param>
    public void SetIKHintPosition(AvatarIKHint hint, Vector3 hintPosition)
    {
        if (IsIkPass(nameof(SetIKHintPosition)))
            _hints[(int)hint].Position = hintPosition;
    }

    public void SetIKHintPositionWeight(AvatarIKHint hint, float value)
    {
        if (IsIkPass(nameof(SetIKHintPositionWeight)))
            _hints[(int)hint].Weight = Mathf.Clamp01(value);
    }

    /// <summary>Where the goal's bone is in the present pose, or the goal that was set in this pass.</summary>
    public Vector3 GetIKPosition(AvatarIKGoal goal) => _goals[(int)goal].Position ?? Tip(goal)?.position ?? Vector3.zero;

    public Quaternion GetIKRotation(AvatarIKGoal goal) => _goals[(int)goal].Rotation
        ?? (Tip(goal) is { } tip ? tip.rotation * GoalOffset(goal) : Quaternion.identity);

    public float GetIKPositionWeight(AvatarIKGoal goal) => _goals[(int)goal].PositionWeight;

    public float GetIKRotationWeight(AvatarIKGoal goal) => _goals[(int)goal].RotationWeight;

    /// <param name="lookAtPosition">World space.</param>
    public void SetLookAtPosition(Vector3 lookAtPosition)
    {
        if (IsIkPass(nameof(SetLookAtPosition)))
            _lookAt = lookAtPosition;
    }

    /// <param name="weight">Multiplies the other weights.</param>
    /// <param name="clampWeight">0 turns freely, 0.5 up to half a turn's half, 1 not at all.</param>
    public void SetLookAtWeight(float weight, float bodyWeight = 0, float headWeight = 1, float eyesWeight = 0, float clampWeight = 0.5f)
    {
        if (IsIkPass(nameof(SetLookAtWeight)))
            _lookWeights = (Mathf.Clamp01(weight), Mathf.Clamp01(bodyWeight), Mathf.Clamp01(headWeight), Mathf.Clamp01(eyesWeight),
                Mathf.Clamp01(clampWeight));
    }

    /// <summary>Sets the local rotation of a bone for this frame.</summary>
    public void SetBoneLocalRotation(HumanBodyBones humanBoneId, Quaternion rotation)
    {
        if (IsIkPass(nameof(SetBoneLocalRotation)))
            _boneRotations[humanBoneId] = rotation;
    }

    bool IsIkPass(string call)
    {
        if (!_isIkPass)
            Warn($"{call} has no effect outside OnAnimatorIK.");
        return _isIkPass;
    }

    /// <summary>Undoes the last frame's IK where nothing else has moved the joint since, so that weights do not add up over frames.</summary>
    void RestoreBeforeIk()
    {
        foreach (var (joint, before, after) in _ikBefore)
            if (!joint.IsDestroyed && HumanoidAvatar.Take(joint) == after)
                HumanoidAvatar.Put(before, joint);
        _ikBefore.Clear();
    }

    void RunIk(float deltaTime)
    {
        foreach (var goal in _goals)
            goal.Clear();
        Array.Clear(_hints, 0, _hints.Length);
        _boneRotations.Clear();
        _lookWeights = default;
        _body = null;
        _isIkPass = true;
        foreach (var behaviour in gameObject.GetComponents<MonoBehaviour>())
            if (behaviour.IsRunning && behaviour.Callbacks.OnAnimatorIK is { } ik)
                behaviour.Guard(() => ik(0));
        _isIkPass = false;

        var before = Array.ConvertAll(Joints, joint => joint is null ? default : HumanoidAvatar.Take(joint));
        Solve();
        GetComponent<ScriptedAvatar>()?.ApplySequences(deltaTime);
        for (var i = 0; i < before.Length; i++)
            if (Joints[i] is { } joint && HumanoidAvatar.Take(joint) is var after && after != before[i])
                _ikBefore.Add((joint, before[i], after));
    }

    void Solve()
    {
        if (_body is { } body)
            WriteBody(body.Position, body.Rotation);
        LookAt.Run(this, _lookAt, _lookWeights);
        for (var i = 0; i < _goals.Length; i++)
            SolveGoal((AvatarIKGoal)i);
        foreach (var (bone, rotation) in _boneRotations)
            if (GetBoneTransform(bone) is { } joint)
                joint.localRotation = rotation;
    }

    void SolveGoal(AvatarIKGoal which)
    {
        var goal = _goals[(int)which];
        var (root, mid, tip) = Limb(which);
        if (root is null || mid is null || tip is null)
            return;
        var rotation = tip.rotation;
        var hint = _hints[(int)which];
        if (goal.PositionWeight > 0 && goal.Position is { } position)
        {
            LimbIk.Reach(root, mid, tip, Vector3.Lerp(tip.position, position, goal.PositionWeight), hint.Weight > 0 ? hint.Position : null, hint.Weight);
            tip.rotation = rotation;
        }
        else if (hint.Weight > 0)
        {
            LimbIk.Reach(root, mid, tip, tip.position, hint.Position, hint.Weight);
            tip.rotation = rotation;
        }
        if (goal.RotationWeight > 0 && goal.Rotation is { } wanted)
            tip.rotation = Quaternion.Slerp(rotation, wanted * Quaternion.Inverse(GoalOffset(which)), goal.RotationWeight);
    }

    /// <summary>From the bone's rotation to the goal's: fixed by the T pose.</summary>
    internal Quaternion GoalOffset(AvatarIKGoal goal)
    {
        var human = RequireHuman();
        var bone = human.Map![Limbs[(int)goal].Tip];
        var standing = Quaternion.FromRightHanded(human.TPose!.Rotations[bone]);
        var facing = goal switch
        {
            AvatarIKGoal.LeftHand => Quaternion.LookRotation(Vector3.left),
            AvatarIKGoal.RightHand => Quaternion.LookRotation(Vector3.right),
            _ => Quaternion.identity,
        };
        return Quaternion.Inverse(standing) * facing;
    }

    Transform? Tip(AvatarIKGoal goal) => GetBoneTransform(Limbs[(int)goal].Tip);

    (Transform? Root, Transform? Mid, Transform? Tip) Limb(AvatarIKGoal goal) =>
        (GetBoneTransform(Limbs[(int)goal].Root), GetBoneTransform(Limbs[(int)goal].Mid), GetBoneTransform(Limbs[(int)goal].Tip));

    (Vector3 Position, Quaternion Rotation) ReadBody()
    {
        var local = new JointTransform[Joints.Length];
        RequireHuman().Read(Joints, local);
        var (position, rotation) = _avatar!.Placement!.Read(local);
        return (transform.TransformPoint(Vector3.FromRightHanded(position) * humanScale), transform.rotation * Quaternion.FromRightHanded(rotation));
    }

    void WriteBody(Vector3 position, Quaternion rotation)
    {
        var local = new JointTransform[Joints.Length];
        RequireHuman().Read(Joints, local);
        _avatar!.Placement!.Write((transform.InverseTransformPoint(position) / humanScale).ToRightHanded(),
            (Quaternion.Inverse(transform.rotation) * rotation).normalized.ToRightHanded(), local);
        HumanoidAvatar.Write(local, Joints);
    }

    static readonly (HumanBodyBones Root, HumanBodyBones Mid, HumanBodyBones Tip)[] Limbs =
    [
        (HumanBodyBones.LeftUpperLeg, HumanBodyBones.LeftLowerLeg, HumanBodyBones.LeftFoot),
        (HumanBodyBones.RightUpperLeg, HumanBodyBones.RightLowerLeg, HumanBodyBones.RightFoot),
        (HumanBodyBones.LeftUpperArm, HumanBodyBones.LeftLowerArm, HumanBodyBones.LeftHand),
        (HumanBodyBones.RightUpperArm, HumanBodyBones.RightLowerArm, HumanBodyBones.RightHand),
    ];

    sealed class Goal
    {
        public Vector3? Position { get; set; }

        public Quaternion? Rotation { get; set; }

        public float PositionWeight { get; set; }

        public float RotationWeight { get; set; }

        public void Clear() => (Position, Rotation, PositionWeight, RotationWeight) = (null, null, 0, 0);
    }
}
