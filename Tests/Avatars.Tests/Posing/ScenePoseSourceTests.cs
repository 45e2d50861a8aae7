using System.Numerics;
using Avatars.Fixtures;
using Avatars.Posing;
using Avatars.Rig;
using Avatars.Solving;

namespace Avatars.Tests.Posing;

public sealed class ScenePoseSourceTests
{
    readonly HumanoidMap _map = StandardHumanoid.Map;

    [Test]
    public void Keys_are_reached_and_curves_between_them_have_the_semantics_of_Unity()
    {
        var document = new PoseDocument([Scenes.Someone]);
        var arm = TrackTarget.Joint(HumanBodyBones.RightUpperArm);
        document.SetKey("a", Scenes.Person, arm, new TrackKey(0, [0, 0, 0], KeyShape.Linear));
        document.SetKey("a", Scenes.Person, arm, new TrackKey(1, [0, 0, 40], KeyShape.Step));
        document.SetKey("a", Scenes.Person, arm, new TrackKey(2, [0, 0, -20], KeyShape.Auto));
        document.SetKey("a", Scenes.Person, arm, new TrackKey(3, [0, 0, -60], KeyShape.Auto));
        var source = new ScenePoseSource(document);
        Assert.That(source.Length, Is.EqualTo(3));
        Assert.That(Bend(source, 0.5f), Is.EqualTo(20).Within(0.01), "linear");
        Assert.That(Bend(source, 1.9f), Is.EqualTo(40).Within(0.01), "step");
        Assert.That(Bend(source, 2), Is.EqualTo(-20).Within(0.01));
        Assert.That(Bend(source, 2.5f), Is.EqualTo(-40).Within(0.01), "ease between two level keys");
        Assert.That(Bend(source, 2.25f), Is.EqualTo(-20 - 40 * 0.15625f).Within(0.01));
        Assert.That(Bend(source, 9), Is.EqualTo(-60).Within(0.01), "held");
    }

    [Test]
    public void A_pose_that_was_keyed_is_shown_again()
    {
        var random = new Random(5);
        var pose = new JointTransform[_map.Skeleton.Count];
        _map.Skeleton.CopyRestTo(pose);
        var values = new float[Muscles.Count];
        for (var i = 0; i < values.Length; i++)
            values[i] = random.NextSingle() * 1.2f - 0.6f;
        new MuscleSpace(_map).Write(values, pose);
        var hands = new HandRig(_map);
        hands.Apply(HandShapes.Find("asl-k"), true, pose);
        hands.Apply(HandShapes.Find("claw"), false, pose);
        var hips = _map[HumanBodyBones.Hips];
        pose[hips] = pose[hips] with { Translation = new Vector3(0.1f, 0.7f, 0.2f), Rotation = Quaternion.CreateFromYawPitchRoll(2.4f, 0.3f, -0.2f) };
        var document = new PoseDocument([Scenes.Someone]);
        PoseKeys.Set(document, Scenes.Person, 1, pose, default, "Pose");
        var source = new ScenePoseSource(document);
        var shown = source.MakePose();
        source.Sample(1, shown);
        for (var i = 0; i < pose.Length; i++)
        {
            Assert.That(MathF.Abs(Quaternion.Dot(pose[i].Rotation, shown.Joints[i].Rotation)), Is.EqualTo(1).Within(2e-5), _map.Skeleton[i].Name);
            Assert.That(Vector3.Distance(pose[i].Translation, shown.Joints[i].Translation), Is.LessThan(1e-5), _map.Skeleton[i].Name);
        }
        Assert.That(document.UndoList, Has.Count.EqualTo(1));
    }

