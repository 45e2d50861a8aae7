using System.Numerics;
using Avatars.Fixtures;
using Avatars.PoseMaps;
using Avatars.Posing;
using Avatars.Rig;
using Avatars.Solving;
using Avatars.Viewer.Posing;
using Avatars.Viewer.Ui;

namespace Avatars.Viewer.Editing;

/// <summary>Posing as sequences of pointer events, without a window.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class RigEditorTests : IDisposable
{
    static readonly HumanoidMap Map = StandardHumanoid.Map;

    readonly TemporaryFolder _folder = new();
    readonly EditorSession _editor;
    readonly RigEditor _rig;
    readonly PaneProjection _lens;
    bool _isShiftDown, _isControlDown, _isAltDown;

    public RigEditorTests()
    {
        _editor = new EditorSession(new Playback(), _folder["untitled"]);
        _editor.StartUntitled();
        _rig = new RigEditor(_editor);
        var home = HomeView.Of(new PoseSampler(_editor.Motion, KeypointLayout.Avatar128));
        _lens = new PaneProjection(new OrbitCamera(home).At(256, 256), new Box(100, 50, 600, 600));
    }

    public void Dispose()
    {
        _editor.Dispose();
        _folder.Dispose();
    }

    [TestCase(HumanBodyBones.LeftHand), TestCase(HumanBodyBones.RightFoot), TestCase(HumanBodyBones.Head), TestCase(HumanBodyBones.LeftLowerArm),
        TestCase(HumanBodyBones.RightLowerLeg), TestCase(HumanBodyBones.Hips)]
    public void Pointing_at_a_joint_finds_it_and_a_click_selects_it(HumanBodyBones bone)
    {
        Hover(At(bone));
        Assert.That((_rig.Hover.Bone, _rig.Hover.Part), Is.EqualTo((bone, RigPart.Joint)));
        Click(At(bone));
        Assert.That(_editor.SelectedBones, Is.EqualTo(new[] { bone }));
        Assert.That(_editor.UndoNames, Is.EqualTo(new[] { "Select" }));
    }

    [Test]
    public void Between_joints_is_the_limb_and_beside_the_body_nothing()
    {
        Hover((At(HumanBodyBones.LeftUpperLeg) + At(HumanBodyBones.LeftLowerLeg)) / 2);
        Assert.That((_rig.Hover.Bone, _rig.Hover.Part), Is.EqualTo((HumanBodyBones.LeftUpperLeg, RigPart.Limb)));
        Hover(new Vector2(120, 70));
        Assert.That(_rig.Hover, Is.EqualTo(RigHit.Nothing));
    }

    [Test]
    public void Fingers_can_be_grabbed_only_where_they_can_be_told_apart()
    {
        var far = new OrbitCamera(new OrbitView(Place(HumanBodyBones.LeftHand), 0, 0, 6, 0.6f)).At(256, 256);
        _rig.Handle(new RigPointer(default, false, false, false), new PaneProjection(far, new Box(100, 50, 600, 600)));
        Assert.That(_rig.Handles.All.ToArray().Select(handle => handle.Bone), Has.None.Matches<HumanBodyBones>(HumanBones.IsFinger));
        var near = new OrbitCamera(new OrbitView(Place(HumanBodyBones.LeftHand), 0, 0, 0.8f, 0.6f)).At(256, 256);
        _rig.Handle(new RigPointer(default, false, false, false), new PaneProjection(near, new Box(100, 50, 600, 600)));
        Assert.That(_rig.Handles.All.ToArray().Count(handle => handle.Part == RigPart.Fingertip), Is.EqualTo(10), "both hands");
    }

    [TestCase(HumanBodyBones.LeftHand, 60, -150), TestCase(HumanBodyBones.RightHand, -40, -60), TestCase(HumanBodyBones.LeftLowerArm, 40, -60),
        TestCase(HumanBodyBones.RightLowerLeg, -40, -30)]
    public void A_dragged_joint_follows_the_pointer_and_the_feet_stay(HumanBodyBones bone, float right, float down)
    {
        var feet = (Place(HumanBodyBones.LeftFoot), Place(HumanBodyBones.RightFoot));
        var target = At(bone) + new Vector2(right, down);
        Drag(At(bone), target);
        Assert.That(Vector2.Distance(At(bone), target), Is.LessThan(bone is HumanBodyBones.LeftHand or HumanBodyBones.RightHand ? 1.5f : 30), "points");
        Assert.That(Vector3.Distance(Place(HumanBodyBones.LeftFoot), feet.Item1), Is.LessThan(2e-3f), "metres");
        if (bone != HumanBodyBones.RightLowerLeg) // a straight leg is lifted with its knee
            Assert.That(Vector3.Distance(Place(HumanBodyBones.RightFoot), feet.Item2), Is.LessThan(2e-3f), "metres");
        Assert.That(_editor.UndoNames.Count(), Is.EqualTo(2), "a selection and a move");
        _editor.Undo();
        Assert.That(Pose(), Is.EqualTo(Rest()));
    }

    [Test]
    public void Hips_that_are_dragged_down_bend_the_knees_over_feet_that_stay()
    {
        var foot = Place(HumanBodyBones.LeftFoot);
        Drag(At(HumanBodyBones.Hips), At(HumanBodyBones.Hips) + new Vector2(0, 60));
        Assert.That(Place(HumanBodyBones.Hips).Y, Is.LessThan(0.8f), "metres; 0.89 at rest");
        Assert.That(Vector3.Distance(Place(HumanBodyBones.LeftFoot), foot), Is.LessThan(2e-3f), "metres");
        Assert.That(_editor.Document!.Track("person-1", TrackTarget.HipsPosition), Is.Not.Null);
    }

    [Test]
    public void The_knee_of_a_bent_leg_swings_about_its_pinned_foot()
    {
        Drag(At(HumanBodyBones.Hips), At(HumanBodyBones.Hips) + new Vector2(0, 60));
        var (foot, knee) = (Place(HumanBodyBones.RightFoot), At(HumanBodyBones.RightLowerLeg));
        Drag(knee, knee - new Vector2(30, 0));
        Assert.That(Vector3.Distance(Place(HumanBodyBones.RightFoot), foot), Is.LessThan(2e-3f), "metres");
        Assert.That(At(HumanBodyBones.RightLowerLeg).X, Is.LessThan(knee.X - 10), "points");
    }

    [Test]
    public void An_unpinned_foot_goes_with_the_hips()
    {
        _editor.Pins = BodyPins.RightFoot;
        var foot = Place(HumanBodyBones.LeftFoot);
        Drag(At(HumanBodyBones.Hips), At(HumanBodyBones.Hips) + new Vector2(0, 60));
        Assert.That(foot.Y - Place(HumanBodyBones.LeftFoot).Y, Is.GreaterThan(0.1f), "metres");
    }

    [Test]
    public void A_pinned_hand_stays_while_the_spine_is_rotated()
    {
        Drag(At(HumanBodyBones.LeftHand), At(HumanBodyBones.LeftHand) + new Vector2(20, -80));
        _editor.TogglePins();
        Assert.That(_editor.IsPinned(HumanBodyBones.LeftHand));
        var hand = Place(HumanBodyBones.LeftHand);
        Click(At(HumanBodyBones.Chest));
        Turn(GizmoPart.View, 0.2f);
        Assert.That(Vector3.Distance(Place(HumanBodyBones.LeftHand), hand), Is.LessThan(5e-3f), "metres");
        Assert.That(Vector3.Distance(Place(HumanBodyBones.RightHand), RestPlace(HumanBodyBones.RightHand)), Is.GreaterThan(0.02f), "metres");
    }

    [Test]
    public void A_dragged_limb_rotates_its_bone_only()
    {
        var middle = (At(HumanBodyBones.LeftLowerArm) + At(HumanBodyBones.LeftHand)) / 2;
        Drag(middle, middle + new Vector2(60, -30));
        var pose = Pose();
        var rest = Rest();
        for (var i = 0; i < pose.Length; i++)
            if (Map.BoneOf(i) == HumanBodyBones.LeftLowerArm)
                Assert.That(AngleBetween(pose[i].Rotation, rest[i].Rotation), Is.GreaterThan(20), "degrees");
            else
                Assert.That(pose[i], Is.EqualTo(rest[i]), $"{Map.BoneOf(i)}");
    }

    [TestCase("View", 0.4f), TestCase("Z", 0.4f), TestCase("Z", -0.3f)]
    public void A_ring_rotates_the_joint_by_what_the_pointer_went_around_it(string ring, float radians)
    {
        var part = Enum.Parse<GizmoPart>(ring);
        _editor.IsLocal = false;
        Click(At(HumanBodyBones.Head));
        Turn(part, radians);
        var turned = ModelRotation(HumanBodyBones.Head) * Quaternion.Conjugate(RestRotation(HumanBodyBones.Head));
        _rig.TryGetGizmo(out var gizmo);
        var wanted = Quaternion.CreateFromAxisAngle(gizmo.Axis(part, _lens), radians);
        Assert.That(AngleBetween(turned, wanted), Is.LessThan(1.5f), "degrees");
        Assert.That(_editor.UndoNames.Last(), Is.EqualTo("Rotate head"));
    }

    [Test]
    public void A_joint_stops_at_its_limit_unless_limits_are_off()
    {
        _editor.IsLocal = false;
        Click(At(HumanBodyBones.Head));
        Turn(GizmoPart.Z, 1.2f);
        Assert.That(JointLimits.Human.Allows(HumanBodyBones.Head, new MuscleSpace(Map).DegreesOf(Pose(), HumanBodyBones.Head), 0.1f));
        _editor.Undo();
        _editor.IsLimited = false;
        Turn(GizmoPart.Z, 1.2f);
        Assert.That(JointLimits.Human.Allows(HumanBodyBones.Head, new MuscleSpace(Map).DegreesOf(Pose(), HumanBodyBones.Head), 0.1f), Is.False);
    }

    [Test]
    public void Control_snaps_a_ring_to_15_degrees()
    {
        _editor.IsLocal = false;
        Click(At(HumanBodyBones.Head));
        _isControlDown = true;
        Turn(GizmoPart.View, 0.35f); // 20.05 degrees
        var turned = AngleBetween(ModelRotation(HumanBodyBones.Head), RestRotation(HumanBodyBones.Head));
        Assert.That(turned, Is.EqualTo(15).Within(0.1f), "degrees");
    }

    [Test]
    public void Shift_moves_finely()
    {
        var start = At(HumanBodyBones.LeftHand);
        _isShiftDown = true;
        Drag(start, start + new Vector2(50, -50));
        Assert.That(Vector2.Distance(At(HumanBodyBones.LeftHand), start + new Vector2(10, -10)), Is.LessThan(1.5f), "points");
    }

    [Test]
    public void Shift_click_adds_to_the_selection_and_a_ring_rotates_all()
    {
        Click(At(HumanBodyBones.LeftUpperArm));
        _isShiftDown = true;
        Click(At(HumanBodyBones.RightUpperArm));
        _isShiftDown = false;
        Assert.That(_editor.SelectedBones, Has.Count.EqualTo(2));
        _editor.IsLocal = false;
        Turn(GizmoPart.View, 0.3f);
        foreach (var bone in _editor.SelectedBones)
            Assert.That(AngleBetween(ModelRotation(bone), RestRotation(bone)), Is.EqualTo(0.3f * 180 / MathF.PI).Within(1.5f), "degrees");
    }

    [Test]
    public void Alt_click_clears_a_rotation()
    {
        Drag(At(HumanBodyBones.LeftHand), At(HumanBodyBones.LeftHand) + new Vector2(60, -150));
        _isAltDown = true;
        Click(At(HumanBodyBones.LeftLowerArm));
        Assert.That(AngleBetween(Pose()[Map[HumanBodyBones.LeftLowerArm]].Rotation, Rest()[Map[HumanBodyBones.LeftLowerArm]].Rotation), Is.LessThan(0.01f));
        Assert.That(_editor.UndoNames.Last(), Is.EqualTo("Clear left lower arm"));
    }

    [Test]
    public void Escape_takes_a_drag_back()
    {
        var start = At(HumanBodyBones.LeftHand);
        Hover(start);
        Event(start, isPressed: true, isDown: true);
        Event(start + new Vector2(50, -50), isDown: true);
        Assert.That(Pose(), Is.Not.EqualTo(Rest()));
        Event(start + new Vector2(50, -50), isDown: true, isCancelled: true);
        Assert.That(Pose(), Is.EqualTo(Rest()));
        Event(start + new Vector2(90, -90), isDown: true);
        Event(start, isDown: false);
        Assert.That(Pose(), Is.EqualTo(Rest()), "the button is still held but drags nothing");
    }

    [Test]
    public void A_hidden_joint_cannot_be_grabbed()
    {
        Click(At(HumanBodyBones.LeftHand));
        _editor.HideSelected();
        Hover(At(HumanBodyBones.LeftHand));
        Assert.That(_rig.Hover.Bone, Is.Not.EqualTo(HumanBodyBones.LeftHand));
        _editor.ShowAll();
        Hover(At(HumanBodyBones.LeftHand));
        Assert.That(_rig.Hover.Bone, Is.EqualTo(HumanBodyBones.LeftHand));
    }

    [Test]
    public void An_arrow_moves_along_its_axis_alone()
    {
        _editor.Tool = EditTool.Move;
        _editor.IsLocal = false;
        var start = Place(HumanBodyBones.RightHand);
        Click(At(HumanBodyBones.RightHand));
        _rig.TryGetGizmo(out var gizmo);
        _lens.TrySee(gizmo.TipOf(GizmoPart.Y, _lens), out var tip, out _);
        Drag(tip, tip + new Vector2(13, -60));
        var moved = Place(HumanBodyBones.RightHand) - start;
        Assert.That(moved.Y, Is.GreaterThan(0.1f), "metres");
        Assert.That(new Vector2(moved.X, moved.Z).Length(), Is.LessThan(5e-3f), "metres");
    }

    [Test]
    public void The_scale_tool_exaggerates_and_relaxes()
    {
        _editor.IsLimited = false;
        Drag((At(HumanBodyBones.LeftLowerArm) + At(HumanBodyBones.LeftHand)) / 2, At(HumanBodyBones.LeftLowerArm) + new Vector2(60, 20));
        var before = AngleBetween(Pose()[Map[HumanBodyBones.LeftLowerArm]].Rotation, Quaternion.Identity);
        _editor.Tool = EditTool.Scale;
        _rig.TryGetGizmo(out var gizmo);
        _lens.TrySee(gizmo.OnRing(GizmoPart.View, 0.125f, _lens, out _), out var knob, out _);
        Drag(knob, knob + new Vector2(-80, 0));
        Assert.That(AngleBetween(Pose()[Map[HumanBodyBones.LeftLowerArm]].Rotation, Quaternion.Identity), Is.EqualTo(before / 2).Within(0.5f), "degrees");
    }

    [Test]
    public void A_drag_gives_the_same_pose_in_few_or_many_steps()
    {
        var from = At(HumanBodyBones.LeftHand);
        Drag(from, from + new Vector2(60, -150), steps: 1);
        var once = Pose();
        _editor.Undo();
        Drag(from, from + new Vector2(60, -150), steps: 60);
        var often = Pose();
        for (var i = 0; i < once.Length; i++)
            Assert.That(AngleBetween(once[i].Rotation, often[i].Rotation), Is.LessThan(0.05f), $"degrees, {Map.BoneOf(i)}");
    }

    [Test]
    public void A_drag_whose_moves_and_release_come_in_one_frame_is_no_click()
    {
        var from = At(HumanBodyBones.LeftHand);
        Hover(from);
        Event(from, isPressed: true, isDown: true);
        Event(from + new Vector2(60, -150), isDown: false);
        Assert.That(Vector2.Distance(At(HumanBodyBones.LeftHand), from + new Vector2(60, -150)), Is.LessThan(1.5f), "points");
    }

    [Test]
    public void A_click_beside_the_rig_deselects()
    {
        Click(At(HumanBodyBones.Head));
        var beside = new Vector2(120, 70);
        Event(beside, isPressed: true, isDown: true);
        _rig.ReleaseBeside(beside);
        Assert.That(_editor.SelectedBones, Is.Empty);
    }

    void Turn(GizmoPart part, float radians)
    {
        Hover(new Vector2(120, 70));
        Assert.That(_rig.TryGetGizmo(out var gizmo));
        // From a place on the front half where nothing else of the gizmo or the rig is.
        for (var i = 0; i < Gizmo.Segments; i++)
        {
            var turn = (float)i / Gizmo.Segments;
            _lens.TrySee(gizmo.OnRing(part, turn, _lens, out var isFront), out var from, out _);
            var isFrontToo = true;
            for (var step = 1; step <= 10; step++)
            {
                gizmo.OnRing(part, turn + radians / MathF.Tau * step / 10, _lens, out var isOnFront);
                isFrontToo &= isOnFront;
            }
            Hover(from);
            if (!isFront || !isFrontToo || _rig.HoverGizmo != part)
                continue;
            Event(from, isPressed: true, isDown: true);
            for (var step = 1; step <= 10; step++)
            {
                _lens.TrySee(gizmo.OnRing(part, turn + radians / MathF.Tau * step / 10, _lens, out _), out var to, out _);
                Event(to, isDown: true);
                if (step == 10)
                    Event(to, isDown: false);
            }
            return;
        }
        Assert.Fail($"No place on ring {part} can be grabbed.");
    }

    void Hover(Vector2 at) => Event(at, isDown: false);

    void Click(Vector2 at)
    {
        Hover(at);
        Event(at, isPressed: true, isDown: true);
        Event(at, isDown: false);
    }

    void Drag(Vector2 from, Vector2 to, int steps = 5)
    {
        Hover(from);
        Event(from, isPressed: true, isDown: true);
        for (var i = 1; i <= steps; i++)
            Event(Vector2.Lerp(from, to, (float)i / steps), isDown: true);
        Event(to, isDown: false);
    }

    void Event(Vector2 at, bool isDown, bool isPressed = false, bool isCancelled = false) =>
        _rig.Handle(new RigPointer(at, true, isPressed, isDown, _isShiftDown, _isControlDown, _isAltDown, isCancelled), _lens);

    Vector2 At(HumanBodyBones bone)
    {
        Assert.That(_lens.TrySee(Place(bone), out var at, out _));
        return at;
    }

    Vector3 Place(HumanBodyBones bone) => Model(Pose()).Positions[Map[bone]];

    static Vector3 RestPlace(HumanBodyBones bone) => Model(Rest()).Positions[Map[bone]];

    Quaternion ModelRotation(HumanBodyBones bone) => Model(Pose()).Rotations[Map[bone]];

    static Quaternion RestRotation(HumanBodyBones bone) => Model(Rest()).Rotations[Map[bone]];

    static ModelPose Model(JointTransform[] local)
    {
        var model = new ModelPose(StandardHumanoid.Skeleton);
        model.Run(local);
        return model;
    }

    JointTransform[] Pose()
    {
        var pose = new JointTransform[StandardHumanoid.Skeleton.Count];
        _editor.ReadPose(pose);
        return pose;
    }

    static JointTransform[] Rest() => [.. StandardHumanoid.Skeleton.Joints.ToArray().Select(joint => joint.Rest)];

    static float AngleBetween(Quaternion one, Quaternion other)
    {
        var away = one * Quaternion.Conjugate(other);
        return 2 * MathF.Atan2(new Vector3(away.X, away.Y, away.Z).Length(), MathF.Abs(away.W)) * 180 / MathF.PI;
    }
}
