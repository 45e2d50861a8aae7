using System;

namespace Avatars.Inference;

/// <summary>One input or output of a network.</summary>
public sealed class NetworkPort
{
    readonly int[] _dimensions;

    internal NetworkPort(string name, int[] dimensions) => (Name, _dimensions) = (name, dimensions);

    public string Name { get; }

    /// <summary>Sides, slowest first; -1 where the caller decides.</summary>
    public ReadOnlySpan<int> Dimensions => _dimensions;

    public override string ToString() => $"'{Name}' [{string.Join(", ", Array.ConvertAll(_dimensions, side => side < 0 ? "any" : side.ToString()))}]";
}
