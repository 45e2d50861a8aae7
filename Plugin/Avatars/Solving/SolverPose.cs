using System;
using System.Numerics;
using Avatars.Rig;

namespace Avatars.Solving;

/// <summary>A pose that solvers change: local and model space are kept equal while joints rotate. Allocates nothing after construction.</summary>
sealed class SolverPose
{
    public SolverPose(HumanoidMap map)
    {
        Map = map;
        Local = new JointTransform[map.Skeleton.Count];
        Model = new ModelPose(map.Skeleton);
    }

    public HumanoidMap Map { get; }

    public JointTransform[] Local { get; }

    public ModelPose Model { get; }

    public void Load(ReadOnlySpan<JointTransform> local)
    {
        Map.Skeleton.RequirePose(local.Length);
        local.CopyTo(Local);
        Model.Run(Local);
    }

    public Vector3 Position(HumanBodyBones bone) => Model.Positions[Map[bone]];

    public Quaternion Rotation(HumanBodyBones bone) => Model.Rotations[Map[bone]];

    /// <summary>Rotates a joint, and what hangs on it, about the joint.</summary>
    /// <param name="rotation">In model space.</param>
    public void Rotate(int joint, Quaternion rotation)
    {
        Model.RotateBranch(joint, rotation);
        TakeLocal(joint);
    }

    /// <summary>Sets the model-space rotation of a joint.</summary>
    public void SetRotation(int joint, Quaternion rotation)
    {
        Rotate(joint, Quaternion.Normalize(rotation * Quaternion.Conjugate(Model.Rotations[joint])));
    }

    /// <summary>Moves a joint, and what hangs on it.</summary>
    /// <param name="offset">In model space.</param>
    public void Translate(int joint, Vector3 offset)
    {
        var parent = Map.Skeleton[joint].Parent;
        var local = parent < 0 ? offset : Vector3.Transform(offset, Quaternion.Conjugate(Model.Rotations[parent])) / Model.ScaleOf(parent);
        Local[joint] = Local[joint] with { Translation = Local[joint].Translation + local };
        Model.Run(Local);
    }

    /// <summary>Clamps a bone to its limits and brings the model up to date.</summary>
    public void Limit(JointLimits limits, MuscleSpace space, HumanBodyBones bone)
    {
        var joint = Map[bone];
        var before = Local[joint].Rotation;
        limits.Apply(space, Local, bone);
        if (Local[joint].Rotation == before)
            return;
        var parent = Map.Skeleton[joint].Parent;
        var rotation = parent < 0 ? Local[joint].Rotation : Model.Rotations[parent] * Local[joint].Rotation;
        Model.RotateBranch(joint, Quaternion.Normalize(rotation * Quaternion.Conjugate(Model.Rotations[joint])));
    }

    void TakeLocal(int joint)
    {
        var parent = Map.Skeleton[joint].Parent;
        var rotation = parent < 0 ? Model.Rotations[joint] : Quaternion.Conjugate(Model.Rotations[parent]) * Model.Rotations[joint];
        Local[joint] = Local[joint] with { Rotation = Quaternion.Normalize(rotation) };
    }
}
