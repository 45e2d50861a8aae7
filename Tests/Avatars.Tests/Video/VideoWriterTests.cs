using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.Versioning;
using Avatars.Fixtures;
using Avatars.Imaging;
using Avatars.Video;

namespace Avatars.Tests.Video;

public sealed class VideoWriterTests
{
    string _folder = "";

    [SetUp]
    public void MakeFolder() => _folder = Directory.CreateTempSubdirectory("avatar-video").FullName;

    [TearDown]
    public void DeleteFolder() => Directory.Delete(_folder, recursive: true);

    string Film => Path.Combine(_folder, "film.mp4");

    /// <summary>A colour gradient that moves with the frame's number; smooth, so that halved colour resolution costs little.</summary>
    static RgbImage Frame(int width, int height, int number)
    {
        var frame = new RgbImage(width, height);
        for (var y = 0; y < height; y++)
            for (var x = 0; x < width; x++)
                (frame.Row(y)[3 * x], frame.Row(y)[3 * x + 1], frame.Row(y)[3 * x + 2]) =
                    ((byte)(40 + x * 150 / width), (byte)(60 + y * 100 / height), (byte)(40 + number * 10));
        return frame;
    }

    [TestCase(64, 48), TestCase(63, 47), TestCase(1, 1), TestCase(66, 35)]
    public void A_film_shows_its_frames(int width, int height)
    {
        RequireFfmpeg();
        using (var writer = new VideoWriter(Film, width, height, new VideoOptions { RateFactor = 8 }))
        {
            for (var i = 0; i < 12; i++)
                writer.Write(Frame(width, height, i));
            writer.Finish();
        }
        var (evenWidth, evenHeight) = (width + width % 2, height + height % 2);
        var decoded = Decode(Film);
        Assert.That(decoded, Has.Length.EqualTo(12 * evenWidth * evenHeight * 3));
        for (var i = 0; i < 12; i++)
        {
            var expected = Frame(width, height, i);
            double sum = 0;
            for (var y = 0; y < height; y++)
                for (var b = 0; b < width * 3; b++)
                    sum += Math.Abs(expected.Row(y)[b] - decoded[(i * evenHeight + y) * evenWidth * 3 + b]);
            Assert.That(sum / (width * height * 3), Is.LessThan(4), $"frame {i}: mean difference in levels"); // 8-bit YUV with halved colour
        }
        Assert.That(Directory.GetFiles(_folder), Has.Length.EqualTo(1));
    }

    [Test]
    public void What_is_not_finished_leaves_nothing_and_spares_the_old_film()
    {
        RequireFfmpeg();
        File.WriteAllText(Film, "old");
        using (var writer = new VideoWriter(Film, 64, 48))
            for (var i = 0; i < 5; i++)
                writer.Write(Frame(64, 48, i));
        Assert.That(Directory.GetFiles(_folder), Is.EqualTo(new[] { Film }));
        Assert.That(File.ReadAllText(Film), Is.EqualTo("old"));
    }

    [Test]
    public void A_film_without_frames_is_refused()
    {
        RequireFfmpeg();
        using var writer = new VideoWriter(Film, 64, 48);
        Assert.That(writer.Finish, Throws.InvalidOperationException.With.Message.Contains("no frames"));
    }

    [Test]
    public void A_missing_ffmpeg_is_told_with_the_remedy()
    {
        Assert.That(() => new VideoWriter(Film, 64, 48, new VideoOptions { Program = "ffmpeg-that-is-not-there" }),
            Throws.InvalidOperationException.With.Message.Contains("ffmpeg-that-is-not-there").And.Message.Contains("Install"));
        Assert.That(Directory.GetFiles(_folder), Is.Empty);
    }

    [Test, Platform(Exclude = "Win", Reason = "The dying program is a shell script."), UnsupportedOSPlatform("windows")]
    public void An_ffmpeg_that_dies_is_quoted()
    {
        var program = Path.Combine(_folder, "dying");
        File.WriteAllText(program, "#!/bin/sh\necho 'no encoder today' >&2\nexit 3\n");
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        Assert.That(() =>
        {
            using var writer = new VideoWriter(Film, 640, 480, new VideoOptions { Program = program });
            for (var i = 0; i < 100; i++)
                writer.Write(Frame(640, 480, i));
            writer.Finish();
        }, Throws.TypeOf<IOException>().With.Message.Contains("no encoder today").And.Message.Contains("code 3"));
        Assert.That(Directory.GetFiles(_folder), Is.EqualTo(new[] { program }));
    }

