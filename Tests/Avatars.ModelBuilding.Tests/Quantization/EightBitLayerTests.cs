namespace Avatars.ModelBuilding.Quantization;

public sealed class EightBitLayerTests
{
    const int Pixels = 128 * 128;

    /// <summary>A pointwise convolution that stays float between layers of bytes costs the ways of many numbers there and back.</summary>
    [Test]
    public void Many_numbers_with_few_operations_save_more_than_few_with_many()
    {
        EightBitLayer pointwise = new("pointwise", "x", Products: 64, IsConvolution: true),
        spatial = new("spatial", "y", Products: 9 * 32, IsConvolution: true);
        Assert.That(pointwise.Operations(32 * Pixels), Is.LessThan(spatial.Operations(12 * Pixels)));
        Assert.That(pointwise.Saving(64 * Pixels, 32 * Pixels), Is.GreaterThan(spatial.Saving(32 * Pixels, 12 * Pixels)));
    }

    [Test]
    public void Between_as_many_numbers_more_operations_save_more() =>
        Assert.That(new EightBitLayer("wide", "x", 288, true).Saving(Pixels, Pixels),
            Is.GreaterThan(new EightBitLayer("narrow", "x", 32, true).Saving(Pixels, Pixels)));
}
