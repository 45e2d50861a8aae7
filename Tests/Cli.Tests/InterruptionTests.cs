using System.Diagnostics;
using Avatars.Fixtures;
using Avatars.Pictures;

namespace Avatars.Cli.Tests;

/// <summary>Ctrl-C, SIGTERM and SIGHUP in the middle of long work, sent to a real process: an exit code that says so, and nothing half-written.</summary>
public sealed class InterruptionTests
{
    readonly TemporaryFolder _folder = new();
    string _model = "", _source = "";

    [OneTimeSetUp]
    public void Write()
    {
        if (OperatingSystem.IsWindows())
            Assert.Ignore("Windows has no signals to send.");
        _model = TinyFpdm.Write(_folder);
        _source = _folder["source.png"];
        PictureFile.Write(_source, RandomPictures.Make(40, 60, seed: 1));
    }

    [OneTimeTearDown]
    public void Remove() => _folder.Dispose();

    [TestCase("INT", 130), TestCase("TERM", 143), TestCase("HUP", 129)]
    public void A_film_is_given_up_and_the_old_one_stays(string signal, int expected)
    {
        var work = Directory.CreateDirectory(_folder["film-" + signal]).FullName;
        var film = Path.Combine(work, "film.mp4");
        File.WriteAllText(film, "old");
        var (code, errors) = Interrupt(signal, () => Directory.GetFiles(work, ".film.*").Length > 0,
            "video", "--model", _model, "--source", _source, "--motion",
                Path.Combine(SharedFolders.Repository, "Samples", "Motion", "wave.bvh"), "--seconds", "4000", "--fps", "240", "--out", film);
        Assert.That(code, Is.EqualTo(expected), errors);
        Assert.That(errors.Trim(), Is.EqualTo("avatar: stopped; nothing half-written was left."));
        Assert.That(Directory.GetFileSystemEntries(work), Is.EqualTo(new[] { film }));
        Assert.That(File.ReadAllText(film), Is.EqualTo("old"));
    }

    [TestCase("INT", 130), TestCase("TERM", 143), TestCase("HUP", 129)]
    public void A_model_of_published_size_is_given_up(string signal, int expected)
    {
        var work = Directory.CreateDirectory(_folder["build-" + signal]).FullName;
        var (code, errors) = Interrupt(signal, () => Directory.GetDirectories(work) is [var beside] && Directory.GetFiles(beside).Length > 0,
            "model", "build", "--size", "published", "--out", Path.Combine(work, "m"));
        Assert.That(code, Is.EqualTo(expected), errors);
        Assert.That(Directory.GetFileSystemEntries(work), Is.Empty);
    }

    [Test]
    public void Packing_is_given_up()
    {
        var work = Directory.CreateDirectory(_folder["pack"]).FullName;
        var (code, errors) = Interrupt("TERM", () => Directory.GetDirectories(work) is [var beside] && Directory.GetFiles(beside).Length > 0,
            "model", "pack", "--in", Path.Combine(SharedFolders.Repository, "Models", "fpdm-compact"), "--precision", "fp32", "--out",
                Path.Combine(work, "m"));
        if (code == 0)
            Assert.That(Directory.GetDirectories(work), Is.EqualTo(new[] { Path.Combine(work, "m") }), "it was faster than the signal, and whole");
        else
            Assert.That(Directory.GetFileSystemEntries(work), Is.Empty, errors);
    }

    [TestCase("INT", 130), TestCase("HUP", 129), Category("Assets")]
    public void A_data_set_is_given_up_between_shards_and_can_be_gone_on_with(string signal, int expected)
    {
        var work = Path.Combine(_folder.Path, "set-" + signal);
        string[] render = ["dataset", "render", "--assets", SharedFolders.Assets, "--split", "train", "--count", "100000", "--size", "64", "--out", work];
        var (code, errors) = Interrupt(signal, () => File.Exists(Path.Combine(work, "manifest.json")), render);
        if (errors.Contains("OpenGL", StringComparison.Ordinal))
            SharedFolders.Missing("There is no OpenGL to render with.");
        Assert.That(code, Is.EqualTo(expected), errors);
        Assert.That(Directory.GetFileSystemEntries(work).Select(Path.GetFileName), Has.All.Matches("^(manifest[.]json|shard-[0-9]+[.]safetensors)$"));
    }

    /// <summary>Starts the command, waits until it is in the middle of its work, and sends the signal.</summary>
    static (int Code, string Errors) Interrupt(string signal, Func<bool> isAtWork, params string[] arguments)
    {
        // Tests that a shell runs in the background have Ctrl-C ignored, and their children would have it so too.
        var (program, before) = OperatingSystem.IsLinux() ? ("env", new[] { "--default-signal=INT", "dotnet" }) : ("dotnet", []);
        var start = new ProcessStartInfo(program, [.. before, Path.Combine(AppContext.BaseDirectory, "avatar.dll"), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var (errors, output) = (process.StandardError.ReadToEndAsync(), process.StandardOutput.ReadToEndAsync());
        SpinWait.SpinUntil(() => process.HasExited || isAtWork(), HangGuard.Patience);
        if (!process.HasExited)
            using (var kill = Process.Start("kill", ["-" + signal, $"{process.Id}"]))
                kill.WaitForExit();
        if (!process.WaitForExit(HangGuard.Patience))
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"The command did not end within {HangGuard.Patience} of the signal.");
        }
        output.Wait();
        return (process.ExitCode, errors.Result);
    }
}
