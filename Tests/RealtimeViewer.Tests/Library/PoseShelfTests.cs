using Avatars.Body;
using Avatars.Posing;
using Avatars.Rig;
using Avatars.Solving;
using Avatars.Viewer.Ui;

namespace Avatars.Viewer.Library;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class PoseShelfTests : IDisposable
{
    static readonly TrackTarget Elbow = TrackTarget.Joint(HumanBodyBones.RightLowerArm);

    readonly OpenScene _scene = new();
    readonly PoseShelf _shelf;
    readonly List<string> _problems = [];

    public PoseShelfTests()
    {
        _scene.Editor.Dialogs.Problem = _problems.Add;
        _shelf = new PoseShelf(_scene.Editor, new PoseLibrary(_scene.Folder["poses"]));
    }

    public void Dispose() => _scene.Dispose();

    [Test]
    public void A_stored_pose_is_taken_at_another_time_as_one_step_of_undo()
    {
        StoreWave();
        Assert.That(_shelf.Shown, Is.EqualTo(new[] { "At rest", "T pose", "Wave" }));
        var count = _scene.Editor.UndoNames.Count();
        _scene.Playback.Seek(3);
        _shelf.Apply("Wave");
        Assert.That(AngleAt(3), Is.EqualTo(90).Within(0.1), "degrees");
        Assert.That(_scene.Document.Track(_scene.Person, TrackTarget.Expression("happy"))!.Sample(3)[0], Is.EqualTo(0.5f).Within(1e-5));
        Assert.That(_scene.Editor.UndoNames.Count(), Is.EqualTo(count + 1));
        _scene.Editor.Undo();
        Assert.That(_scene.Document.Track(_scene.Person, Elbow), Is.Null);
    }

    [Test]
    public void The_slider_blends_between_what_was_before_and_the_pose()
    {
        StoreWave();
        _shelf.Apply("Wave");
        foreach (var weight in new[] { 0.9f, 0.2f, 0.5f })
            _shelf.Blend(weight, "drag");
        var (before, pose) = (_scene.Pose(), StoredPose.Rest);
        var joint = StandardHumanoid.Map[HumanBodyBones.RightLowerArm];
        Assert.That(Degrees(before[joint].Rotation, pose.Joints[joint].Rotation), Is.EqualTo(45).Within(0.2));
        Assert.That(_shelf.Weight, Is.EqualTo(0.5f));
        _scene.Editor.Undo();
        Assert.That(AngleAt(0), Is.EqualTo(90).Within(0.1), "the blend is a step of its own");
        Assert.That(_shelf.Applied, Is.Empty, "after another change there is nothing to blend");
    }

    [Test]
    public void A_mirrored_pose_and_a_part_of_one()
    {
        StoreWave();
        _shelf.IsMirrored = true;
        _shelf.Toggle("leftArm");
        _shelf.Apply("Wave");
        Assert.That(_scene.Document.Track(_scene.Person, TrackTarget.Joint(HumanBodyBones.LeftLowerArm))!.Sample(0)[2], Is.EqualTo(90).Within(0.1));
        Assert.That(_scene.Document.All<TrackItem>().Count(), Is.EqualTo(1), "no other part has a key");
    }

    [Test]
    public void What_cannot_be_stored_or_read_is_reported_and_nothing_changes()
    {
        Assert.That(_shelf.Save("a/b"), Is.False);
        Assert.That(_shelf.Save("T pose"), Is.False);
        Directory.CreateDirectory(_scene.Folder["poses"]);
        File.WriteAllText(_scene.Folder["poses/bad.avatar.json"], "{");
        _shelf.Refresh();
        _shelf.Apply("bad");
        Assert.That(_problems, Has.Count.EqualTo(3));
        Assert.That(_problems[2], Does.Contain("bad.avatar.json"));
        Assert.That(_scene.Editor.CanUndo, Is.False);
    }

    [Test]
    public void Thumbnails_show_the_pose()
    {
        var thumbnails = new PoseThumbnails(BodyFile.ReadShipped());
        var (rest, tPose) = (Widest(thumbnails, StoredPose.Rest), Widest(thumbnails, StoredPose.TPose));
        Assert.That(tPose, Is.GreaterThan(0.8 * PoseThumbnails.Width), "arms to the sides reach across, pixels");
        Assert.That(rest, Is.LessThan(0.75 * PoseThumbnails.Width));
    }

    /// <summary>Pixels of the widest row that are not background.</summary>
    static int Widest(PoseThumbnails thumbnails, StoredPose pose)
    {
        var picture = thumbnails.Draw(pose, Theme.Pane);
        var widest = 0;
        for (var y = 0; y < picture.Height; y++)
        {
            var (first, last) = (picture.Width, -1);
            for (var x = 0; x < picture.Width; x++)
                if (picture.Row(y)[3 * x] != Theme.Pane.R)
                    (first, last) = (Math.Min(first, x), x);
            widest = Math.Max(widest, last - first + 1);
        }
        return widest;
    }

    /// <summary>Stores a raised right forearm with a smile, and takes both back.</summary>
    void StoreWave()
    {
        var pose = _scene.Pose();
        new MuscleSpace(StandardHumanoid.Map).SetDegreesFromTPose(pose, HumanBodyBones.RightLowerArm, new(0, 0, 90));
        _scene.Editor.SetPose("Bend", pose);
        new FaceSliders(_scene.Editor).Set("happy", 0.5f);
        Assert.That(_shelf.Save("Wave"), string.Join(' ', _problems));
        _scene.Editor.Undo();
        _scene.Editor.Undo();
    }

    float AngleAt(float time) => _scene.Document.Track(_scene.Person, Elbow)!.Sample(time)[2];

    static float Degrees(System.Numerics.Quaternion a, System.Numerics.Quaternion b) =>
        2 * MathF.Acos(MathF.Min(1, MathF.Abs(System.Numerics.Quaternion.Dot(a, b)))) * 180 / MathF.PI;
}
