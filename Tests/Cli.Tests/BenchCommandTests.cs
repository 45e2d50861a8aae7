using System.Text.Json;
using Avatars.Fixtures;

namespace Avatars.Cli.Tests;

public sealed class BenchCommandTests
{
    [TestCase(1), TestCase(2)]
    public void Measures_a_row_for_each_number_of_steps(int inFlight)
    {
        using var folder = new TemporaryFolder();
        var file = folder["bench.json"];
        var (code, output, errors) = CommandLine.Run("bench", "--model",
            TinyFpdm.Write(folder), "--frames", "3", "--frames-in-flight", $"{inFlight}", "--json", file);
        Assert.That(code, Is.Zero, errors);
        Assert.That(output, Does.Contain("frames/s").And.Contain(inFlight == 1 ? "1 frame in flight" : "2 frames in flight"));
        using var json = JsonDocument.Parse(File.ReadAllBytes(file));
        Assert.That(json.RootElement.GetProperty("framesInFlight").GetInt32(), Is.EqualTo(inFlight));
        var processor = json.RootElement.GetProperty("processor");
        Assert.That(output, Does.Contain(processor.GetProperty("name").GetString()));
        Assert.That(processor.GetProperty("threads").GetInt32(), Is.EqualTo(Environment.ProcessorCount));
        var rows = json.RootElement.GetProperty("rows").EnumerateArray().ToArray();
        Assert.That(rows.Select(row => row.GetProperty("steps").GetInt32()), Is.EqualTo(new[] { 1, 2, 4 }));
        Assert.That(output, Does.Contain("Yardstick: pix2pix U-Net"));
        var yardstick = json.RootElement.GetProperty("yardstickMilliseconds").GetDouble();
        foreach (var row in rows)
        {
            double Of(string name) => row.GetProperty(name).GetDouble();
            var rounding = 5e-5 + 5e-4 * (yardstick + Of("framesPerSecond")) / 1000; // of the three numbers in the file
            Assert.That(Of("framesPerYardstick"), Is.EqualTo(Of("framesPerSecond") * yardstick / 1000).Within(rounding));
            Assert.That(Of("processorMilliseconds"), Is.GreaterThan(0));
            Assert.That(Of("overhead"), Is.GreaterThan(1), "a frame holds its runs");
            Assert.That(Of("framesPerSecond"), Is.GreaterThan(0).And.LessThanOrEqualTo(1.001 * inFlight * 1000 / Of("frameMilliseconds")));
            var stages = Of("poseMapMilliseconds") + Of("encodeMilliseconds") + Of("denoiseMilliseconds") + Of("decodeMilliseconds");
            Assert.That(stages, Is.GreaterThan(0).And.LessThanOrEqualTo(Of("frameMilliseconds")));
        }
    }

    /// <summary>What Linux lists by its own names.</summary>
    [Test, Platform("Linux")]
    public void The_processors_features_are_those_that_the_system_tells()
    {
        using var folder = new TemporaryFolder();
        var file = folder["bench.json"];
        Assert.That(CommandLine.Run("bench", "--model", TinyFpdm.Write(folder), "--frames", "1", "--steps", "1", "--json", file).Code, Is.Zero);
        using var json = JsonDocument.Parse(File.ReadAllBytes(file));
        string[] told = [.. json.RootElement.GetProperty("processor").GetProperty("features").EnumerateArray().Select(feature => feature.GetString()!)];
        var system = File.ReadLines("/proc/cpuinfo").Select(line => line.Split(':')).First(field => field[0].Trim() is "flags" or "Features")[1].Split(' ');
        (string Ours, string Theirs)[] names =
        [
            ("AVX2", "avx2"), ("AVX-VNNI", "avx_vnni"), ("AVX-512", "avx512f"), ("AVX-512 VNNI", "avx512_vnni"), ("AVX-512 BF16", "avx512_bf16"),
                ("AMX INT8", "amx_int8"),
            ("dotprod", "asimddp"), ("i8mm", "i8mm"),
        ];
        foreach (var (ours, theirs) in names)
            Assert.That(told.Contains(ours), Is.EqualTo(system.Contains(theirs)), ours);
    }

    [Test]
    public void A_number_of_frames_that_cannot_be_is_refused()
    {
        var (code, _, errors) = CommandLine.Run("bench", "--frames", "0");
        Assert.That(code, Is.EqualTo(1));
        Assert.That(errors, Does.Contain("--frames"));
    }
}
