using System.Diagnostics;
using System.Numerics;
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

    [Test]
    public void A_scenes_size_and_frame_rate_are_those_of_its_pictures()
    {
        var portrait = _folder["portrait.avatar.json"];
        var document = SceneFile.Read(_scene);
        document.Set("Output", "", document.Settings with { Width = 384, Height = 512, FramesPerSecond = 12 });
        SceneFile.Write(portrait, document);
        var source = Path.Combine(SharedFolders.Repository, "Samples", "Sources", "person-01.png");
        var (code, _, errors) = CommandLine.Run("generate", "--scene", portrait, "--source", source, "--out", _folder["portraits"]);
        Assert.That(code, Is.Zero, errors);
        var picture = PictureFile.ReadRgb(_folder["portraits/01-portrait.png"]);
        Assert.That((picture.Width, picture.Height), Is.EqualTo((384, 512)));
        (code, var output, errors) = CommandLine.Run("video", "--scene", portrait, "--out", _folder["portrait.mp4"], "--model", _model);
        Assert.That(code, Is.Zero, errors);
        Assert.That(output, Does.Contain("7 frames"), "half a second, both ends");
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
        SceneFile.Write(scene, new PoseDocument([new SceneSettings(Width: 256, Height: 256, Background: background, BackgroundHash: hash),
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
    public void Several_people_of_a_scene_are_in_one_film_each_where_it_stands()
    {
        var model = BodyModel();
        var scene = _folder["two.avatar.json"];
        var folder = new SceneFolder(scene);
        var person = folder.Refer(RedPerson.Write(_folder["red.person"]));
        var people = new[] { (Id: "left", X: -0.6f), (Id: "right", X: 0.6f) };
        int RedAt(bool hasLeft, bool hasRight, int half)
        {
            var shown = people.Where(one => one.Id == "left" ? hasLeft : hasRight).ToArray();
            var document = new PoseDocument([new SceneSettings(Seconds: 0.1f, Width: 256, Height: 256, Background: "#0000ff"),
                new CameraItem("front", new Vector3(0, 1, 4), new Vector3(0, 0.9f, 0), 35),
                .. shown.Select(one => new PersonItem(one.Id, "", [person], default, new Dictionary<string, float>()))]);
            foreach (var (id, x) in shown)
                document.SetKey("Place", id, TrackTarget.HipsPosition, new TrackKey(0, [x, 0.95f, 0]));
            SceneFile.Write(scene, document);
            var pictures = _folder[$"people-{hasLeft}-{hasRight}-{half}"];
            var (code, _, errors) = CommandLine.Run("export", "--scene", scene, "--format", "png", "--model", model, "--out", pictures, "--fps", "10");
            Assert.That(code, Is.Zero, errors);
            var frame = PictureFile.ReadRgb(Path.Combine(pictures, "000001.png"));
            var count = 0;
            for (var y = 0; y < frame.Height; y++)
                for (var x = half * frame.Width / 2; x < (half + 1) * frame.Width / 2; x++)
                    if (frame.Row(y)[3 * x] > 150 && frame.Row(y)[3 * x + 2] < 80)
                        count++;
            return count;
        }
        var (one, other) = (RedAt(true, false, 0), RedAt(false, true, 1));
        Assert.That(Math.Min(one, other), Is.GreaterThan(300), "pixels of a person");
        Assert.That((RedAt(true, false, 1), RedAt(false, true, 0)), Is.EqualTo((0, 0)));
        Assert.That((double)RedAt(true, true, 0), Is.EqualTo(one).Within(0.02 * one));
        Assert.That((double)RedAt(true, true, 1), Is.EqualTo(other).Within(0.1 * other), "edges are blended");
    }

    [Test]
    public void Keys_of_the_source_track_change_who_is_shown()
    {
        var model = BodyModel();
        var scene = _folder["change.avatar.json"];
        var folder = new SceneFolder(scene);
        RedPerson.Write(_folder["green.person"], new RgbColor(20, 180, 20));
        var document = new PoseDocument([new SceneSettings(Seconds: 0.3f, Background: "#0000ff"),
            new CameraItem("front", new Vector3(0, 1, 4), new Vector3(0, 0.9f, 0), 35),
            .. new[] { "left", "right" }.Select(id => new PersonItem(id, "", [folder.Refer(RedPerson.Write(_folder["red.person"]))], default,
                new Dictionary<string, float>()))]);
        document.SetKey("Place", "left", TrackTarget.HipsPosition, new TrackKey(0, [-0.6f, 0.95f, 0]));
        document.SetKey("Place", "right", TrackTarget.HipsPosition, new TrackKey(0, [0.6f, 0.95f, 0]));
        document.SetKey("Source", "left", TrackTarget.Source, new TrackKey(0.1f, [], KeyShape.Step, default, "green.person"));
        document.SetKey("Source", "left", TrackTarget.Source, new TrackKey(0.3f, [], KeyShape.Step));
        document.SetKey("Source", "right", TrackTarget.Source, new TrackKey(0.2f, [], KeyShape.Step, default, "green.person"));
        SceneFile.Write(scene, document);
        var (code, _, errors) = CommandLine.Run("export", "--scene", scene, "--format", "png", "--model", model, "--out", _folder["change"], "--fps", "10");
        Assert.That(code, Is.Zero, errors);
        var shown = Enumerable.Range(0, 4).Select(i => PictureFile.ReadRgb(Path.Combine(_folder["change"], $"{i:D6}.png")))
            .Select(frame => $"{ColourOf(frame, 0)} {ColourOf(frame, 1)}");
        Assert.That(shown, Is.EqualTo(new[] { "red red", "green red", "green green", "red green" }));
        (code, _, errors) = CommandLine.Run("generate", "--scene", scene + "@0.1", "--model", model, "--out", _folder["moment"]);
        Assert.That(code, Is.Zero, errors);
        Assert.That(ColourOf(PictureFile.ReadRgb(Path.Combine(_folder["moment"], "01-change.png")), 0), Is.EqualTo("green"));
        File.Delete(_folder["green.person"]);
        (code, _, errors) = CommandLine.Run("video", "--scene", scene, "--model", model, "--out", _folder["change.mp4"]);
        Assert.That((code, errors.Contains("'green.person' is missing", StringComparison.Ordinal)), Is.EqualTo((1, true)), errors);
    }

    static string ColourOf(RgbImage frame, int half)
    {
        var (red, green) = (0, 0);
        for (var y = 0; y < frame.Height; y++)
            for (var x = half * frame.Width / 2; x < (half + 1) * frame.Width / 2; x++)
            {
                var pixel = frame.Row(y).Slice(3 * x, 3);
                red += pixel[0] > 150 && pixel[1] < 80 && pixel[2] < 80 ? 1 : 0;
                green += pixel[1] > 130 && pixel[0] < 80 && pixel[2] < 80 ? 1 : 0;
            }
        return red > 300 && green < 30 ? "red" : green > 300 && red < 30 ? "green" : $"red {red}, green {green}";
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
