using System.Diagnostics;
using System.Globalization;
using System.Numerics;
using System.Text.Json;
using Avatars.Fixtures;
using Avatars.Formats;
using Avatars.Pictures;
using Avatars.PoseMaps;
using Avatars.Posing;
using Avatars.Rig;
using Avatars.ScriptHost;
using Avatars.Solving;

namespace Avatars.Cli.Tests;

/// <summary>What is exported is read again, by this library and by others.</summary>
public sealed class ExportCommandTests
{
    const float Radians = 1e-4f;

    static readonly string Body = Path.Combine(SharedFolders.Repository, "Models", "body", "human.body");

    readonly TemporaryFolder _folder = new();
    string _scene = "";
    ScenePoseSource _source = null!;

    [OneTimeSetUp]
    public void Write()
    {
        _scene = _folder["dance.avatar.json"];
        var document = new PoseDocument([new SceneSettings("Dance", 1, 30), new PersonItem("p", "", [], default, new Dictionary<string, float>()),
            new CameraItem("main", new(0.4f, 1.2f, 3), new(0, 1, 0), 40)]);
        var random = new Random(3);
        var local = new JointTransform[StandardHumanoid.Skeleton.Count];
        foreach (var time in new[] { 0, 0.4f, 1 })
        {
            StandardHumanoid.Skeleton.CopyRestTo(local);
            var muscles = new float[Muscles.Count];
            for (var i = 0; i < muscles.Length; i++)
                muscles[i] = random.NextSingle() - 0.5f;
            new MuscleSpace(StandardHumanoid.Map).Write(muscles, local);
            PoseKeys.Set(document, "p", time, local, default, "Pose");
        }
        document.SetKey("Smile", "p", TrackTarget.Expression("happy"), new TrackKey(0, [0]));
        document.SetKey("Smile", "p", TrackTarget.Expression("happy"), new TrackKey(1, [0.8f]));
        SceneFile.Write(_scene, document);
        _source = new ScenePoseSource(document);
    }

    [OneTimeTearDown]
    public void Remove() => _folder.Dispose();

    /// <summary>A performer on a real socket holds an arm up and smiles; the recording is a motion that a scene can play.</summary>
    [Test]
    public void Live_motion_is_recorded_with_its_expressions()
    {
        using var free = new System.Net.Sockets.UdpClient(new System.Net.IPEndPoint(System.Net.IPAddress.Loopback, 0));
        var port = ((System.Net.IPEndPoint)free.Client.LocalEndPoint!).Port;
        free.Dispose();
        using var performer = new Live.VmcSender(StandardHumanoid.Map, new System.Net.IPEndPoint(System.Net.IPAddress.Loopback, port));
        using var isDone = new CancellationTokenSource();
        var pose = new Pose(StandardHumanoid.Skeleton, "happy");
        var arm = StandardHumanoid.Map[HumanBodyBones.LeftUpperArm];
        pose.Joints[arm] = pose.Joints[arm] with { Rotation = Quaternion.CreateFromAxisAngle(Vector3.UnitZ, 1) * pose.Joints[arm].Rotation };
        pose.Weights[0] = 0.5f;
        var sending = Task.Run(() =>
        {
            for (var frame = 0; !isDone.IsCancellationRequested; frame++, Thread.Sleep(10))
                performer.Send(pose, frame * 0.01f);
        });
        var path = _folder["take.vrma"];
        var (code, output, errors) = CommandLine.Run("export", "--live", $"vmc:{port}", "--seconds", "0.5", "--fps", "10", "--out", path);
        isDone.Cancel();
        sending.Wait();
        Assert.That(code, Is.Zero, errors);
        Assert.That(output, Does.Contain("6 frames"));
        var clip = MotionFile.Read(path).For(StandardHumanoid.Map);
        var read = clip.MakePose();
        clip.Sample(clip.Length, read);
        Assert.That(read.Weights[read.IndexOf("happy")], Is.EqualTo(0.5f).Within(0.01f));
        Assert.That(MathF.Abs(Quaternion.Dot(read.Joints[arm].Rotation, pose.Joints[arm].Rotation)), Is.GreaterThan(0.9999f), "1.6 degrees");
        Assert.That(CommandLine.Run("export", "--live", "vmc", "--seconds", "0", "--out", path).Errors, Does.Contain("--seconds 0"));
    }

