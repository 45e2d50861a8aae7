namespace Avatars.ModelBuilding.Quantization;

/// <summary>
/// DepthToSpace by moves that keep a pixel's channels together. 8-bit convolutions run with channels last; around these moves the changes of layout
/// cancel, and whole pixels are copied instead of single bytes.
/// </summary>
/// <param name="Side">Of the block that each pixel becomes.</param>
/// <param name="Height">Of the result, as <paramref name="Width"/> and <paramref name="Channels"/>.</param>
sealed record DepthToSpaceForm(long Side, long Height, long Width, long Channels)
{
    /// <summary>Null for another node, for the order of channels that has their block last, and where the shape is not known.</summary>
    public static DepthToSpaceForm? Of(PlainNode node, IReadOnlyDictionary<string, int[]> shapes) =>
        node.Operator == "DepthToSpace" && node.Text("mode", "DCR") == "DCR" && shapes.TryGetValue(node.Outputs[0], out var shape)
            ? new(node.Integer("blocksize", 1), shape[2], shape[3], shape[1]) : null;

    /// <summary>One after the other: another order of the axes, or another shape.</summary>
    public IEnumerable<(int[]? Order, long[]? Shape)> Moves() =>
    [
        ([0, 2, 3, 1], null), // channels last
        (null, [0, 0, 0, Side, Side, Channels]), // 0 keeps a side
        ([0, 1, 3, 2, 4, 5], null),
        (null, [0, Height, Width, Channels]),
        ([0, 3, 1, 2], null),
    ];
}
