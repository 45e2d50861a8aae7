using Avatars.ModelBuilding.Onnx;
using Avatars.ModelBuilding.Weights;

namespace Avatars.ModelBuilding.Networks;

public sealed class ClipVisionTests
{
    const int Side = 32;

    static readonly ClipVisionConfiguration Small = new() { Height = Side, Width = Side, TrainedSize = Side, PatchSize = 16, Hidden = 24, Layers = 1, Heads = 2, MlpWidth = 32, Projection = 16 };

    static readonly float[] Pixels = Numbers.Random(3 * Side * Side, 1);

    /// <summary>As before training, or with a stem that lets everything through.</summary>
    sealed class StemWeights(bool opened) : IWeightSource
    {
        readonly RandomWeights _random = new(3);

        public IEnumerable<ReadOnlyMemory<float>> Read(Weight weight) =>
            opened && weight.Name.EndsWith("stem.out.weight", StringComparison.Ordinal) ? [Numbers.Random((int)weight.Shape.Aggregate(1L, (product, side) => product * side), 5)] : _random.Read(weight);
    }

    [Test]
    public void A_stem_adds_nothing_before_it_is_trained_and_something_then()
    {
        var plain = Run(Small, opened: false);
        Assert.That(Run(Small with { StemWidths = [16, 16] }, opened: false), Is.EqualTo(plain).Within(1e-6));
        Assert.That(Run(Small with { StemWidths = [16, 16] }, opened: true), Is.Not.EqualTo(plain).Within(1e-2));
    }

    [Test]
    public void A_stem_of_another_depth_than_the_patches_is_refused() =>
        Assert.That(() => new ClipVision(Small with { StemWidths = [16] }).Build(), Throws.InvalidOperationException.With.Message.Contains("8 pixels, not to 16"));

    static float[] Run(ClipVisionConfiguration configuration, bool opened) =>
        Runtime.Run(new ClipVision(configuration).Build(), new StemWeights(opened), [("pixel_values", Pixels)])["image_embeds"];
}
