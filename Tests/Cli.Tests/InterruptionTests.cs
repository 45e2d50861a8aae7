using System.Diagnostics;
using System.Text;
using Avatars.Fixtures;
using Avatars.Pictures;
using Avatars.PoseMaps;

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

    [TestCase("INT"), TestCase("KILL")]
    public void A_film_goes_on_where_it_was_stopped_and_is_the_same(string signal)
    {
        var work = Directory.CreateDirectory(_folder["resume-" + signal]).FullName;
        string[] Film(string file, bool resume) => ["video", "--model", _model, "--source", _source, "--motion",
            Path.Combine(SharedFolders.Repository, "Samples", "Motion", "wave.bvh"), "--seconds", "3", "--fps", "100", "--out", file,
            .. resume ? new[] { "--resume" } : []];
        var (once, film) = (Path.Combine(work, "once.mp4"), Path.Combine(work, "film.mp4"));
        Assert.That(CommandLine.Run(Film(once, resume: false)).Code, Is.Zero);
        var frames = film + ".frames";
        var (code, _) = Interrupt(signal, () => Directory.Exists(frames) && Directory.GetFiles(frames, "0*.png").Length > 20, Film(film, resume: true));
        Assert.That(code, Is.Not.Zero);
        Assert.That(File.Exists(film), Is.False);
        var kept = Directory.GetFiles(frames, "0*.png").Length;
        Assert.That(kept, Is.InRange(21, 300));
        Assert.That(CommandLine.Run([.. Film(film, resume: true), "--steps", "2"]).Errors, Does.Contain("frames of another film"));
        var (again, output, errors) = CommandLine.Run(Film(film, resume: true));
        Assert.That(again, Is.Zero, errors);
        Assert.That(output, Does.Contain($"{kept} of 301 frames were kept"));
        Assert.That(File.ReadAllBytes(film), Is.EqualTo(File.ReadAllBytes(once)));
        Assert.That(Directory.Exists(frames), Is.False);
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

    [TestCase("INT", 130), TestCase("TERM", 143)]
    public void Pictures_end_at_the_next_one_and_those_written_stay(string signal, int expected)
    {
        var work = _folder["pictures-" + signal];
        var pose = _folder["pose.keypoints.json"];
        KeypointsFile.Write(pose, new KeypointFrame(KeypointLayout.Avatar128, (64, 64), [PeopleInPixels.Signer(new(32, 20), 20)]));
        var (code, errors) = Interrupt(signal, () => Directory.Exists(work) && Directory.GetFiles(work).Length > 2,
            ["generate", "--model", _model, "--source", _source, "--out", work, .. Enumerable.Repeat<string[]>(["--pose", pose], 5000)
                .SelectMany(one => one)]);
        Assert.That(code, Is.EqualTo(expected), errors);
        Assert.That(errors.Trim(), Is.EqualTo("avatar: stopped; nothing half-written was left."));
        Assert.That(Directory.GetFiles(work).Select(Path.GetFileName), Has.All.Matches("^[0-9]+-pose.*[.]png$").And.Length.InRange(3, 4999));
    }

    [Test]
    public void A_benchmark_ends_at_the_next_frame()
    {
        var json = _folder["bench.json"];
        var (code, errors) = Interrupt("INT", output => output.Contains("processors", StringComparison.Ordinal),
            "bench", "--model", _model, "--frames", "100000", "--json", json);
        Assert.That(code, Is.EqualTo(130), errors);
        Assert.That(errors.Trim(), Is.EqualTo("avatar: stopped; nothing half-written was left."));
        Assert.That(File.Exists(json), Is.False);
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

    static (int Code, string Errors) Interrupt(string signal, Func<bool> isAtWork, params string[] arguments) =>
        Interrupt(signal, _ => isAtWork(), arguments);

    /// <summary>Starts the command, waits until it is in the middle of its work, and sends the signal.</summary>
    /// <param name="isAtWork">Receives what was printed so far.</param>
    static (int Code, string Errors) Interrupt(string signal, Func<string, bool> isAtWork, params string[] arguments)
    {
        using var process = CommandLine.Start(arguments);
        var printed = new StringBuilder();
        process.OutputDataReceived += (_, line) =>
        {
            lock (printed)
                printed.AppendLine(line.Data);
        };
        process.BeginOutputReadLine();
        var errors = process.StandardError.ReadToEndAsync();
        SpinWait.SpinUntil(() => process.HasExited || isAtWork(Printed()), HangGuard.Patience);
        if (!process.HasExited)
            using (var kill = Process.Start("kill", ["-" + signal, $"{process.Id}"]))
                kill.WaitForExit();
        if (!process.WaitForExit(HangGuard.Patience))
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"The command did not end within {HangGuard.Patience} of the signal.");
        }
        return (process.ExitCode, errors.Result);

        string Printed()
        {
            lock (printed)
                return printed.ToString();
        }
    }
}
