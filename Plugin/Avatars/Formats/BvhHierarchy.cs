using System;
using System.Collections.Generic;
using System.Numerics;
using Avatars.Rig;

namespace Avatars.Formats;

/// <summary>The HIERARCHY section of a BVH file: one or more trees of joints, with words in any capitals.</summary>
sealed class BvhHierarchy
{
    const int MaximumJoints = 4096;
    const int MaximumChannels = 9; // position, rotation and scale

    public enum Kind
    {
        Position,
        Rotation,
        Scale,
    }

    /// <param name="Axis">The unit axis of the rotation or translation.</param>
    public readonly record struct Channel(int Joint, Kind Kind, Vector3 Axis)
    {
        public bool IsRotation => Kind == Kind.Rotation;
    }

    readonly List<Joint> _joints = [];
    readonly HashSet<string> _names = new(StringComparer.Ordinal);
    readonly Dictionary<string, int> _nextNumber = new(StringComparer.Ordinal); // of a name that is taken

    /// <summary>In the order of a frame's numbers.</summary>
    public List<Channel> Channels { get; } = [];

    public Skeleton ToSkeleton() => new(_joints);

    /// <summary>Reads up to the word MOTION.</summary>
    /// <exception cref="FormatException">The text is not a hierarchy; the message names file and line.</exception>
    public static BvhHierarchy Read(BvhReader reader)
    {
        var hierarchy = new BvhHierarchy();
        if (!BvhReader.Is(reader.Peek(), "ROOT"))
            reader.Expect("HIERARCHY");
        reader.Expect("ROOT");
        var open = new Stack<int>();
        open.Push(hierarchy.ReadName(reader, -1));
        while (true)
        {
            if (BvhReader.Is(reader.Peek(), "MOTION"))
            {
                if (open.Count > 0)
                    reader.Warn($"{open.Count} closing braces }} are missing before MOTION.");
                return hierarchy;
            }
            var word = reader.Word("JOINT, End Site or }");
            if (BvhReader.Is(word, "ROOT") && open.Count == 0)
                open.Push(hierarchy.ReadName(reader, -1));
            else if (open.Count == 0 && word[0] == '}')
                reader.Warn("a closing brace } too many is left out.");
            else if (open.Count == 0)
                throw reader.Wrong($"'{BvhReader.Shorten(word)}' where MOTION or ROOT was expected.");
            else if (word[0] == '}')
                open.Pop();
            else if (BvhReader.Is(word, "JOINT"))
                open.Push(hierarchy.ReadName(reader, open.Peek()));
            else if (BvhReader.Is(word, "End") || BvhReader.Is(word, "EndSite"))
                hierarchy.ReadEndSite(reader, open.Peek());
            else if (BvhReader.Is(word, "OFFSET"))
                hierarchy.Place(open.Peek(), ReadOffset(reader));
            else if (BvhReader.Is(word, "CHANNELS"))
                hierarchy.ReadChannels(reader, open.Peek());
            else
                throw reader.Wrong($"'{BvhReader.Shorten(word)}' where JOINT, End Site or }} was expected.");
        }
    }

    int ReadName(BvhReader reader, int parent)
    {
        var name = reader.RestOfLine();
        if (name.Length == 0 && reader.Peek() is var next && next.Length > 0 && next[0] is not ('{' or '}'))
            name = reader.RestOfLine();
        if (name.Length == 0)
        {
            name = $"joint{_joints.Count}";
            reader.Warn("a joint without a name gets one of its own.");
        }
        reader.Expect("{");
        return Add(reader, name, parent, Vector3.Zero);
    }

    void ReadEndSite(BvhReader reader, int parent)
    {
        reader.RestOfLine(); // Site, or an unused name
        reader.Expect("{");
        var offset = Vector3.Zero;
        while (!reader.TryTake("}"))
        {
            if (!reader.TryTake("OFFSET"))
                throw reader.Wrong($"'{BvhReader.Shorten(reader.Word("OFFSET"))}' where 'OFFSET' was expected.");
            offset = new Vector3(End(reader), End(reader), End(reader));
        }
        var name = _joints[parent].Name + "_end";
        Add(reader, Unused(name, number => $"{name}{number}"), parent, offset);
    }

