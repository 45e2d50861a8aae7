using System.Text.Json;

namespace Avatars.Cli.Tests;

public sealed class BenchCommandTests
{
    [TestCase(1), TestCase(2)]
    public void Measures_a_row_for_each_number_of_steps(int inFlight)
    {
        using var folder = new TemporaryFolder();
        var file = folder["bench.json"];
        var (code, output, errors) = CommandLine.Run("bench", "--model", TinyFpdm.Write(folder), "--frames", "3", "--frames-in-flight", $"{inFlight}", "--json", file);
        Assert.That(code, Is.Zero, errors);
        Assert.That(output, Does.Contain("frames/s").And.Contain(inFlight == 1 ? "1 frame in flight" : "2 frames in flight"));
        using var json = JsonDocument.Parse(File.ReadAllBytes(file));
        Assert.That(json.RootElement.GetProperty("framesInFlight").GetInt32(), Is.EqualTo(inFlight));
        var rows = json.RootElement.GetProperty("rows").EnumerateArray().ToArray();
        Assert.That(rows.Select(row => row.GetProperty("steps").GetInt32()), Is.EqualTo(new[] { 1, 2, 4 }));
        foreach (var row in rows)
        {
            double Of(string name) => row.GetProperty(name).GetDouble();
            Assert.That(Of("overhead"), Is.GreaterThan(1), "a frame holds its runs");
            Assert.That(Of("framesPerSecond"), Is.GreaterThan(0).And.LessThanOrEqualTo(1.001 * inFlight * 1000 / Of("frameMilliseconds")));
            var stages = Of("poseMapMilliseconds") + Of("encodeMilliseconds") + Of("denoiseMilliseconds") + Of("decodeMilliseconds");
            Assert.That(stages, Is.GreaterThan(0).And.LessThanOrEqualTo(Of("frameMilliseconds")));
        }
    }

    [Test]
    public void A_number_of_frames_that_cannot_be_is_refused()
    {
        var (code, _, errors) = CommandLine.Run("bench", "--frames", "0");
        Assert.That(code, Is.EqualTo(1));
        Assert.That(errors, Does.Contain("--frames"));
    }
}
