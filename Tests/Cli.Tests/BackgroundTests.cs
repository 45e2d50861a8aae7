using System.Diagnostics;
using System.Numerics;
using Avatars.Body;
using Avatars.Fixtures;
using Avatars.Imaging;
using Avatars.Pictures;
using Avatars.PoseMaps;

namespace Avatars.Cli.Tests;

/// <summary>--background, as a user gives it: a red person of a person file, drawn by an untrained model of the body.</summary>
public sealed class BackgroundTests
{
    readonly TemporaryFolder _folder = new();
    readonly string _motion = Path.Combine(SharedFolders.Repository, "Samples", "Motion", "wave.bvh");
    string _model = "", _person = "";

    [OneTimeSetUp]
    public void Write()
    {
        _model = _folder["body"];
        var (code, _, errors) = CommandLine.Run("model", "build", "--size", "body", "--out", _model);
        Assert.That(code, Is.Zero, errors);
        _person = RedPerson.Write(_folder["red.person"]);
    }

    [OneTimeTearDown] public void Remove() => _folder.Dispose();

    (int Code, string Output, string Errors) Generate(string folder, params string[] more) => CommandLine.Run(
        ["generate", "--model", _model, "--source", _person, "--pose", _motion, "--out", _folder[folder], .. more]);

    [Test]
    public void Colour_picture_and_nothing_stand_behind_the_same_person()
    {
        PictureFile.Write(_folder["yellow.png"], Filled(new RgbColor(250, 240, 10)));
        foreach (var (name, text) in new[] { ("own", null), ("green", "#00C040"), ("picture", _folder["yellow.png"]), ("none", "transparent") })
        {
            var (code, _, errors) = Generate(name, text is null ? [] : ["--background", text]);
            Assert.That(code, Is.Zero, errors);
        }
        RgbaImage Read(string name) => PictureFile.ReadRgba(Path.Combine(_folder[name], "01-wave.png"));
        var (own, green, picture, none) = (Read("own"), Read("green"), Read("picture"), Read("none"));
        RgbaOf(own, 0, new RgbColor(20, 60, 200));
        RgbaOf(green, 0, new RgbColor(0, 0xC0, 0x40));
        RgbaOf(picture, 0, new RgbColor(250, 240, 10));
        Assert.That(none.Bytes[3], Is.Zero, "alpha of a corner");
        var solid = 0;
        for (var i = 0; i < none.Width * none.Height; i++)
        {
            if (none.Bytes[4 * i + 3] < 255)
                continue;
            solid++;
            foreach (var other in new[] { own, green, picture, none })
                RgbaOf(other, i, new RgbColor(200, 20, 20));
        }
        Assert.That(solid / (float)(none.Width * none.Height), Is.InRange(0.04f, 0.3f), "of the frame is the person");
    }

    [TestCase(".webm", "libvpx-vp9"), TestCase(".mov", "prores")]
    public void A_transparent_film_has_alpha(string ending, string decoder)
    {
        var film = _folder["film" + ending];
        var (code, _, errors) = CommandLine.Run("video", "--model", _model, "--source", _person, "--motion", _motion, "--seconds", "0.1", "--fps", "10",
            "--pane", "96x128", "--background", "transparent", "--out", film);
        Assert.That(code, Is.Zero, errors);
        var frame = FirstFrame(film, decoder);
        Assert.That((frame.Width, frame.Height), Is.EqualTo((96, 128)), "the person alone");
        AssertAlphaOfPerson(frame);
    }

