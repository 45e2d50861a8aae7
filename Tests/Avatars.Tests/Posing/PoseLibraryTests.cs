using System.Numerics;
using Avatars.Fixtures;
using Avatars.Posing;
using Avatars.Rig;
using Avatars.Solving;

namespace Avatars.Tests.Posing;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class PoseLibraryTests : IDisposable
{
    readonly TemporaryFolder _folder = new();
    readonly PoseLibrary _library;

    public PoseLibraryTests() => _library = new PoseLibrary(_folder["poses"]);

    public void Dispose() => _folder.Dispose();

    [Test]
    public void A_saved_pose_comes_back()
    {
        Assert.That(_library.Names(), Is.Empty);
        var pose = Salute();
        _library.Save(pose);
        Assert.That(_library.Names(), Is.EqualTo(new[] { "Salute é" }));
        var loaded = _library.Load("Salute é");
        for (var i = 0; i < pose.Joints.Length; i++)
        {
            Assert.That(Degrees(loaded.Joints[i].Rotation, pose.Joints[i].Rotation), Is.LessThan(0.1f), StandardHumanoid.Skeleton[i].Name);
            Assert.That(Vector3.Distance(loaded.Joints[i].Translation, pose.Joints[i].Translation), Is.LessThan(1e-5f), "metres");
        }
        Assert.That(loaded.Weights, Is.EqualTo(pose.Weights));
        Assert.That(SceneFile.Read(_library.PathOf("Salute é")).All<PersonItem>().Count(), Is.EqualTo(1), "it is a scene");
    }

    [Test]
    public void Poses_are_renamed_and_deleted_and_none_is_overwritten_by_a_rename()
    {
        _library.Save(Salute());
        _library.Save(new StoredPose("Other", StoredPose.TPose.Joints, StoredPose.TPose.Weights));
        Assert.That(() => _library.Rename("Salute é", "Other"), Throws.InstanceOf<IOException>().With.Message.Contains("Other"));
        _library.Rename("Salute é", "At ease");
        Assert.That(_library.Names(), Is.EqualTo(new[] { "At ease", "Other" }));
        _library.Delete("Other");
        Assert.That(_library.Names(), Is.EqualTo(new[] { "At ease" }));
    }

    [TestCase(""), TestCase("../up"), TestCase("a/b"), TestCase(".hidden"), TestCase("con:"), TestCase(" x"), TestCase("a\nb")]
    public void A_name_that_no_file_can_have_is_refused(string name) =>
        Assert.That(() => _library.Save(new StoredPose(name, Salute().Joints, Salute().Weights)), Throws.ArgumentException);

    [Test]
    public void A_damaged_file_is_named()
    {
        Directory.CreateDirectory(_library.Folder);
        File.WriteAllText(_library.PathOf("bad"), "{");
        Assert.That(() => _library.Load("bad"), Throws.InstanceOf<FormatException>().With.Message.Contains("bad.avatar.json"));
        File.WriteAllText(_library.PathOf("empty"), """{"format":"avatar-scene","version":2,"items":[]}""");
        Assert.That(() => _library.Load("empty"), Throws.InstanceOf<FormatException>().With.Message.Contains("empty.avatar.json"));
    }

    [Test]
    public void A_part_of_a_pose_changes_that_part_only_and_half_way_is_half_the_angle()
    {
        var half = StoredPose.Rest.Toward(Salute(), 0.5f, ["rightArm", "face"]);
        for (var i = 0; i < half.Joints.Length; i++)
        {
            var bone = StandardHumanoid.Map.BoneOf(i);
            var (rest, salute) = (StoredPose.Rest.Joints[i], Salute().Joints[i]);
            if (BodyParts.Of(bone) is "rightArm" or "face")
                Assert.That(Degrees(half.Joints[i].Rotation, rest.Rotation), Is.EqualTo(Degrees(salute.Rotation, rest.Rotation) / 2).Within(0.1), $"{bone}");
            else
                Assert.That(half.Joints[i], Is.EqualTo(rest), $"{bone}");
        }
        Assert.That(half.Weights["mouthSmileLeft"], Is.EqualTo(0.4f).Within(1e-6));
        Assert.That(StoredPose.Rest.Toward(Salute(), 1, ["legs"]).Weights, Is.Empty);
    }

    [Test]
    public void Mirroring_swaps_sides_and_twice_is_nothing()
    {
        var mirrored = Salute().Mirrored();
        Assert.That(mirrored.Weights, Is.EqualTo(new Dictionary<string, float> { ["mouthSmileRight"] = 0.8f }));
        var map = StandardHumanoid.Map;
        Assert.That(mirrored.Joints[map[HumanBodyBones.LeftUpperArm]].Rotation,
            Is.EqualTo(Rotations.MirrorX(Salute().Joints[map[HumanBodyBones.RightUpperArm]].Rotation)));
        Assert.That(mirrored.Mirrored().Joints.ToArray(), Is.EqualTo(Salute().Joints.ToArray()));
    }

    [Test]
    public void The_hips_keep_their_place_and_take_the_height()
    {
        var hips = StandardHumanoid.Map[HumanBodyBones.Hips];
        var joints = StoredPose.Rest.Joints.ToArray();
        joints[hips] = joints[hips] with { Translation = new Vector3(1, 0.4f, -2) };
        var crouched = new StoredPose("Crouch", joints, StoredPose.Rest.Weights);
        var moved = StoredPose.Rest.Joints.ToArray();
        moved[hips] = moved[hips] with { Translation = new Vector3(5, 0.9f, 6) };
        var result = new StoredPose("", moved, StoredPose.Rest.Weights).Toward(crouched, 1);
        Assert.That(result.Joints[hips].Translation, Is.EqualTo(new Vector3(5, 0.4f, 6)));
    }

    static StoredPose Salute()
    {
        var pose = new Pose(StandardHumanoid.Skeleton);
        var muscles = new MuscleSpace(StandardHumanoid.Map);
        muscles.SetDegreesFromTPose(pose.Joints, HumanBodyBones.RightUpperArm, new(10, 20, -15));
        muscles.SetDegreesFromTPose(pose.Joints, HumanBodyBones.RightLowerArm, new(0, 0, 120));
        muscles.SetDegreesFromTPose(pose.Joints, HumanBodyBones.Head, new(0, 5, -10));
        foreach (var left in new[] { true, false })
            new HandRig(StandardHumanoid.Map).Apply(HandShapes.Find("flat"), left, pose.Joints);
        return new StoredPose("Salute é", pose.Joints, new Dictionary<string, float> { ["mouthSmileLeft"] = 0.8f });
    }

    static float Degrees(Quaternion a, Quaternion b) => 2 * MathF.Acos(MathF.Min(1, MathF.Abs(Quaternion.Dot(a, b)))) * 180 / MathF.PI;
}
