using System.Text.Json.Nodes;

namespace Avatars.Cli.Soaking;

/// <summary>What became of memory, handles and frames over a run.</summary>
/// <param name="samples">After each turn, with nothing loaded.</param>
sealed class SoakReport(IReadOnlyList<ProcessUse> samples, FrameTimes times, long generated, double seconds)
{
    /// <summary>Megabytes an hour above which memory leaks.</summary>
    public const double MostPerHour = 1;

    const double WarmUpSeconds = 600, LargestWarmUpShare = 1.0 / 3, Megabyte = 1 << 20;

    /// <summary>Samples after the first ten minutes, or the first third of a shorter run: caches fill, methods are compiled.</summary>
    public IReadOnlyList<ProcessUse> Settled { get; } = [.. samples.Where(sample => sample.Seconds >= Math.Min(WarmUpSeconds, LargestWarmUpShare * seconds))];

    public Trend Managed => Of(static sample => sample.ManagedBytes / Megabyte);

    public Trend Native => Of(static sample => sample.NativeBytes / Megabyte);

    /// <summary>Whether something grows beyond what the noise of the samples explains.</summary>
    public bool Leaks => IsAbove(Managed, MostPerHour) || IsAbove(Native, MostPerHour) || IsAbove(Of(static sample => sample.GlObjects), 0.5)
        || Growth(static sample => sample.Handles) > 8 || Growth(static sample => sample.Threads) > 8;

    /// <summary>The last settled sample less the first.</summary>
    public long Growth(Func<ProcessUse, long> value) => Settled.Count == 0 ? 0 : value(Settled[^1]) - value(Settled[0]);

    Trend Of(Func<ProcessUse, double> value) => Trend.Of([.. Settled.Select(sample => (sample.Seconds, value(sample)))]);

    static bool IsAbove(Trend trend, double most) => trend.PerHour - 2 * trend.Error > most;

    public IEnumerable<string> Lines()
    {
        yield return FormattableString.Invariant($"{seconds / 60:0.0} minutes, {samples.Count} turns, {generated} generated frames, ")
            + $"{times.Count} frames shown";
        yield return Line("managed memory", Managed, static sample => sample.ManagedBytes);
        yield return Line("native memory", Native, static sample => sample.NativeBytes);
        yield return Line("resident memory", Of(static sample => sample.ResidentBytes / Megabyte), static sample => sample.ResidentBytes);
        yield return Count("handles", static sample => sample.Handles);
        yield return Count("threads", static sample => sample.Threads);
        yield return Count("OpenGL objects", static sample => sample.GlObjects);
        yield return FormattableString.Invariant($"frame time        p50 {times.Percentile(0.5):0.0} ms, p95 {times.Percentile(0.95):0.0} ms, ")
            + FormattableString.Invariant($"p99 {times.Percentile(0.99):0.0} ms, worst {times.Worst:0.0} ms; {times.Dropped} of 60 a second dropped");
    }

    string Line(string what, Trend trend, Func<ProcessUse, long> value) => Settled.Count == 0 ? $"{what,-17} no sample"
        : FormattableString.Invariant($"{what,-17} {trend.PerHour:+0.00;-0.00} ± {trend.Error:0.00} MB an hour, {value(Settled[0]) / Megabyte:0.0} to ")
            + FormattableString.Invariant($"{value(Settled[^1]) / Megabyte:0.0} MB");

    string Count(string what, Func<ProcessUse, long> value) => Settled.Count == 0 ? $"{what,-17} no sample"
        : $"{what,-17} {value(Settled[0])} to {value(Settled[^1])}, {Settled.Max(value)} at most";

    public JsonObject ToJson() => new()
    {
        ["seconds"] = Math.Round(seconds, 1),
        ["turns"] = samples.Count,
        ["generatedFrames"] = generated,
        ["managedMegabytesPerHour"] = Number(Managed.PerHour),
        ["nativeMegabytesPerHour"] = Number(Native.PerHour),
        ["managedError"] = Number(Managed.Error),
        ["nativeError"] = Number(Native.Error),
        ["frameMilliseconds"] = new JsonObject
        {
            ["p50"] = times.Percentile(0.5), ["p95"] = times.Percentile(0.95), ["p99"] = times.Percentile(0.99), ["worst"] = Math.Round(times.Worst, 1),
        },
        ["shownFrames"] = times.Count,
        ["droppedFrames"] = times.Dropped,
        ["leaks"] = Leaks,
        ["samples"] = new JsonArray([.. samples.Select(sample => (JsonNode)new JsonObject
        {
            ["seconds"] = Math.Round(sample.Seconds, 1), ["managedBytes"] = sample.ManagedBytes, ["nativeBytes"] = sample.NativeBytes,
            ["residentBytes"] = sample.ResidentBytes,
            ["handles"] = sample.Handles, ["threads"] = sample.Threads, ["glObjects"] = sample.GlObjects,
        })]),
    };

    static JsonNode? Number(double value) => double.IsFinite(value) ? Math.Round(value, 3) : null;
}
