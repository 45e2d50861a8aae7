using Avatars.Fixtures;
using Avatars.Imaging;
using Avatars.Pictures;

namespace Avatars.Cli.Tests;

/// <summary>Motions as poses of <c>avatar generate</c>: where the person faces, how it is framed, what wrong names are told.</summary>
public sealed class MotionPoseTests
{
    readonly TemporaryFolder _folder = new();
    string _model = "", _source = "";

    [OneTimeSetUp]
    public void Write()
    {
        _model = TinyFpdm.Write(_folder);
        _source = _folder["source.png"];
        PictureFile.Write(_source, RandomPictures.Make(40, 60, seed: 1));
    }

    [OneTimeTearDown]
    public void Remove() => _folder.Dispose();

    static string Case(string name) => Path.Combine(SharedFolders.Cases, "trial", name);

    (int Code, string Output, string Errors) Generate(string pose, string output, params string[] more) =>
        CommandLine.Run(["generate", "--model", _model, "--source", _source, "--pose", pose, "--maps", "--out", _folder[output], .. more]);

    RgbImage Map(string pose, string output, params string[] more)
    {
        var (code, _, errors) = Generate(pose, output, more);
        Assert.That(code, Is.Zero, errors);
        return PictureFile.ReadRgb(Directory.GetFiles(_folder[output], "*.map.png").Single());
    }

    [Category("Cases")]
    [TestCase("away_turned_root.bvh"), TestCase("away_rest_pose.bvh")]
    public void Who_faces_away_is_turned_toward_the_camera(string file)
    {
        // The right arm points to the side: to the left of a picture from the front, to the right of one from behind.
        var camera = Map(Case(file) + "@0.2", $"{file}-camera");
        var away = Map(Case(file) + "@0.2", $"{file}-keep", "--facing", "keep");
        var yaw = Map(Case(file) + "@0.2", $"{file}-yaw", "--facing", "keep", "--yaw", "180");
        Assert.That(ReachToTheLeft(camera), Is.GreaterThan(6), "pixels of 64");
        Assert.That(ReachToTheLeft(away), Is.LessThan(-6), "pixels of 64");
        PictureAssert.AreSame(camera, yaw, "a half turn is the same as facing the camera");
    }

    [Test, Category("Cases")]
    public void A_z_up_file_gives_the_same_pictures()
    {
        foreach (var seconds in new[] { "0", "0.4", "0.8" })
            PictureAssert.AreSame(Map($"{Case("yup_walk_control.bvh")}@{seconds}", $"y{seconds}"), Map($"{Case("zup_walk.bvh")}@{seconds}", $"z{seconds}"),
                seconds);
    }

    [Test, Category("Cases")]
    public void The_first_person_who_is_seen_is_shown()
    {
        var control = Map(Case("pose_control.pose"), "control");
        PictureAssert.AreSame(control, Map(Case("pose_first_person_unseen.pose"), "seen"), "by default");
        PictureAssert.AreSame(control, Map(Case("pose_first_person_unseen.pose"), "second", "--person", "2"), "by number");
    }

    [Category("Cases")]
    [TestCase("pose_nobody_seen.pose", "pose_nobody_seen.pose: no person is detected")]
    [TestCase("names_bitmoji.fbx@1.5", "names_bitmoji.fbx': '.fbx' is no motion format. Known: .bvh, .glb, .gltf")]
    [TestCase("away_rest_pose.bvh@1,5", "'1,5' is not a number of seconds. Write it with a point, such as away_rest_pose.bvh@1.5.")]
    [TestCase("away_rest_pose.bvh@", "'' is not a number of seconds")]
    [TestCase("away_rest_pose.bvh@nan", "'nan' is not a number of seconds")]
    [TestCase("away_rest_pose.bvh@99", "the motion lasts from 0 to 0.8 seconds")]
    [TestCase("json_control.json@1.5", "'1.5' is not the number of a frame")]
    [TestCase("picture_cut_out.png@1.5", "holds one pose, not a motion. Leave out '@1.5'.")]
    [TestCase("none.bvh@1.5", "none.bvh")]
    [TestCase("noending@1.5", "is no motion format")]
    [TestCase("noending", "a name without an ending holds no pose")]
    public void Wrong_poses_are_told_in_one_line_with_the_file(string pose, string part)
    {
        var (code, output, errors) = Generate(Case(pose), "wrong");
        Assert.That(code, Is.EqualTo(1));
        Assert.That(output, Is.Empty);
        Assert.That(errors.Trim().Split('\n'), Has.Length.EqualTo(1));
        Assert.That(errors, Does.StartWith("avatar: ").And.Contain(part));
    }

