using System;
using System.Collections.Generic;
using System.Numerics;
using Avatars.Rig;

namespace Avatars.Body;

/// <summary>
/// The joints of the body: the 55 humanoid bones and the tips of fingers, toes and head, depth-first. Rest positions are linear in the shape
/// coefficients. Joint frames are aligned with the model's axes at rest. Immutable: the arrays are shared, do not write to them.
/// </summary>
public sealed class BodyJoints
{
    public required string[] Names { get; init; }

    /// <summary>-1 for the root, which is the hips.</summary>
    public required int[] Parents { get; init; }

    /// <summary><see cref="HumanBodyBones.LastBone"/> for a tip.</summary>
    public required HumanBodyBones[] Bones { get; init; }

    /// <summary>Rest positions of the average body, metres, hips at the origin.</summary>
    public required Vector3[] Average { get; init; }

    /// <summary>For each shape direction, how far each joint moves at coefficient 1: [direction * Count + joint], metres.</summary>
    public required Vector3[] Directions { get; init; }

    public int Count => Names.Length;

    /// <summary>The joint of a bone, or -1.</summary>
    public int IndexOf(HumanBodyBones bone) => Array.IndexOf(Bones, bone);

    /// <summary>How far each joint moves at coefficient 1.</summary>
    public ReadOnlySpan<Vector3> Direction(int shape) => Directions.AsSpan(shape * Count, Count);

    /// <summary>Rest positions for some shape, hips at the origin.</summary>
    /// <param name="rest">Receives one per joint.</param>
    public void Rest(ReadOnlySpan<float> coefficients, Span<Vector3> rest)
    {
        Average.CopyTo(rest);
        for (var k = 0; k < coefficients.Length; k++)
        {
            var direction = Direction(k);
            for (var i = 0; i < rest.Length; i++)
                rest[i] += coefficients[k] * direction[i];
        }
    }

    /// <param name="rest">Positions in model space.</param>
    public Skeleton ToSkeleton(ReadOnlySpan<Vector3> rest)
    {
        var joints = new Joint[Count];
        for (var i = 0; i < joints.Length; i++)
            joints[i] = new Joint(Names[i], Parents[i], new JointTransform(Parents[i] < 0 ? rest[i] : rest[i] - rest[Parents[i]], Quaternion.Identity));
        return new Skeleton(joints);
    }

    public HumanoidMap ToMap(Skeleton skeleton)
    {
        var map = new Dictionary<HumanBodyBones, int>();
        for (var i = 0; i < Count; i++)
            if (Bones[i] != HumanBodyBones.LastBone)
                map[Bones[i]] = i;
        return new HumanoidMap(skeleton, map);
    }
}
