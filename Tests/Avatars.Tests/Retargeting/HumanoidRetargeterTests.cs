using System.Numerics;
using Avatars.Animation;
using Avatars.Fixtures;
using Avatars.Formats;
using Avatars.Retargeting;
using Avatars.Rig;
using Avatars.Tests.Rig;

namespace Avatars.Tests.Retargeting;

public sealed class HumanoidRetargeterTests
{
    const float Radians = 2e-3f; // float32 down a chain of a dozen joints

    static HumanoidRetargeter Between(Skeleton source, Skeleton target) =>
        new(TPose.OfRest(HumanoidMap.Find(source)), TPose.OfRest(HumanoidMap.Find(target)));

    static ModelPose ModelOf(Skeleton skeleton, JointTransform[] pose)
    {
        var model = new ModelPose(skeleton);
        model.Run(pose);
        return model;
    }

    [Test]
    public void Onto_itself_nothing_changes()
    {
        var skeleton = Humanoids.Person(axesSeed: 1);
        var pose = Humanoids.RandomPose(skeleton, seed: 2, radians: 0.8f);
        var result = new JointTransform[pose.Length];
        Between(skeleton, skeleton).Retarget(pose, result);
        for (var i = 0; i < pose.Length; i++)
        {
            Assert.That(Angle(pose[i].Rotation, result[i].Rotation), Is.LessThan(Radians), skeleton[i].Name);
            Assert.That(Vector3.Distance(pose[i].Translation, result[i].Translation), Is.LessThan(1e-3f), skeleton[i].Name);
        }
    }

    [TestCase(100f, 7)]
    [TestCase(1f, null)]
    [TestCase(0.025f, 8)]
    public void Units_and_joint_axes_of_the_source_do_not_matter(float scale, int? axes)
    {
        var target = Humanoids.Person();
        var expected = Humanoids.RandomPose(target, seed: 3, radians: 0.9f);
        var source = Humanoids.Person(scale, axes);
        var sourcePose = Humanoids.RandomPose(source, seed: 3, radians: 0.9f); // the same turns in the model
        var result = new JointTransform[target.Count];
        Between(source, target).Retarget(sourcePose, result);
        var want = ModelOf(target, expected);
        var got = ModelOf(target, result);
        for (var i = 0; i < target.Count; i++)
            Assert.That(Vector3.Distance(want.Positions[i], got.Positions[i]), Is.LessThan(2e-3f), target[i].Name);
    }

    [Test]
    public void An_A_pose_at_rest_gives_the_same_limbs()
    {
        // The same person at rest with the arms 50 degrees down: its T pose must undo that.
        var straight = Humanoids.Person();
        var lowered = WithRest(straight, ("LeftArm", -0.87f), ("RightArm", 0.87f));
        var pose = Humanoids.RandomPose(straight, seed: 5, radians: 0.8f);
        var result = new JointTransform[straight.Count];
        Between(straight, lowered).Retarget(pose, result);
        var want = ModelOf(straight, pose);
        var got = ModelOf(lowered, result);
        for (var i = 0; i < straight.Count; i++)
            Assert.That(Vector3.Distance(want.Positions[i], got.Positions[i]), Is.LessThan(3e-3f), straight[i].Name);
    }

    [Test]
    public void Hips_travel_in_proportion_to_the_legs()
    {
        var source = Humanoids.Person(scale: 40);
        var target = Humanoids.Person(scale: 0.5f);
        var retargeter = Between(source, target);
        Assert.That(retargeter.Scale, Is.EqualTo(0.5f / 40).Within(1e-5f));
        var pose = new JointTransform[source.Count];
        source.CopyRestTo(pose);
        var result = new JointTransform[target.Count];
        var start = pose[0].Translation;
        pose[0] = pose[0] with { Translation = start + new Vector3(80, -8, 40) };
        retargeter.Retarget(pose, result);
        var expected = new Vector3(0, 0.95f, 0) * 0.5f + new Vector3(80, -8, 40) * (0.5f / 40);
        Assert.That(Vector3.Distance(result[0].Translation, expected), Is.LessThan(1e-4f));
    }

    [Test]
    public void Fingers_that_the_source_lacks_stay_at_rest_on_the_hand()
    {
        var target = Humanoids.Person();
        var noFingers = Subset(target, name => !name.Contains("HandIndex", StringComparison.Ordinal) && !name.Contains("HandMiddle", StringComparison.Ordinal)
            && !name.Contains("HandRing", StringComparison.Ordinal) && !name.Contains("HandPinky", StringComparison.Ordinal)
                && !name.Contains("HandThumb", StringComparison.Ordinal));
        var pose = Humanoids.RandomPose(noFingers, seed: 8, radians: 0.7f);
        var result = new JointTransform[target.Count];
        Between(noFingers, target).Retarget(pose, result);
        var finger = target.IndexOf("mixamorig:LeftHandRing2");
        Assert.That(result[finger], Is.EqualTo(target[finger].Rest));
    }

    [Test]
    public void A_source_with_z_up_stands_on_its_feet()
    {
        var target = Humanoids.Person();
        var tilt = Quaternion.CreateFromAxisAngle(Vector3.UnitX, MathF.PI / 2); // y becomes z, z becomes -y
        var joints = target.Joints.ToArray();
        joints[0] = joints[0] with { Rest = new JointTransform(Vector3.Transform(joints[0].Rest.Translation, tilt), tilt) };
        var zUp = new Skeleton(joints);
        var pose = Humanoids.RandomPose(target, seed: 9, radians: 0.6f);
        var zPose = pose.ToArray();
        zPose[0] = new JointTransform(Vector3.Transform(pose[0].Translation, tilt), tilt * pose[0].Rotation);
        var result = new JointTransform[target.Count];
        Between(zUp, target).Retarget(zPose, result);
        var want = ModelOf(target, pose);
        var got = ModelOf(target, result);
        for (var i = 0; i < target.Count; i++)
            Assert.That(Vector3.Distance(want.Positions[i], got.Positions[i]), Is.LessThan(2e-3f), target[i].Name);
    }

