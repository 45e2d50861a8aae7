using System.Numerics;
using Avatars.Fixtures;
using Avatars.Imaging;
using Avatars.Pictures;
using Avatars.PoseMaps;

namespace Avatars.Cli.Tests;

public sealed class PoseMapCommandTests
{
    string _folder = "";

    [SetUp]
    public void MakeFolder() => _folder = Directory.CreateTempSubdirectory("avatar-cli").FullName;

    [TearDown]
    public void DeleteFolder() => Directory.Delete(_folder, recursive: true);

    string In(string name) => Path.Combine(_folder, name);

    [Test]
    public void Draws_a_file_at_another_size()
    {
        var person = PeopleInPixels.Signer(new Vector2(256, 200), 1000);
        KeypointsFile.Write(In("person.json"), new KeypointFrame(KeypointLayout.Avatar128, (512, 512), [person]));
        var (code, output, errors) = CommandLine.Run("pose-map", "--keypoints", In("person.json"), "--style", "avatar", "--size", "256x256", "--out",
            In("map.png"));
        Assert.That(code, Is.Zero, errors);
        Assert.That(output, Does.Contain("256x256").And.Contain("1 person"));
        var half = Array.ConvertAll(person, point => point with { X = point.X / 2, Y = point.Y / 2 });
        var expected = new RgbImage(256, 256);
        new PoseMapRasterizer(PoseMapStyle.Avatar, 256, 256).Draw(half, expected);
        PictureAssert.AreSame(expected, PictureFile.ReadRgb(In("map.png")), "pose-map command");
    }

    [TestCase("{\"people\": [{\"pose_keypoints_2d\": [0.5, 0.5, 1]}]}", "15, 17, 18")]
    [TestCase("not json", "line 1")]
    [TestCase("{\"layout\": \"body18\", \"keypoints\": []}", "18")]
    public void A_bad_file_gives_one_line_and_nothing_else(string text, string message)
    {
        File.WriteAllText(In("bad.json"), text);
        var (code, _, errors) = CommandLine.Run("pose-map", "--keypoints", In("bad.json"), "--out", In("map.png"));
        Assert.That(code, Is.EqualTo(1));
        Assert.That(errors, Does.Contain("bad.json").And.Contain(message));
        Assert.That(errors.Trim().Split('\n'), Has.Length.EqualTo(1));
        Assert.That(Directory.GetFiles(_folder), Has.Length.EqualTo(1));
    }

    [TestCase("--size", "0x4"), TestCase("--size", "99999"), TestCase("--style", "cubist"), TestCase("--out", "map.bmp")]
    public void A_bad_option_is_named(string option, string value)
    {
        KeypointsFile.Write(In("person.json"), new KeypointFrame(KeypointLayout.Avatar128, (256, 256), [PeopleInPixels.Signer(new Vector2(128, 80), 250)]));
        var arguments = new List<string> { "pose-map", "--keypoints", In("person.json"), option, value };
        if (option != "--out")
            arguments.AddRange(["--out", In("map.png")]);
        var (code, _, errors) = CommandLine.Run([.. arguments]);
        Assert.That(code, Is.EqualTo(1));
        Assert.That(errors, Does.Contain(value));
    }

    [Test]
    public void A_size_that_only_the_file_tells_makes_a_map_of_at_most_2048()
    {
        KeypointsFile.Write(In("large.json"), new KeypointFrame(KeypointLayout.Avatar128, (16384, 8192),
            [PeopleInPixels.Signer(new Vector2(8000, 3000), 5000)]));
        var (code, output, errors) = CommandLine.Run("pose-map", "--keypoints", In("large.json"), "--out", In("map.png"));
        Assert.That(code, Is.Zero, errors);
        Assert.That(output, Does.Contain("2048x1024"));
        Assert.That(CommandLine.Run("pose-map", "--keypoints", In("large.json"), "--size", "3000x1500", "--out", In("map.png")).Output,
            Does.Contain("3000x1500"));
    }

    [Test]
    public void A_frame_of_several_can_be_asked_for()
    {
        File.WriteAllText(In("frames.json"), "[" + string.Join(",", new[] { 100, 200 }.Select(x =>
            $"{{\"people\": [{{\"pose_keypoints_2d\": [{string.Join(",", Enumerable.Range(0, 18).Select(i => $"{x + i},{40 + 10 * i},1"))}]}}], "
                + $"\"canvas_width\": 256, \"canvas_height\": 256}}")) + "]");
        var (code, _, errors) = CommandLine.Run("pose-map", "--keypoints", In("frames.json"), "--style", "fpdm-deepfashion-native", "--out", In("first.png"));
        Assert.That(code, Is.Zero);
        Assert.That(errors, Does.Contain("frame 1 of 2"));
        Assert.That(CommandLine.Run("pose-map", "--keypoints", In("frames.json"), "--style", "fpdm-deepfashion-native", "--frame", "2", "--out",
            In("second.png")).Code, Is.Zero);
        Assert.That(LeftmostColumn("first.png"), Is.LessThan(100));
        Assert.That(LeftmostColumn("second.png"), Is.EqualTo(LeftmostColumn("first.png") + 100));
        (code, _, errors) = CommandLine.Run("pose-map", "--keypoints", In("frames.json"), "--frame", "3", "--out", In("third.png"));
        Assert.That(code, Is.EqualTo(1));
        Assert.That(errors, Does.Contain("2 frames"));
    }

    [TestCase("[900, 900]", "outside"), TestCase("[0, 0]", "no person")]
    public void A_map_that_would_be_black_is_refused(string point, string message)
    {
        File.WriteAllText(In("far.json"), $"{{\"width\": 256, \"height\": 256, \"keypoints\": [{string.Join(",", Enumerable.Repeat(point, 18))}]}}");
        var (code, _, errors) = CommandLine.Run("pose-map", "--keypoints", In("far.json"), "--out", In("map.png"));
        Assert.That(code, Is.EqualTo(1));
        Assert.That(errors, Does.Contain("far.json").And.Contain(message));
        Assert.That(File.Exists(In("map.png")), Is.False);
    }

    int LeftmostColumn(string name)
    {
        var map = PictureFile.ReadRgb(In(name));
        return Enumerable.Range(0, map.Width).First(x => Enumerable.Range(0, map.Height)
            .Any(y => map.Row(y)[3 * x] + map.Row(y)[3 * x + 1] + map.Row(y)[3 * x + 2] > 0));
    }
}
