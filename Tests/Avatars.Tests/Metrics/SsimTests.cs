using Avatars.Metrics;

namespace Avatars.Tests.Metrics;

public sealed class SsimTests
{
    const int Width = 29, Height = 23;

    static PictureValues Noise(int seed)
    {
        var random = new Random(seed);
        return new PictureValues([.. Enumerable.Range(0, Width * Height * 2).Select(_ => 255 * random.NextSingle())], Width, Height, 2);
    }

    [Test]
    public void Bell_shaped_windows_are_taken_one_by_one() =>
        Assert.That(Ssim.Gaussian15.Compare(Noise(1), Noise(2), 255), Is.EqualTo(OneByOne(Normal(1.5, 5), 1)).Within(1e-12));

    [Test]
    public void Plain_windows_are_taken_one_by_one() =>
        Assert.That(Ssim.Uniform(7).Compare(Noise(1), Noise(2), 255), Is.EqualTo(OneByOne([.. Enumerable.Repeat(1.0 / 7, 7)], 49.0 / 48)).Within(1e-12));

    static double[] Normal(double sigma, int radius)
    {
        double[] bell = [.. Enumerable.Range(-radius, 2 * radius + 1).Select(k => Math.Exp(-k * k / (2 * sigma * sigma)))];
        return [.. bell.Select(weight => weight / bell.Sum())];
    }

    /// <summary>The definition, without a thought for speed.</summary>
    static double OneByOne(double[] weights, double covarianceFactor)
    {
        var (first, second) = (Noise(1), Noise(2));
        const double C1 = 2.55 * 2.55, C2 = 7.65 * 7.65;
        var scores = new List<double>();
        for (var channel = 0; channel < 2; channel++)
            for (var top = 0; top + weights.Length <= Height; top++)
                for (var left = 0; left + weights.Length <= Width; left++)
                {
                    double x = 0, y = 0, xx = 0, yy = 0, xy = 0;
                    for (var row = 0; row < weights.Length; row++)
                        for (var column = 0; column < weights.Length; column++)
                        {
                            var at = ((top + row) * Width + left + column) * 2 + channel;
                            double weight = weights[row] * weights[column], a = first.Values[at], b = second.Values[at];
                            (x, y, xx, yy, xy) = (x + weight * a, y + weight * b, xx + weight * a * a, yy + weight * b * b, xy + weight * a * b);
                        }
                    double vx = covarianceFactor * (xx - x * x), vy = covarianceFactor * (yy - y * y), covariance = covarianceFactor * (xy - x * y);
                    scores.Add((2 * x * y + C1) * (2 * covariance + C2) / ((x * x + y * y + C1) * (vx + vy + C2)));
                }
        return scores.Average();
    }
}
