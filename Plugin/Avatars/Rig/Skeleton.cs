using System;
using System.Collections.Generic;

namespace Avatars.Rig;

/// <summary>
/// The joints of a character, parents before children. Immutable: any number of poses, clips and threads share one.
/// </summary>
public sealed class Skeleton
{
    readonly Joint[] _joints;
    readonly Dictionary<string, int> _indices;

    /// <exception cref="ArgumentException">A parent does not stand before its child, or a name occurs twice.</exception>
    public Skeleton(IReadOnlyList<Joint> joints)
    {
        _joints = new Joint[joints.Count];
        _indices = new Dictionary<string, int>(joints.Count, StringComparer.Ordinal);
        for (var i = 0; i < joints.Count; i++)
        {
            var joint = joints[i];
            if (joint.Parent < -1 || joint.Parent >= i)
                throw new ArgumentException(
                    $"Joint {i} ('{joint.Name}') names joint {joint.Parent} as its parent. Order the joints so that every parent stands before its "
                        + "children; a root has parent -1.",
                    nameof(joints));
            if (!_indices.TryAdd(joint.Name, i))
                throw new ArgumentException($"Two joints are named '{joint.Name}' ({_indices[joint.Name]} and {i}). Give each joint a name of its own.",
                    nameof(joints));
            _joints[i] = joint;
        }
    }

    public int Count => _joints.Length;

    public ReadOnlySpan<Joint> Joints => _joints;

    public Joint this[int index] => _joints[index];

    /// <summary>Index of the joint with this exact name, or -1.</summary>
    public int IndexOf(string name) => _indices.TryGetValue(name, out var index) ? index : -1;

    /// <summary>The pose at rest.</summary>
    /// <param name="local">Receives one placement per joint.</param>
    /// <exception cref="ArgumentException">The span does not have one entry per joint.</exception>
    public void CopyRestTo(Span<JointTransform> local)
    {
        RequirePose(local.Length);
        for (var i = 0; i < _joints.Length; i++)
            local[i] = _joints[i].Rest;
    }

    /// <exception cref="ArgumentException">A pose of <paramref name="length"/> entries does not fit this skeleton.</exception>
    public void RequirePose(int length)
    {
        if (length != _joints.Length)
            throw new ArgumentException($"The skeleton has {_joints.Length} joints, but the pose has {length} entries. Give one per joint, in the "
                + "skeleton's order.");
    }
}
