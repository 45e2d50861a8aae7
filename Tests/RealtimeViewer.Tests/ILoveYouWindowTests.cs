using System.Diagnostics;
using System.Numerics;
using Avatars.Body;
using Avatars.Fixtures;
using Avatars.Formats;
using Avatars.Imaging;
using Avatars.Pictures;
using Avatars.PoseMaps;
using Avatars.Posing;
using Avatars.Retargeting;
using Avatars.Rig;
using Avatars.Video;
using Avatars.Viewer.Editing;
using Avatars.Viewer.Panels;
using Avatars.Viewer.Posing;
using Avatars.Viewer.Ui;

namespace Avatars.Viewer;

/// <summary>
/// The editor as its users work: a photograph, both hands in "I love you", three poses at three times, saved, opened again and exported, with a real
/// pointer and keyboard in the real window.
/// </summary>
[Category("Gpu")]
public sealed class ILoveYouWindowTests
{
    const int Width = 1280, Height = 720;
    const string Shape = "asl-ily";

    static readonly string Photograph = Path.Combine(SharedFolders.Repository, "Samples", "Sources", "person-01.png");
    static readonly string Model = Path.Combine(SharedFolders.Repository, "Models", "fpdm-body-8bit");
    static readonly float[] Times = [0, 0.5f, 1, 1.5f, 2]; // seconds

    readonly TemporaryFolder _folder = new();
    readonly ViewerLayout _layout = ViewerLayout.Of(new Box(0, 0, Width, Height));

    [OneTimeSetUp]
    public void RequireTools()
    {
        WindowUser.Require();
        WindowUser.RequireProgram("ffmpeg");
    }

    [OneTimeTearDown]
    public void DeleteFolder() => _folder.Dispose();

    [Test]
    public void Three_poses_with_both_hands_in_I_love_you_are_exported_as_they_were_saved()
    {
        var scene = _folder["ilove.avatar.json"];
        var clock = Stopwatch.StartNew();
        int clicks;
        using (var user = Start())
        {
            ShapeHands(user);
            TestContext.Out.WriteLine($"Both hands in a hand shape: {user.Clicks} clicks, {clock.Elapsed.TotalSeconds:0.0} s from the start");
            Raise(user, HumanBodyBones.RightHand, HumanBodyBones.RightUpperArm, 1, new(-70, -35));
            Raise(user, HumanBodyBones.LeftHand, HumanBodyBones.LeftUpperArm, 2, new(70, -35));
            user.Until(() => File.Exists(scene), () =>
            {
                user.Key("ctrl+s");
                user.Fill(scene);
                user.Key("Return");
            });
            clicks = user.Clicks;
            user.UntilClosed(() => user.Key("ctrl+q"));
        }
        var saved = SceneFile.Read(scene);
        AssertPosed(saved);

        using (var user = Start("--scene", scene))
        {
            user.Until(() => File.Exists(_folder["ilove.bvh"]), () => Export(user, kindsDown: 3));
            user.Until(() => File.Exists(_folder["ilove.mp4"]), () => Export(user, kindsDown: 0));
            TestContext.Out.WriteLine($"Three keys as an MP4: {clicks + user.Clicks} clicks, {clock.Elapsed.TotalSeconds:0.0} s with a restart between");
        }
        AssertSame(BvhFile.Read(_folder["ilove.bvh"]), new ScenePoseSource(saved));
        AssertMoves(_folder["ilove.mp4"], frames: 121); // 4 s at 30 a second, both ends
    }

    WindowUser Start(params string[] more) =>
        new(_folder["home"], _folder.Path, ["--model", Model, "--source", Photograph, "--size", $"{Width}x{Height}", .. more]);

    /// <summary>The palette of hand shapes: its tab, its search, the only shape that is left.</summary>
    void ShapeHands(WindowUser user) => user.Until(() => new[] { true, false }.All(left => HandAt(Unsaved(), left, 0) == Shape), () =>
    {
        user.Key("Escape"); // the hints of the first start
        user.Click(At(32, 45));
        user.Click(At(100, 84));
        user.Fill(Shape);
        user.Click(At(42, 210));

        Vector2 At(float x, float y) => new(_layout.Left.X + x, _layout.Left.Y + y);
    });

    /// <summary>Goes to a time and drags a hand beside its shoulder.</summary>
    void Raise(WindowUser user, HumanBodyBones hand, HumanBodyBones shoulder, float seconds, Vector2 beside)
    {
        var attempts = 0;
        user.Until(() => Keys(Unsaved(), TrackTarget.Joint(shoulder)).Any(key => key.Time == seconds), () =>
        {
            user.Click(new(_layout.Bottom.X + 215, _layout.Bottom.Y + 19)); // the time, as a number
            user.Fill($"{seconds}");
            user.Key("Return");
            user.Key("c"); // the first view: an attempt that missed the hand has turned the camera
            var places = Places(PoseAt(new ScenePoseSource(Unsaved()!), seconds));
            user.Drag(places(hand), places(shoulder) + beside + new Vector2(0, -8 * attempts++));
        });
    }

