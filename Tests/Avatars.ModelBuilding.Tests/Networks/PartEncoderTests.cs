using Avatars.ModelBuilding.Onnx;
using Avatars.ModelBuilding.Weights;

namespace Avatars.ModelBuilding.Networks;

public sealed class PartEncoderTests
{
    const int Side = 64;

    static readonly float[] Mean = [0.485f, 0.456f, 0.406f], Deviation = [0.229f, 0.224f, 0.225f];

    /// <summary>Weights with a given logit of the body being in every cell.</summary>
    sealed class FixedLogit(RandomWeights random) : IWeightSource
    {
        public IEnumerable<ReadOnlyMemory<float>> Read(Weight weight) => weight.Name switch
        {
            "surface.out.weight" => [new float[weight.Count]],
            "surface.out.bias" => [new float[] { 0, 0, 0, Logit }],
            _ => random.Read(weight),
        };

        public required float Logit { get; init; }
    }

    [TestCase(-20, "inpainted_background", Description = "no person")]
    [TestCase(20, "foreground", Description = "the person fills the picture")]
    public void Without_the_other_each_of_person_and_background_is_the_picture_unchanged(float logit, string output)
    {
        var made = Run(logit)[output];
        for (var i = 0; i < Side * Side; i++)
            Assert.That(made[i], Is.EqualTo(Ramp(i)).Within(1e-5));
    }

    [Test]
    public void Before_any_training_the_matte_equals_the_logits_of_the_cells() =>
        Assert.That(Run(1.5f)["matte"], Has.Length.EqualTo(Side * Side).And.All.EqualTo(1.5f).Within(1e-5));

    [Test]
    public void Without_features_there_are_neither_surface_coordinates_nor_background()
    {
        var plain = new PartEncoder(Small with { FeatureChannels = 0 }).Build();
        Assert.That(plain.Outputs.Select(output => output.Name), Is.EquivalentTo(new[] { "last_hidden_state", "part_maps" }));
    }

    static PartEncoderConfiguration Small { get; } = new() { Size = Side, Parts = 6, Widths = [16, 16, 32, 32], ValueChannels = 16, Hidden = 48,
        FeatureChannels = 16 };

    /// <summary>Dark at the left, bright at the right, -1 to 1.</summary>
    static float Ramp(int i) => (2 * (i % Side) + 1f) / Side - 1;

    static Dictionary<string, float[]> Run(float logit)
    {
        float[] pixels = [.. Enumerable.Range(0, 3 * Side * Side).Select(i => ((Ramp(i) + 1) / 2 - Mean[i / Side / Side]) / Deviation[i / Side / Side])];
        return Runtime.Run(new PartEncoder(Small).Build(), new FixedLogit(new RandomWeights(3)) { Logit = logit }, [("pixel_values", pixels)]);
    }
}