    [Test]
    public void A_picture_with_an_at_in_its_name_is_a_picture()
    {
        var path = _folder["pose@2x.png"];
        PictureFile.Write(path, RandomPictures.Make(64, 64, seed: 2));
        Assert.That(Generate(path, "at").Code, Is.Zero);
        Assert.That(Generate(_folder["other@2x.png"], "at2").Errors, Does.Contain("other@2x.png"));
    }

    /// <summary>The pictures themselves: eight rows of background above the hair, in calm motions, from whole figures and from the waist up.</summary>
    [Category("Cases")]
    [TestCase("01", "full"), TestCase("02", "waist"), TestCase("04", "full"), TestCase("09", "waist"), TestCase("11", "waist")]
    public void Hair_does_not_touch_the_upper_edge(string sample, string framing)
    {
        string Repository(params string[] path) => Path.Combine([SharedFolders.Repository, .. path]);
        var output = $"hair-{sample}-{framing}";
        var (code, _, errors) = CommandLine.Run("generate", "--model", Repository("Models", "fpdm-compact"), "--source",
            Repository("Samples", "Sources", $"person-{sample}{(framing == "waist" ? "-waist" : "-256")}.png"),
            "--pose", Case("head_standing.bvh") + "@0.2", "--framing", framing, "--out", _folder[output]);
        Assert.That(code, Is.Zero, errors);
        var picture = PictureFile.ReadRgb(Directory.GetFiles(_folder[output], "*.png").Single());
        var top = Enumerable.Range(0, picture.Height).First(y => !IsBackground(picture, y));
        Assert.That(top, Is.InRange(8, framing == "waist" ? 32 : 20), "pixels of 256 above the hair");
        if (framing == "full")
            Assert.That(picture.Height - 1 - Enumerable.Range(0, picture.Height).Last(y => !IsBackground(picture, y)),
                Is.InRange(6, 16), "pixels of 256 below the shoes");
    }

    static bool IsBackground(RgbImage picture, int y)
    {
        var background = picture.Row(0)[..3];
        var strange = 0;
        for (var x = 0; x < picture.Width; x++)
            for (var c = 0; c < 3; c++)
                strange += Math.Abs(picture.Row(y)[x * 3 + c] - background[c]) > 40 ? 1 : 0;
        return strange < 3;
    }

    /// <summary>How much farther the drawing reaches to the left of the head, its highest row, than to the right.</summary>
    static int ReachToTheLeft(RgbImage map)
    {
        var columns = Enumerable.Range(0, map.Width).Where(x => Enumerable.Range(0, map.Height).Any(y => IsDrawn(map, x, y))).ToArray();
        var head = Enumerable.Range(0, map.Height).Select(y => Enumerable.Range(0, map.Width).Where(x => IsDrawn(map, x, y)).ToArray())
            .First(row => row.Length > 0);
        return (int)(2 * head.Average()) - columns[0] - columns[^1];
    }

    static bool IsDrawn(RgbImage map, int x, int y) => map.Row(y)[x * 3] + map.Row(y)[x * 3 + 1] + map.Row(y)[x * 3 + 2] > 150;

    [Test, Category("Cases")]
    public void An_animation_is_chosen_and_told()
    {
        var (code, output, errors) = Generate(Case("gltf_two_animations.glb") + "@1", "wave", "--animation", "Wave");
        Assert.That(code, Is.Zero, errors);
        Assert.That(output, Does.Contain("animation 1 'Wave' of 2: 0 'Idle', 1 'Wave'"));
        var waving = PictureFile.ReadRgb(Directory.GetFiles(_folder["wave"], "*.map.png").Single());
        Assert.That(Map(Case("gltf_two_animations.glb") + "@1", "wave-by-number", "--animation", "1").Bytes, Is.EqualTo(waving.Bytes));
        Assert.That(Map(Case("gltf_two_animations.glb") + "@1", "idle").Bytes, Is.Not.EqualTo(waving.Bytes));
        (code, _, errors) = Generate(Case("gltf_two_animations.glb"), "dance", "--animation", "Dance");
        Assert.That((code, errors.Trim().Split('\n').Length), Is.EqualTo((1, 1)));
        Assert.That(errors, Does.Contain("no animation 'Dance'").And.Contain("0 'Idle', 1 'Wave'"));
    }

