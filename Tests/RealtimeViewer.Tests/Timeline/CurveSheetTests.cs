using System.Numerics;
using Avatars.Posing;
using Avatars.Rig;
using Avatars.Viewer.Posing;
using Avatars.Viewer.Ui;

namespace Avatars.Viewer.Timeline;

/// <summary>Pointer events in, edits of keys and tangents out. 100 points are a second.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class CurveSheetTests
{
    const string Person = "person-1";
    static readonly TrackTarget Arm = TrackTarget.Joint(HumanBodyBones.RightUpperArm);

    readonly Playback _playback = new();
    readonly PoseDocument _document = new([new SceneSettings(Seconds: 8), new PersonItem(Person, "Ada", [], default, new Dictionary<string, float>())]);
    readonly DopeSheet _sheet;
    readonly CurveSheet _curves;

    public CurveSheetTests()
    {
        _sheet = new DopeSheet(_playback);
        _curves = new CurveSheet(_sheet);
        foreach (var (time, value) in new[] { (1f, 0f), (3, 60), (5, 0) })
            _document.SetKey("Key", Person, Arm, new TrackKey(time, [0, 0, value]));
        _document.SetKey("Key", Person, TrackTarget.Expression("jawOpen"), new TrackKey(2, [0.5f]));
        _document.Select(TrackItem.IdOf(Person, Arm));
        _playback.Start(8, 30);
        _sheet.Layout = DopeLayout.Of(new Box(0, 0, 1100, 334));
        _sheet.Show(_document, Person);
        _sheet.View.Fit(_sheet.Layout.Tracks with { Width = 840 }, 0, 8);
        _curves.Area = _sheet.Layout.Tracks;
        _curves.Show();
    }

    [Test]
    public void The_selected_joint_shows_its_angles()
    {
        Assert.That(_curves.Channels.Select(channel => channel.Name), Is.EqualTo(new[] { "Right upper arm: twist", "Right upper arm: sideways",
            "Right upper arm: bend" }));
        Assert.That((_curves.Low, _curves.High), Is.EqualTo((-9f, 69f)), "the whole range and a margin");
        _document.Select();
        _curves.Show();
        Assert.That(_curves.Channels, Has.Count.EqualTo(4), "all tracks where none is selected");
    }

    [Test]
    public void A_key_is_dragged_in_time_and_value_as_one_step_of_undo()
    {
        var undo = _document.UndoList.Count;
        Drag(At(3, 60), At(3.5f, 30), steps: 6);
        Assert.That(Keys().Select(key => key.Time), Is.EqualTo(new[] { 1f, 3.5f, 5 }));
        Assert.That(Keys()[1].Values[2], Is.EqualTo(30).Within(0.2));
        Assert.That(Keys()[1].Values[0], Is.Zero, "the other angles stay");
        Assert.That(_document.UndoList, Has.Count.EqualTo(undo + 1));
        Drag(At(3.5f, Keys()[1].Values[2]), At(3.6f, 50), isStraight: true);
        Assert.That(Keys()[1].Time, Is.EqualTo(3.5f), "Shift keeps to the direction that moved more");
    }

    [Test]
    public void A_handle_sets_the_slope_that_the_curve_then_has()
    {
        Drag(At(3, 60), At(3, 60), steps: 0);
        var handles = _curves.Handles!.Value;
        Assert.That(handles.Out.Y, Is.EqualTo(handles.Key.Y).Within(0.01), "an automatic key at a turning point is level");
        // 20 degrees up over 40 points, which are 0.4 s.
        Drag(handles.Out, At(3.4f, 80));
        Assert.That(Keys()[1].Shape, Is.EqualTo(KeyShape.Free));
        Assert.That(Keys()[1].Tangents[4 * 2 + 1], Is.EqualTo(50).Within(1), "degrees per second");
        var track = _document.Track(Person, Arm)!;
        Assert.That((track.Sample(3.001f)[2] - track.Sample(2.999f)[2]) / 0.002f, Is.EqualTo(50).Within(1.5), "on both sides");
        Drag(_curves.Handles!.Value.In, At(2.6f, 60), isStraight: true);
        Assert.That(Keys()[1].Tangents[4 * 2], Is.EqualTo(0).Within(1));
        Assert.That(Keys()[1].Tangents[4 * 2 + 1], Is.EqualTo(50).Within(1), "with Shift the other side stays");
    }

    [Test]
    public void A_click_beside_keys_goes_there_and_hidden_curves_are_not_grabbed()
    {
        Drag(At(6, 30), At(6, 30), steps: 0);
        Assert.That(_playback.Time, Is.EqualTo(6));
        _curves.ToggleHidden(_curves.Channels[2]);
        Assert.That(_curves.GrabAt(At(3, 60)), Is.EqualTo(CurveGrab.Playhead));
    }

    [Test]
    public void Curves_are_drawn_within_their_area()
    {
        var user = new SimulatedUser();
        var scroll = 0f;
        user.Frame(() => CurvePanel.Draw(user.Ui, _sheet.Layout, _sheet, _curves, ref scroll));
        var lines = user.Draw.Shapes.ToArray().Count(shape => (ShapeKind)shape.Style.X == ShapeKind.Line && shape.Color == Theme.Series[2]);
        Assert.That(lines, Is.GreaterThan(100));
    }

    Vector2 At(float time, float value) => new(_curves.XAt(time), _curves.YAt(value));

    IReadOnlyList<TrackKey> Keys() => _document.Track(Person, Arm)!.Keys;

    void Drag(Vector2 from, Vector2 to, int steps = 2, bool isStraight = false)
    {
        _curves.Press(from);
        for (var i = 1; i <= steps; i++)
            _curves.Drag(Vector2.Lerp(from, to, i / (float)steps), isStraight);
        _curves.Release(to, isStraight);
    }
}
