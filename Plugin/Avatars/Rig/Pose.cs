using System;
using System.Collections.Generic;

namespace Avatars.Rig;

/// <summary>One pose of a skeleton: a local transform per joint, and named weights such as facial expressions. One thread at a time.</summary>
public sealed class Pose
{
    readonly JointTransform[] _joints;
    readonly float[] _weights;
    readonly string[] _weightNames;

    /// <summary>The rest pose, with all weights 0.</summary>
    /// <param name="weightNames">For example blend shapes; each name once.</param>
    /// <exception cref="ArgumentException">A name is empty or given twice.</exception>
    public Pose(Skeleton skeleton, params string[] weightNames)
    {
        Skeleton = skeleton;
        _joints = new JointTransform[skeleton.Count];
        _weightNames = (string[])weightNames.Clone();
        _weights = new float[_weightNames.Length];
        for (var i = 0; i < _weightNames.Length; i++)
            if (string.IsNullOrEmpty(_weightNames[i]) || IndexOf(_weightNames[i]) != i)
                throw new ArgumentException($"Weight {i} is named '{_weightNames[i]}'. Give each weight a name of its own.", nameof(weightNames));
        Reset();
    }

    public Skeleton Skeleton { get; }

    /// <summary>One per joint of the skeleton, joint space to parent space.</summary>
    public Span<JointTransform> Joints => _joints;

    public IReadOnlyList<string> WeightNames => _weightNames;

    /// <summary>In the order of <see cref="WeightNames"/>; 0 is neutral, 1 the full expression.</summary>
    public Span<float> Weights => _weights;

    /// <summary>The index of a weight in <see cref="Weights"/>, or -1.</summary>
    public int IndexOf(string weightName) => Array.IndexOf(_weightNames, weightName);

    /// <summary>All joints at rest, all weights 0.</summary>
    public void Reset()
    {
        for (var i = 0; i < _joints.Length; i++)
            _joints[i] = Skeleton[i].Rest;
        Array.Clear(_weights, 0, _weights.Length);
    }

    /// <summary>Copies joints, and those weights that both poses have; the others become 0.</summary>
    /// <exception cref="ArgumentException">The other pose has another number of joints.</exception>
    public void CopyFrom(Pose other)
    {
        Skeleton.RequirePose(other._joints.Length);
        other._joints.CopyTo(_joints, 0);
        for (var i = 0; i < _weights.Length; i++)
            _weights[i] = other.IndexOf(_weightNames[i]) is >= 0 and var found ? other._weights[found] : 0;
    }
}
