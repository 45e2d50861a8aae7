namespace Avatars.ModelBuilding.Quantization;

/// <summary>
/// What values a tensor takes. Seen twice: the first time for its bounds, the second for how often each part between them occurs; then
/// <see cref="BestRange"/> may cut off rare extremes where finer steps gain more.
/// </summary>
public sealed class ActivationStatistics
{
    const int Bins = 2048, Cuts = 24; // a cut for each 1/32 of a bound, down to a quarter
    const double RoundingWeight = 2; // against what is cut off: a coarse step shows on every plain background, a lost extreme in a few points of an edge

    readonly long[] _counts = new long[Bins];
    readonly double[] _sums = new double[Bins];

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
        {
            var bin = Math.Clamp((int)((value - Least) * scale + 0.5f), 0, Bins - 1);
            _counts[bin]++;
            _sums[bin] += value;
        }
    }

    /// <summary>The range whose bytes are nearest to the values, by mean square; what rounding loses weighs more than what is cut off.</summary>
    /// <param name="isGated">
    /// Whether the values are only read through SiLU, x / (1 + exp(-x)), so that the distance is measured behind it: its flat side needs few steps.
    /// </param>
    public ActivationRange BestRange(bool isGated = false)
    {
        var (best, least) = (ActivationRange.Of(Least, Most), double.PositiveInfinity);
        Func<double, double> read = isGated ? value => value / (1 + Math.Exp(-value)) : value => value;
        var (values, results) = (new double[Bins], new double[Bins]);
        for (var i = 0; i < Bins; i++)
            results[i] = read(values[i] = _sums[i] / Math.Max(_counts[i], 1));
        var steps = new double[ActivationRange.Levels + 1];
        for (var low = 0; low <= Cuts; low++)
            for (var high = 0; high <= Cuts; high++)
            {
                var (from, to) = (Math.Min(Least, 0) * Kept(low), Math.Max(Most, 0) * Kept(high));
                var range = ActivationRange.Of(from, to);
                foreach (var candidate in new[] { range, from < 0 ? range.Onto(from) : range, to > 0 ? range.Onto(to) : range }.Distinct())
                    if (Error(candidate, least) is var error && error < least)
                        (best, least) = (candidate, error);
            }
        return best;

        double Error(ActivationRange range, double limit)
        {
            for (var step = 0; step < steps.Length; step++)
                steps[step] = read(range.ValueOf((byte)step));
            var (sum, low, high) = (0.0, range.Least - range.Scale / 2.0, range.Most + range.Scale / 2.0);
            for (var i = 0; i < Bins && sum <= limit; i++)
                if (_counts[i] > 0)
                {
                    var distance = steps[range.ByteOf(values[i])] - results[i];
                    sum += _counts[i] * distance * distance * (values[i] < low || values[i] > high ? 1 : RoundingWeight);
                }
            return sum;
        }
    }

    static float Kept(int cut) => 1 - cut / 32f;
}