    [Test]
    public async Task Live_pictures_have_alpha_where_their_target_has_it()
    {
        using var process = CommandLine.Start("serve", "--model", _model, "--source", _person, "--background", "transparent", "--output", "http:0",
            "--output", _folder["live.webm"], "--output", _folder["live.mp4"], "--seconds", "8", "--fps", "5");
        var place = (await process.StandardOutput.ReadLineAsync())!["Live at ".Length..];
        using var client = new HttpClient { BaseAddress = new Uri(place) };
        AssertAlphaOfPerson(PictureFile.DecodeRgba(await client.GetByteArrayAsync("frame.png"), "frame.png"));
        var opaque = PictureFile.DecodeRgb(await client.GetByteArrayAsync("frame.jpg"), "frame.jpg");
        Assert.That(opaque.Bytes[..3], Is.EqualTo(new byte[] { 128, 128, 128 }).Within(6), "a corner of the JPEG");
        var errors = await process.StandardError.ReadToEndAsync();
        Assert.That(process.WaitForExit(HangGuard.Patience));
        Assert.That(process.ExitCode, Is.Zero, errors);
        AssertAlphaOfPerson(FirstFrame(_folder["live.webm"], "libvpx-vp9"));
        Assert.That(FirstFrame(_folder["live.mp4"], "h264").Bytes[..3], Is.EqualTo(new byte[] { 128, 128, 128 }).Within(6), "a corner of the MP4");
    }

    RgbaImage FirstFrame(string film, string decoder)
    {
        using var process = Process.Start("ffmpeg",
            ["-v", "error", "-c:v", decoder, "-i", film, "-frames:v", "1", "-pix_fmt", "rgba", _folder["frame.png"], "-y"]);
        process.WaitForExit();
        return PictureFile.ReadRgba(_folder["frame.png"]);
    }

    static void AssertAlphaOfPerson(RgbaImage frame)
    {
        var alphas = frame.Bytes.Where((_, i) => i % 4 == 3).ToArray();
        Assert.That(alphas[0], Is.LessThan(4), "a corner");
        Assert.That(alphas.Count(alpha => alpha > 250) / (float)alphas.Length, Is.InRange(0.03f, 0.3f), "the person");
    }

    [TestCase("film.mp4", "transparent", "", ".webm or .mov"), TestCase("layout.webm", "transparent", "side-by-side", "--layout"),
        TestCase("film.mp4", "bluish", "", "#RRGGBB"), TestCase("film.mp4", "nowhere.png", "", "nowhere.png"), TestCase("film.avi", "red", "", ".mov")]
    public void What_cannot_be_is_one_line_before_anything_is_made(string film, string background, string layout, string named)
    {
        var (code, _, errors) = CommandLine.Run(["video", "--model", _model, "--source", _person, "--motion", _motion, "--background", background,
            "--out", _folder[film], .. layout.Length > 0 ? new[] { "--layout", layout } : []]);
        Assert.That(code, Is.EqualTo(1));
        Assert.That(errors.Trim(), Does.Contain(named).And.Not.Contain("\n"));
        Assert.That(File.Exists(_folder[film]), Is.False);
    }

    [Test]
    public void A_model_that_shows_the_sources_background_says_so()
    {
        var (code, _, errors) = CommandLine.Run("generate", "--model", TinyFpdm.Write(_folder), "--source", _person, "--pose", _motion, "--background", "red",
            "--out", _folder["refused"]);
        Assert.That(code, Is.EqualTo(1));
        Assert.That(errors.Trim(), Does.Contain("--background").And.Contain("--model").And.Not.Contain("\n"));
    }

    [Test]
    public void A_person_file_beside_other_pictures_is_refused()
    {
        var (code, _, errors) = Generate("two", "--source", _person);
        Assert.That(code, Is.EqualTo(1));
        Assert.That(errors, Does.Contain("avatar source"));
    }

    static void RgbaOf(RgbaImage picture, int pixel, RgbColor colour) =>
        Assert.That(picture.Bytes[(4 * pixel)..(4 * pixel + 3)], Is.EqualTo(new[] { colour.R, colour.G, colour.B }).Within(14),
            $"pixel {pixel}: an untrained matte is 95 % certain");

    static RgbImage Filled(RgbColor colour)
    {
        var picture = new RgbImage(32, 32);
        for (var i = 0; i < picture.Bytes.Length; i += 3)
            (picture.Bytes[i], picture.Bytes[i + 1], picture.Bytes[i + 2]) = (colour.R, colour.G, colour.B);
        return picture;
    }
}
