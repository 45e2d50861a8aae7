namespace Avatars.ModelBuilding;

/// <summary>Test data and the comparison of it.</summary>
static class Numbers
{
    /// <summary>Normal values of a seed.</summary>
    public static float[] Random(int count, int seed, float scale = 1)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count)
            .Select(_ => (float)(Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()) * scale))];
    }

    /// <summary>Every element within <paramref name="tolerance"/> times the larger of 1 and the largest expected value.</summary>
    public static void AssertClose(float[] actual, double[] expected, double tolerance = 2e-6)
    {
        Assert.That(actual, Has.Length.EqualTo(expected.Length));
        var bound = tolerance * Math.Max(1, expected.Max(Math.Abs));
        for (var i = 0; i < expected.Length; i++)
            Assert.That(actual[i], Is.EqualTo(expected[i]).Within(bound), $"element {i}");
    }

    /// <summary>Power of the difference over power of the right values.</summary>
    public static double Noise(float[] actual, float[] right) =>
        actual.Zip(right, (a, b) => (a - (double)b) * (a - (double)b)).Sum() / right.Sum(value => (double)value * value);
}