    [TestCase("dance.bvh"), TestCase("dance.glb")]
    public void Joints_survive_within_a_ten_thousandth_of_a_radian(string name)
    {
        var motion = MotionFile.Read(Export(name));
        var (pose, read) = (_source.MakePose(), new JointTransform[motion.Skeleton.Count]);
        foreach (var frame in new[] { 0, 7, 12, 30 })
        {
            _source.Sample(frame / 30f, pose);
            motion.Clip.Sample(frame / 30f, read);
            for (var i = 0; i < pose.Joints.Length; i++)
                Assert.That(Angle(pose.Joints[i].Rotation, read[motion.Skeleton.IndexOf(StandardHumanoid.Skeleton[i].Name)].Rotation),
                    Is.LessThan(Radians), $"radians, {StandardHumanoid.Skeleton[i].Name}, frame {frame}");
        }
    }

    [Test]
    public void A_VRM_animation_rests_in_the_T_pose_and_keeps_bones_and_expressions()
    {
        var path = Export("dance.vrma");
        var motion = MotionFile.Read(path);
        Assert.That(motion.Map!.Has(HumanBodyBones.LeftThumbProximal));
        var arm = motion.Skeleton[motion.Map[HumanBodyBones.LeftUpperArm]].Rest.Rotation;
        Assert.That(Angle(arm, Quaternion.Identity), Is.LessThan(1e-3f), "the arm of the T pose is level");
        var (pose, read) = (_source.MakePose(), new JointTransform[motion.Skeleton.Count]);
        _source.Sample(0.4f, pose);
        motion.Clip.Sample(0.4f, read);
        foreach (var bone in new[] { HumanBodyBones.LeftUpperArm, HumanBodyBones.RightThumbProximal, HumanBodyBones.Neck, HumanBodyBones.LeftFoot })
            Assert.That(Angle(pose.Joints[StandardHumanoid.Map[bone]].Rotation, read[motion.Map[bone]].Rotation), Is.LessThan(Radians), bone.ToString());
        var bytes = File.ReadAllBytes(path);
        using var json = JsonDocument.Parse(bytes.AsMemory(20, BitConverter.ToInt32(bytes, 12)));
        var extension = json.RootElement.GetProperty("extensions").GetProperty("VRMC_vrm_animation");
        Assert.That(extension.GetProperty("expressions").GetProperty("preset").TryGetProperty("happy", out _));
        Assert.That(extension.GetProperty("humanoid").GetProperty("humanBones").TryGetProperty("leftThumbMetacarpal", out _));
    }

    [TestCase("openpose", 25), TestCase("openpose18", 18)]
    public void OpenPose_keypoints_are_where_the_camera_sees_them(string format, int count)
    {
        using var json = JsonDocument.Parse(File.ReadAllText(Export("keypoints.json", "--format", format)));
        var frame = json.RootElement[12];
        Assert.That(frame.GetProperty("canvas_width").GetInt32(), Is.EqualTo(512));
        var person = frame.GetProperty("people")[0];
        var body = person.GetProperty("pose_keypoints_2d").EnumerateArray().Select(value => value.GetSingle()).ToArray();
        Assert.That(body, Has.Length.EqualTo(3 * count));
        AssertNear(body, 2, HumanBodyBones.RightUpperArm);
        AssertNear(body, 7, HumanBodyBones.LeftHand);
        var hand = person.GetProperty("hand_left_keypoints_2d").EnumerateArray().Select(value => value.GetSingle()).ToArray();
        AssertNear(hand, 5, HumanBodyBones.LeftIndexProximal);
        Assert.That(person.GetProperty("face_keypoints_2d").GetArrayLength(), Is.EqualTo(210));
    }

