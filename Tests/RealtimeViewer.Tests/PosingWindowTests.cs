using System.Diagnostics;
using System.Globalization;
using System.Numerics;
using Avatars.Fixtures;
using Avatars.PoseMaps;
using Avatars.Posing;
using Avatars.Rig;
using Avatars.Viewer.Editing;
using Avatars.Viewer.Panels;
using Avatars.Viewer.Posing;
using Avatars.Viewer.Ui;

namespace Avatars.Viewer;

/// <summary>Posing in the real window with a real pointer (xdotool): a dragged hand is in the saved scene, and survives kill -9.</summary>
[Category("Gpu")]
public sealed class PosingWindowTests
{
    static readonly Vector2 Upward = new(45, -60); // points

    readonly TemporaryFolder _folder = new();

    [OneTimeSetUp]
    public void RequireDisplayAndPointer()
    {
        ViewerProcess.RequireDisplay();
        var paths = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':');
        if (!OperatingSystem.IsLinux() || !paths.Any(path => File.Exists(Path.Combine(path, "xdotool"))))
            SharedFolders.Missing("xdotool is not installed (Debian package xdotool).");
    }

    [OneTimeTearDown]
    public void DeleteFolder() => _folder.Dispose();

    [Test]
    public void A_hand_that_is_dragged_is_saved_and_survives_a_kill()
    {
        var scene = _folder["scene.avatar.json"];
        var hand = At(HumanBodyBones.LeftHand, RestPose());
        using (var viewer = Start(scene))
        {
            Try(viewer, () => File.Exists(scene + SceneJournal.Ending) && SceneJournal.Open(scene, out _).All<TrackItem>().Any(), () =>
            {
                Pointer("key", "Escape"); // the hints of the first start
                Drag(hand, hand + Upward);
                Thread.Sleep(1000);
            });
            Thread.Sleep(3000); // a slow window still takes the last of the drag
            viewer.Kill(); // SIGKILL: nothing of the process runs any more
            viewer.WaitForExit();
        }
        var recovered = SceneJournal.Open(scene, out var lines);
        Assert.That(lines, Is.GreaterThan(0), "changes in the journal");
        var pose = PoseOf(recovered);
        Assert.That(Vector2.Distance(At(HumanBodyBones.LeftHand, pose), hand + Upward), Is.LessThan(4), "points from where it was dragged to");
        Assert.That(SceneFile.Read(scene).All<TrackItem>(), Is.Empty, "not saved yet");

        using (var viewer = Start(scene))
        {
            Try(viewer, () => SceneFile.Read(scene).All<TrackItem>().Any(), () =>
            {
                Pointer("key", "Escape"); // the first viewer was killed before it could remember that the hints were seen
                Pointer("key", "ctrl+s");
                Thread.Sleep(1000);
            });
            Assert.That(File.Exists(scene + SceneJournal.Ending), Is.False, "the journal after saving");
            viewer.Kill();
            viewer.WaitForExit();
        }
        var saved = PoseOf(SceneFile.Read(scene));
        for (var i = 0; i < pose.Length; i++)
            Assert.That((saved[i].Rotation - pose[i].Rotation).Length(), Is.LessThan(1e-5f), $"joint {i}");
    }

    Process Start(string scene)
    {
        var start = new ProcessStartInfo("dotnet");
        foreach (var argument in new[] { Path.Combine(AppContext.BaseDirectory, "avatar-viewer.dll"), "--model", UntrainedModel.Folder, "--scene", scene,
            "--size", "1280x720" })
            start.ArgumentList.Add(argument);
        foreach (var name in new[] { "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME" })
            start.Environment[name] = _folder["home"];
        return Process.Start(start)!;
    }

    /// <summary>Does something until it has had its effect: the window may still be loading.</summary>
    static void Try(Process viewer, Func<bool> isDone, Action action)
    {
        for (var clock = Stopwatch.StartNew(); !isDone() && clock.Elapsed < HangGuard.Patience;)
        {
            Assert.That(viewer.HasExited, Is.False, "the viewer ended");
            action();
        }
        Assert.That(isDone());
    }

    static void Drag(Vector2 from, Vector2 to)
    {
        Move(from);
        Pointer("mousedown", "1");
        for (var i = 1; i <= 6; i++)
            Move(Vector2.Lerp(from, to, i / 6f));
        Pointer("mouseup", "1");
    }

    static void Move(Vector2 to)
    {
        Pointer("mousemove", to.X.ToString("0", CultureInfo.InvariantCulture), to.Y.ToString("0", CultureInfo.InvariantCulture));
        Thread.Sleep(400); // a few frames on a slow machine
    }

    static void Pointer(params string[] arguments)
    {
        using var process = Process.Start("xdotool", arguments);
        process.WaitForExit();
    }

    /// <summary>Where the window shows a joint, points.</summary>
    static Vector2 At(HumanBodyBones bone, JointTransform[] pose)
    {
        var model = new ModelPose(StandardHumanoid.Skeleton);
        model.Run(pose);
        var home = HomeView.Of(new PoseSampler(new EditedMotion(), PoseMapStyle.Avatar.Layout));
        var lens = new PaneProjection(new OrbitCamera(home).At(256, 256), ViewerLayout.Of(new Box(0, 0, 1280, 720)).Rig.Fit(1));
        Assert.That(lens.TrySee(model.Positions[StandardHumanoid.Map[bone]], out var at, out _));
        return at;
    }

    static JointTransform[] RestPose() => [.. StandardHumanoid.Skeleton.Joints.ToArray().Select(joint => joint.Rest)];

    static JointTransform[] PoseOf(PoseDocument document)
    {
        var source = new ScenePoseSource(document);
        var pose = source.MakePose();
        source.Sample(0, pose);
        return pose.Joints.ToArray();
    }
}
