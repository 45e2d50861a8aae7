using System;
using System.Numerics;
using Avatars.Rig;

namespace Avatars.Solving;

/// <summary>
/// A humanoid skeleton being posed, joint by joint from the root outward. Its joints have no rotation at rest, so that every
/// local rotation is about the model's axes of the rest pose. Belongs to one thread.
/// </summary>
public sealed class PosedBody
{
    const float FleshUnderBone = 0.07f; // metres

    readonly Vector3[] _rest;

    public PosedBody(Skeleton skeleton)
    {
        Map = HumanoidMap.Find(skeleton);
        Local = new JointTransform[skeleton.Count];
        Model = new ModelPose(skeleton);
        Reset();
        Model.Run(Local);
        _rest = (Vector3[])Model.Positions.Clone();
    }

    public Skeleton Skeleton => Map.Skeleton;

    public HumanoidMap Map { get; }

    /// <summary>The pose: one local transform per joint.</summary>
    public JointTransform[] Local { get; }

    /// <summary>Model-space transforms as of the last <see cref="Update"/>.</summary>
    public ModelPose Model { get; }

    /// <summary>Position of a bone in the rest pose, model space, metres.</summary>
    public Vector3 RestPosition(HumanBodyBones bone) => _rest[Map[bone]];

    /// <summary>Position of any joint in the rest pose.</summary>
    public Vector3 RestPosition(int joint) => _rest[joint];

    /// <summary>Position of a bone after <see cref="Update"/>.</summary>
    public Vector3 Position(HumanBodyBones bone) => Model.Positions[Map[bone]];

    public void Reset()
    {
        for (var i = 0; i < Local.Length; i++)
            Local[i] = Skeleton[i].Rest;
    }

    /// <summary>Mirrors the pose at the plane x = 0: left becomes right.</summary>
    public void Mirror()
    {
        var before = (JointTransform[])Local.Clone();
        for (var i = 0; i < Local.Length; i++)
        {
            var bone = Map.BoneOf(i);
            var from = bone == HumanBodyBones.LastBone ? i : Map[HumanBones.Mirror(bone)];
            if (from < 0)
                continue;
            var travel = (before[i].Translation - Skeleton[i].Rest.Translation) * new Vector3(-1, 1, 1);
            Local[i] = Local[i] with { Translation = Skeleton[i].Rest.Translation + travel, Rotation = Rotations.MirrorX(before[from].Rotation) };
        }
        Update();
    }

    public void Update() => Model.Run(Local);

    /// <summary>Sets the rotation of a bone relative to its parent; a bone that the skeleton lacks is ignored.</summary>
    public void SetLocalRotation(HumanBodyBones bone, Quaternion rotation)
    {
        var joint = Map[bone];
        if (joint >= 0)
            Local[joint] = Local[joint] with { Rotation = Quaternion.Normalize(rotation) };
    }

    /// <summary>Sets the model-space rotation of a bone. Its parents must be final and <see cref="Update"/>d.</summary>
    public void SetModelRotation(HumanBodyBones bone, Quaternion rotation) =>
        SetLocalRotation(bone, Quaternion.Conjugate(ParentRotation(bone)) * rotation);

    public Quaternion ParentRotation(HumanBodyBones bone) =>
        Skeleton[Map[bone]].Parent is var parent and >= 0 ? Model.Rotations[parent] : Quaternion.Identity;

    /// <summary>Moves the hips up or down until the lowest foot or toe is at the same height above the ground as at rest.</summary>
    public void StandOnGround() => LowerBy(bone => bone is HumanBodyBones.LeftFoot or HumanBodyBones.RightFoot or HumanBodyBones.LeftToes
        or HumanBodyBones.RightToes ? RestPosition(bone).Y : null);

    /// <summary>Moves the hips up or down until the lowest of all bones rests on the ground: for lying, sitting and handstand poses.</summary>
    public void RestOnGround() => LowerBy(bone => MathF.Min(RestPosition(bone).Y, FleshUnderBone));

    /// <param name="clearance">Least height of a bone above the ground; null for bones that are ignored.</param>
    void LowerBy(Func<HumanBodyBones, float?> clearance)
    {
        Update();
        var drop = float.MaxValue;
        for (var i = 0; i < HumanBones.Count; i++)
            if ((HumanBodyBones)i is var bone && Map.Has(bone) && clearance(bone) is { } height)
                drop = MathF.Min(drop, Position(bone).Y - height);
        var hips = Map[HumanBodyBones.Hips];
        Local[hips] = Local[hips] with { Translation = Local[hips].Translation - Vector3.Transform(new Vector3(0, drop, 0),
            Quaternion.Conjugate(ParentRotation(HumanBodyBones.Hips))) };
        Update();
    }
}
