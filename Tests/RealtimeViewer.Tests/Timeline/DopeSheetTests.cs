using System.Numerics;
using Avatars.Posing;
using Avatars.Rig;
using Avatars.Solving;
using Avatars.Viewer.Posing;
using Avatars.Viewer.Ui;

namespace Avatars.Viewer.Timeline;

/// <summary>Pointer events in, edits of the document out. 100 points are a second, a frame is 1/30 s.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class DopeSheetTests
{
    const string Person = "person-1";
    static readonly TrackTarget Arm = TrackTarget.Joint(HumanBodyBones.RightUpperArm), Head = TrackTarget.Joint(HumanBodyBones.Head);

    readonly Playback _playback = new();
    readonly PoseDocument _document = new([new SceneSettings(Seconds: 8), new PersonItem(Person, "Ada", [], default, new Dictionary<string, float>())]);
    readonly DopeSheet _sheet;

    public DopeSheetTests()
    {
        _sheet = new DopeSheet(_playback);
        foreach (var time in new[] { 0f, 1, 2 })
            _document.SetKey("Key", Person, Arm, new TrackKey(time, [10 * time, 0, 0]));
        foreach (var time in new[] { 1f, 3 })
            _document.SetKey("Key", Person, Head, new TrackKey(time, [time, 0, 0]));
        _playback.Start(8, 30);
        _playback.IsPlaying = false;
        _sheet.Layout = DopeLayout.Of(new Box(0, 0, 1100, 300));
        _sheet.Show(_document, Person);
        _sheet.View.Fit(_sheet.Layout.Tracks with { Width = 840 }, 0, 8); // 100 points a second
    }

    [Test]
    public void A_marker_is_named_and_the_name_can_be_undone()
    {
        _playback.Seek(2);
        _sheet.ToggleMarker();
        _sheet.Show(_document, Person);
        Click(new Vector2(_sheet.View.XAt(_sheet.Layout.Tracks, 2), _sheet.Layout.MarkerStrip.Center.Y));
        _sheet.RenameMarker("clap");
        _sheet.RenameMarker("clap");
        Assert.That(_document.All<MarkerItem>().Single().Name, Is.EqualTo("clap"));
        _document.Undo();
        Assert.That(_document.All<MarkerItem>().Single().Name, Is.EqualTo("1"), "the same name again is no edit");
    }

    [Test]
    public void Rows_are_all_keys_then_parts_of_the_body_which_open()
    {
        Assert.That(_sheet.Rows.Select(row => row.Name), Is.EqualTo(new[] { "All keys", "Head", "Right arm" }));
        Assert.That(_sheet.Rows[0].Times, Is.EqualTo(new[] { 0f, 1, 2, 3 }));
        Click(new Vector2(10, YOf(2)));
        Assert.That(_sheet.Rows.Select(row => row.Name), Is.EqualTo(new[] { "All keys", "Head", "Right arm", "Right upper arm" }));
        Click(new Vector2(60, YOf(3)));
        Assert.That(_document.Selection, Is.EqualTo(new[] { TrackItem.IdOf(Person, Arm) }), "the row's name selects the joint");
    }

    [Test]
    public void A_dragged_key_moves_by_whole_frames_as_one_step_of_undo()
    {
        var undo = _document.UndoList.Count;
        Drag(At(2, 1), At(2, 1.271f), steps: 7);
        Assert.That(Times(Arm), Is.EqualTo(new[] { 0f, 38 / 30f, 2 }));
        Assert.That(Times(Head), Is.EqualTo(new[] { 1f, 3 }), "another row stays");
        Assert.That(_document.UndoList, Has.Count.EqualTo(undo + 1));
        Assert.That(_sheet.Selected, Is.EquivalentTo(new[] { new KeyReference(TrackItem.IdOf(Person, Arm), 38 / 30f) }));
        _document.Undo();
        _sheet.Show(_document, Person);
        Assert.That(Times(Arm), Is.EqualTo(new[] { 0f, 1, 2 }));
        Assert.That(_sheet.Selected, Is.Empty, "a key that is gone is not selected");
    }

    [Test]
    public void Keys_that_a_drag_passes_over_stay_and_one_that_it_ends_on_is_replaced()
    {
        Drag(At(2, 0), At(2, 1.5f), steps: 30);
        Assert.That(Times(Arm), Is.EqualTo(new[] { 1f, 1.5f, 2 }));
        Drag(At(2, 1.5f), At(2, 1), steps: 5);
        Assert.That(Times(Arm), Is.EqualTo(new[] { 1f, 2 }));
        Assert.That(_document.Track(Person, Arm)!.Keys[0].Values[0], Is.Zero, "the value of the key that was at 0");
    }

    [Test]
    public void The_row_of_all_keys_moves_every_track_and_none_goes_below_0()
    {
        Drag(At(0, 1), At(0, 0.5f));
        Assert.That((Times(Arm), Times(Head)), Is.EqualTo((new[] { 0f, 0.5f, 2 }, new[] { 0.5f, 3f })).Using<(float[], float[])>(Same));
        Drag(At(0, 0.5f), At(0, -2));
        Assert.That(Times(Head), Is.EqualTo(new[] { 0f, 3 }));
        Assert.That(Times(Arm), Is.EqualTo(new[] { 0f, 2 }));
    }

    [Test]
    public void A_rectangle_selects_and_shift_adds()
    {
        Drag(new Vector2(At(1, 0.5f).X, YOf(1) - 8), new Vector2(At(1, 2.5f).X, YOf(2) + 8));
        Assert.That(_sheet.Selected.Select(key => key.Time).Order(), Is.EqualTo(new[] { 1f, 1, 2 }));
        _sheet.Press(At(1, 3), isShift: true);
        _sheet.Release(At(1, 3));
        Assert.That(_sheet.Selected, Has.Count.EqualTo(4));
        Click(At(1, 5));
        Assert.That(_sheet.Selected, Is.Empty, "a click on nothing deselects");
    }

    [Test]
    public void Control_copies_keys_that_are_dragged()
    {
        _sheet.Press(At(2, 1), isControl: true);
        _sheet.Drag(At(2, 2));
        _sheet.Drag(At(2, 4));
        _sheet.Release(At(2, 4));
        Assert.That(Times(Arm), Is.EqualTo(new[] { 0f, 1, 2, 4 }));
        Assert.That(_document.Track(Person, Arm)!.Keys[3].Values[0], Is.EqualTo(10));
        Assert.That(_document.Track(Person, Arm)!.Keys[2].Values[0], Is.EqualTo(20), "passed over");
    }

    [Test]
    public void A_handle_scales_the_selected_keys_about_the_other_end()
    {
        _sheet.SelectAll();
        var handle = new Vector2(_sheet.ScaleHandles!.Value.End, YOf(0));
        Assert.That(_sheet.GrabAt(handle), Is.EqualTo(DopeGrab.ScaleEnd));
        Drag(handle, handle + new Vector2(300, 0), steps: 9);
        Assert.That(Times(Arm), Is.EqualTo(new[] { 0f, 2, 4 }));
        Assert.That(Times(Head), Is.EqualTo(new[] { 2f, 6 }));
        handle = new Vector2(_sheet.ScaleHandles!.Value.Start, YOf(0));
        Drag(handle, handle + new Vector2(300, 0), steps: 9);
        Assert.That(Times(Head), Is.EqualTo(new[] { 4f, 6 }));
    }

    [Test]
    public void Delete_removes_keys_and_a_track_without_keys()
    {
        _sheet.SelectAll();
        _sheet.Delete();
        Assert.That(_document.All<TrackItem>(), Is.Empty);
        Assert.That(_sheet.Rows, Is.Empty);
        _document.Undo();
        _sheet.Show(_document, Person);
        Assert.That(_sheet.Rows, Has.Count.EqualTo(3));
    }

    [Test]
    public void Copied_keys_are_pasted_at_the_playhead_mirrored_too()
    {
        Click(At(2, 1));
        _sheet.Copy();
        _playback.Seek(5);
        _sheet.Paste();
        Assert.That(Times(Arm), Is.EqualTo(new[] { 0f, 1, 2, 5 }));
        _sheet.Paste(isMirrored: true);
        Assert.That(_document.Track(Person, TrackTarget.Joint(HumanBodyBones.LeftUpperArm))!.Keys.Single().Values[0], Is.EqualTo(10));
        _sheet.Nudge(-3);
        Assert.That(_document.Track(Person, TrackTarget.Joint(HumanBodyBones.LeftUpperArm))!.Keys.Single().Time, Is.EqualTo(147 / 30f));
    }

    [Test]
    public void The_ruler_scrubs_on_frames_and_pauses()
    {
        _playback.IsPlaying = true;
        _sheet.Press(new Vector2(At(0, 2).X, 25));
        Assert.That((_playback.Time, _playback.IsPlaying), Is.EqualTo((2f, false)));
        _sheet.Drag(new Vector2(At(0, 3.34f).X, 200));
        Assert.That(_playback.Time, Is.EqualTo(100 / 30f).Within(1e-6));
        _sheet.Release(new Vector2(At(0, 20).X, 200));
        Assert.That(_playback.Time, Is.EqualTo(8), "the end");
    }

    [Test]
    public void A_range_drawn_in_the_upper_strip_loops()
    {
        Drag(new Vector2(At(0, 3).X, 5), new Vector2(At(0, 1).X, 5));
        Assert.That((_playback.LoopFrom, _playback.LoopTo), Is.EqualTo((1f, 3f)));
        _playback.Seek(2.9f);
        _playback.IsPlaying = true;
        _playback.Advance(0.2f);
        Assert.That(_playback.Time, Is.EqualTo(1.1f).Within(1e-5));
        Drag(new Vector2(At(0, 3).X, 5), new Vector2(At(0, 4).X, 5));
        Assert.That(_playback.LoopTo, Is.EqualTo(4));
        Drag(new Vector2(At(0, 4).X, 5), new Vector2(At(0, 0.9f).X, 5));
        Assert.That(_playback.HasLoopRange, Is.False, "both ends together");
    }

    [Test]
    public void The_end_of_the_scene_and_markers_are_dragged()
    {
        Drag(new Vector2(At(0, 8).X, 5), new Vector2(At(0, 6).X, 5));
        Assert.That(_document.Settings.Seconds, Is.EqualTo(6));
        _playback.Seek(1.5f);
        _sheet.ToggleMarker();
        Drag(new Vector2(At(0, 1.5f).X, 5), new Vector2(At(0, 2.5f).X, 5), steps: 4);
        Assert.That(_document.All<MarkerItem>().Single().Time, Is.EqualTo(2.5f));
        _sheet.Delete();
        Assert.That(_document.All<MarkerItem>(), Is.Empty);
    }

    [Test]
    public void Inserted_keys_change_nothing_that_is_seen()
    {
        var before = _document.Track(Person, Arm)!.Sample(1.7f)[0];
        _playback.Seek(51 / 30f);
        _sheet.InsertKeys([]);
        Assert.That(Times(Arm), Does.Contain(51 / 30f));
        Assert.That(Times(Head), Does.Contain(51 / 30f));
        Assert.That(_document.Track(Person, Arm)!.Sample(1.7f)[0], Is.EqualTo(before).Within(1e-4));
    }

    [Test]
    public void The_first_key_of_a_scene_is_of_the_whole_pose()
    {
        var empty = new PoseDocument([new PersonItem(Person, "", [], default, new Dictionary<string, float>())]);
        _sheet.Show(empty, Person);
        var body = new PosedBody(StandardHumanoid.Skeleton);
        _sheet.InsertKeys(body.Local);
        Assert.That(empty.All<TrackItem>().Count(), Is.GreaterThan(20));
        Assert.That(empty.UndoList, Has.Count.EqualTo(1));
    }

    [Test]
    public void The_wheel_zooms_about_the_pointer()
    {
        var at = At(1, 3);
        _sheet.Wheel(at, 2, isShift: false, isControl: false);
        Assert.That(_sheet.View.TimeAt(_sheet.Layout.Tracks, at.X), Is.EqualTo(3).Within(1e-3));
        Assert.That(_sheet.View.PointsPerSecond, Is.EqualTo(100 * 1.25f * 1.25f).Within(0.1));
    }

    [Test]
    public void A_million_keys_are_shown_and_grabbed()
    {
        var keys = new TrackKey[1_000_000];
        for (var i = 0; i < keys.Length; i++)
            keys[i] = new TrackKey(i / 30f, [0]);
        _document.Set("Many", new TrackItem(Person, TrackTarget.Expression("jawOpen"), keys));
        var user = new SimulatedUser();
        user.Frame(() => DopeSheetPanel.Draw(user.Ui, new Box(0, 0, 1100, 300), _sheet));
        _sheet.Show(_document, Person);
        user.Frame(() => DopeSheetPanel.Draw(user.Ui, new Box(0, 0, 1100, 300), _sheet));
        Assert.That(user.Draw.Shapes.Length, Is.InRange(200, 6000));
        _sheet.View.Fit(_sheet.Layout.Tracks, 0, 30000);
        user.Frame(() => DopeSheetPanel.Draw(user.Ui, new Box(0, 0, 1100, 300), _sheet));
        Assert.That(user.Draw.Shapes.Length, Is.LessThan(6000), "zoomed out, keys on one place are drawn once");
    }

    float YOf(int row) => _sheet.Layout.TrackOf(row, 0).Center.Y;

    Vector2 At(int row, float time) => new(_sheet.View.XAt(_sheet.Layout.Tracks, time), YOf(row));

    float[] Times(TrackTarget target) => [.. _document.Track(Person, target)!.Keys.Select(key => key.Time)];

    void Click(Vector2 at) => Drag(at, at, 0);

    void Drag(Vector2 from, Vector2 to, int steps = 2)
    {
        _sheet.Show(_document, Person);
        _sheet.Press(from);
        for (var i = 1; i <= steps; i++)
            _sheet.Drag(Vector2.Lerp(from, to, i / (float)steps));
        _sheet.Release(to);
        _sheet.Show(_document, Person);
    }

    static bool Same((float[] First, float[] Second) a, (float[] First, float[] Second) b) =>
        a.First.SequenceEqual(b.First) && a.Second.SequenceEqual(b.Second);
}
