using System.Numerics;
using Avatars.Animation;
using Avatars.Formats;
using Avatars.Rig;
using Avatars.Viewer.Posing;
using Avatars.Viewer.Ui;
using Silk.NET.Input;

namespace Avatars.Viewer.Panels;

/// <summary>The standard humanoid under numbers, one arm short of a hand, so that neither names nor shape tell its bones: the user does.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class BonesPanelTests
{
    readonly SimulatedUser _user = new();
    readonly ViewerScreen _screen;
    readonly Session _session = ViewerScreenTests.MakeSession();
    readonly BoneChoice _choice;

    public BonesPanelTests()
    {
        var kept = StandardHumanoid.Skeleton.Joints.ToArray().Where(joint => !joint.Name.StartsWith("Left", StringComparison.Ordinal)
            || !(joint.Name.Contains("Hand", StringComparison.Ordinal)
            || joint.Name.EndsWith("mal", StringComparison.Ordinal) || joint.Name.EndsWith("diate", StringComparison.Ordinal)
                || joint.Name.EndsWith("tal", StringComparison.Ordinal))).ToArray();
        var names = kept.Select(joint => joint.Name).ToList();
        var joints = kept.Select((joint, i) => joint with { Name = $"n{i}", Parent = joint.Parent < 0 ? -1
            : names.IndexOf(StandardHumanoid.Skeleton[joint.Parent].Name) }).ToArray();
        var skeleton = new Skeleton(joints);
        var clip = new AnimationClip("still", skeleton, 30, Enumerable.Repeat(JointCurves.AtRest, skeleton.Count).ToArray());
        Names = names;
        _choice = new BoneChoice(new Motion(clip, HumanoidMap.TryFind(skeleton)) { Source = "still.bvh" });
        _session.Bones = _choice;
        _screen = new ViewerScreen(_session);
    }

    List<string> Names { get; }

    [Test]
    public void Each_bone_that_is_asked_for_gets_a_joint_and_the_map_is_whole()
    {
        Assert.That(HumanoidMap.TryFind(_choice.Skeleton), Is.Null);
        foreach (var bone in HumanBones.Required.ToArray())
        {
            _choice.Chosen = _choice.Rows.ToList().FindIndex(row => row.StartsWith($"{bone} = ", StringComparison.Ordinal));
            _choice.Give(Names.IndexOf(bone.ToString()));
        }
        Assert.That(_choice.IsWhole);
        foreach (var bone in HumanBones.Required)
            Assert.That(_choice.ToMap()[bone], Is.EqualTo(Names.IndexOf(bone.ToString())), bone.ToString());
        Click(Buttons.Column(0, 2, Theme.Padding).Center);
        Assert.That(_choice.IsAccepted);
    }

    [Test]
    public void A_click_on_a_joint_gives_it_to_the_chosen_bone_and_the_next_bone_is_asked_for()
    {
        Assert.That(_choice.Rows[0], Is.EqualTo("Hips = ?"));
        var joints = Inner.WithoutTop(30).WithoutBottom(Theme.Row + Theme.Padding).Column(1, 2, Theme.Padding).Inset(4);
        Click(new Vector2(joints.Center.X, joints.Y + 13)); // the first row
        Assert.That(_choice.Rows[0], Is.EqualTo("Hips = n0"));
        Assert.That(_choice.Chosen, Is.EqualTo(1));
        Assert.That(_choice.IsWhole, Is.False);
        Click(Buttons.Column(0, 2, Theme.Padding).Center);
        Assert.That(_choice.IsAccepted, Is.False, "there is no such button yet");
    }

    [Test]
    public void Cancelling_leaves_all_as_it_was()
    {
        Click(Buttons.Column(1, 2, Theme.Padding).Center);
        Assert.That(_session.Bones, Is.Null);
    }

    static Box Inner => BonesPanel.BoxIn(ViewerLayout.Of(SimulatedUser.Window).Center).Inset(Theme.Padding);

    static Box Buttons => Inner.BottomPart(Theme.Row);

    void Click(Vector2 at)
    {
        _user.Input.MoveTo(at);
        _user.Input.Press(MouseButton.Left);
        Frame();
        _user.Input.Release(MouseButton.Left);
        Frame();
    }

    void Frame()
    {
        _user.Draw.Begin(1, fontTexture: 1);
        _screen.Draw(_user.Ui, SimulatedUser.Window);
    }
}