    /// <summary>The end of a chain moves nothing; without a finite offset it is placed at its joint.</summary>
    static float End(BvhReader reader)
    {
        var value = reader.NumberOrNaN("an offset");
        if (!float.IsNaN(value))
            return value;
        reader.Warn("the offset of an End Site is not a number; it is taken as 0.");
        return 0;
    }

    /// <summary>The name, or with the first number from 2 on that makes it one that no joint has. Ten thousand joints of one name are quick too.</summary>
    string Unused(string name, Func<int, string> numbered)
    {
        if (!_names.Contains(name))
            return name;
        for (var i = _nextNumber.GetValueOrDefault(name, 2); ; i++)
            if (numbered(i) is var unique && !_names.Contains(unique))
            {
                _nextNumber[name] = i + 1;
                return unique;
            }
    }

    int Add(BvhReader reader, string name, int parent, Vector3 offset)
    {
        if (_joints.Count == MaximumJoints)
            throw reader.Wrong($"more than {MaximumJoints} joints. Leave out the ones that do not move.");
        var unique = Unused(name, number => $"{name} ({number})");
        _names.Add(unique);
        if (unique != name)
            reader.Warn($"a second joint named '{BvhReader.Shorten(name)}' is called '{BvhReader.Shorten(unique)}'.");
        _joints.Add(new Joint(unique, parent, new JointTransform(offset, Quaternion.Identity)));
        return _joints.Count - 1;
    }

    void Place(int joint, Vector3 offset) => _joints[joint] = _joints[joint] with { Rest = new JointTransform(offset, Quaternion.Identity) };

    static Vector3 ReadOffset(BvhReader reader) => new(reader.Number("an offset"), reader.Number("an offset"), reader.Number("an offset"));

    void ReadChannels(BvhReader reader, int joint)
    {
        var count = reader.Number("the number of channels");
        if (count is < 0 or > MaximumChannels || count != MathF.Floor(count))
            throw reader.Wrong($"{count} channels: a joint has 0 to {MaximumChannels}.");
        var found = 0;
        for (; found <= MaximumChannels && (found < count || IsChannel(reader.Peek())); found++)
        {
            if (BvhReader.Is(reader.Peek(), "JOINT") || BvhReader.Is(reader.Peek(), "End") || reader.Peek() is ['}', ..])
                break; // fewer than announced
            var word = reader.Word("a channel");
            var channel = ChannelOf(word, joint) ?? throw reader.Wrong(
                $"the channel '{BvhReader.Shorten(word)}'. Known are Xposition, Yposition, Zposition, Xrotation, Yrotation, Zrotation.");
            if (channel.Kind == Kind.Scale)
                reader.Warn("scale channels are left out: bones keep their lengths.");
            Channels.Add(channel);
        }
        if (found != count)
            reader.Warn($"{count} channels are announced, but {found} are named; those that are named are taken.");
    }

    static bool IsChannel(ReadOnlySpan<char> word) => ChannelOf(word, 0) is not null;

    static Channel? ChannelOf(ReadOnlySpan<char> word, int joint)
    {
        if (word.Length < 4)
            return null;
        var axis = word[0] switch { 'X' or 'x' => Vector3.UnitX, 'Y' or 'y' => Vector3.UnitY, 'Z' or 'z' => Vector3.UnitZ, _ => Vector3.Zero };
        if (axis == Vector3.Zero)
            return null;
        var kind = word[1..].TrimStart("_-");
        if (IsStart(kind, "rotation"))
            return new Channel(joint, Kind.Rotation, axis);
        if (IsStart(kind, "position") || IsStart(kind, "translation"))
            return new Channel(joint, Kind.Position, axis);
        return IsStart(kind, "scale") || IsStart(kind, "scaling") ? new Channel(joint, Kind.Scale, axis) : null;
    }

    /// <summary>Whole words and their usual short forms: rot, pos, trans.</summary>
    static bool IsStart(ReadOnlySpan<char> found, string whole) => found.Length >= 3 && whole.AsSpan().StartsWith(found, StringComparison.OrdinalIgnoreCase);
}