    [Test]
    public void COCO_WholeBody_has_133_points()
    {
        using var json = JsonDocument.Parse(File.ReadAllText(Export("coco.json", "--format", "coco133")));
        var points = json.RootElement[12].GetProperty("instances")[0].GetProperty("keypoints").EnumerateArray()
            .SelectMany(point => new[] { point[0].GetSingle(), point[1].GetSingle(), 1 }).ToArray();
        Assert.That(points, Has.Length.EqualTo(3 * 133));
        AssertNear(points, 7, HumanBodyBones.LeftLowerArm);
        AssertNear(points, 16, HumanBodyBones.RightFoot, within: 12); // COCO's ankle is above the joint
        AssertNear(points, 91 + 5, HumanBodyBones.LeftIndexProximal);
    }

    [Test]
    public void A_pose_file_has_every_frame()
    {
        var file = PoseFile.Read(Export("dance.pose"));
        Assert.That((file.Version, file.Frames, file.FramesPerSecond), Is.EqualTo((0.2f, 31, 30f)));
        var (at, _) = file.At(12, 0, 7);
        Assert.That(Vector2.Distance(new Vector2(at.X, at.Y), Seen(HumanBodyBones.LeftHand)), Is.LessThan(0.5f), "pixels");
    }

    [Test]
    public void The_script_of_the_scene_compiles_and_plays_it()
    {
        var path = Export("Dance.cs");
        var compiler = new ScriptCompiler();
        Assert.DoesNotThrow(() => compiler.Compile(ScriptSource.Read(path)), "as it is for Unity");
        File.WriteAllText(path, File.ReadAllText(path).Replace(": MonoBehaviour", ": AvatarBehaviour", StringComparison.Ordinal)); // to play it here
        using var session = new ScriptSession(StandardHumanoid.Map);
        var log = new List<string>();
        session.Logged += line => log.Add(line.Message);
        session.Load(compiler.Compile(ScriptSource.Read(path)));
        session.Step(0);
        for (var frame = 1; frame <= 12; frame++)
            session.Step(1 / 30.0);
        Assert.That(log, Is.Empty);
        var pose = _source.MakePose();
        _source.Sample(12 / 30f, pose);
        var (expected, played) = (new ModelPose(StandardHumanoid.Skeleton), session.Avatar.animator);
        expected.Run(pose.Joints);
        foreach (var bone in new[] { HumanBodyBones.LeftHand, HumanBodyBones.RightHand, HumanBodyBones.Head, HumanBodyBones.LeftFoot })
        {
            var at = played.GetBoneTransform(bone)!.position;
            var wanted = expected.Positions[StandardHumanoid.Map[bone]];
            Assert.That(Vector3.Distance(new Vector3(-at.x, at.y, at.z), wanted), Is.LessThan(0.02f), $"metres, {bone}: {at} for {wanted}");
        }
    }

    [Test]
    public void A_camera_with_keys_moves_during_the_export()
    {
        var document = SceneFile.Read(_scene);
        document.SetKey("Camera", "main", TrackTarget.Camera, new TrackKey(0, [0.4f, 1.2f, 3, 0, 1, 0, 40]));
        document.SetKey("Camera", "main", TrackTarget.Camera, new TrackKey(1, [0.4f, 1.2f, 6, 0, 1, 0, 40]));
        SceneFile.Write(_folder["camera.avatar.json"], document);
        var (code, _, errors) = CommandLine.Run("export", "--scene", _folder["camera.avatar.json"], "--out", _folder["camera.json"], "--fps", "1");
        Assert.That(code, Is.Zero, errors);
        using var json = JsonDocument.Parse(File.ReadAllText(_folder["camera.json"]));
        Assert.That(Height(0) / Height(1), Is.EqualTo(2).Within(0.4), "twice as far away, half as high");

        double Height(int frame)
        {
            var points = json.RootElement[frame].GetProperty("people")[0].GetProperty("pose_keypoints_2d").EnumerateArray().Select(value => value.GetDouble());
            var ys = points.Where((_, i) => i % 3 == 1).Where(y => y > 0).ToArray();
            return ys.Max() - ys.Min();
        }
    }