    [Test]
    public void Bad_arguments_are_refused_before_ffmpeg_starts()
    {
        Assert.That(() => new VideoWriter("film.avi", 64, 48), Throws.ArgumentException.With.Message.Contains("film.avi"));
        Assert.That(() => new VideoWriter(Film, 0, 48), Throws.InstanceOf<ArgumentException>());
        Assert.That(() => new VideoWriter(Film, 64, 48, new VideoOptions { FramesPerSecond = double.NaN }), Throws.ArgumentException);
        Assert.That(() => new VideoWriter(Film, 64, 48, new VideoOptions { RateFactor = 60 }), Throws.ArgumentException.With.Message.Contains("60"));
    }

    [Test]
    public void A_frame_of_another_size_is_refused()
    {
        RequireFfmpeg();
        using var writer = new VideoWriter(Film, 64, 48);
        Assert.That(() => writer.Write(new RgbImage(48, 64)), Throws.ArgumentException.With.Message.Contains("48x64"));
    }

    /// <summary>A disc of alpha over a gradient, in both formats that can hold it, decoded with its alpha.</summary>
    [TestCase(".webm", 64, 48), TestCase(".mov", 64, 48), TestCase(".mov", 63, 47), TestCase(".webm", 63, 47)]
    public void A_transparent_film_keeps_its_alpha(string ending, int width, int height)
    {
        RequireFfmpeg();
        var path = Path.Combine(_folder, "film" + ending);
        var frames = Enumerable.Range(0, 5).Select(number => Transparent(Frame(width, height, number), number)).ToArray();
        using (var writer = new VideoWriter(path, width, height, new VideoOptions { RateFactor = 8, HasAlpha = true }))
        {
            foreach (var frame in frames)
                writer.Write(frame);
            Assert.That(() => writer.Write(new RgbImage(width, height)), Throws.ArgumentException.With.Message.Contains("HasAlpha"));
            writer.Finish();
        }
        var evenWidth = width + width % 2;
        var stride = evenWidth * (height + height % 2) * 4;
        var decoded = Decode(path, "rgba", ending == ".webm" ? ["-c:v", "libvpx-vp9"] : []); // ffmpeg's own VP9 decoder drops alpha
        Assert.That(decoded, Has.Length.EqualTo(5 * stride));
        for (var i = 0; i < frames.Length; i++)
        {
            double alphas = 0, colours = 0, solid = 0;
            for (var pixel = 0; pixel < width * height; pixel++)
            {
                var at = i * stride + 4 * (pixel / width * evenWidth + pixel % width);
                alphas += Math.Abs(frames[i].Bytes[4 * pixel + 3] - decoded[at + 3]);
                if (frames[i].Bytes[4 * pixel + 3] < 255)
                    continue;
                solid++;
                for (var k = 0; k < 3; k++)
                    colours += Math.Abs(frames[i].Bytes[4 * pixel + k] - decoded[at + k]) / 3.0;
            }
            Assert.That(alphas / (width * height), Is.LessThan(3), $"frame {i}: mean difference of alpha in levels");
            Assert.That(colours / solid, Is.LessThan(5), $"frame {i}: mean difference of colour in levels");
        }
    }

    static RgbaImage Transparent(RgbImage picture, int number)
    {
        var bytes = new byte[4 * picture.Width * picture.Height];
        for (var i = 0; i < picture.Width * picture.Height; i++)
        {
            picture.Bytes.AsSpan(3 * i, 3).CopyTo(bytes.AsSpan(4 * i));
            var (x, y) = (i % picture.Width - 20 - number, i / picture.Width - 24);
            bytes[4 * i + 3] = (byte)Math.Clamp(255 * (16 - MathF.Sqrt(x * x + y * y)), 0, 255);
        }
        return new RgbaImage(picture.Width, picture.Height, bytes);
    }

    [Test]
    public void An_mp4_film_cannot_be_transparent() =>
        Assert.That(() => new VideoWriter(Film, 64, 48, new VideoOptions { HasAlpha = true }),
            Throws.ArgumentException.With.Message.Contains(".webm or .mov"));

    /// <summary>All frames as rows of RGB.</summary>
    static byte[] Decode(string path, string format = "rgb24", params string[] decoder)
    {
        var start = new ProcessStartInfo("ffmpeg", ["-v", "error", .. decoder, "-i", path, "-f", "rawvideo", "-pix_fmt", format, "pipe:1"])
        {
            RedirectStandardOutput = true,
        };
        using var process = Process.Start(start)!;
        using var memory = new MemoryStream();
        process.StandardOutput.BaseStream.CopyTo(memory);
        process.WaitForExit();
        return memory.ToArray();
    }

    static void RequireFfmpeg()
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo("ffmpeg", ["-version"]) { RedirectStandardOutput = true })!;
            process.StandardOutput.ReadToEnd();
        }
        catch (Win32Exception)
        {
            SharedFolders.Missing("ffmpeg is not on the PATH.");
        }
    }
}