    [Test, Category("Cases")]
    public void What_was_put_right_in_a_file_is_told_on_standard_error()
    {
        var (code, output, errors) = Generate(Case("bvh_fewer_frames.bvh"), "fewer");
        Assert.That(code, Is.Zero, errors);
        Assert.That(errors, Does.Contain("avatar: warning: ").And.Contain("8 frames are announced, but 5 are there"));
        Assert.That(output, Does.Not.Contain("warning"));
    }

    /// <summary>One person and motion under twelve tools' names and as VRMA: the same map to the pixel.</summary>
    [Test, Category("Cases")]
    public void One_person_under_many_names_is_one_picture()
    {
        var files = Directory.GetFiles(Path.Combine(SharedFolders.Cases, "trial"), "names_*.bvh").Order().ToArray();
        var expected = Map(files[0] + "@0.1", "names0").Bytes;
        for (var i = 1; i < files.Length; i += 4) // each takes a second
            Assert.That(Map(files[i] + "@0.1", $"names{i}").Bytes, Is.EqualTo(expected), files[i]);
    }

    [Test]
    public void Bones_are_told_by_a_file_where_names_say_nothing()
    {
        // Sample joints under numbers, and one arm without hand and fingers, so that the shape does not tell either.
        var text = File.ReadAllText(Path.Combine(SharedFolders.Repository, "Samples", "Motion", "wave.bvh"));
        var names = new List<string>();
        var lines = text.Split('\n').Select(line =>
        {
            var trimmed = line.Trim();
            if (!trimmed.StartsWith("JOINT ", StringComparison.Ordinal) && !trimmed.StartsWith("ROOT ", StringComparison.Ordinal))
                return line;
            names.Add(trimmed.Split(' ', 2)[1].Trim());
            return trimmed.Split(' ')[0] + $" n{names.Count - 1}";
        }).ToArray();
        var motion = _folder["numbered.bvh"];
        File.WriteAllText(motion, string.Join("\n", lines));
        var bones = _folder["numbered.txt"];
        var tool = new Dictionary<string, string>
        {
            ["Hips"] = "Hips", ["Spine"] = "Spine", ["Chest"] = "Spine1", ["UpperChest"] = "Spine2", ["Neck"] = "Neck", ["Head"] = "Head",
            ["LeftShoulder"] = "LeftShoulder", ["LeftUpperArm"] = "LeftArm", ["LeftLowerArm"] = "LeftForeArm", ["LeftHand"] = "LeftHand",
            ["LeftUpperLeg"] = "LeftUpLeg", ["LeftLowerLeg"] = "LeftLeg", ["LeftFoot"] = "LeftFoot", ["LeftToes"] = "LeftToeBase",
        };
        File.WriteAllLines(bones, tool.Concat(tool.Where(pair => pair.Key.StartsWith("Left", StringComparison.Ordinal))
            .Select(pair => KeyValuePair.Create(pair.Key.Replace("Left", "Right", StringComparison.Ordinal),
                pair.Value.Replace("Left", "Right", StringComparison.Ordinal))))
            .Where(pair => names.Contains(pair.Value)).Select(pair => $"{pair.Key} = n{names.IndexOf(pair.Value)}"));
        var (code, output, errors) = CommandLine.Run("motion", motion, "--bones", bones);
        Assert.That(code, Is.Zero, errors);
        Assert.That(output, Does.Contain($"RightUpperArm = n{names.IndexOf("RightArm")}"));

        File.WriteAllText(bones, "RightElbow = n3");
        (code, _, errors) = Generate(motion, "wrong", "--bones", bones);
        Assert.That((code, errors.Trim().Split('\n').Length), Is.EqualTo((1, 1)));
        Assert.That(errors, Does.Contain("line 1: 'RightElbow' is no bone"));
    }
}
