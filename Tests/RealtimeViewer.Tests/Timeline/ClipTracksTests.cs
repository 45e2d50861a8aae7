using System.Numerics;
using Avatars.Posing;
using Avatars.Rig;
using Avatars.Viewer.Library;
using Avatars.Viewer.Ui;

namespace Avatars.Viewer.Timeline;

/// <summary>A recorded motion as a block of the timeline. 100 points are a second.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class ClipTracksTests : IDisposable
{
    readonly OpenScene _scene = new();
    readonly ClipTracks _clips;
    readonly DopeSheet _sheet;
    readonly float _length;

    public ClipTracksTests()
    {
        _clips = new ClipTracks(_scene.Editor);
        _sheet = new DopeSheet(_scene.Playback) { MotionSeconds = _clips.MotionSeconds, Layout = DopeLayout.Of(new Box(0, 0, 1300, 300)) };
        _clips.Add(Samples.Find("Samples/Motion/wave.bvh"));
        _length = _clips.MotionSeconds(Clip);
        _scene.Editor.Update();
        Show();
        _sheet.View.Fit(_sheet.Layout.Tracks with { Width = 1040 }, 0, 10);
    }

    public void Dispose() => _scene.Dispose();

    [Test]
    public void A_joint_posed_over_a_clip_is_turned_more_while_the_clip_goes_on()
    {
        var elbow = StandardHumanoid.Map[HumanBodyBones.RightLowerArm];
        var (before, turn) = (PoseAt(2.5f)[elbow].Rotation, Quaternion.CreateFromAxisAngle(Vector3.UnitX, 0.5f));
        _scene.Playback.Seek(1);
        var pose = _scene.Pose();
        pose[elbow] = pose[elbow] with { Rotation = pose[elbow].Rotation * turn };
        _scene.Editor.SetPose("Bend", pose);
        Assert.That(_scene.Document.All<TrackItem>().Single().Target, Is.EqualTo(TrackTarget.Offset(HumanBodyBones.RightLowerArm)));
        Assert.That(MathF.Abs(Quaternion.Dot(PoseAt(2.5f)[elbow].Rotation, before * turn)), Is.EqualTo(1).Within(1e-5), "later too");
        _scene.Playback.Seek(2);
        pose = _scene.Pose();
        pose[elbow] = pose[elbow] with { Rotation = pose[elbow].Rotation * turn };
        _scene.Editor.SetPose("Bend", pose);
        Assert.That(_scene.Document.All<TrackItem>().Single().Keys.Select(key => key.Time), Is.EqualTo(new[] { 1f, 2f }));
        _scene.Editor.Select(HumanBodyBones.RightLowerArm);
        Show();
        Assert.That(_sheet.Rows.Any(row => row.Name == "+ Right lower arm" || row.Name == "Right arm"));
        _scene.Editor.DeleteKeys();
        Assert.That(_scene.Document.All<TrackItem>().Single().Keys.Select(key => key.Time), Is.EqualTo(new[] { 1f }));
    }

    [Test]
    public void A_dropped_motion_is_a_block_that_moves_and_plays_from_there()
    {
        Assert.That(_length, Is.GreaterThan(2));
        Assert.That(_sheet.Rows.Single().Bars.Single().End, Is.EqualTo(_length).Within(1e-4));
        var elbow = StandardHumanoid.Map[HumanBodyBones.RightLowerArm];
        var before = PoseAt(1.5f)[elbow].Rotation;
        Drag(At(1), At(2));
        Assert.That(Clip.Start, Is.EqualTo(1));
        Assert.That(MathF.Abs(Quaternion.Dot(PoseAt(2.5f)[elbow].Rotation, before)), Is.EqualTo(1).Within(1e-5), "one second later");
        _scene.Editor.Undo();
        Assert.That(Clip.Start, Is.Zero);
    }

    [Test]
    public void A_trimmed_start_shows_the_same_pose_at_the_same_time()
    {
        var before = PoseAt(1.5f);
        Drag(At(0.01f), At(1));
        Assert.That((Clip.Start, Clip.From), Is.EqualTo((1f, 1f)).Using<(float, float)>((a, b) => MathF.Abs(a.Item1 - b.Item1) < 1e-4f
            && MathF.Abs(a.Item2 - b.Item2) < 1e-4f));
        Assert.That(Clip.Seconds, Is.EqualTo(_length - 1).Within(1e-3));
        var after = PoseAt(1.5f);
        for (var i = 0; i < before.Length; i++)
            Assert.That(MathF.Abs(Quaternion.Dot(before[i].Rotation, after[i].Rotation)), Is.EqualTo(1).Within(1e-4), $"joint {i}");
        Drag(At(1.01f), At(-3));
        Assert.That(Clip.Start, Is.Zero, "no further than the file begins");
    }

    [Test]
    public void A_trimmed_end_is_not_longer_than_the_motion_unless_it_loops()
    {
        Drag(At(_length - 0.01f), At(1));
        Assert.That(Clip.Seconds, Is.EqualTo(1).Within(0.02));
        Drag(At(Clip.Seconds - 0.01f), At(9.9f));
        Assert.That(Clip.Seconds, Is.EqualTo(_length).Within(1e-3));
        _scene.Document.Set("Loop", Clip with { IsLooped = true });
        Show();
        Drag(At(Clip.Seconds - 0.01f), At(9));
        Assert.That(Clip.Seconds, Is.EqualTo(9).Within(0.03));
    }

    [Test]
    public void A_second_one_gets_another_name_and_delete_removes_it()
    {
        _scene.Playback.Seek(2);
        _clips.Add(Samples.Find("Samples/Motion/wave.bvh"));
        Show();
        Assert.That(_scene.Document.All<ClipItem>().Select(clip => (clip.Clip, clip.Start)), Is.EqualTo(new[] { ("wave", 0f), ("wave 2", 2f) }));
        Drag(At(3, row: 1), At(3, row: 1));
        _sheet.Delete();
        Assert.That(_scene.Document.All<ClipItem>().Count(), Is.EqualTo(1));
    }

    [Test]
    public void A_file_that_is_no_motion_is_refused_and_nothing_is_added()
    {
        var path = _scene.Folder["bad.bvh"];
        File.WriteAllText(path, "no motion");
        var edits = _scene.Document.UndoList.Count;
        Assert.That(() => _clips.Add(path), Throws.InstanceOf<FormatException>());
        Assert.That(_scene.Document.UndoList, Has.Count.EqualTo(edits));
    }

    [Test]
    public void Signs_are_blocks_whose_ends_are_dragged()
    {
        _scene.Document.Remove("Clip", Clip.Id);
        _scene.Document.Set("Sign", new SignItem(_scene.Person, "1", 1, 2, "HELLO"));
        Show();
        Drag(At(1.98f), At(2.98f));
        Drag(At(1.5f), At(2.5f));
        var sign = _scene.Document.All<SignItem>().Single();
        Assert.That((sign.Start, sign.End), Is.EqualTo((2f, 4f)).Using<(float, float)>((a, b) => MathF.Abs(a.Item1 - b.Item1) < 1e-4f
            && MathF.Abs(a.Item2 - b.Item2) < 1e-4f));
    }

    ClipItem Clip => _scene.Document.All<ClipItem>().First();

    JointTransform[] PoseAt(float time)
    {
        _scene.Editor.Update();
        _scene.Playback.Seek(time);
        return _scene.Pose();
    }

    Vector2 At(float time, int row = 0) => new(_sheet.View.XAt(_sheet.Layout.Tracks, time), _sheet.Layout.TrackOf(row, 0).Center.Y);

    void Show() => _sheet.Show(_scene.Document, _scene.Person);

    void Drag(Vector2 from, Vector2 to)
    {
        _sheet.Press(from);
        _sheet.Drag((from + to) / 2);
        _sheet.Drag(to);
        _sheet.Release(to);
        Show();
    }
}
