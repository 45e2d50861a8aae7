using Avatars.Fixtures;

namespace Avatars.Cli.Tests;

/// <summary>ONNX Runtime keeps no records of what is run, and has none to send.</summary>
public sealed class RuntimeTelemetryTests
{
    [Test]
    public void A_command_that_runs_networks_leaves_nothing_in_the_cache()
    {
        using var folder = new TemporaryFolder();
        var cache = Directory.CreateDirectory(folder["cache"]).FullName;
        var (code, _, errors) = CommandLine.RunWith(("XDG_CACHE_HOME", cache), "model", "verify", TinyFpdm.Write(folder));
        Assert.That(code, Is.Zero, errors);
        Assert.That(Directory.EnumerateFileSystemEntries(cache), Is.Empty);
    }
}
