namespace Avatars.ModelBuilding.Quantization;

public sealed class ActivationTests
{
    [TestCase(-1f, 3f), TestCase(0.5f, 2f), TestCase(-7f, -2f), TestCase(0f, 0f)]
    public void A_range_holds_its_bounds_and_zero_exactly(float least, float most)
    {
        var range = ActivationRange.Of(least, most);
        Assert.That(range.Least, Is.EqualTo(Math.Min(least, 0)).Within(range.Scale / 2));
        Assert.That(range.Most, Is.GreaterThanOrEqualTo(Math.Max(most, 0) - range.Scale / 2));
        Assert.That((range.Zero - range.Zero) * range.Scale, Is.Zero);
        Assert.That(range.Scale, Is.Positive);
    }

    [TestCase(float.NaN, 1f), TestCase(0f, float.PositiveInfinity), TestCase(2f, 1f)]
    public void Bounds_that_are_none_are_refused(float least, float most) =>
        Assert.That(() => ActivationRange.Of(least, most), Throws.ArgumentException.With.Message.Contains("bytes"));

    [Test]
    public void A_rare_extreme_is_cut_off()
    {
        float[] values = [.. Numbers.Random(1_000_000, seed: 1), 20];
        Assert.That(Statistics(values).BestRange().Most, Is.LessThan(10), "one value of a million is not worth steps twice as wide for all");
    }

    /// <summary>Every value of a uniform distribution counts the same: cutting loses more than finer steps gain.</summary>
    [Test]
    public void An_even_spread_is_kept_whole()
    {
        float[] values = [.. Enumerable.Range(0, 10_001).Select(i => i / 5000f - 1)];
        var range = Statistics(values).BestRange();
        Assert.That((range.Least, range.Most), Is.EqualTo((-1f, 1f)).Within(2f / 255));
    }

    /// <summary>Most values are small here, and few are large: finer steps are worth the few that are cut off.</summary>
    [Test]
    public void The_best_range_loses_less_than_the_bounds_where_rounding_counts_double()
    {
        float[] values = [.. Numbers.Random(10_000, seed: 2).Select(value => value * value * value)];
        var seen = Statistics(values);
        var (best, bounds) = (Losses(seen.BestRange()), Losses(ActivationRange.Of(seen.Least, seen.Most)));
        Assert.That(best.Rounding, Is.LessThan(bounds.Rounding));
        Assert.That(2 * best.Rounding + best.Cut, Is.LessThan(2 * bounds.Rounding + bounds.Cut));

        (double Rounding, double Cut) Losses(ActivationRange range)
        {
            var (rounding, cut) = (0.0, 0.0);
            foreach (var value in values)
            {
                var level = MathF.Round(value / range.Scale);
                var kept = Math.Clamp(level, -range.Zero, ActivationRange.Levels - range.Zero);
                var square = Math.Pow(kept * range.Scale - value, 2);
                if (kept == level)
                    rounding += square;
                else
                    cut += square;
            }
            return (rounding, cut);
        }
    }

    /// <summary>Pixels as networks read them, k / 127.5 - 1, most of them black: 255 steps from -1 to 1 would put each of them half way
    /// between two bytes, for zero must be one.</summary>
    [Test]
    public void Pixels_of_the_background_fall_on_steps()
    {
        float[] pixels = [.. Enumerable.Repeat(-1f, 100_000), .. Enumerable.Range(0, 1000).Select(i => i % 256 / 127.5f - 1)];
        var range = Statistics(pixels).BestRange();
        Assert.That(range.ValueOf(range.ByteOf(-1)), Is.EqualTo(-1).Within(1e-3), "a short scale allows half of 1/4096");
        Assert.That(range.Most, Is.GreaterThan(0.97f));
    }

    /// <summary>What SiLU makes nearly zero takes no steps.</summary>
    [Test]
    public void A_gated_tensor_is_measured_behind_its_gate()
    {
        float[] values = [.. Numbers.Random(100_000, seed: 4).Select(value => 6 * value - 4)];
        var seen = Statistics(values);
        var (plain, gated) = (seen.BestRange(), seen.BestRange(isGated: true));
        Assert.That(gated.Scale, Is.LessThan(0.8f * plain.Scale));
        Assert.That(Loss(gated), Is.LessThan(Loss(plain)));

        double Loss(ActivationRange range) => values.Sum(value => Math.Pow(Silu(range.ValueOf(range.ByteOf(value))) - Silu(value), 2));

        static double Silu(double value) => value / (1 + Math.Exp(-value));
    }

    /// <summary>Kernels of different processors differ in the last bits of a sum; the package must not.</summary>
    [Test]
    public void Numbers_that_differ_in_their_last_bits_have_the_same_range()
    {
        var values = Numbers.Random(50_000, seed: 8);
        var chance = new Random(9);
        float[] others = [.. values.Select(value => MathF.BitIncrement(value) is var up && chance.Next(2) == 0 ? up : MathF.BitDecrement(value))];
        Assert.That(Statistics(others).BestRange(), Is.EqualTo(Statistics(values).BestRange()));
    }

    [Test]
    public void Values_that_are_not_finite_are_told()
    {
        var seen = new ActivationStatistics();
        seen.Bound([1, float.NaN, 2]);
        Assert.That(() => seen.BestRange(), Throws.ArgumentException.With.Message.Contains("not finite"));
    }

    static ActivationStatistics Statistics(float[] values)
    {
        var seen = new ActivationStatistics();
        seen.Bound(values.AsSpan(0, values.Length / 2));
        seen.Bound(values.AsSpan(values.Length / 2));
        seen.Add(values);
        Assert.That(seen.Count, Is.EqualTo(values.Length));
        return seen;
    }
}
