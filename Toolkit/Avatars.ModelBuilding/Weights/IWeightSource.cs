using Avatars.ModelBuilding.Onnx;

namespace Avatars.ModelBuilding.Weights;

/// <summary>Where the numbers of a network come from: a seed, a checkpoint, another graph.</summary>
public interface IWeightSource
{
    /// <summary>Hands out the values of <paramref name="weight"/> in row-major order, piece by piece; a piece is valid until the next one.</summary>
    /// <exception cref="FormatException">The source lacks the weight or holds it in another shape.</exception>
    IEnumerable<ReadOnlyMemory<float>> Read(Weight weight);
}
