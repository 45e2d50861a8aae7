using System;
using System.Collections.Generic;
using System.Linq;

namespace Avatars.PoseMaps;

/// <summary>Two keypoints that are joined when a person is drawn.</summary>
public readonly record struct KeypointEdge(int From, int To);

/// <summary>A run of keypoints inside a larger layout: a hand, the face.</summary>
/// <param name="Name"><c>body</c>, <c>leftHand</c>, <c>rightHand</c> or <c>face</c>.</param>
/// <param name="Start">Index of its first keypoint in the whole.</param>
public readonly record struct KeypointPart(string Name, int Start, KeypointLayout Layout)
{
    public int Count => Layout.Count;
}

/// <summary>
/// Meaning of keypoint number i: names, the edges between them, and the pairs that are swapped by mirroring. A value, not a class
/// per detector. Left and right are the person's own.
/// </summary>
public sealed partial class KeypointLayout
{
    readonly string[] _names;
    readonly KeypointEdge[] _edges;
    readonly int[] _mirror;
    readonly KeypointPart[] _parts;

    /// <param name="mirror">Its entry i is the keypoint that i becomes in a mirror; null for none that change.</param>
    /// <param name="parts">The runs that this layout is made of; null for a layout that is one of its own.</param>
    /// <exception cref="ArgumentException">An edge leaves the layout, or the mirror is not its own inverse.</exception>
    public KeypointLayout(string name, IReadOnlyList<string> names, IReadOnlyList<KeypointEdge> edges, IReadOnlyList<int>? mirror = null,
        IReadOnlyList<KeypointPart>? parts = null)
    {
        Name = name;
        _names = names.ToArray();
        _edges = edges.ToArray();
        _mirror = mirror?.ToArray() ?? Enumerable.Range(0, _names.Length).ToArray();
        _parts = parts?.ToArray() ?? Array.Empty<KeypointPart>();
        RequireInside();
    }

    public string Name { get; }

    public int Count => _names.Length;

    public ReadOnlySpan<string> Names => _names;

    public ReadOnlySpan<KeypointEdge> Edges => _edges;

    /// <summary>Entry i is the keypoint that i becomes in a mirror; its own inverse.</summary>
    public ReadOnlySpan<int> Mirror => _mirror;

    /// <summary>Empty for a layout that is not made of others.</summary>
    public ReadOnlySpan<KeypointPart> Parts => _parts;

    /// <summary>Index of the keypoint of this exact name, or -1.</summary>
    public int IndexOf(string name) => Array.IndexOf(_names, name);

    /// <summary>The part of this name.</summary>
    /// <exception cref="ArgumentException">The layout has no such part.</exception>
    public KeypointPart Part(string name)
    {
        foreach (var part in _parts)
            if (part.Name == name)
                return part;
        throw new ArgumentException($"The layout '{Name}' has no part '{name}'. It has: {string.Join(", ", _parts.Select(part => part.Name))}.", nameof(name));
    }

    /// <summary>The mirrored keypoints: x negated, left and right swapped.</summary>
    /// <param name="width">Of the picture, pixels.</param>
    /// <param name="mirrored">May not be the same memory as <paramref name="keypoints"/>.</param>
    /// <exception cref="ArgumentException">A span does not have one entry per keypoint.</exception>
    public void MirrorKeypoints(ReadOnlySpan<Keypoint> keypoints, float width, Span<Keypoint> mirrored)
    {
        if (keypoints.Length != Count || mirrored.Length != Count)
            throw new ArgumentException($"The layout '{Name}' has {Count} keypoints, but {keypoints.Length} were given and {mirrored.Length} asked for.");
        for (var i = 0; i < keypoints.Length; i++)
            mirrored[_mirror[i]] = keypoints[i].IsPresent ? keypoints[i] with { X = width - keypoints[i].X } : Keypoint.Missing;
    }

    public override string ToString() => Name;

    /// <summary>Layouts one behind the other. A part's keypoints stay its own in a mirror, or change with those of the part it is paired with.</summary>
    static KeypointLayout Join(string name, params (string Name, KeypointLayout Layout)[] parts)
    {
        var starts = new int[parts.Length];
        for (var i = 1; i < parts.Length; i++)
            starts[i] = starts[i - 1] + parts[i - 1].Layout.Count;
        var names = new List<string>();
        var edges = new List<KeypointEdge>();
        var mirror = new List<int>();
        for (var i = 0; i < parts.Length; i++)
        {
            var (partName, layout) = parts[i];
            var opposite = partName switch { "leftHand" => "rightHand", "rightHand" => "leftHand", _ => partName };
            var mirrorStart = starts[Array.FindIndex(parts, part => part.Name == opposite)];
            names.AddRange(layout._names.Select(joint => PrefixOf(partName) + joint));
            edges.AddRange(layout._edges.Select(edge => new KeypointEdge(edge.From + starts[i], edge.To + starts[i])));
            mirror.AddRange(layout._mirror.Select(index => index + mirrorStart));
        }
        return new KeypointLayout(name, names, edges, mirror, parts.Select((part, i) => new KeypointPart(part.Name, starts[i], part.Layout)).ToArray());
    }

    static string PrefixOf(string part) => part switch { "leftHand" => "LeftHand", "rightHand" => "RightHand", _ => "" };

    void RequireInside()
    {
        foreach (var edge in _edges)
            if (edge.From < 0 || edge.From >= Count || edge.To < 0 || edge.To >= Count)
                throw new ArgumentException($"The layout '{Name}' has {Count} keypoints, but an edge joins {edge.From} and {edge.To}.");
        if (_mirror.Length != Count)
            throw new ArgumentException($"The layout '{Name}' has {Count} keypoints, but its mirror has {_mirror.Length}.");
        for (var i = 0; i < Count; i++)
            if (_mirror[i] < 0 || _mirror[i] >= Count || _mirror[_mirror[i]] != i)
                throw new ArgumentException($"The mirror of the layout '{Name}' sends keypoint {i} to {_mirror[i]}, which does not come back.");
    }
}
