using Avatars.ModelBuilding.Weights;

namespace Avatars.ModelBuilding.Onnx;

/// <summary>A trained tensor of a network: declared here, its numbers come from an <see cref="IWeightSource"/> when the file is written.</summary>
/// <param name="Name">Exactly as in the published PyTorch <c>state_dict</c>.</param>
/// <param name="Start">What it holds before training.</param>
/// <param name="IsRead">False for a tensor of the state_dict that no inference reads; it is counted, not written.</param>
public sealed record Weight(string Name, int[] Shape, Initialisation Start, bool IsRead = true)
{
    /// <summary>Number of scalars.</summary>
    public long Count => Shape.Aggregate(1L, (product, side) => product * side);
}
