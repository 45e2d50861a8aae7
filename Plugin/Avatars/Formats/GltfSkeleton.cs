using System;
using System.Collections.Generic;
using System.Globalization;
using System.Numerics;
using Avatars.Rig;

namespace Avatars.Formats;

/// <summary>The nodes of a glTF document as joints: those of the first skin and what they hang from, or all when there is no skin.</summary>
sealed class GltfSkeleton
{
    readonly GltfElement[] _nodes;
    readonly int[] _parents;
    readonly int[] _jointOfNode;

    public GltfSkeleton(GltfContainer container)
    {
        _nodes = container.Root.Items("nodes");
        if (_nodes.Length == 0)
            throw container.Root.Wrong("there are no nodes: nothing in this file can move.");
        _parents = Parents();
        Skins = container.Root.Items("skins");
        var kept = Kept();
        _jointOfNode = new int[_nodes.Length];
        Array.Fill(_jointOfNode, -1);
        var joints = new List<Joint>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (var root = 0; root < _nodes.Length; root++)
            if (_parents[root] < 0 && kept[root])
                Add(root, kept, joints, names);
        Skeleton = new Skeleton(joints);
    }

    public Skeleton Skeleton { get; }

    public GltfElement[] Skins { get; }

    public int NodeCount => _nodes.Length;

    /// <summary>Index into the skeleton, or -1.</summary>
    public int JointOf(int node) => _jointOfNode[node];

    public GltfElement Node(int node) => _nodes[node];

    int[] Parents()
    {
        var parents = new int[_nodes.Length];
        Array.Fill(parents, -1);
        for (var i = 0; i < _nodes.Length; i++)
            foreach (var child in _nodes[i].Items("children"))
            {
                var index = child.AsIndex(_nodes.Length);
                if (parents[index] >= 0)
                    throw child.Wrong($"node {index} hangs from two nodes. The file is damaged.");
                parents[index] = i;
            }
        for (var i = 0; i < _nodes.Length; i++)
        {
            var steps = 0;
            for (var node = i; node >= 0; node = parents[node])
                if (++steps > _nodes.Length)
                    throw _nodes[i].Wrong("the nodes hang from each other in a ring. The file is damaged.");
        }
        return parents;
    }

    bool[] Kept()
    {
        var kept = new bool[_nodes.Length];
        foreach (var skin in Skins)
            foreach (var joint in skin.Items("joints"))
                for (var node = joint.AsIndex(_nodes.Length); node >= 0 && !kept[node]; node = _parents[node])
                    kept[node] = true;
        if (Skins.Length == 0)
            Array.Fill(kept, true);
        return kept;
    }

    void Add(int root, bool[] kept, List<Joint> joints, HashSet<string> names)
    {
        var open = new Stack<int>();
        open.Push(root);
        while (open.Count > 0)
        {
            var node = open.Pop();
            _jointOfNode[node] = joints.Count;
            joints.Add(new Joint(UniqueName(node, names), _parents[node] < 0 ? -1 : _jointOfNode[_parents[node]], Placement(_nodes[node])));
            var children = _nodes[node].Items("children");
            for (var i = children.Length - 1; i >= 0; i--)
                if (children[i].AsIndex(_nodes.Length) is var child && kept[child])
                    open.Push(child);
        }
    }

    string UniqueName(int node, HashSet<string> names)
    {
        var name = _nodes[node].Text("name") is { Length: > 0 } given ? given : "node" + node.ToString(CultureInfo.InvariantCulture);
        return names.Add(name) ? name : UniqueName(node, name, names);
    }

    static string UniqueName(int node, string name, HashSet<string> names)
    {
        var numbered = $"{name}#{node}";
        while (!names.Add(numbered))
            numbered += "#";
        return numbered;
    }

    static JointTransform Placement(GltfElement node)
    {
        if (node.Numbers("matrix", 16) is { } matrix)
            return Matrix4x4.Decompose(GltfAccessors.MatrixOf(matrix), out var size, out var turn, out var place)
                ? new JointTransform(place, turn, size)
                : throw node.Wrong("the matrix is not made of translation, rotation and scale. Export the node with these three.");
        var t = node.Numbers("translation", 3) ?? [0, 0, 0];
        var r = node.Numbers("rotation", 4) ?? [0, 0, 0, 1];
        var s = node.Numbers("scale", 3) ?? [1, 1, 1];
        var rotation = new Quaternion(r[0], r[1], r[2], r[3]);
        if (rotation.LengthSquared() < 1e-6f)
            throw node.Wrong("the rotation has length 0.");
        return new JointTransform(new Vector3(t[0], t[1], t[2]), Quaternion.Normalize(rotation), new Vector3(s[0], s[1], s[2]));
    }
}
