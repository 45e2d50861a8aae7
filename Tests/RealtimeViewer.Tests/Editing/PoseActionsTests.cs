using System.Numerics;
using Avatars.Fixtures;
using Avatars.Posing;
using Avatars.Rig;
using Avatars.Solving;
using Avatars.Viewer.Posing;

namespace Avatars.Viewer.Editing;

/// <summary>Copy, paste, mirror, clear, and numbers, without a window.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class PoseActionsTests : IDisposable
{
    static readonly HumanoidMap Map = StandardHumanoid.Map;

    readonly TemporaryFolder _folder = new();
    readonly EditorSession _editor;

    public PoseActionsTests()
    {
        _editor = new EditorSession(new Playback(), _folder["untitled"]);
        _editor.StartUntitled();
    }

    public void Dispose()
    {
        _editor.Dispose();
        _folder.Dispose();
    }

    [Test]
    public void A_copied_pose_is_pasted_at_another_time()
    {
        _editor.SetAngles(HumanBodyBones.LeftLowerArm, new Vector3(0, 0, -90));
        _editor.CopyPose();
        _editor.Time = 2;
        _editor.SetAngles(HumanBodyBones.LeftLowerArm, new Vector3(0, 0, -10));
        _editor.PastePose();
        Assert.That(_editor.AnglesOf(HumanBodyBones.LeftLowerArm).Z, Is.EqualTo(-90).Within(0.01f), "degrees");
    }

    [Test]
    public void Pasted_mirrored_the_other_arm_has_the_angles()
    {
        _editor.SetAngles(HumanBodyBones.LeftUpperArm, new Vector3(5, 20, 30));
        _editor.CopyPose();
        _editor.PastePose(isMirrored: true);
        Assert.That(Vector3.Distance(_editor.AnglesOf(HumanBodyBones.RightUpperArm), new Vector3(5, 20, 30)), Is.LessThan(0.05f), "degrees");
        _editor.MirrorPose();
        Assert.That(Vector3.Distance(_editor.AnglesOf(HumanBodyBones.LeftUpperArm), new Vector3(5, 20, 30)), Is.LessThan(0.05f), "degrees");
    }

    [Test]
    public void Pasted_onto_a_selection_the_rest_stays()
    {
        _editor.SetAngles(HumanBodyBones.LeftLowerArm, new Vector3(0, 0, -90));
        _editor.SetAngles(HumanBodyBones.Head, new Vector3(20, 0, 0));
        _editor.CopyPose();
        _editor.ResetPose();
        _editor.Select(HumanBodyBones.LeftUpperArm);
        _editor.PastePose(isSelectionOnly: true);
        Assert.That(_editor.AnglesOf(HumanBodyBones.LeftLowerArm).Z, Is.EqualTo(-90).Within(0.01f), "degrees, below the selected joint");
        Assert.That(_editor.AnglesOf(HumanBodyBones.Head).X, Is.EqualTo(0).Within(0.01f), "degrees");
    }

    [Test]
    public void The_other_side_takes_over_a_limb()
    {
        _editor.SetAngles(HumanBodyBones.LeftLowerArm, new Vector3(0, 0, -70));
        _editor.SetHandAngle(left: true, index: 6, degrees: 60);
        _editor.Select(HumanBodyBones.LeftUpperArm);
        _editor.MirrorSelected();
        Span<float> hand = stackalloc float[HandShape.AngleCount];
        _editor.ReadHand(left: false, hand);
        Assert.That(hand[6], Is.EqualTo(60).Within(0.05f), "degrees, the index finger's knuckle");
        Assert.That(_editor.AnglesOf(HumanBodyBones.RightLowerArm).Z, Is.EqualTo(-70).Within(0.05f), "degrees");
    }

    [Test]
    public void Angles_stop_at_their_limits_unless_these_are_off()
    {
        var (least, most) = _editor.LimitsOf(HumanBodyBones.Head);
        Assert.That((least.X, most.X), Is.EqualTo((-40f, 40f)), "degrees, Unity's 'Head Turn Left-Right'");
        _editor.SetAngles(HumanBodyBones.Head, new Vector3(75, 0, 0));
        Assert.That(_editor.AnglesOf(HumanBodyBones.Head).X, Is.EqualTo(40).Within(0.01f), "degrees");
        _editor.IsLimited = false;
        _editor.SetAngles(HumanBodyBones.Head, new Vector3(75, 0, 0));
        Assert.That(_editor.AnglesOf(HumanBodyBones.Head).X, Is.EqualTo(75).Within(0.01f), "degrees");
    }

    [Test]
    public void Every_joint_has_fields_that_read_what_was_written()
    {
        for (var bone = HumanBodyBones.Hips; bone < HumanBodyBones.LastBone; bone++)
        {
            if (!Map.Has(bone))
                continue;
            var fields = AngleField.Of(bone).ToArray();
            Assert.That(fields, Is.Not.Empty, $"{bone}");
            foreach (var field in fields)
            {
                var (least, most) = field.Limits(_editor);
                var value = field.Kind == FieldKind.Position ? 0.9f : least + 0.6f * (most - least);
                field.Write(_editor, value);
                Assert.That(field.Read(_editor), Is.EqualTo(value).Within(0.05f), $"{bone}, {field.Label}, {least} to {most}");
                _editor.Undo();
            }
        }
        Assert.That(AngleField.Of(HumanBodyBones.LeftUpperArm)[0].Label, Is.EqualTo("Down-up"));
        Assert.That(AngleField.Of(HumanBodyBones.Head)[2].Label, Is.EqualTo("Turn left-right"));
    }

    [Test]
    public void Hips_that_are_lowered_by_number_leave_pinned_feet_in_place()
    {
        var foot = Place(HumanBodyBones.LeftFoot);
        _editor.SetHipsPosition(_editor.HipsPosition - new Vector3(0, 0.2f, 0));
        Assert.That(Vector3.Distance(Place(HumanBodyBones.LeftFoot), foot), Is.LessThan(2e-3f), "metres");
        Assert.That(_editor.HipsPosition.Y, Is.EqualTo(0.69f).Within(1e-3f), "metres");
    }

    [Test]
    public void Keys_of_the_selected_joints_are_deleted_at_the_present_time_only()
    {
        foreach (var time in new[] { 0f, 1f })
        {
            _editor.Time = time;
            _editor.SetAngles(HumanBodyBones.Head, new Vector3(10 + time, 0, 0));
            _editor.SetAngles(HumanBodyBones.Neck, new Vector3(10 + time, 0, 0));
        }
        _editor.Select(HumanBodyBones.Head);
        _editor.DeleteKeys();
        Assert.That(_editor.Document!.Track("person-1", TrackTarget.Joint(HumanBodyBones.Head))!.Keys.Select(key => key.Time), Is.EqualTo(new[] { 0f }));
        Assert.That(_editor.Document.Track("person-1", TrackTarget.Joint(HumanBodyBones.Neck))!.Keys, Has.Count.EqualTo(2));
    }

    [Test]
    public void The_tree_of_joints_is_searched_and_opened()
    {
        var tree = new JointTree();
        Assert.That(tree.Rows[0], Is.EqualTo(new JointTree.Row(HumanBodyBones.Hips, 0, true)));
        Assert.That(tree.Rows[tree.IndexOf(HumanBodyBones.LeftHand)].Depth, Is.EqualTo(2), "below hips and upper chest, where the body branches");
        Assert.That(tree.IndexOf(HumanBodyBones.LeftIndexDistal), Is.EqualTo(-1), "hands are closed at first");
        tree.Reveal(HumanBodyBones.LeftIndexDistal);
        Assert.That(tree.IndexOf(HumanBodyBones.LeftIndexDistal), Is.GreaterThan(0));
        tree.Filter = "left thumb";
        Assert.That(tree.Rows.Select(row => row.Bone), Is.EqualTo(new[] { HumanBodyBones.LeftThumbProximal, HumanBodyBones.LeftThumbIntermediate,
            HumanBodyBones.LeftThumbDistal }));
        tree.Filter = "xyz";
        Assert.That(tree.Rows, Is.Empty);
    }

    Vector3 Place(HumanBodyBones bone)
    {
        var local = new JointTransform[Map.Skeleton.Count];
        var model = new ModelPose(Map.Skeleton);
        _editor.ReadPose(local);
        model.Run(local);
        return model.Positions[Map[bone]];
    }
}
