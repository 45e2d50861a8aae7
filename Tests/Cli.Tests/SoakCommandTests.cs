using System.Text.Json;
using Avatars.Cli.Soaking;
using Avatars.Fixtures;

namespace Avatars.Cli.Tests;

public sealed class SoakCommandTests
{
    const int Megabyte = 1 << 20;

    readonly TemporaryFolder _folder = new();

    [OneTimeTearDown]
    public void Remove() => _folder.Dispose();

    /// <summary>Every turn loads and unloads all that a viewer uses; what stays behind grows with the turns, whatever the machine's speed.</summary>
    [Test, CancelAfter(600_000)]
    public void A_minute_of_changes_leaves_nothing_behind()
    {
        var model = TinyFpdm.Write(_folder, model: TinyFpdm.OnBody);
        var report = _folder["soak.json"];
        var (_, output, errors) = CommandLine.Run("soak", "--minutes", "1", "--turn", "1", "--model", model, "--threads", "1", "--report", report);
        Assert.That(File.Exists(report), Is.True, output + errors);
        var json = JsonDocument.Parse(File.ReadAllText(report)).RootElement;
        var samples = json.GetProperty("samples").EnumerateArray().ToArray();
        Assert.That(samples, Has.Length.GreaterThanOrEqualTo(8), output);
        Assert.That(json.GetProperty("generatedFrames").GetInt64(), Is.GreaterThan(samples.Length));
        // From the middle to the end, means of a quarter of the samples each.
        double Growth(string name) => Mean(samples[^(samples.Length / 4)..], name) - Mean(samples[(samples.Length / 2)..(samples.Length * 3 / 4)], name);
        Assert.That(Growth("managedBytes"), Is.LessThan(1 * Megabyte), output);
        Assert.That(Growth("nativeBytes"), Is.LessThan(24 * Megabyte), output);
        Assert.That(Growth("handles"), Is.LessThan(4), output);
        Assert.That(Growth("threads"), Is.LessThan(4), output);
        Assert.That(Growth("glObjects"), Is.Zero, output);
        if (errors.Contains("OpenGL is left out", StringComparison.Ordinal))
            SharedFolders.Missing("There is no OpenGL: its objects were not counted.");
    }

    [Test]
    public void A_trend_is_the_slope_of_the_best_line_with_its_error()
    {
        var exact = Trend.Of([.. Enumerable.Range(0, 20).Select(i => (60.0 * i, 5 + 0.5 * i))]);
        Assert.That(exact.PerHour, Is.EqualTo(30).Within(1e-9));
        Assert.That(exact.Error, Is.EqualTo(0).Within(1e-6));
        // y = 0, 1, 0, 1 at 0 to 3 s: slope 0.2 a second, residual sum 0.8, spread 5, so the error is sqrt(0.4 / 5).
        var noisy = Trend.Of([(0, 0), (1, 1), (2, 0), (3, 1)]);
        Assert.That(noisy.PerHour, Is.EqualTo(3600 * 0.2).Within(1e-9));
        Assert.That(noisy.Error, Is.EqualTo(3600 * Math.Sqrt(0.08)).Within(1e-6));
    }

    [Test]
    public void Percentiles_and_dropped_frames_are_counted()
    {
        var times = new FrameTimes();
        for (var i = 1; i <= 100; i++)
            times.Add(i, 20);
        Assert.That(times.Percentile(0.5), Is.EqualTo(50).Within(0.11));
        Assert.That(times.Percentile(0.99), Is.EqualTo(99).Within(0.11));
        Assert.That(times.Worst, Is.EqualTo(100));
        Assert.That(times.Dropped, Is.EqualTo(Enumerable.Range(1, 100).Sum(i => i / 20)));
    }

    [TestCase(2.0, true), TestCase(0.5, false)]
    public void A_leak_is_told_from_noise(double perHour, bool leaks)
    {
        var random = new Random(3);
        ProcessUse[] samples = [.. Enumerable.Range(0, 360).Select(i => new ProcessUse(10 * i, (long)((20 + perHour * i / 360) * Megabyte)
            + random.Next(Megabyte / 2), 100 * Megabyte, 300 * Megabyte, 50, 20, 3))];
        Assert.That(new SoakReport(samples, new FrameTimes(), 0, 3600).Leaks, Is.EqualTo(leaks));
    }

    static double Mean(JsonElement[] samples, string name) => samples.Average(sample => sample.GetProperty(name).GetDouble());
}
