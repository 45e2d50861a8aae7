using System.Numerics;
using Avatars.Fixtures;
using Avatars.Posing;
using Avatars.Rig;
using Avatars.Viewer.Posing;

namespace Avatars.Viewer.Editing;

/// <summary>The open document without a window: files, journal, selection, keys and undo.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class EditorSessionTests : IDisposable
{
    static readonly int LeftElbow = StandardHumanoid.Map[HumanBodyBones.LeftLowerArm];

    readonly TemporaryFolder _folder = new();
    readonly Playback _playback = new();
    readonly EditorSession _editor;
    readonly List<string> _problems = [];

    public EditorSessionTests()
    {
        _editor = NewSession();
        _editor.StartUntitledOrRecover();
    }

    public void Dispose()
    {
        _editor.Dispose();
        _folder.Dispose();
    }

    [Test]
    public void An_empty_scene_shows_the_person_at_rest_and_waits()
    {
        Assert.That(Pose(), Is.EqualTo(Rest()));
        Assert.That((_editor.Title, _editor.IsModified, _editor.IsEditing, _playback.IsPlaying), Is.EqualTo(("Untitled", false, true, false)));
        Assert.That(_playback.Length, Is.EqualTo(4f));
    }

    [Test]
    public void An_edit_is_shown_keyed_undone_and_redone()
    {
        _playback.Seek(1);
        BendElbow(1.2f);
        Assert.That(AngleOfElbow(Pose()), Is.EqualTo(1.2f).Within(1e-4f), "radians");
        var track = _editor.Document!.Track("person-1", TrackTarget.Joint(HumanBodyBones.LeftLowerArm))!;
        Assert.That(track.Keys.Select(key => key.Time), Is.EqualTo(new[] { 1f }));
        Assert.That(_editor.Document.All<TrackItem>().Count(), Is.EqualTo(1), "only what differs is keyed");
        Assert.That((_editor.IsModified, _editor.UndoNames.Last()), Is.EqualTo((true, "Bend")));
        _editor.Undo();
        Assert.That(Pose(), Is.EqualTo(Rest()));
        Assert.That((_editor.IsModified, _editor.RedoNames.Last()), Is.EqualTo((false, "Bend")));
        _editor.Redo();
        Assert.That(AngleOfElbow(Pose()), Is.EqualTo(1.2f).Within(1e-4f));
    }

    [Test]
    public void A_joints_first_key_leaves_the_poses_before_and_after_as_they_are()
    {
        var elbow = TrackTarget.Joint(HumanBodyBones.LeftLowerArm);
        foreach (var time in new[] { 0f, 3 })
            PoseKeys.SetValues(_editor.Document!, _editor.Person, TrackTarget.Joint(HumanBodyBones.RightLowerArm), time, [0, 0, 0], "Key");
        var steps = _editor.UndoNames.Count();
        _playback.Seek(1);
        BendElbow(1.2f);
        Assert.That(_editor.Document!.Track(_editor.Person, elbow)!.Keys.Select(key => key.Time), Is.EqualTo(new[] { 0f, 1, 3 }));
        foreach (var (time, radians) in new[] { (0f, 0f), (1, 1.2f), (3, 0) })
        {
            _playback.Seek(time);
            Assert.That(AngleOfElbow(Pose()), Is.EqualTo(radians).Within(1e-3f), $"radians at {time} s");
        }
        Assert.That(_editor.UndoNames.Count(), Is.EqualTo(steps + 1), "one step of undo");
        _editor.Undo();
        Assert.That(_editor.Document.Track(_editor.Person, elbow), Is.Null);
    }

    [Test]
    public void Edits_of_one_drag_are_one_edit()
    {
        for (var i = 1; i <= 10; i++)
            BendElbow(0.1f * i, drag: "drag-1");
        _editor.EndDrag();
        BendElbow(0.5f, drag: "drag-1");
        Assert.That(_editor.UndoNames, Is.EqualTo(new[] { "Bend", "Bend" }));
        _editor.Undo();
        Assert.That(AngleOfElbow(Pose()), Is.EqualTo(1f).Within(1e-4f), "radians");
    }

    [Test]
    public void A_key_is_set_on_a_frame_and_playback_stops()
    {
        _playback.IsPlaying = true;
        _playback.Seek(1.01f);
        BendElbow(1);
        Assert.That(_editor.Document!.All<TrackItem>().Single().Keys[0].Time, Is.EqualTo(1f), "30 frames a second");
        Assert.That((_playback.IsPlaying, _playback.Time), Is.EqualTo((false, 1f)));
    }

    [Test]
    public void Without_auto_key_the_whole_track_changes_alike()
    {
        foreach (var (time, angle) in new[] { (0f, 0.2f), (1f, 0.6f) })
        {
            _playback.Seek(time);
            BendElbow(angle);
        }
        _editor.IsAutoKeyOn = false;
        _playback.Seek(0.5f);
        BendElbow(AngleOfElbow(Pose()) + 0.3f);
        Assert.That(_editor.Document!.All<TrackItem>().Single().Keys, Has.Count.EqualTo(2));
        _playback.Seek(0);
        Assert.That(AngleOfElbow(Pose()), Is.EqualTo(0.5f).Within(1e-3f), "radians");
        _playback.Seek(1);
        Assert.That(AngleOfElbow(Pose()), Is.EqualTo(0.9f).Within(1e-3f), "radians");
    }

    [Test]
    public void A_selection_is_undone_but_is_no_unsaved_change()
    {
        _editor.Select(HumanBodyBones.Head);
        _editor.ToggleSelected(HumanBodyBones.LeftHand);
        Assert.That(_editor.SelectedBones, Is.EqualTo(new[] { HumanBodyBones.Head, HumanBodyBones.LeftHand }));
        Assert.That((_editor.ActiveBone, _editor.IsModified), Is.EqualTo((HumanBodyBones.LeftHand, false)));
        BendElbow(1);
        _editor.Undo();
        Assert.That((_editor.SelectedBones.Count, _editor.IsModified), Is.EqualTo((2, false)));
        _editor.Undo();
        Assert.That(_editor.SelectedBones, Is.Empty, "selections in succession are one step");
    }

    [Test]
    public void Saving_and_opening_gives_the_same_pose_and_clears_the_mark()
    {
        BendElbow(1.2f);
        var pose = Pose();
        _editor.SaveAs(_folder["me"]);
        Assert.That((_editor.Title, _editor.IsModified, _problems.Count), Is.EqualTo(("me", false, 0)));
        Assert.That(Directory.GetDirectories(_folder["untitled"]), Is.Empty, "nothing is left of the scene without a file");
        using var other = NewSession();
        other.Load(_folder["me.avatar.json"]);
        var again = new JointTransform[pose.Length];
        other.ReadPose(again);
        Assert.That(again, Is.EqualTo(pose));
    }

    [Test]
    public void A_scene_that_was_never_saved_is_there_again_at_the_next_start()
    {
        BendElbow(1.2f);
        _editor.Dispose(); // lets go of the file, as the end of a process does
        using var next = NewSession();
        next.StartUntitledOrRecover();
        var pose = new JointTransform[StandardHumanoid.Skeleton.Count];
        next.ReadPose(pose);
        Assert.That(AngleOfElbow(pose), Is.EqualTo(1.2f).Within(1e-4f), "radians");
        Assert.That(next.IsModified);
    }

    [Test]
    public void Another_viewers_unsaved_scene_is_left_alone()
    {
        BendElbow(1.2f);
        Thread.Sleep(SceneJournal.Interval * 3);
        using var other = NewSession();
        other.StartUntitledOrRecover();
        Assert.That(other.Document!.All<TrackItem>(), Is.Empty);
    }

    [Test]
    public void Unsaved_changes_are_asked_about_and_cancel_keeps_them()
    {
        BendElbow(1);
        var document = _editor.Document;
        _editor.NewScene();
        Assert.That((_editor.Document, _problems.Count), Is.EqualTo((document, 1)), "nobody asks: nothing is lost");
        var answer = UnsavedChoice.Cancel;
        _editor.Dialogs.AskUnsaved = (_, choose) => choose(answer);
        _editor.NewScene();
        Assert.That(_editor.Document, Is.SameAs(document));
        answer = UnsavedChoice.Save;
        _editor.Dialogs.ChooseSceneToSave = (_, choose) => choose(_folder["kept.avatar.json"]);
        _editor.NewScene();
        Assert.That(_editor.Document, Is.Not.SameAs(document));
        Assert.That(SceneFile.Read(_folder["kept.avatar.json"]).All<TrackItem>().Count(), Is.EqualTo(1));
        BendElbow(1);
        answer = UnsavedChoice.Discard;
        _editor.NewScene();
        Assert.That(_editor.IsModified, Is.False);
        Assert.That(Directory.GetFiles(_folder["untitled"], "*.journal", SearchOption.AllDirectories), Is.Empty);
    }

    [Test]
    public void A_damaged_scene_is_reported_and_the_open_one_stays()
    {
        var document = _editor.Document;
        File.WriteAllText(_folder["bad.avatar.json"], "{");
        _editor.OpenScene(_folder["bad.avatar.json"]);
        Assert.That(_editor.Document, Is.SameAs(document));
        Assert.That(_problems.Single(), Does.Contain("bad.avatar.json"));
    }

    [Test]
    public void A_motion_becomes_a_clip_that_is_copied_beside_the_scene()
    {
        _editor.StartFromMotion(Path.Combine(SharedFolders.Repository, "Samples", "Motion", "wave.bvh"));
        _editor.Update();
        Assert.That(_playback.Length, Is.GreaterThan(1), "seconds");
        _editor.SaveAs(_folder["waving.avatar.json"]);
        Assert.That(_problems, Is.Empty);
        Assert.That(File.Exists(_folder["wave.bvh"]));
        Assert.That(new SceneFolder(_folder["waving.avatar.json"]).Problems(SceneFile.Read(_folder["waving.avatar.json"])), Is.Empty);
    }

    EditorSession NewSession()
    {
        var editor = new EditorSession(_playback, _folder["untitled"]);
        editor.Dialogs.Problem = _problems.Add;
        return editor;
    }

    void BendElbow(float radians, string drag = "")
    {
        var pose = Pose();
        pose[LeftElbow] = pose[LeftElbow] with { Rotation = Quaternion.CreateFromAxisAngle(-Vector3.UnitY, radians) };
        _editor.SetPose("Bend", pose, drag);
    }

    JointTransform[] Pose()
    {
        var pose = new JointTransform[StandardHumanoid.Skeleton.Count];
        _editor.ReadPose(pose);
        return pose;
    }

    static float AngleOfElbow(JointTransform[] pose) => 2 * MathF.Acos(MathF.Min(1, MathF.Abs(pose[LeftElbow].Rotation.W)));

    static JointTransform[] Rest() => [.. StandardHumanoid.Skeleton.Joints.ToArray().Select(joint => joint.Rest)];
}
