namespace Avatars.ModelBuilding.Quantization;

/// <summary>
/// What values a tensor takes. Seen twice: the first time for its bounds, the second for how often each part between them occurs; then
/// <see cref="BestRange"/> may cut off rare extremes where finer steps gain more.
/// </summary>
public sealed class ActivationStatistics
{
    const int Bins = 2048, Cuts = 24; // a cut for each 1/32 of a bound, down to a quarter
    const double RoundingWeight = 5; // against what is cut off: a coarse step shows on every plain wall, a lost extreme in a few points of an edge

    readonly long[] _counts = new long[Bins];

    public float Least { get; private set; } = float.PositiveInfinity;

    public float Most { get; private set; } = float.NegativeInfinity;

    /// <summary>Elements of all values that were seen for the bounds.</summary>
    public long Count { get; private set; }

    /// <summary>The first time.</summary>
    public void Bound(ReadOnlySpan<float> values)
    {
        var (least, most) = (Least, Most);
        foreach (var value in values)
        {
            least = Math.Min(least, value); // a NaN stays, and is found by ActivationRange
            most = Math.Max(most, value);
        }
        (Least, Most, Count) = (least, most, Count + values.Length);
    }

    /// <summary>The second time, the same values.</summary>
    public void Add(ReadOnlySpan<float> values)
    {
        var scale = Most > Least ? (Bins - 1) / (Most - Least) : 0;
        foreach (var value in values)
            _counts[Math.Clamp((int)((value - Least) * scale + 0.5f), 0, Bins - 1)]++;
    }

    /// <summary>The range whose bytes are nearest to the values, by mean square; what rounding loses weighs more than what is cut off.</summary>
    public ActivationRange BestRange()
    {
        var (best, least) = (ActivationRange.Of(Least, Most), double.PositiveInfinity);
        for (var low = 0; low <= Cuts; low++)
            for (var high = 0; high <= Cuts; high++)
            {
                var range = ActivationRange.Of(Math.Min(Least, 0) * Kept(low), Math.Max(Most, 0) * Kept(high));
                if (Error(range, least) is var error && error < least)
                    (best, least) = (range, error);
            }
        return best;
    }

    static float Kept(int cut) => 1 - cut / 32f;

    /// <summary>Sum of squares; given up once it exceeds <paramref name="limit"/>.</summary>
    double Error(ActivationRange range, double limit)
    {
        var (sum, step, rounding) = (0.0, (Most - (double)Least) / (Bins - 1), RoundingWeight * range.Scale * range.Scale / 12);
        var (low, high) = ((double)range.Least, (double)range.Most);
        for (var i = 0; i < Bins && sum <= limit; i++)
        {
            if (_counts[i] == 0)
                continue;
            var value = Least + i * step;
            var beyond = value - Math.Clamp(value, low, high);
            sum += _counts[i] * (beyond * beyond + rounding);
        }
        return sum;
    }
}
