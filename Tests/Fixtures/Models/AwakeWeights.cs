using Avatars.ModelBuilding.Onnx;
using Avatars.ModelBuilding.Weights;

namespace Avatars.Fixtures;

/// <summary>Random numbers in the place of zeros: what starts from zeros would hide what stands behind it.</summary>
public sealed class AwakeWeights(IWeightSource source) : IWeightSource
{
    public IEnumerable<ReadOnlyMemory<float>> Read(Weight weight) =>
        source.Read(weight.Start == Initialisation.Zeros ? weight with { Start = Initialisation.Normal(0.1f) } : weight);
}
