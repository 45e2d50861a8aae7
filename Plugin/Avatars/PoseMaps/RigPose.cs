using System;
using System.Collections.Generic;
using System.Numerics;
using Avatars.Rig;

namespace Avatars.PoseMaps;

/// <summary>A rig's pose before a camera, for one call.</summary>
public readonly ref struct RigPose
{
    /// <param name="joints">One row-vector matrix per joint of the rig, joint space to model space.</param>
    /// <param name="weights">Named weights, such as facial expressions; empty where there are none.</param>
    /// <param name="weightNames">One a weight; null or empty where there are none, or where what they are is not known.</param>
    /// <exception cref="ArgumentException">The rig has another number of joints, or the names are not one a weight.</exception>
    public RigPose(HumanoidMap rig, ReadOnlySpan<Matrix4x4> joints, ReadOnlySpan<float> weights, Camera camera, IReadOnlyList<string>? weightNames = null)
    {
        if (weightNames is { Count: > 0 } && weightNames.Count != weights.Length)
            throw new ArgumentException($"{weights.Length} weights were given with {weightNames.Count} names. Give one name a weight.", nameof(weightNames));
        if (joints.Length != rig.Skeleton.Count)
            throw new ArgumentException($"A pose of {joints.Length} joints was given for a rig of {rig.Skeleton.Count}. Give one matrix per joint.",
                nameof(joints));
        Rig = rig;
        Joints = joints;
        Weights = weights;
        WeightNames = weightNames ?? Array.Empty<string>();
        Camera = camera;
    }

    public HumanoidMap Rig { get; }

    public ReadOnlySpan<Matrix4x4> Joints { get; }

    public ReadOnlySpan<float> Weights { get; }

    /// <summary>One a weight, or none.</summary>
    public IReadOnlyList<string> WeightNames { get; }

    /// <summary>Of the picture's size.</summary>
    public Camera Camera { get; }
}
