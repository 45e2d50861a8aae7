using System.Text.Json;
using Avatars.Fixtures;

namespace Avatars.Cli.Tests;

public sealed class BenchSystemsCommandTests
{
    [Test]
    public void Builds_once_and_measures_a_row_in_a_process_of_its_own()
    {
        using var folder = new TemporaryFolder();
        string[] command = ["bench", "systems", "--system", "fpdm", "--size", "compact", "--precision", "fp32", "--steps", "2", "--cache",
            folder["cache"], "--json", folder["systems.json"]];
        var (code, output, errors) = CommandLine.Run(command);
        Assert.That(code, Is.Zero, errors);
        Assert.That(errors, Does.Contain("Building"));
        Assert.That(output, Does.Contain("fpdm").And.Contain("GFLOP/s"));
        using var json = JsonDocument.Parse(File.ReadAllBytes(folder["systems.json"]));
        var row = json.RootElement.GetProperty("rows")[0];
        double Of(string name) => row.GetProperty(name).GetDouble();
        Assert.That(Of("peakBytes"), Is.GreaterThan(Of("weightBytes")), "weights are in memory");
        Assert.That(Of("peakBytes"), Is.GreaterThanOrEqualTo(Of("loadedPeakBytes")));
        Assert.That(2 * Of("stepSeconds"), Is.GreaterThan(0).And.LessThan(Of("pictureSeconds")), "a picture holds its steps");
        Assert.That(Of("gigaflopsPerSecond"), Is.EqualTo(Of("stepOperations") / 1e9 / Of("stepSeconds")).Within(1).Percent);
        var written = File.GetLastWriteTimeUtc(folder["cache/fpdm-compact-fp32/model.json"]);
        Assert.That(CommandLine.Run(command).Errors, Does.Not.Contain("Building"));
        Assert.That(File.GetLastWriteTimeUtc(folder["cache/fpdm-compact-fp32/model.json"]), Is.EqualTo(written));
    }

    [Test]
    public void What_cannot_be_measured_is_told_in_one_line()
    {
        var (code, _, errors) = CommandLine.Run("bench", "systems", "--measure", "/nowhere");
        Assert.That(code, Is.EqualTo(1));
        Assert.That(errors.Trim().Split('\n'), Has.Length.EqualTo(1));
    }
}
