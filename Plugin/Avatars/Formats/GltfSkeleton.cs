using System;
using System.Collections.Generic;
using System.Globalization;
using System.Numerics;
using Avatars.Rig;

namespace Avatars.Formats;

/// <summary>The nodes of a glTF document as joints: those of the first skin and their ancestors, or all when there is no skin.</summary>
sealed class GltfSkeleton
{
    readonly GltfElement[] _nodes;
    readonly int[] _parents;
    readonly int[] _jointOfNode;
    readonly IReadOnlyDictionary<HumanBodyBones, int>? _humanoid;

    public GltfSkeleton(GltfContainer container)
    {
        _nodes = container.Root.Items("nodes");
        if (_nodes.Length == 0)
            throw container.Root.Wrong("there are no nodes: nothing in this file can move.");
        _parents = Parents();
        Skins = container.Root.Items("skins");
        _humanoid = VrmHumanoid.Nodes(container, _nodes.Length);
        var kept = Kept();
        _jointOfNode = new int[_nodes.Length];
        Array.Fill(_jointOfNode, -1);
        var joints = new List<Joint>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (var root = 0; root < _nodes.Length; root++)
            if (_parents[root] < 0 && kept[root])
                Add(root, kept, joints, names);
        Skeleton = new Skeleton(joints);
        RequireNear(container.Root);
    }

    public Skeleton Skeleton { get; }

    public GltfElement[] Skins { get; }

    public int NodeCount => _nodes.Length;

    /// <summary>Index into the skeleton, or -1.</summary>
    public int JointOf(int node) => _jointOfNode[node];

    public GltfElement Node(int node) => _nodes[node];

    /// <summary>The humanoid bones of VRM's extensions; null where there are none, or too few for a human.</summary>
    public HumanoidMap? Humanoid()
    {
        if (_humanoid is null)
            return null;
        var joints = new Dictionary<HumanBodyBones, int>();
        var taken = new HashSet<int>();
        foreach (var pair in _humanoid)
            if (taken.Add(pair.Value))
                joints[pair.Key] = _jointOfNode[pair.Value];
        foreach (var bone in HumanBones.Required)
            if (!joints.ContainsKey(bone))
                return null;
        return new HumanoidMap(Skeleton, joints);
    }

    /// <summary>Factors of nodes that hang from each other are multiplied.</summary>
    void RequireNear(GltfElement root)
    {
        var model = new Matrix4x4[Skeleton.Count];
        var rest = new JointTransform[Skeleton.Count];
        for (var i = 0; i < rest.Length; i++)
            rest[i] = Skeleton[i].Rest;
        LocalToModel.Run(Skeleton, rest, model);
        for (var i = 0; i < model.Length; i++)
            if (!(model[i].Translation.Length() <= GltfElement.LargestNumber))
                throw root.Wrong($"the joint '{BvhReader.Shorten(Skeleton[i].Name)}' is farther than {GltfElement.LargestNumber} from the origin.");
    }

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
        RequireNoRing(parents);
        return parents;
    }

    /// <summary>Follows the parents of each node to one that is known to lead to a root.</summary>
    void RequireNoRing(int[] parents)
    {
        var seenFrom = new int[parents.Length]; // 0: not visited; else 1 more than the node whose walk passed here
        for (var i = 0; i < parents.Length; i++)
            for (var node = i; node >= 0; node = parents[node])
            {
                if (seenFrom[node] == i + 1)
                    throw _nodes[i].Wrong("the nodes hang from each other in a ring. The file is damaged.");
                if (seenFrom[node] != 0)
                    break;
                seenFrom[node] = i + 1;
            }
    }

    bool[] Kept()
    {
        var kept = new bool[_nodes.Length];
        foreach (var skin in Skins)
            foreach (var joint in skin.Items("joints"))
                for (var node = joint.AsIndex(_nodes.Length); node >= 0 && !kept[node]; node = _parents[node])
                    kept[node] = true;
        foreach (var bone in _humanoid?.Values ?? Array.Empty<int>())
            for (var node = bone; node >= 0 && !kept[node]; node = _parents[node])
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
            return Matrix4x4.Decompose(GltfAccessors.MatrixOf(matrix), out var size, out var orientation, out var position)
                ? new JointTransform(position, orientation, size) : Sheared(GltfAccessors.MatrixOf(matrix));
        var t = node.Numbers("translation", 3) ?? [0, 0, 0];
        var r = node.Numbers("rotation", 4) ?? [0, 0, 0, 1];
        var s = node.Numbers("scale", 3) ?? [1, 1, 1];
        var rotation = new Quaternion(r[0], r[1], r[2], r[3]);
        if (!(rotation.LengthSquared() >= 1e-6f && rotation.LengthSquared() < 1e12f))
            throw node.Wrong("the rotation has length 0 or none that is finite.");
        return new JointTransform(new Vector3(t[0], t[1], t[2]), Quaternion.Normalize(rotation), new Vector3(s[0], s[1], s[2]));
    }

    /// <summary>The nearest placement to a matrix that is sheared or flat: its axes' lengths, and the rotation of the first two axes.</summary>
    static JointTransform Sheared(Matrix4x4 m)
    {
        Vector3 x = new(m.M11, m.M12, m.M13), y = new(m.M21, m.M22, m.M23), z = new(m.M31, m.M32, m.M33);
        Rotations.TryFromAxes(x, y, out var rotation); // the identity for a flat one
        return new JointTransform(m.Translation, rotation, new Vector3(x.Length(), y.Length(), z.Length()));
    }
}
