using System;
using Avatars.Models;

namespace Avatars.Inference;

/// <summary>One input or output of a network.</summary>
public sealed class NetworkPort
{
    readonly int[] _dimensions;
    readonly string[] _names; // of the open sides

    internal NetworkPort(string name, int[] dimensions, string[] names) => (Name, _dimensions, _names) = (name, dimensions, names);

    public string Name { get; }

    /// <summary>Sides, slowest first; -1 where the caller decides.</summary>
    public ReadOnlySpan<int> Dimensions => _dimensions;

    public override string ToString() => $"'{Name}' [{string.Join(", ", Array.ConvertAll(_dimensions, side => side < 0 ? "any" : side.ToString()))}]";

    /// <summary>With the sides that depend on the frame's size as they are for one size.</summary>
    internal NetworkPort At(FrameSize size) => new(Name, OpenSides.At(size, _dimensions, _names), _names);
}
