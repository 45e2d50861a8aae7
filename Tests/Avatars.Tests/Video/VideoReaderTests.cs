using System.Diagnostics;
using Avatars.Fixtures;
using Avatars.Imaging;
using Avatars.Video;

namespace Avatars.Tests.Video;

public sealed class VideoReaderTests
{
    string _folder = "";

    [SetUp]
    public void MakeFolder() => _folder = Directory.CreateTempSubdirectory("avatar-video").FullName;

    [TearDown]
    public void DeleteFolder() => Directory.Delete(_folder, recursive: true);

    [Test]
    public void A_film_that_was_written_is_read_frame_by_frame()
    {
        var film = Write(40, 24, frames: 7, framesPerSecond: 12.5);
        using var reader = new VideoReader(film);
        Assert.That(reader.FramesPerSecond, Is.EqualTo(12.5).Within(1e-6));
        Assert.That(reader.ExpectedFrames, Is.EqualTo(7));
        RgbImage? frame = null;
        for (var i = 0; reader.Read(ref frame); i++)
        {
            Assert.That((frame!.Width, frame.Height), Is.EqualTo((40, 24)));
            Assert.That(frame.Bytes[0], Is.EqualTo(20 + 30 * i).Within(4)); // lossy colours
        }
        Assert.That(reader.Count, Is.EqualTo(7));
        Assert.That(reader.Warning, Is.Null);
    }

    [Test]
    public void The_buffer_is_used_again()
    {
        using var reader = new VideoReader(Write(32, 16, frames: 2, framesPerSecond: 25));
        RgbImage? frame = null;
        reader.Read(ref frame);
        var first = frame;
        reader.Read(ref frame);
        Assert.That(frame, Is.SameAs(first));
    }

    [TestCase("90"), TestCase("270")]
    public void A_film_that_says_that_it_is_turned_is_turned(string degrees)
    {
        var film = Write(40, 24, frames: 3, framesPerSecond: 25);
        var turned = Path.Combine(_folder, "turned.mp4");
        Ffmpeg("-i", film, "-c", "copy", "-metadata:s:v:0", "rotate=" + degrees, turned);
        using var reader = new VideoReader(turned);
        RgbImage? frame = null;
        Assert.That(reader.Read(ref frame));
        Assert.That((frame!.Width, frame.Height), Is.EqualTo((24, 40)));
    }

    [Test]
    public void A_film_with_uneven_frames_is_read_at_its_mean_rate()
    {
        var film = Write(40, 24, frames: 10, framesPerSecond: 10);
        var uneven = Path.Combine(_folder, "uneven.mkv");
        Ffmpeg("-i", film, "-vf", "select='not(between(n,3,6))'", "-vsync", "vfr", uneven);
        using var reader = new VideoReader(uneven);
        RgbImage? frame = null;
        while (reader.Read(ref frame))
        {
        }
        Assert.That(reader.Count / reader.FramesPerSecond, Is.EqualTo(1).Within(0.25)); // seconds
    }

    [Test]
    public void A_film_that_was_cut_off_gives_what_is_there_and_says_so()
    {
        var film = Write(64, 48, frames: 50, framesPerSecond: 25);
        var stream = Path.Combine(_folder, "film.ts");
        Ffmpeg("-i", film, "-c:v", "libx264", "-g", "5", "-f", "mpegts", stream);
        var bytes = File.ReadAllBytes(stream);
        File.WriteAllBytes(stream, bytes[..(bytes.Length * 2 / 3)]);
        using var reader = new VideoReader(stream);
        RgbImage? frame = null;
        while (reader.Read(ref frame))
        {
        }
        Assert.That(reader.Count, Is.InRange(15, 45));
    }

    [TestCase("hello"), TestCase("")]
    public void What_is_no_film_is_one_sentence(string content)
    {
        RequireFfmpeg();
        var path = Path.Combine(_folder, "a.mp4");
        File.WriteAllText(path, content);
        Assert.That(() => new VideoReader(path), Throws.TypeOf<FormatException>().With.Message.Contains(path).And.Message.Not.Contains("@ 0x"));
    }

    [Test]
    public void A_missing_file_and_a_missing_ffmpeg_are_told_apart()
    {
        Assert.That(() => new VideoReader(Path.Combine(_folder, "none.mp4")), Throws.TypeOf<FileNotFoundException>());
        var film = Write(16, 16, frames: 1, framesPerSecond: 25);
        Assert.That(() => new VideoReader(film, "/no/such/ffmpeg"), Throws.InvalidOperationException.With.Message.Contains("Install ffmpeg"));
    }

    /// <summary>Frame i is grey of 20 + 30 i, modulo 256.</summary>
    string Write(int width, int height, int frames, double framesPerSecond)
    {
        RequireFfmpeg();
        var film = Path.Combine(_folder, "film.mp4");
        using var writer = new VideoWriter(film, width, height, new VideoOptions { FramesPerSecond = framesPerSecond, RateFactor = 8 });
        var picture = new RgbImage(width, height);
        for (var i = 0; i < frames; i++)
        {
            picture.Bytes.AsSpan().Fill((byte)(20 + 30 * i));
            writer.Write(picture);
        }
        writer.Finish();
        return film;
    }

    static void Ffmpeg(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("ffmpeg", ["-v", "error", "-y", .. arguments]))!;
        process.WaitForExit();
        Assert.That(process.ExitCode, Is.Zero);
    }

    static void RequireFfmpeg()
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo("ffmpeg", "-version") { RedirectStandardOutput = true })!;
            process.StandardOutput.ReadToEnd();
        }
        catch (System.ComponentModel.Win32Exception)
        {
            SharedFolders.Missing("ffmpeg is not installed.");
        }
    }
}
