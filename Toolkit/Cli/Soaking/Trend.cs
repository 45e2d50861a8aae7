namespace Avatars.Cli.Soaking;

/// <summary>A straight line through values over time, by least squares.</summary>
/// <param name="PerHour">Slope.</param>
/// <param name="Error">Standard error of the slope; infinite below three values.</param>
readonly record struct Trend(double PerHour, double Error)
{
    public static Trend Of(IReadOnlyList<(double Seconds, double Value)> values)
    {
        if (values.Count < 2)
            return new Trend(0, double.PositiveInfinity);
        var (time, mean) = (values.Average(one => one.Seconds), values.Average(one => one.Value));
        var spread = values.Sum(one => Math.Pow(one.Seconds - time, 2));
        if (spread == 0)
            return new Trend(0, double.PositiveInfinity);
        var slope = values.Sum(one => (one.Seconds - time) * (one.Value - mean)) / spread;
        var rest = values.Sum(one => Math.Pow(one.Value - mean - slope * (one.Seconds - time), 2));
        var error = values.Count > 2 ? Math.Sqrt(rest / (values.Count - 2) / spread) : double.PositiveInfinity;
        return new Trend(3600 * slope, 3600 * error);
    }
}
