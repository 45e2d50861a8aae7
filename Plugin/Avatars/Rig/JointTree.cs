using System;
using System.Collections.Generic;
using System.Numerics;

namespace Avatars.Rig;

/// <summary>Ancestors, descendants and rest positions of a skeleton's joints.</summary>
sealed class JointTree
{
    readonly int[] _last; // of each joint, the last joint below it
    readonly int[] _size; // per joint, the size of its subtree, itself included; in depth-first order the subtree is contiguous

    readonly List<int>[] _children;

    public JointTree(Skeleton skeleton)
    {
        Skeleton = skeleton;
        _children = new List<int>[skeleton.Count];
        for (var i = 0; i < skeleton.Count; i++)
        {
            _children[i] = [];
            if (skeleton[i].Parent >= 0)
                _children[skeleton[i].Parent].Add(i);
        }
        _last = new int[skeleton.Count];
        _size = new int[skeleton.Count];
        for (var i = skeleton.Count - 1; i >= 0; i--)
        {
            _last[i] = Math.Max(_last[i], i);
            _size[i]++;
            if (skeleton[i].Parent is not (var parent and >= 0))
                continue;
            _last[parent] = Math.Max(_last[parent], _last[i]);
            _size[parent] += _size[i];
        }
        var rest = new JointTransform[skeleton.Count];
        skeleton.CopyRestTo(rest);
        var pose = new ModelPose(skeleton);
        pose.Run(rest);
        Positions = pose.Positions;
    }

    public Skeleton Skeleton { get; }

    /// <summary>One per joint at rest, model space.</summary>
    public Vector3[] Positions { get; }

    public int Parent(int joint) => Skeleton[joint].Parent;

    /// <summary>Whether a joint is the ancestor itself or below it.</summary>
    public bool IsWithin(int joint, int ancestor)
    {
        if (ancestor < 0 || joint < ancestor || joint > _last[ancestor])
            return false;
        if (_size[ancestor] == _last[ancestor] - ancestor + 1)
            return true;
        while (joint > ancestor)
            joint = Parent(joint);
        return joint == ancestor;
    }

    /// <summary>The nearest common ancestor; -1 when there is none or either joint is -1.</summary>
    public int Meet(int a, int b)
    {
        if (a < 0 || b < 0)
            return -1;
        while (a != b)
            if (a > b)
                a = Parent(a);
            else
                b = Parent(b);
        return a;
    }

    /// <summary>A joint and those above it, up to but without <paramref name="end"/>.</summary>
    public IEnumerable<int> Up(int joint, int end)
    {
        for (; joint >= 0 && joint != end; joint = Parent(joint))
            yield return joint;
    }

    /// <summary>A joint and those below it, parents before children.</summary>
    public IEnumerable<int> Below(int joint)
    {
        for (var i = joint; i >= 0 && i <= _last[joint]; i++)
            if (IsWithin(i, joint))
                yield return i;
    }

    public IReadOnlyList<int> Children(int joint) => _children[joint];

    public int FirstBelow(int joint, Predicate<int> isRight)
    {
        foreach (var below in Below(joint))
            if (isRight(below))
                return below;
        return -1;
    }

    /// <summary>Whether a joint, projected onto the line from <paramref name="from"/>, is not beyond <paramref name="to"/>.</summary>
    public bool IsNotBeyond(int joint, int from, int to)
    {
        var line = Positions[to] - Positions[from];
        return Vector3.Dot(Positions[joint] - Positions[from], line) <= 1.02f * line.LengthSquared();
    }
}
