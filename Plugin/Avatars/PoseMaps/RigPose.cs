using System;
using System.Numerics;
using Avatars.Rig;

namespace Avatars.PoseMaps;

/// <summary>A rig's pose before a camera, for one call.</summary>
public readonly ref struct RigPose
{
    /// <param name="joints">One row-vector matrix per joint of the rig, joint space to model space.</param>
    /// <param name="weights">Named weights in the order of the pose source; empty where there are none.</param>
    /// <exception cref="ArgumentException">The rig has another number of joints.</exception>
    public RigPose(HumanoidMap rig, ReadOnlySpan<Matrix4x4> joints, ReadOnlySpan<float> weights, Camera camera)
    {
        if (joints.Length != rig.Skeleton.Count)
            throw new ArgumentException($"A pose of {joints.Length} joints was given for a rig of {rig.Skeleton.Count}. Give one matrix per joint.",
                nameof(joints));
        Rig = rig;
        Joints = joints;
        Weights = weights;
        Camera = camera;
    }

    public HumanoidMap Rig { get; }

    public ReadOnlySpan<Matrix4x4> Joints { get; }

    public ReadOnlySpan<float> Weights { get; }

    /// <summary>Of the picture's size.</summary>
    public Camera Camera { get; }
}