    [Test]
    public void A_frame_allocates_nothing()
    {
        var source = Humanoids.Person(axesSeed: 4);
        var target = Humanoids.Person();
        var retargeter = Between(source, target);
        var pose = Humanoids.RandomPose(source, 1, 1);
        var result = new JointTransform[target.Count];
        Assert.That(Allocations.Of(() => retargeter.Retarget(pose, result)), Is.Zero);
    }

    static IEnumerable<TestCaseData> Motions() => SharedFolders.Files(SharedFolder.Assets, "motion", "*.bvh");

    /// <summary>Whatever the file's convention, limbs point the same way in the world before and after.</summary>
    [TestCaseSource(nameof(Motions)), Category("Assets")]
    public void Limbs_of_a_recorded_clip_keep_their_directions(string path)
    {
        var clip = BvhFile.Read(path);
        var source = HumanoidMap.Find(clip.Skeleton);
        var target = HumanoidMap.Find(Humanoids.Person());
        var moved = clip.To(source, target);
        var first = clip.FrameCount - moved.FrameCount;
        var a = new JointTransform[clip.Skeleton.Count];
        var b = new JointTransform[target.Skeleton.Count];
        for (var i = 0; i < 20; i++)
        {
            var frame = (moved.FrameCount - 1) * i / 19;
            clip.Sample((frame + first) / clip.FrameRate, a);
            moved.Sample(frame / clip.FrameRate, b);
            var before = ModelOf(clip.Skeleton, a);
            var after = ModelOf(target.Skeleton, b);
            foreach (var (from, to) in Limbs)
            {
                var want = Vector3.Normalize(before.Positions[source[to]] - before.Positions[source[from]]);
                var got = Vector3.Normalize(after.Positions[target[to]] - after.Positions[target[from]]);
                Assert.That(Vector3.Distance(want, got), Is.LessThan(5e-3f), $"{from} in frame {frame}");
            }
        }
    }

    [TestCaseSource(nameof(Motions)), Category("Assets")]
    public void A_recorded_clip_walks_on_the_floor_and_starts_at_the_origin(string path)
    {
        var target = HumanoidMap.Find(Humanoids.Person());
        var moved = BvhFile.Read(path).To(target);
        var pose = new JointTransform[target.Skeleton.Count];
        var lowest = new List<float>();
        for (var frame = 0; frame < moved.FrameCount; frame += 3)
        {
            moved.Sample(frame / moved.FrameRate, pose);
            var model = ModelOf(target.Skeleton, pose);
            if (frame == 0)
                Assert.That(new Vector2(model.Positions[0].X, model.Positions[0].Z).Length(), Is.LessThan(1e-3f));
            lowest.Add(MathF.Min(model.Positions[target[HumanBodyBones.LeftFoot]].Y, model.Positions[target[HumanBodyBones.RightFoot]].Y));
        }
        lowest.Sort();
        Assert.That(lowest[lowest.Count / 10],
            Is.EqualTo(0.08f).Within(0.05f), "metres: this body's ankles stand 8 cm high; hips and thighs of two bodies differ a little");
    }

    static readonly (HumanBodyBones From, HumanBodyBones To)[] Limbs =
    [
        (HumanBodyBones.LeftUpperArm, HumanBodyBones.LeftLowerArm), (HumanBodyBones.LeftLowerArm, HumanBodyBones.LeftHand),
        (HumanBodyBones.RightUpperArm, HumanBodyBones.RightLowerArm), (HumanBodyBones.RightLowerArm, HumanBodyBones.RightHand),
        (HumanBodyBones.LeftUpperLeg, HumanBodyBones.LeftLowerLeg), (HumanBodyBones.LeftLowerLeg, HumanBodyBones.LeftFoot),
        (HumanBodyBones.RightUpperLeg, HumanBodyBones.RightLowerLeg), (HumanBodyBones.RightLowerLeg, HumanBodyBones.RightFoot),
    ];

    static float Angle(Quaternion a, Quaternion b) => 2 * MathF.Acos(MathF.Min(1, MathF.Abs(Quaternion.Dot(a, b))));

    static Skeleton WithRest(Skeleton skeleton, params (string Name, float AboutZ)[] rotations)
    {
        var joints = skeleton.Joints.ToArray();
        foreach (var (name, angle) in rotations)
        {
            var i = skeleton.IndexOf("mixamorig:" + name);
            joints[i] = joints[i] with { Rest = joints[i].Rest with { Rotation = Quaternion.CreateFromAxisAngle(Vector3.UnitZ, angle) * joints[i]
                .Rest.Rotation } };
        }
        return new Skeleton(joints);
    }

    static Skeleton Subset(Skeleton skeleton, Func<string, bool> keep)
    {
        var joints = new List<Joint>();
        foreach (var joint in skeleton.Joints)
            if (keep(joint.Name))
                joints.Add(joint with { Parent = joint.Parent < 0 ? -1 : joints.FindIndex(other => other.Name == skeleton[joint.Parent].Name) });
        return new Skeleton(joints);
    }
}
