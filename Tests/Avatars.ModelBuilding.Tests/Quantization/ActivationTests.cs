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
    public void The_best_range_loses_less_than_the_bounds_where_rounding_counts_fivefold()
    {
        float[] values = [.. Numbers.Random(10_000, seed: 2).Select(value => value * value * value)];
        var seen = Statistics(values);
        var (best, bounds) = (Losses(seen.BestRange()), Losses(ActivationRange.Of(seen.Least, seen.Most)));
        Assert.That(best.Rounding, Is.LessThan(bounds.Rounding));
        Assert.That(5 * best.Rounding + best.Cut, Is.LessThan(5 * bounds.Rounding + bounds.Cut));

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

    [Test]
    public void Values_that_are_not_finite_are_told()
    {
        var seen = new ActivationStatistics();
        seen.Bound([1, float.NaN, 2]);
        Assert.That(seen.BestRange, Throws.ArgumentException.With.Message.Contains("not finite"));
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
