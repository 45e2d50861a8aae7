using System.Diagnostics;
using Avatars.Fixtures;
using Avatars.Imaging;
using Avatars.Pictures;
using Avatars.Posing;
using Avatars.Rig;
using Avatars.Solving;

namespace Avatars.Cli.Tests;

public sealed class SceneTests
{
    readonly TemporaryFolder _folder = new();
    string _model = "", _scene = "";

    [OneTimeSetUp]
    public void Write()
    {
        _model = TinyFpdm.Write(_folder);
        PictureFile.Write(_folder["me.png"], RandomPictures.Make(40, 60, seed: 1));
        _scene = _folder["hello.avatar.json"];
        var folder = new SceneFolder(_scene);
        var document = new PoseDocument([new PersonItem("p", "", [folder.Refer(_folder["me.png"])], default, new Dictionary<string, float>())]);
        document.SetKey("Arm", "p", TrackTarget.Joint(HumanBodyBones.LeftUpperArm), new TrackKey(0, [0, 0, -70]));
        document.SetKey("Arm", "p", TrackTarget.Joint(HumanBodyBones.LeftUpperArm), new TrackKey(0.5f, [0, 0, 30]));
        PoseKeys.SetHand(document, "p", 0, left: true, HandShapes.Find("asl-ily"));
        SceneFile.Write(_scene, document);
    }

    [OneTimeTearDown]
    public void Remove() => _folder.Dispose();

    [Test]
    public void A_moment_of_a_scene_becomes_a_picture_of_its_person()
    {
        var (code, _, errors) = CommandLine.Run("generate", "--scene", _scene + "@0.25", "--scene", _scene, "--out", _folder["stills"], "--model",
            _model, "--maps");
        Assert.That(code, Is.Zero, errors);
        Assert.That(File.ReadAllBytes(_folder["stills/01-hello.map.png"]), Is.Not.EqualTo(File.ReadAllBytes(_folder["stills/02-hello.map.png"])));
    }

    [Test]
    public void A_scene_becomes_a_film()
    {
        var (code, output, errors) = CommandLine.Run("video", "--scene", _scene, "--out", _folder["film.mp4"], "--model", _model, "--fps", "10");
        Assert.That(code, Is.Zero, errors);
        Assert.That(output, Does.Contain("6 frames"));
    }

    [TestCase("@2", "lasts from 0 to 0.5 seconds"), TestCase("@x", "not a number of seconds")]
    public void A_second_outside_the_scene_is_refused(string at, string message)
    {
        var (code, _, errors) = CommandLine.Run("generate", "--scene", _scene + at, "--out", _folder["none"], "--model", _model);
        Assert.That(code, Is.Not.Zero);
        Assert.That(errors, Does.Contain(message));
        Assert.That(_folder["none"], Does.Not.Exist);
    }

    [Test]
    public void A_source_picture_that_is_another_one_is_named()
    {
        using var other = new TemporaryFolder();
        File.Copy(_scene, other["hello.avatar.json"]);
        PictureFile.Write(other["me.png"], RandomPictures.Make(40, 60, seed: 2));
        var (code, _, errors) = CommandLine.Run("video", "--scene", other["hello.avatar.json"], "--out", other["film.mp4"], "--model", _model);
        Assert.That(code, Is.Not.Zero);
        Assert.That(errors, Does.Contain("'me.png' is not the one"));
    }

    [TestCase("#00c040", 0, 0xC0, 0x40), TestCase("sea.png", 20, 60, 200)]
    public void A_scenes_background_stands_behind_its_person(string background, int red, int green, int blue)
    {
        var model = BodyModel();
        var person = RedPerson.Write(_folder["red.person"]);
        var sea = new RgbImage(16, 16);
        for (var i = 0; i < sea.Bytes.Length; i += 3)
            (sea.Bytes[i], sea.Bytes[i + 1], sea.Bytes[i + 2]) = (20, 60, 200);
        PictureFile.Write(_folder["sea.png"], sea);
        var scene = _folder["background.avatar.json"];
        var folder = new SceneFolder(scene);
        var hash = background[0] == '#' ? "" : SceneFolder.HashOf(_folder[background]);
        SceneFile.Write(scene, new PoseDocument([new SceneSettings(Background: background, BackgroundHash: hash),
            new PersonItem("p", "", [folder.Refer(person)], default, new Dictionary<string, float>())]));
        foreach (var given in new[] { false, true })
        {
            var pictures = _folder[given ? "white" : "own"];
            string[] more = given ? ["--background", "white"] : [];
            var (code, _, errors) = CommandLine.Run(["generate", "--scene", scene, "--model", model, "--out", pictures, .. more]);
            Assert.That(code, Is.Zero, errors);
            var picture = PictureFile.ReadRgb(Path.Combine(pictures, "01-background.png"));
            int[] expected = given ? [255, 255, 255] : [red, green, blue];
            for (var channel = 0; channel < 3; channel++)
                Assert.That(picture.Bytes[channel], Is.EqualTo(expected[channel]).Within(6), "of a corner, by the scene, or by the command line");
        }
    }

    [Test]
    public void A_background_that_is_no_colour_is_named()
    {
        var scene = _folder["wrong.avatar.json"];
        SceneFile.Write(scene, new PoseDocument([new SceneSettings(Background: "#12"),
            new PersonItem("p", "", [], default, new Dictionary<string, float>())]));
        var (code, _, errors) = CommandLine.Run("video", "--scene", scene, "--out", _folder["none.mp4"], "--model", _model);
        Assert.That(code, Is.Not.Zero);
        Assert.That(errors.Trim(), Does.Contain("wrong.avatar.json").And.Contain("'#12' is no background").And.Not.Contain("\n"));
    }

    [Test]
    public void A_film_has_the_scenes_recording_when_asked()
    {
        File.WriteAllBytes(_folder["speech.wav"], WavFiles.Make(0.5));
        var scene = _folder["talk.avatar.json"];
        var document = SceneFile.Read(_scene);
        document.Set("Sound", new SoundItem("speech", new SceneFolder(scene).Refer(_folder["speech.wav"])));
        SceneFile.Write(scene, document);
        string Streams(string sound, string film)
        {
            var (code, _, errors) = CommandLine.Run(["video", "--scene", scene, "--out", film, "--model", _model, "--fps", "10",
                .. sound.Length > 0 ? (string[])["--sound", sound] : []]);
            Assert.That(code, Is.Zero, errors);
            var start = new ProcessStartInfo("ffprobe", ["-loglevel", "error", "-show_entries", "stream=codec_type", "-of", "csv=p=0", film])
            {
                RedirectStandardOutput = true,
            };
            using var probe = Process.Start(start)!;
            return probe.StandardOutput.ReadToEnd().Trim().Replace('\n', ' ');
        }
        Assert.That(Streams("", _folder["silent.mp4"]), Is.EqualTo("video"));
        Assert.That(Streams("scene", _folder["loud.mp4"]), Is.EqualTo("video audio"));
        Assert.That(Streams(_folder["speech.wav"], _folder["loud.webm"]), Is.EqualTo("video audio"));
        var (wrong, _, message) = CommandLine.Run("video", "--scene", _scene, "--out", _folder["no.mp4"], "--model", _model, "--sound", "scene");
        Assert.That(wrong, Is.Not.Zero);
        Assert.That(message, Does.Contain("hello.avatar.json: the scene has no recording"));
    }

    string BodyModel()
    {
        var model = _folder["body"];
        if (!Directory.Exists(model))
            Assert.That(CommandLine.Run("model", "build", "--size", "body", "--out", model).Code, Is.Zero);
        return model;
    }
}