    [Test]
    public void Clips_are_layered_with_blends_masks_and_mirrors()
    {
        using var folder = new TemporaryFolder();
        var scene = Path.Combine(folder.Path, "a.avatar.json");
        File.Copy(Path.Combine(SharedFolders.Repository, "Samples/Motion/wave.bvh"), Path.Combine(folder.Path, "wave.bvh"));
        var files = new SceneFolder(scene);
        var document = new PoseDocument([Scenes.Someone]);
        var reference = files.Refer(Path.Combine(folder.Path, "wave.bvh"));
        document.Set("Clip", new ClipItem(Scenes.Person, "wave", reference, Start: 1));
        Assert.That(files.Problems(document), Is.Empty);
        var plain = Elevation(new ScenePoseSource(document, null, files), 2, HumanBodyBones.RightUpperArm, HumanBodyBones.RightLowerArm);
        document.Set("Clip", new ClipItem(Scenes.Person, "wave", reference, Start: 1, IsMirrored: true));
        Assert.That(Elevation(new ScenePoseSource(document, null, files), 2, HumanBodyBones.LeftUpperArm, HumanBodyBones.LeftLowerArm),
            Is.EqualTo(plain).Within(0.1), "the other arm waves");
        document.Set("Clip", new ClipItem(Scenes.Person, "wave", reference, Start: 1, Parts: ["legs"]));
        Assert.That(Elevation(new ScenePoseSource(document, null, files), 2, HumanBodyBones.RightUpperArm, HumanBodyBones.RightLowerArm),
            Is.EqualTo(-65.9).Within(0.5), "the arm hangs as at rest");
        document.Set("Clip", new ClipItem(Scenes.Person, "wave", reference, Start: 1, BlendIn: 1));
        Assert.That(Elevation(new ScenePoseSource(document, null, files), 1, HumanBodyBones.RightUpperArm, HumanBodyBones.RightLowerArm),
            Is.EqualTo(-65.9).Within(0.5));
    }

    [Test]
    public void Missing_changed_and_outside_files_are_named()
    {
        using var folder = new TemporaryFolder();
        var scene = Path.Combine(folder.Path, "a.avatar.json");
        var picture = Path.Combine(folder.Path, "me.png");
        File.WriteAllBytes(picture, [1, 2, 3]);
        var files = new SceneFolder(scene);
        var reference = files.Refer(picture);
        var document = new PoseDocument([Scenes.Someone with { Sources = [reference, new FileReference("gone.png"), new FileReference("../secret.png")] }]);
        File.WriteAllBytes(picture, [1, 2, 4]);
        var problems = files.Problems(document);
        Assert.That(problems, Has.Count.EqualTo(3));
        Assert.That(problems[0], Does.Contain("'me.png' is not the one"));
        Assert.That(problems[1], Does.Contain("'gone.png' is missing"));
        Assert.That(problems[2], Does.Contain("out of the scene's folder"));
    }

    [Test]
    public void Scenes_that_refer_to_each_other_in_a_circle_are_refused()
    {
        using var folder = new TemporaryFolder();
        foreach (var (name, other) in new[] { ("a", "b"), ("b", "a") })
        {
            var document = new PoseDocument([Scenes.Someone, new ClipItem(Scenes.Person, "clip", new FileReference(other + SceneFile.Ending))]);
            SceneFile.Write(Path.Combine(folder.Path, name + SceneFile.Ending), document);
        }
        var path = Path.Combine(folder.Path, "a" + SceneFile.Ending);
        Assert.That(() => new ScenePoseSource(SceneFile.Read(path), null, new SceneFolder(path)),
            Throws.InstanceOf<FormatException>().With.Message.Contains("in a circle"));
    }

    [Test]
    public void The_scene_as_a_clip_shows_the_same_poses_and_weights()
    {
        var source = new ScenePoseSource(Scenes.Small());
        var clip = source.ToClip();
        var (a, b) = (source.MakePose(), clip.MakePose());
        foreach (var frame in new[] { 0, 31, 60, 100 })
        {
            source.Sample(frame / 30f, a);
            clip.Sample(frame / 30f, b);
            for (var i = 0; i < a.Joints.Length; i++)
                Assert.That(MathF.Abs(Quaternion.Dot(a.Joints[i].Rotation, b.Joints[i].Rotation)), Is.EqualTo(1).Within(1e-5));
            Assert.That(b.Weights[b.IndexOf("mouthSmileLeft")], Is.EqualTo(a.Weights[a.IndexOf("mouthSmileLeft")]).Within(1e-4));
        }
    }

    [Test]
    public void Sampling_allocates_nothing()
    {
        var source = new ScenePoseSource(Scenes.Small());
        var pose = source.MakePose();
        Assert.That(Allocations.Of(() => source.Sample(1.3f, pose)), Is.Zero);
    }

    float Bend(ScenePoseSource source, float time)
    {
        var pose = source.MakePose();
        source.Sample(time, pose);
        return new MuscleSpace(_map).DegreesFromTPose(pose.Joints, HumanBodyBones.RightUpperArm).Z;
    }

    float Elevation(ScenePoseSource source, float time, HumanBodyBones from, HumanBodyBones to)
    {
        var pose = source.MakePose();
        source.Sample(time, pose);
        var model = new ModelPose(_map.Skeleton);
        model.Run(pose.Joints);
        return MathF.Asin(Vector3.Normalize(model.Positions[_map[to]] - model.Positions[_map[from]]).Y) * 180 / MathF.PI;
    }
}
