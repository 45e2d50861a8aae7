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
    public void RequireTools() => WindowUser.Require();

    [OneTimeTearDown]
    public void DeleteFolder() => _folder.Dispose();

    [Test]
    public void A_hand_that_is_dragged_is_saved_and_survives_a_kill()
    {
        var scene = _folder["scene.avatar.json"];
        var goal = At(HumanBodyBones.LeftHand, RestPose()) + Upward;

        using (var user = Start(scene))
        {
            user.Until(() => Vector2.Distance(Hand(), goal) < 4, () =>
            {
                user.Key("Escape"); // the hints of the first start
                user.Drag(Hand(), goal);
            });
            user.Kill();
        }
        var pose = PoseOf(SceneJournal.Open(scene, out var changes));
        Assert.That(changes, Is.GreaterThan(0), "in the journal");
        Assert.That(SceneFile.Read(scene).All<TrackItem>(), Is.Empty, "not saved yet");

        using (var user = Start(scene))
        {
            user.Until(() => SceneFile.Read(scene).All<TrackItem>().Any() && !File.Exists(scene + SceneJournal.Ending), () =>
            {
                user.Key("Escape"); // the first viewer was killed before it could remember that the hints were seen
                user.Key("ctrl+s");
            });
        }
        var saved = PoseOf(SceneFile.Read(scene));
        for (var i = 0; i < pose.Length; i++)
            Assert.That((saved[i].Rotation - pose[i].Rotation).Length(), Is.LessThan(1e-5f), $"joint {i}");

        // Where the journal says that the hand is shown, points
        Vector2 Hand() =>
            At(HumanBodyBones.LeftHand, File.Exists(scene + SceneJournal.Ending) ? PoseOf(SceneJournal.Open(scene, out _)) : RestPose());
    }

    WindowUser Start(string scene) => new(_folder["home"], _folder.Path, "--model", UntrainedModel.Folder, "--scene", scene, "--size", "1280x720");

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
