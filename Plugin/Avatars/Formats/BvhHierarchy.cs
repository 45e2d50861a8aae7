using System;
using System.Collections.Generic;
using System.Numerics;
using Avatars.Rig;

namespace Avatars.Formats;

/// <summary>The HIERARCHY section of a BVH file.</summary>
sealed class BvhHierarchy
{
    const int MaximumJoints = 4096;

    /// <param name="Axis">The unit axis that the number turns about or moves along.</param>
    public readonly record struct Channel(int Joint, bool IsRotation, Vector3 Axis);

    readonly List<Joint> _joints = [];
    readonly HashSet<string> _names = new(StringComparer.Ordinal);

    /// <summary>In the order of a frame's numbers.</summary>
    public List<Channel> Channels { get; } = [];

    public Skeleton ToSkeleton() => new(_joints);

    /// <exception cref="FormatException">The text is not a hierarchy; the message names file and line.</exception>
    public static BvhHierarchy Read(ref BvhReader reader)
    {
        var hierarchy = new BvhHierarchy();
        reader.Expect("HIERARCHY");
        reader.Expect("ROOT");
        var open = new Stack<int>();
        open.Push(hierarchy.ReadJoint(ref reader, -1));
        while (open.Count > 0)
        {
            var word = reader.Word("JOINT, End Site or }");
            if (word.SequenceEqual("}"))
                open.Pop();
            else if (word.SequenceEqual("JOINT"))
                open.Push(hierarchy.ReadJoint(ref reader, open.Peek()));
            else if (word.SequenceEqual("End"))
                hierarchy.ReadEndSite(ref reader, open.Peek());
            else
                throw reader.Wrong($"'{BvhReader.Shorten(word)}' where JOINT, End Site or }} was expected.");
        }
        return hierarchy;
    }

    int ReadJoint(ref BvhReader reader, int parent)
    {
        var name = reader.RestOfLine();
        if (name.Length == 0)
            throw reader.Wrong("a joint without a name.");
        reader.Expect("{");
        var joint = Add(ref reader, name, parent, ReadOffset(ref reader));
        reader.Expect("CHANNELS");
        var count = reader.Integer("the number of channels");
        if (count is < 0 or > 6)
            throw reader.Wrong($"{count} channels: a joint has 0 to 6.");
        for (var i = 0; i < count; i++)
            Channels.Add(ReadChannel(ref reader, joint));
        return joint;
    }

    void ReadEndSite(ref BvhReader reader, int parent)
    {
        reader.Expect("Site");
        reader.Expect("{");
        var offset = ReadOffset(ref reader);
        var name = _joints[parent].Name + "_end";
        for (var i = 2; _names.Contains(name); i++)
            name = $"{_joints[parent].Name}_end{i}";
        Add(ref reader, name, parent, offset);
        reader.Expect("}");
    }

    int Add(ref BvhReader reader, string name, int parent, Vector3 offset)
    {
        if (_joints.Count == MaximumJoints)
            throw reader.Wrong($"more than {MaximumJoints} joints. Leave out the ones that do not move.");
        if (!_names.Add(name))
            throw reader.Wrong($"a second joint named '{name}'. Give each joint a name of its own.");
        _joints.Add(new Joint(name, parent, new JointTransform(offset, Quaternion.Identity)));
        return _joints.Count - 1;
    }

    static Vector3 ReadOffset(ref BvhReader reader)
    {
        reader.Expect("OFFSET");
        return new Vector3(reader.Number("an offset"), reader.Number("an offset"), reader.Number("an offset"));
    }

    static Channel ReadChannel(ref BvhReader reader, int joint)
    {
        var word = reader.Word("a channel");
        var axis = word.Length == 0 ? Vector3.Zero : word[0] switch
        {
            'X' or 'x' => Vector3.UnitX,
            'Y' or 'y' => Vector3.UnitY,
            'Z' or 'z' => Vector3.UnitZ,
            _ => Vector3.Zero,
        };
        var kind = word[1..];
        if (axis != Vector3.Zero && kind.Equals("rotation", StringComparison.OrdinalIgnoreCase))
            return new Channel(joint, true, axis);
        if (axis != Vector3.Zero && kind.Equals("position", StringComparison.OrdinalIgnoreCase))
            return new Channel(joint, false, axis);
        throw reader.Wrong($"the channel '{BvhReader.Shorten(word)}'. Known are Xposition, Yposition, Zposition, Xrotation, Yrotation, Zrotation.");
    }
}