    static void Export(WindowUser user, int kindsDown)
    {
        user.Key("ctrl+e");
        for (var i = 0; i < kindsDown; i++)
            user.Key("Down");
        user.Key("Return");
    }

    /// <summary>What the viewer's journal holds; null before there is one.</summary>
    PoseDocument? Unsaved()
    {
        var folder = Path.Combine(_folder["home"], "avatar", "untitled");
        var path = Directory.Exists(folder) ? Directory.GetFiles(folder, $"untitled{SceneFile.Ending}", SearchOption.AllDirectories).FirstOrDefault() : null;
        return path is null ? null : SceneJournal.Open(path, out _);
    }

    static IReadOnlyList<TrackKey> Keys(PoseDocument? document, TrackTarget target) =>
        document?.Track(document.All<PersonItem>().Single().Person, target)?.Keys ?? [];

    static string HandAt(PoseDocument? document, bool left, float seconds) =>
        Keys(document, TrackTarget.Hand(left)).FirstOrDefault(key => key.Time == seconds)?.Text ?? "";

    /// <summary>Where the window shows the joints of a pose of the standard humanoid on the person in the photograph, points.</summary>
    Func<HumanBodyBones, Vector2> Places(JointTransform[] pose)
    {
        var person = PersonFile.ReadBeside(Photograph, PictureFile.ReadRgb(Photograph), BodyFile.ReadShipped())!;
        var body = new PersonHumanoid(person.Person.Body.Map);
        body.FromStandard(pose);
        var model = new ModelPose(body.Map.Skeleton);
        model.Run(pose);
        var home = HomeView.Of(new PoseSampler(new EditedMotion(), PoseMapStyle.Avatar.Layout), Framing.Picture, person, 256, 256);
        var lens = new PaneProjection(new OrbitCamera(home).At(256, 256), _layout.Rig.Fit(1));
        return bone =>
        {
            Assert.That(lens.TrySee(model.Positions[body.Map[bone]], out var at, out _));
            return at;
        };
    }

    static JointTransform[] PoseAt(ScenePoseSource source, float seconds)
    {
        var pose = source.MakePose();
        source.Sample(seconds, pose);
        return pose.Joints.ToArray();
    }

    static void AssertPosed(PoseDocument saved)
    {
        Assert.That(saved.All<TrackItem>().SelectMany(track => track.Keys).Select(key => key.Time).Distinct().Order(), Is.EqualTo(new[] { 0f, 1, 2 }));
        Assert.That((HandAt(saved, true, 0), HandAt(saved, false, 0)), Is.EqualTo((Shape, Shape)));
        var source = new ScenePoseSource(saved);
        Assert.That(Rise(HumanBodyBones.RightHand, 1), Is.GreaterThan(0.3), "metres that the right hand is higher at 1 s than at 0 s");
        Assert.That(Rise(HumanBodyBones.RightHand, 2), Is.GreaterThan(0.3), "and at 2 s");
        Assert.That(Rise(HumanBodyBones.LeftHand, 1), Is.LessThan(0.2), "the left hand follows at 2 s only");
        Assert.That(Rise(HumanBodyBones.LeftHand, 2), Is.GreaterThan(0.3));

        float Rise(HumanBodyBones bone, float seconds) => Height(bone, seconds) - Height(bone, 0);

        float Height(HumanBodyBones bone, float seconds)
        {
            var model = new ModelPose(StandardHumanoid.Skeleton);
            model.Run(PoseAt(source, seconds));
            return model.Positions[StandardHumanoid.Map[bone]].Y;
        }
    }

    static void AssertSame(Animation.AnimationClip exported, ScenePoseSource saved)
    {
        Assert.That(exported.Length, Is.EqualTo(saved.Length).Within(1e-3));
        var pose = exported.MakePose();
        foreach (var seconds in Times)
        {
            exported.Sample(seconds, pose);
            var expected = PoseAt(saved, seconds);
            for (var joint = 0; joint < expected.Length; joint++)
            {
                var name = StandardHumanoid.Skeleton[joint].Name;
                var actual = pose.Joints[exported.Skeleton.IndexOf(name)].Rotation;
                if (Quaternion.Dot(actual, expected[joint].Rotation) < 0)
                    actual = -actual;
                Assert.That(2 * (actual - expected[joint].Rotation).Length(), Is.LessThan(1e-4f), $"{name} at {seconds} s, radians");
            }
        }
    }

    static void AssertMoves(string film, int frames)
    {
        using var reader = new VideoReader(film);
        RgbImage? frame = null;
        var shown = new List<byte[]>();
        while (reader.Read(ref frame))
            shown.Add([.. frame!.Bytes]);
        Assert.That(shown, Has.Count.EqualTo(frames));
        Assert.That(Difference(0, 30), Is.GreaterThan(1), "levels of 255 between the poses at 0 and 1 s");
        Assert.That(Difference(30, 60), Is.GreaterThan(1), "and between those at 1 and 2 s");

        double Difference(int one, int other) => shown[one].Zip(shown[other], (a, b) => (double)Math.Abs(a - b)).Average();
    }
}
