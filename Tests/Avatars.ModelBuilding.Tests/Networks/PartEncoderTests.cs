using Avatars.ModelBuilding.Onnx;
using Avatars.ModelBuilding.Weights;

namespace Avatars.ModelBuilding.Networks;

public sealed class PartEncoderTests
{
    const int Side = 64, Cells = Side / 8;

    /// <summary>As sure as it is told that the body is in every cell.</summary>
    sealed class SureOfBody(RandomWeights random) : IWeightSource
    {
        public IEnumerable<ReadOnlyMemory<float>> Read(Weight weight) => weight.Name switch
        {
            "surface.out.weight" => [new float[weight.Count]],
            "surface.out.bias" => [new float[] { 0, 0, 0, Logit }],
            _ => random.Read(weight),
        };

        public required float Logit { get; init; }
    }

    [Test]
    public void Where_nobody_is_seen_the_nearest_background_is_the_cell_itself()
    {
        var background = Run(logit: -20);
        for (var i = 0; i < Cells * Cells; i++)
        {
            Assert.That(background[i], Is.EqualTo((2 * (i % Cells) + 1f) / Cells - 1).Within(0.15), "columns; the bell reaches the neighbours, and at the border those of one side");
            Assert.That(background[Cells * Cells + i], Is.EqualTo((2 * (i / Cells) + 1f) / Cells - 1).Within(0.15), "rows");
        }
    }

    [Test]
    public void Without_features_there_is_neither_surface_nor_background()
    {
        var plain = new PartEncoder(Small with { FeatureChannels = 0 }).Build();
        Assert.That(plain.Outputs.Select(output => output.Name), Is.EquivalentTo(new[] { "last_hidden_state", "part_maps" }));
    }

    static PartEncoderConfiguration Small { get; } = new() { Size = Side, Parts = 6, Widths = [16, 16, 32, 32], ValueChannels = 16, Hidden = 48, FeatureChannels = 16 };

    static float[] Run(float logit) =>
        Runtime.Run(new PartEncoder(Small).Build(), new SureOfBody(new RandomWeights(3)) { Logit = logit }, [("pixel_values", Numbers.Random(3 * Side * Side, 1))])["background"];
}
