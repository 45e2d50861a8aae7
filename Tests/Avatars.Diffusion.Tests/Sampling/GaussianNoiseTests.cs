using Avatars.Fixtures;

namespace Avatars.Sampling;

public sealed class GaussianNoiseTests
{
    // Drawn by PyTorch 1.13: torch.randn(16, generator=torch.Generator().manual_seed(seed)).
    [TestCase(7u, new[] { -0.8201344f, 0.3956310f, 0.8989082f, -1.3884040f, -0.1669960f, 0.2851499f, -0.6410915f, -0.8936552f })]
    [TestCase(0u, new[] { -1.1258398f, -1.1523602f, -0.2505786f, -0.4338788f, 0.8487104f, 0.6920092f, -0.3160127f, -2.1152194f })]
    public void A_seed_means_what_it_means_in_PyTorch(uint seed, float[] expected)
    {
        var noise = new float[16];
        new GaussianNoise(seed).Fill(noise);
        Assert.That(noise[..8], Is.EqualTo(expected).Within(2e-6f));
    }

    [Test]
    public void A_second_draw_continues_the_stream()
    {
        var source = new GaussianNoise(7);
        var noise = new float[4 * 64 * 44];
        source.Fill(noise);
        source.Fill(noise);
        Assert.That(noise[..4], Is.EqualTo(new[] { 0.4373306f, 0.6539322f, -0.1768357f, -0.1139036f }).Within(2e-6f)); // PyTorch, as above
    }

    [TestCase(8192), TestCase(19), TestCase(5)]
    public void The_same_seed_gives_the_same_numbers_again(int length)
    {
        var source = new GaussianNoise(42);
        float[] first = new float[length], again = new float[length];
        source.Fill(first);
        source.Restart(42);
        source.Fill(again);
        Assert.That(again, Is.EqualTo(first));
        new GaussianNoise(43).Fill(again);
        Assert.That(again, Is.Not.EqualTo(first));
    }

    [Test]
    public void Its_mean_is_0_and_its_variance_1()
    {
        var noise = new float[100_000];
        new GaussianNoise(1).Fill(noise);
        Assert.That(noise.Average(), Is.Zero.Within(0.015)); // more than four standard errors
        Assert.That(noise.Average(value => value * value), Is.EqualTo(1).Within(0.02));
    }

    [Test]
    public void Allocates_nothing()
    {
        var source = new GaussianNoise(1);
        var noise = new float[1000];
        Assert.That(Allocations.Of(() => source.Fill(noise)), Is.Zero);
    }
}
