using System.Numerics;
using Avatars.Animation;
using Avatars.Fixtures;
using Avatars.Posing;
using Avatars.Rig;
using Avatars.Solving;

namespace Avatars.Tests.Posing;

/// <summary>Keys on top of a clip: the clip goes on below them.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class OffsetKeysTests : IDisposable
{
    const string Person = "p";
    static readonly HumanoidMap Map = StandardHumanoid.Map;

    readonly TemporaryFolder _folder = new();
    readonly PoseDocument _document;
    readonly SceneFolder _files;

    public OffsetKeysTests()
    {
        File.Copy(Path.Combine(SharedFolders.Repository, "Samples", "Motion", "wave.bvh"), _folder["wave.bvh"]);
        _files = new SceneFolder(_folder["scene.avatar.json"]);
        _document = new PoseDocument([new PersonItem(Person, "", [], default, new Dictionary<string, float>()),
            new ClipItem(Person, "wave", _files.Refer(_folder["wave.bvh"]))]);
    }

    public void Dispose() => _folder.Dispose();

    [Test]
    public void A_joint_turned_over_a_clip_keeps_that_turn_while_the_clip_moves_it()
    {
        var before = Enumerable.Range(0, 9).Select(i => Sample(i * 0.25f)).ToArray();
        var shown = Sample(1);
        var wanted = shown.ToArray();
        Turn(wanted, HumanBodyBones.RightLowerArm, Quaternion.CreateFromAxisAngle(Vector3.UnitZ, 0.4f));
        Turn(wanted, HumanBodyBones.Head, Quaternion.CreateFromYawPitchRoll(0.3f, 0.1f, 0));
        Set(1, wanted, shown);
        Assert.That(_document.All<TrackItem>().Select(track => track.Target.ToString()), Is.EquivalentTo(new[] { "offset/RightLowerArm", "offset/Head" }));
        Same(Sample(1), wanted, "where it was edited");
        for (var i = 0; i < before.Length; i++)
        {
            var expected = before[i].ToArray();
            Turn(expected, HumanBodyBones.RightLowerArm, Quaternion.CreateFromAxisAngle(Vector3.UnitZ, 0.4f));
            Turn(expected, HumanBodyBones.Head, Quaternion.CreateFromYawPitchRoll(0.3f, 0.1f, 0));
            Same(Sample(i * 0.25f), expected, $"at {i * 0.25f} s");
        }
    }

    [Test]
    public void A_second_edit_changes_the_same_key_and_zero_gives_the_clip_back()
    {
        var clip = Sample(0.5f);
        for (var angle = 0.2f; angle < 1; angle += 0.3f)
        {
            var wanted = clip.ToArray();
            Turn(wanted, HumanBodyBones.LeftUpperArm, Quaternion.CreateFromAxisAngle(Vector3.UnitX, angle));
            Set(0.5f, wanted, Sample(0.5f));
            Same(Sample(0.5f), wanted, $"{angle} rad");
        }
        Assert.That(_document.All<TrackItem>().Single().Keys, Has.Count.EqualTo(1));
        Set(0.5f, clip, Sample(0.5f));
        Same(Sample(0.5f), clip, "the clip");
    }

    [Test]
    public void Hips_move_and_turn_over_the_clip()
    {
        var (before, shown) = (Sample(2), Sample(1));
        var wanted = shown.ToArray();
        var hips = Map[HumanBodyBones.Hips];
        wanted[hips] = wanted[hips] with { Translation = wanted[hips].Translation + new Vector3(0.2f, -0.1f, 0.05f) };
        Set(1, wanted, shown);
        Same(Sample(1), wanted, "where it was edited");
        Assert.That(Vector3.Distance(Sample(2)[hips].Translation, before[hips].Translation + new Vector3(0.2f, -0.1f, 0.05f)), Is.LessThan(1e-5f), "metres");
    }

    [Test]
    public void Joints_with_keys_of_their_own_and_joints_that_no_clip_moves_keep_them()
    {
        var elbow = TrackTarget.Joint(HumanBodyBones.LeftLowerArm);
        _document.SetKey("Key", Person, elbow, new TrackKey(0, [0, 0, -40]));
        _document.Set("Clip", ((ClipItem)_document.TryFind("clip/p/wave")!) with { Parts = ["rightArm"] });
        var shown = Sample(1);
        var wanted = shown.ToArray();
        foreach (var bone in new[] { HumanBodyBones.LeftLowerArm, HumanBodyBones.Head, HumanBodyBones.RightUpperArm })
            Turn(wanted, bone, Quaternion.CreateFromAxisAngle(Vector3.UnitX, 0.2f));
        Set(1, wanted, shown);
        Assert.That(_document.All<TrackItem>().Select(track => track.Target.ToString()),
            Is.EquivalentTo(new[] { "joint/LeftLowerArm", "joint/Head", "offset/RightUpperArm" }));
        Same(Sample(1), wanted, "where it was edited");
    }

    [Test]
    public void The_file_has_them_and_mirrored_keys_are_the_other_sides()
    {
        _document.SetKey("Key", Person, TrackTarget.Offset(HumanBodyBones.LeftUpperArm), new TrackKey(0.5f, [1, 2, 3]));
        _document.SetKey("Key", Person, TrackTarget.HipsOffset, new TrackKey(0.5f, [0.1f, 0.2f, 0.3f]));
        var text = SceneFile.ToText(_document);
        Assert.That(text, Does.Contain("\"target\":\"offset/LeftUpperArm\"").And.Contain("\"target\":\"hips/offset\""));
        Assert.That(SceneFile.ToText(SceneFile.Parse(System.Text.Encoding.UTF8.GetBytes(text), "scene")), Is.EqualTo(text));
        Assert.That(KeyEdits.Mirror(TrackTarget.Offset(HumanBodyBones.LeftUpperArm)), Is.EqualTo(TrackTarget.Offset(HumanBodyBones.RightUpperArm)));
        Assert.That(KeyEdits.Mirror(TrackTarget.HipsOffset, new TrackKey(0, [0.1f, 0.2f, 0.3f])).Values.ToArray(), Is.EqualTo(new[] { -0.1f, 0.2f, 0.3f }));
        var error = Assert.Throws<FormatException>(() => TrackTarget.Parse("offset/Tail"))!;
        Assert.That(error.Message, Does.Contain("'Tail' is no bone"));
    }

    [Test]
    public void Playing_them_allocates_nothing()
    {
        _document.SetKey("Key", Person, TrackTarget.Offset(HumanBodyBones.LeftUpperArm), new TrackKey(0.5f, [1, 2, 3]));
        var source = new ScenePoseSource(_document, null, _files);
        var pose = source.MakePose();
        Assert.That(Allocations.Of(() => source.Sample(0.7f, pose)), Is.Zero);
    }

    void Set(float time, JointTransform[] wanted, JointTransform[] shown)
    {
        var source = new ScenePoseSource(_document, null, _files);
        var below = source.MakePose();
        source.SampleBelow(time, below);
        PoseKeys.Set(_document, Person, time, wanted, shown, "Turn", below: below.Joints);
    }

    JointTransform[] Sample(float time)
    {
        var source = new ScenePoseSource(_document, null, _files);
        var pose = source.MakePose();
        source.Sample(time, pose);
        return pose.Joints.ToArray();
    }

    static void Turn(JointTransform[] pose, HumanBodyBones bone, Quaternion turn) =>
        pose[Map[bone]] = pose[Map[bone]] with { Rotation = pose[Map[bone]].Rotation * turn };

    static void Same(JointTransform[] pose, JointTransform[] expected, string what)
    {
        for (var i = 0; i < pose.Length; i++)
        {
            var half = MathF.Min(1, MathF.Abs(Quaternion.Dot(pose[i].Rotation, expected[i].Rotation)));
            Assert.That(2 * MathF.Acos(half), Is.LessThan(2e-3f), $"{what}: {Map.Skeleton[i].Name}, radians"); // the arc cosine of floats near 1
            Assert.That(Vector3.Distance(pose[i].Translation, expected[i].Translation), Is.LessThan(1e-5f), $"{what}: {Map.Skeleton[i].Name}, metres");
        }
    }
}