    [TestCase("film.mp4"), TestCase("film.webm")]
    public void Films_show_the_generated_person(string name)
    {
        var source = Path.Combine(SharedFolders.Repository, "Samples", "Sources", "person-01.png");
        var model = Path.Combine(SharedFolders.Repository, "Models", "fpdm-compact-8bit");
        var path = Export(name, "--fps", "3", "--source", source, "--model", model);
        Assert.That(new FileInfo(path).Length, Is.GreaterThan(1000));
        var folder = Export(name + ".pictures", "--format", "png", "--fps", "3", "--source", source, "--model", model);
        Assert.That(Directory.GetFiles(folder), Has.Length.EqualTo(4));
        var (first, last) = (PictureFile.ReadRgb(Path.Combine(folder, "000000.png")), PictureFile.ReadRgb(Path.Combine(folder, "000003.png")));
        Assert.That(first.Bytes, Is.Not.EqualTo(last.Bytes), "it moves");
    }

    [Test]
    public void What_a_film_lacks_is_told()
    {
        Assert.That(CommandLine.Run("export", "--scene", _scene, "--out", _folder["x.mp4"]).Errors, Does.Contain("--source FILE"));
        Assert.That(CommandLine.Run("export", "--scene", _scene, "--out", _folder["x.mp4"], "--background", "transparent").Errors,
            Does.Contain("cannot be transparent"));
        Assert.That(File.Exists(_folder["x.mp4"]), Is.False);
    }

    [TestCase("mask"), TestCase("depth"), TestCase("normal"), TestCase("surface")]
    public void Pictures_of_the_body_show_it_where_the_joints_are(string format)
    {
        var folder = Export(format, "--format", format, "--fps", "2", "--body", Body);
        Assert.That(Directory.GetFiles(folder), Has.Length.EqualTo(3));
        var picture = PictureFile.ReadRgb(Path.Combine(folder, "000000.png"));
        var hips = Seen(HumanBodyBones.Hips, 0);
        Assert.That(picture.Row((int)hips.Y)[(3 * (int)hips.X)..][2], Is.GreaterThan(0), "the hips are inside");
        Assert.That(picture.Row(1)[2], Is.Zero, "the corner is not");
    }

    [Test]
    public void Pose_maps_of_all_styles_are_folders()
    {
        var folder = Export("maps", "--format", "pose-map", "--style", "all", "--fps", "1", "--size", "128x128");
        Assert.That(Directory.GetDirectories(folder), Has.Length.EqualTo(PoseMapStyle.All.Count));
        foreach (var style in Directory.GetDirectories(folder))
            Assert.That(PictureFile.ReadRgb(Path.Combine(style, "000001.png")).Bytes.Sum(value => (long)value), Is.GreaterThan(0), style);
    }

    [Test]
    public void What_cannot_be_exported_is_refused()
    {
        Assert.That(CommandLine.Run("export", "--scene", _scene, "--out", _folder["x.xyz"]).Errors, Does.Contain("Give --format"));
        Assert.That(CommandLine.Run("export", "--out", _folder["x.bvh"]).Errors, Does.Contain("either --scene FILE or --motion FILE"));
        Assert.That(CommandLine.Run("export", "--scene", _scene, "--out", _scene, "--format", "mask").Errors, Does.Contain("is a file"));
    }

