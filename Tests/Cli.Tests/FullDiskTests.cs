using System.Diagnostics;
using Avatars.Fixtures;
using Avatars.Pictures;

namespace Avatars.Cli.Tests;

/// <summary>A disk that fills, and two programs that write at once: what stood there stays, or what is there is whole.</summary>
public sealed class FullDiskTests
{
    readonly TemporaryFolder _folder = new();
    string _model = "", _source = "", _disk = "";

    static string Wave => Path.Combine(SharedFolders.Repository, "Samples", "Motion", "wave.bvh");

    [OneTimeSetUp]
    public void Write()
    {
        _model = TinyFpdm.Write(_folder);
        _source = _folder["source.png"];
        PictureFile.Write(_source, RandomPictures.Make(40, 60, seed: 1));
        _disk = Directory.CreateDirectory(_folder["disk"]).FullName;
    }

    [OneTimeTearDown]
    public void Remove() => _folder.Dispose();

    [TestCase(8), TestCase(16), TestCase(24), TestCase(32), TestCase(48), TestCase(64)]
    public void A_film_that_does_not_fit_leaves_the_old_one(int kilobytes)
    {
        using var disk = SmallDisk.Mount(_disk, kilobytes);
        var film = Path.Combine(_disk, "film.mp4");
        File.WriteAllText(film, "old");
        var (code, _, errors) = Film(film);
        Assert.That(Directory.GetFileSystemEntries(_disk), Is.EqualTo(new[] { film }), "nothing beside it");
        if (code != 0)
        {
            Assert.That(errors.TrimEnd('\n'), Does.StartWith("avatar: ").And.Contain("disk has room").And.Not.Contain("\n"));
            Assert.That(File.ReadAllText(film), Is.EqualTo("old"));
        }
        else
            Assert.That(Decodes(film), "a success is a film that plays");
        Assert.That(code, kilobytes <= 16 ? Is.Not.Zero : Is.EqualTo(0).Or.EqualTo(1));
    }

    [Test]
    public void A_package_that_does_not_fit_is_not_there()
    {
        using var disk = SmallDisk.Mount(_disk, 64);
        var (code, _, errors) = CommandLine.Run("model", "pack", "--in", _model, "--out", Path.Combine(_disk, "m"));
        Assert.That(code, Is.EqualTo(1));
        Assert.That(errors.TrimEnd('\n'), Does.StartWith("avatar: ").And.Not.Contain("\n"));
        Assert.That(Directory.GetFileSystemEntries(_disk), Is.Empty);
    }

    /// <summary>In the place of ffmpeg stands a program that says it succeeded.</summary>
    [TestCase("cat > /dev/null; echo broken > \"$out\"", "not whole"),
        TestCase("cat > /dev/null; echo 'Error writing trailer' >&2; echo x > \"$out\"", "Error writing trailer")]
    [TestCase("cat > /dev/null", "no such file"), TestCase("exit 0", "avatar:")]
    public void An_encoder_that_only_says_success_is_not_believed(string does, string expected)
    {
        var bin = Directory.CreateDirectory(_folder["bin"]).FullName;
        File.WriteAllText(Path.Combine(bin, "ffmpeg"), $"#!/bin/sh\nfor out; do :; done\nout=${{out#file:}}\n{does}\n");
        if (OperatingSystem.IsWindows())
            Assert.Ignore("The program in ffmpeg's place is a shell script.");
        else
            File.SetUnixFileMode(Path.Combine(bin, "ffmpeg"), UnixFileMode.UserRead | UnixFileMode.UserExecute | UnixFileMode.UserWrite);
        var film = Path.Combine(Directory.CreateDirectory(_folder["believed"]).FullName, "film.mp4");
        File.WriteAllText(film, "old");
        var (code, _, errors) = CommandLine.RunWith(("PATH", bin + ":" + Environment.GetEnvironmentVariable("PATH")), FilmArguments(film));
        Assert.That(code, Is.EqualTo(1));
        Assert.That(errors.TrimEnd('\n'), Does.StartWith("avatar: ").And.Contain(expected).And.Not.Contain("\n"));
        Assert.That(File.ReadAllText(film), Is.EqualTo("old"));
        Assert.That(Directory.GetFileSystemEntries(Path.GetDirectoryName(film)!), Has.Length.EqualTo(1));
    }

    [Test]
    public void Of_programs_that_pack_into_one_folder_one_succeeds_and_its_package_is_whole()
    {
        for (var attempt = 0; attempt < 3; attempt++)
        {
            var parent = Directory.CreateDirectory(_folder[$"together-{attempt}"]).FullName;
            var package = Path.Combine(parent, "m");
            var runs = Enumerable.Range(0, 3).Select(_ => Task.Run(() => CommandLine.Run("model", "pack", "--in", _model, "--out", package))).ToArray();
            Task.WaitAll(runs);
            Assert.That(runs.Count(run => run.Result.Code == 0), Is.EqualTo(1), string.Join('\n', runs.Select(run => run.Result.Errors)));
            foreach (var run in runs.Where(run => run.Result.Code != 0))
                Assert.That(run.Result.Errors.TrimEnd('\n'), Does.StartWith("avatar: ").And.Not.Contain("\n").And.Not.Contain("fault of Avatar"));
            Assert.That(CommandLine.Run("model", "verify", package).Output, Does.Contain("networks are whole and run"));
            Assert.That(Directory.GetFiles(package, "*.onnx"), Has.Length.EqualTo(Directory.GetFiles(_model, "*.onnx").Length));
            Assert.That(Directory.GetFileSystemEntries(parent), Has.Length.EqualTo(1));
        }
    }

    (int Code, string Output, string Errors) Film(string film) => CommandLine.Run(FilmArguments(film));

    string[] FilmArguments(string film) => ["video", "--model", _model, "--source", _source, "--motion", Wave, "--seconds", "1", "--fps", "25", "--out", film];

    static bool Decodes(string film)
    {
        using var process = Process.Start(new ProcessStartInfo("ffmpeg", ["-v", "error", "-i", film, "-f", "null", "-"]) { RedirectStandardError = true })!;
        var errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 && errors.Length == 0;
    }
}
