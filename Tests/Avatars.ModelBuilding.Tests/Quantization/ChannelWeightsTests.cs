namespace Avatars.ModelBuilding.Quantization;

public sealed class ChannelWeightsTests
{
    [Test]
    public void Each_channel_has_the_step_that_loses_least()
    {
        var weights = Numbers.Random(6 * 40, seed: 3);
        weights[7] = 12; // far from the others of its channel: cut off
        var rounded = ChannelWeights.Of(weights, 6, 40, new float[6]);
        for (var channel = 0; channel < 6; channel++)
        {
            var exact = weights[(channel * 40)..(channel * 40 + 40)];
            var whole = exact.Max(Math.Abs) / ChannelWeights.Largest;
            Assert.That(Loss(exact, rounded.Scales[channel]), Is.LessThanOrEqualTo(Loss(exact, whole)));
            for (var i = 0; i < 40; i++)
                Assert.That(rounded.Steps[channel * 40 + i], Is.EqualTo(Step(exact[i], rounded.Scales[channel])));
        }

        static double Loss(float[] values, float scale) => values.Sum(value => Math.Pow(Step(value, scale) * (double)scale - value, 2));

        static int Step(float value, float scale) => (int)Math.Clamp(MathF.Round(value / scale), -ChannelWeights.Largest, ChannelWeights.Largest);
    }

    /// <summary>A matrix has its channels along the second axis.</summary>
    [Test]
    public void Channels_of_a_matrix_lie_across_it()
    {
        var weights = Numbers.Random(30 * 4, seed: 6);
        float[] turned = [.. Enumerable.Range(0, 4).SelectMany(channel => Enumerable.Range(0, 30).Select(row => weights[row * 4 + channel]))];
        var (matrix, kernels) = (ChannelWeights.Of(weights, 4, 1, new float[4]), ChannelWeights.Of(turned, 4, 30, new float[4]));
        Assert.That(matrix.Scales, Is.EqualTo(kernels.Scales));
        Assert.That(Enumerable.Range(0, 120).Select(i => matrix.Steps[i % 30 * 4 + i / 30]), Is.EqualTo(kernels.Steps));
    }

    [Test]
    public void A_channel_of_zeros_has_a_step_and_a_least_scale_is_kept()
    {
        var rounded = ChannelWeights.Of([0, 0, 1, -1], 2, 2, [0, 0.5f]);
        Assert.That(rounded.Scales, Is.EqualTo(new[] { 1f, 0.5f }));
        Assert.That(rounded.Steps, Is.EqualTo(new sbyte[] { 0, 0, 2, -2 }));
    }
}
