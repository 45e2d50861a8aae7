using System.Numerics;
using Avatars.Fixtures;
using Avatars.Animation;
using Avatars.Inference;
using Avatars.PoseMaps;
using Avatars.Rig;
using Avatars.Viewer.Posing;
using Avatars.Viewer.Ui;
using Silk.NET.Input;

namespace Avatars.Viewer.Panels;

/// <summary>The whole window without a window: what it draws and what a user can do with it.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class ViewerScreenTests
{
    readonly SimulatedUser _user = new();
    readonly Session _session = MakeSession();
    readonly ViewerScreen _screen;

    public ViewerScreenTests() => _screen = new ViewerScreen(_session);

    [Test]
    public void A_frame_allocates_nothing()
    {
        _session.Person.Texture = 3;
        _session.Person.Times = new StageTimes(0.4, 3.5, 21.5, 12.25, 37);
        for (var i = 0; i < 300; i++)
        {
            _session.Rendered.Add(16 + i % 3);
            _session.Person.Meter.Add(45 + i % 7);
        }
        var time = 0f;
        Assert.That(Allocations.Of(() =>
        {
            _session.Playback.Advance(0.016f);
            _session.Rig.Sample(time += 0.016f, isInPlace: true);
            _session.Rig.Project(_session.PictureCamera);
            Frame();
        }), Is.Zero);
    }

    [TestCase(0.4, 3.5, 21.5, 12.25), TestCase(2.1, 240, 3210.7, 890), TestCase(1234.5, 23456.7, 345678.9, 45678.9)]
    public void The_stages_times_stay_within_the_panel(double poseMap, double encode, double denoise, double decode)
    {
        _session.Person.Times = new StageTimes(poseMap, encode, denoise, decode, poseMap);
        foreach (var width in new[] { 300, 520, 640, 760, 900, 1300 })
        {
            var panel = new Box(10, 20, width, 96);
            _user.Frame(() => PerformancePanel.Draw(_user.Ui, panel, _session));
            var shapes = _user.Draw.Shapes.ToArray();
            Assert.That(shapes, Has.Length.GreaterThan(10));
            Assert.That(shapes.Max(shape => shape.Bounds.Z), Is.LessThanOrEqualTo(panel.Right), $"of a panel of {width} points");
        }
    }

    [Test]
    public void Posing_allocates_nothing_while_nothing_changes()
    {
        using var editor = _session.Editor;
        editor.StartUntitled();
        editor.Select(HumanBodyBones.LeftHand);
        var box = new Box(0, 100, 400, 400);
        _user.Input.MoveTo(box.Center);
        Frame();
        Assert.That(Allocations.Of(() => _screen.RigTool!.Draw(_user.Ui, box, box, _session)), Is.Zero, "handles");
        foreach (var panel in new IPanel[] { new JointsPanel(editor), new InspectorPanel(editor) })
            Assert.That(Allocations.Of(() => panel.Draw(_user.Ui, box, _session)), Is.Zero, panel.Title);
    }

    [Test]
    public void The_rig_is_drawn_within_its_pane()
    {
        Frame();
        var layout = ViewerLayout.Of(SimulatedUser.Window);
        var bones = _user.Draw.Shapes.ToArray().Where(shape => (ShapeKind)shape.Style.X == ShapeKind.Tube).ToArray();
        Assert.That(bones, Has.Length.GreaterThan(40));
        foreach (var bone in bones)
            Assert.That(layout.Rig.Contains(new Vector2(bone.Bounds.X, bone.Bounds.Y)), $"{bone.Bounds} in {layout.Rig}");
    }

    [Test]
    public void Dragging_in_a_pane_turns_the_camera_and_with_shift_moves_it()
    {
        var before = _session.Orbit.View;
        Drag(ViewerLayout.Of(SimulatedUser.Window).Map.Center, new Vector2(40, 10));
        var turned = _session.Orbit.View;
        Assert.That(turned.Yaw, Is.Not.EqualTo(before.Yaw));
        Assert.That(turned.Target, Is.EqualTo(before.Target));
        _user.Input.IsShiftDown = true;
        Drag(ViewerLayout.Of(SimulatedUser.Window).Person.Center, new Vector2(40, 10));
        Assert.That(_session.Orbit.View.Yaw, Is.EqualTo(turned.Yaw));
        Assert.That(_session.Orbit.View.Target, Is.Not.EqualTo(turned.Target));
    }

    [Test]
    public void The_wheel_over_a_pane_goes_nearer_and_elsewhere_does_not()
    {
        var before = _session.Orbit.View.Distance;
        _user.Input.MoveTo(ViewerLayout.Of(SimulatedUser.Window).Performance.Center);
        _user.Input.TurnWheel(1);
        Frame();
        Assert.That(_session.Orbit.View.Distance, Is.EqualTo(before));
        _user.Input.MoveTo(ViewerLayout.Of(SimulatedUser.Window).Rig.Center);
        _user.Input.TurnWheel(1);
        Frame();
        Assert.That(_session.Orbit.View.Distance, Is.LessThan(before));
    }

    [Test]
    public void Keys_do_what_the_buttons_do()
    {
        Press(Key.Space);
        Assert.That(_session.Playback.IsPlaying, Is.False);
        Press(Key.Number3);
        Assert.That(_session.Steps, Is.EqualTo(3));
        Press(Key.PageDown);
        Press(Key.PageDown);
        Press(Key.PageDown);
        Assert.That(_session.ChosenSource, Is.EqualTo(1), "the last of two");
        _session.Orbit.Rotate(new(90, 0));
        Press(Key.C);
        Assert.That(_session.Orbit.View.Yaw, Is.Zero);
    }

    [Test]
    public void Control_with_plus_and_zero_sizes_the_panels()
    {
        _user.Input.IsControlDown = true;
        Press(Key.Equal);
        Press(Key.Equal);
        Assert.That(_session.Zoom, Is.EqualTo(1.5f));
        Press(Key.Number0);
        Assert.That(_session.Zoom, Is.EqualTo(1f));
    }

    [Test]
    public void A_problem_becomes_a_message()
    {
        _session.Problem = "'x.png' is neither PNG nor JPEG.";
        Frame();
        Assert.That(_session.Problem, Is.Null);
        Assert.That(_screen.Dialogs.Toasts.Texts, Is.EqualTo(new[] { "'x.png' is neither PNG nor JPEG." }));
    }

    [TestCase(false), TestCase(true)]
    public void Every_control_of_every_panel_has_a_tooltip(bool isEdited)
    {
        using var editor = isEdited ? _session.Editor : null;
        if (isEdited)
        {
            _session.Editor.StartUntitled();
            _session.Editor.Select(HumanBodyBones.LeftHand);
        }
        var layout = ViewerLayout.Of(SimulatedUser.Window);
        var controls = new HashSet<Box>();
        foreach (var (dock, panel) in new[] { _screen.Left, _screen.Right, _screen.Bottom }.SelectMany(dock => dock.Panels.Select(panel => (dock, panel))))
        {
            dock.Show(panel.Title);
            _user.Ui.Seen = [];
            Frame();
            var tips = _user.Ui.Seen.Where(seen => seen.IsTip).Select(seen => seen.Box).ToArray();
            foreach (var control in _user.Ui.Seen.Where(seen => !seen.IsTip).Select(seen => seen.Box)
                .Except([layout.Rig, layout.Map, layout.Person])) // explained by their captions
            {
                controls.Add(control);
                Assert.That(tips.Any(tip => tip.Contains(control.Center)), $"the control at {control} of {panel.Title}");
            }
        }
        Assert.That(controls, Has.Count.GreaterThan(isEdited ? 80 : 30));
    }

    [Test]
    public void Splitters_change_the_layout()
    {
        var before = ViewerLayout.Of(SimulatedUser.Window);
        Drag(new Vector2(before.Left.Right + 3, 300), new Vector2(50, 0));
        Drag(new Vector2(before.Right.X - 3, 300), new Vector2(-40, 0));
        Drag(new Vector2(900, before.Bottom.Y - 3), new Vector2(0, -30));
        var after = ViewerLayout.Of(SimulatedUser.Window, _session.Panels);
        Assert.That(after.Left.Width, Is.EqualTo(before.Left.Width + 50).Within(0.01f));
        Assert.That(after.Right.Width, Is.EqualTo(before.Right.Width + 40).Within(0.01f));
        Assert.That(after.Bottom.Height, Is.EqualTo(before.Bottom.Height + 30).Within(0.01f));
    }

    [Test]
    public void A_menu_runs_a_command_by_pointer_and_by_key()
    {
        var view = new Vector2(4 + 60 + 60, 14);
        Drag(view, Vector2.Zero);
        Assert.That(_user.Ui.IsMenuOpen, "the menu below the third title");
        Press(Key.Down);
        Press(Key.Down); // Floor
        Press(Key.Enter);
        Assert.That(_session.HasFloor, Is.False);
        Assert.That(_user.Ui.IsMenuOpen, Is.False);
        Drag(view, Vector2.Zero);
        Press(Key.Space);
        Assert.That(_session.Playback.IsPlaying, "keys belong to the menu");
        Press(Key.Escape);
        Press(Key.Space);
        Assert.That(_session.Playback.IsPlaying, Is.False);
    }

    [Test]
    public void Where_a_menu_lies_nothing_below_it_is_clicked()
    {
        var below = new Vector2(30, 28 + 30 + 60 + 20);
        var commands = Enumerable.Range(0, 12).Select(i => new UiCommand("", $"Command number {i}", "", "", () => { })).ToArray();
        _user.Ui.OpenMenu(commands, new Vector2(5, 40));
        Frame();
        Drag(below, Vector2.Zero);
        Assert.That(_session.ChosenSource, Is.Zero);
        Assert.That(_user.Ui.IsMenuOpen, Is.False, "one of its rows was chosen");
    }

    void Frame()
    {
        _user.Draw.Begin(1, fontTexture: 1);
        _screen.Draw(_user.Ui, SimulatedUser.Window);
    }

    void Press(Key key)
    {
        _user.Input.Press(key);
        Frame();
    }

    void Drag(Vector2 from, Vector2 by)
    {
        _user.Input.MoveTo(from);
        _user.Input.Press(MouseButton.Left);
        Frame();
        _user.Input.MoveTo(from + by);
        Frame();
        _user.Input.Release(MouseButton.Left);
        Frame();
    }

    internal static Session MakeSession(string? untitledFolder = null)
    {
        var skeleton = StandardHumanoid.Skeleton;
        var wave = new RotationCurve([0, 1], [Quaternion.Identity, Quaternion.CreateFromAxisAngle(Vector3.UnitZ, 1)]);
        var curves = new JointCurves[skeleton.Count];
        Array.Fill(curves, new JointCurves(null, null));
        curves[StandardHumanoid.Map[HumanBodyBones.LeftLowerArm]] = new JointCurves(null, wave);
        var rig = new PoseSampler(new AnimationClip("wave", skeleton, 30, curves), KeypointLayout.Avatar128);
        var session = new Session(untitledFolder ?? Path.Combine(Path.GetTempPath(), $"avatar-viewer-tests-{Environment.ProcessId}"))
        {
            Orbit = new OrbitCamera(HomeView.Of(rig)),
            Rig = rig,
            Sources = [new("first.png", "first.png", 11), new("second.png", "second.png", 12)],
            Motions = ["wave", "walk"],
        };
        session.Playback.Start(rig.Source.Length, rig.Source.FrameRate);
        return session;
    }
}