    [TestCase("blender.bvh"), TestCase("blender.glb")]
    public void Blender_puts_every_joint_where_this_library_does(string name)
    {
        if (!File.Exists("/usr/bin/blender"))
            Assert.Ignore("Blender is not installed (Debian: apt install blender python3-numpy).");
        var path = name.EndsWith("glb", StringComparison.Ordinal) ? Export(name, "--body", Body) : Export(name);
        var places = _folder[name + ".json"];
        using var blender = Process.Start(new ProcessStartInfo("/usr/bin/blender")
        {
            ArgumentList = { "-b", "--factory-startup", "-P", Path.Combine(SharedFolders.Repository, "Tests", "Cli.Tests", "blender_joints.py"), "--",
                path, places,
                "0", "0.5", "1" },
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var output = blender.StandardOutput.ReadToEnd();
        blender.WaitForExit();
        Assert.That(places, Does.Exist, output);
        var motion = MotionFile.Read(path);
        var local = new JointTransform[motion.Skeleton.Count];
        var model = new ModelPose(motion.Skeleton);
        using var json = JsonDocument.Parse(File.ReadAllText(places));
        var compared = 0;
        foreach (var place in json.RootElement.EnumerateObject())
        {
            var words = place.Name.Split(' ', 2);
            var joint = motion.Skeleton.IndexOf(words[1]);
            if (joint < 0)
                continue;
            motion.Clip.Sample(float.Parse(words[0], CultureInfo.InvariantCulture), local);
            model.Run(local);
            var expected = model.Positions[joint];
            var scale = name.EndsWith("bvh", StringComparison.Ordinal) && model.Positions[0].Length() > 20 ? 0.01f : 1; // centimetres in the file
            var seen = new Vector3(place.Value[0].GetSingle(), place.Value[1].GetSingle(), place.Value[2].GetSingle());
            Assert.That(Vector3.Distance(seen, expected * scale), Is.LessThan(1e-4f), $"metres, {place.Name}");
            compared++;
        }
        Assert.That(compared, Is.GreaterThan(150));
    }

    string Export(string name, params string[] more)
    {
        var (code, _, errors) = CommandLine.Run(["export", "--scene", _scene, "--out", _folder[name], .. more]);
        Assert.That(code, Is.Zero, errors);
        return _folder[name];
    }

    void AssertNear(float[] triples, int point, HumanBodyBones bone, float within = 0.5f) =>
        Assert.That(Vector2.Distance(new Vector2(triples[3 * point], triples[3 * point + 1]), Seen(bone)), Is.LessThan(within), $"pixels, {bone}");

    /// <summary>Where a joint is in the picture by an own projection, 12 frames on.</summary>
    Vector2 Seen(HumanBodyBones bone, int frame = 12)
    {
        var pose = _source.MakePose();
        _source.Sample(frame / 30f, pose);
        var model = new ModelPose(StandardHumanoid.Skeleton);
        model.Run(pose.Joints);
        var (eye, target) = (new Vector3(0.4f, 1.2f, 3), new Vector3(0, 1, 0));
        var forward = Vector3.Normalize(target - eye);
        var right = Vector3.Normalize(Vector3.Cross(forward, Vector3.UnitY));
        var up = Vector3.Cross(right, forward);
        var away = model.Positions[StandardHumanoid.Map[bone]] - eye;
        var focal = 256 / MathF.Tan(20 * MathF.PI / 180);
        return new Vector2(256 + focal * Vector3.Dot(away, right) / Vector3.Dot(away, forward),
            256 - focal * Vector3.Dot(away, up) / Vector3.Dot(away, forward));
    }

    static float Angle(Quaternion a, Quaternion b)
    {
        var difference = Quaternion.Conjugate(a) * b;
        return 2 * MathF.Atan2(new Vector3(difference.X, difference.Y, difference.Z).Length(), MathF.Abs(difference.W));
    }
}
