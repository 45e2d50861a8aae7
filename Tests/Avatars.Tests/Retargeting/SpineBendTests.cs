using System.Numerics;
using Avatars.Retargeting;
using Avatars.Rig;
using Avatars.Tests.Rig;

namespace Avatars.Tests.Retargeting;

public sealed class SpineBendTests
{
    [Test, Category("Cases")]
    public void Four_joints_bend_as_far_as_they_do_in_the_file()
    {
        var clip = PosedPerson.Case("spine_four_joints_sidebend.bvh");
        var person = new PosedPerson(clip, 0.8f);
        Assert.That(PosedPerson.AngleTo(person[HumanBodyBones.Neck] - person[HumanBodyBones.Hips], Vector3.UnitY),
            Is.EqualTo(41).Within(1.5f), "degrees, hips to neck");
        Assert.That(person.TrunkLean,
            Is.EqualTo(34.6f).Within(0.5f), "degrees, between the thighs to between the shoulders: 28.5 across and 41.2 up in the file");
        Assert.That(person.ShoulderLine, Is.EqualTo(72).Within(2), "degrees");
    }

    /// <summary>A spine cut into any number of joints with the same bend in all gives the same shoulders, and the trunk leans as the source's.</summary>
    [TestCase(1), TestCase(2), TestCase(3), TestCase(4), TestCase(5), TestCase(6), TestCase(8), TestCase(12)]
    public void A_spine_of_any_number_of_joints_gives_the_same_shoulders(int joints)
    {
        foreach (var axis in new[] { Vector3.UnitX, Vector3.UnitY, Vector3.UnitZ, Vector3.Normalize(new Vector3(1, 2, 1)) })
        {
            const float bend = 1f;
            var source = Cut(joints);
            var pose = new JointTransform[source.Count];
            source.CopyRestTo(pose);
            for (var i = 0; i < joints; i++)
                Turn(source, pose, $"Back{i}", axis, bend / joints);
            var (rotations, person, before) = Retarget(source, pose);
            var wanted = Vector3.Transform(Vector3.UnitX, Quaternion.CreateFromAxisAngle(axis, bend));
            Assert.That(PosedPerson.AngleTo(person[HumanBodyBones.LeftUpperArm] - person[HumanBodyBones.RightUpperArm], wanted),
                Is.LessThan(0.5f), $"degrees, about {axis}");
            var trunk = before.Positions[source.IndexOf("LeftArm")] + before.Positions[source.IndexOf("RightArm")]
                - before.Positions[source.IndexOf("LeftUpLeg")] - before.Positions[source.IndexOf("RightUpLeg")];
            Assert.That(PosedPerson.AngleTo(person.Middle(HumanBodyBones.LeftUpperArm) - person.Middle(HumanBodyBones.LeftUpperLeg), trunk),
                Is.LessThan(joints == 1 ? 12 : 5), $"degrees, about {axis}");
            Assert.That(rotations, Has.Length.EqualTo(StandardHumanoid.Skeleton.Count));
        }
    }

    [Test]
    public void A_shrug_does_not_lean_the_trunk()
    {
        var source = Cut(4);
        var pose = new JointTransform[source.Count];
        source.CopyRestTo(pose);
        Turn(source, pose, "LeftShoulder", Vector3.UnitZ, 0.5f);
        var (_, person, _) = Retarget(source, pose);
        Assert.That(PosedPerson.AngleTo(person[HumanBodyBones.UpperChest] - person[HumanBodyBones.Hips], Vector3.UnitY), Is.LessThan(8), "as at rest");
        var (_, rest, _) = Retarget(source, Rest(source));
        Assert.That(Vector3.Distance(person[HumanBodyBones.UpperChest], rest[HumanBodyBones.UpperChest]), Is.LessThan(1e-3f));
    }

    /// <summary>Joints that stand between two bones of the map and are none themselves: what they turn is not lost.</summary>
    [TestCase("LeftForeArm", "LeftHand", HumanBodyBones.LeftLowerArm, HumanBodyBones.LeftHand)]
    [TestCase("LeftArm", "LeftForeArm", HumanBodyBones.LeftUpperArm, HumanBodyBones.LeftLowerArm)]
    [TestCase("LeftShoulder", "LeftArm", HumanBodyBones.LeftShoulder, HumanBodyBones.LeftUpperArm)]
    [TestCase("LeftUpLeg", "LeftLeg", HumanBodyBones.LeftUpperLeg, HumanBodyBones.LeftLowerLeg)]
    [TestCase("LeftLeg", "LeftFoot", HumanBodyBones.LeftLowerLeg, HumanBodyBones.LeftFoot)]
    [TestCase("Neck", "Head", HumanBodyBones.Neck, HumanBodyBones.Head)]
    public void A_joint_in_the_middle_of_a_bone_bends_it(string upper, string lower, HumanBodyBones bone, HumanBodyBones next)
    {
        var source = WithMiddle(Cut(3), upper, lower);
        var pose = Rest(source);
        Turn(source, pose, "Middle", Vector3.Normalize(new Vector3(0.3f, 1, 0.7f)), 0.8f);
        var (_, person, before) = Retarget(source, pose);
        var (_, rest, beforeRest) = Retarget(source, Rest(source));
        Vector3 Way(ModelPose positions) => positions.Positions[source.IndexOf(lower)] - positions.Positions[source.IndexOf(upper)];
        var turned = Rotations.FromTo(Way(beforeRest), Way(before));
        Assert.That(PosedPerson.AngleTo(person[next] - person[bone], Vector3.Transform(rest[next] - rest[bone], turned)),
            Is.LessThan(3), "degrees: the two bodies' bones are not parallel in the T pose");
        Assert.That(PosedPerson.AngleTo(Way(before), Way(beforeRest)), Is.GreaterThan(8), "the case bends at all");
    }

    [Test]
    public void A_forearm_takes_its_share_of_the_twist_of_a_roll_joint()
    {
        var source = WithMiddle(Cut(3), "LeftForeArm", "LeftHand");
        var pose = Rest(source);
        Turn(source, pose, "Middle", Vector3.UnitX, 1.2f); // along the arm, which is out to the side
        var (rotations, _, _) = Retarget(source, pose);
        var (rest, _, _) = Retarget(source, Rest(source));
        Assert.That(PosedPerson.Degrees(Angle(rest, rotations, HumanBodyBones.LeftHand)), Is.EqualTo(PosedPerson.Degrees(1.2f)).Within(1));
        Assert.That(PosedPerson.Degrees(Angle(rest, rotations, HumanBodyBones.LeftLowerArm)),
            Is.EqualTo(PosedPerson.Degrees(0.6f)).Within(3), "half of the bone's length turns");
    }

    [Test]
    public void A_pelvis_below_the_hips_sways_the_hips()
    {
        var joints = Cut(3).Joints.ToArray().ToList();
        joints.Insert(1, new Joint("Pelvis", 0, JointTransform.Identity));
        for (var i = 2; i < joints.Count; i++)
        {
            var parent = joints[i].Parent;
            joints[i] = joints[i] with { Parent = joints[i].Name is "LeftUpLeg" or "RightUpLeg" ? 1 : parent > 0 ? parent + 1 : parent };
        }
        var source = new Skeleton(joints);
        var pose = Rest(source);
        Turn(source, pose, "Pelvis", Vector3.UnitZ, 0.3f);
        var (_, person, _) = Retarget(source, pose);
        Assert.That(person.Elevation(HumanBodyBones.RightUpperLeg, HumanBodyBones.LeftUpperLeg), Is.EqualTo(PosedPerson.Degrees(0.3f)).Within(0.5f));
        Assert.That(person.ShoulderLine, Is.LessThan(0.5f));
    }

    static float Angle(Quaternion[] a, Quaternion[] b, HumanBodyBones bone)
    {
        var joint = StandardHumanoid.Map[bone];
        return 2 * MathF.Acos(MathF.Min(1, MathF.Abs(Quaternion.Dot(a[joint], b[joint]))));
    }

    static (Quaternion[] Rotations, PosedPerson Person, ModelPose Before) Retarget(Skeleton source, JointTransform[] pose)
    {
        var before = new ModelPose(source);
        before.Run(pose);
        var local = new JointTransform[StandardHumanoid.Skeleton.Count];
        new HumanoidRetargeter(TPose.OfRest(Map(source)), TPose.OfRest(StandardHumanoid.Map)).Retarget(pose, local);
        var model = new ModelPose(StandardHumanoid.Skeleton);
        model.Run(local);
        return (model.Rotations, new PosedPerson(local), before);
    }

    static JointTransform[] Rest(Skeleton skeleton)
    {
        var pose = new JointTransform[skeleton.Count];
        skeleton.CopyRestTo(pose);
        return pose;
    }

    static void Turn(Skeleton skeleton, JointTransform[] pose, string joint, Vector3 axis, float radians)
    {
        var i = skeleton.IndexOf(joint);
        pose[i] = pose[i] with { Rotation = Quaternion.Normalize(Quaternion.CreateFromAxisAngle(axis, radians) * pose[i].Rotation) };
    }

    /// <summary>The map names the first joints of the spine only, as tables of names do.</summary>
    static HumanoidMap Map(Skeleton skeleton)
    {
        var bones = new Dictionary<HumanBodyBones, int>
        {
            [HumanBodyBones.Hips] = skeleton.IndexOf("Hips"), [HumanBodyBones.Spine] = skeleton.IndexOf("Back0"),
            [HumanBodyBones.Neck] = skeleton.IndexOf("Neck"), [HumanBodyBones.Head] = skeleton.IndexOf("Head"),
        };
        foreach (var (bone, name) in new[] { (HumanBodyBones.LeftShoulder, "Shoulder"), (HumanBodyBones.LeftUpperArm, "Arm"),
            (HumanBodyBones.LeftLowerArm, "ForeArm"), (HumanBodyBones.LeftHand, "Hand"), (HumanBodyBones.LeftUpperLeg, "UpLeg"),
            (HumanBodyBones.LeftLowerLeg, "Leg"), (HumanBodyBones.LeftFoot, "Foot") })
            (bones[bone], bones[HumanBones.Mirror(bone)]) = (skeleton.IndexOf("Left" + name), skeleton.IndexOf("Right" + name));
        return new HumanoidMap(skeleton, bones);
    }

    /// <summary>The person of <see cref="Humanoids"/>, without fingers, whose spine between hips and shoulders has so many joints, one above the
    /// other.</summary>
    static Skeleton Cut(int spineJoints)
    {
        var old = Humanoids.Person();
        var joints = new List<Joint>();
        int Index(string name) => joints.FindIndex(joint => joint.Name == name);
        foreach (var joint in old.Joints)
        {
            var name = joint.Name["mixamorig:".Length..];
            var parent = joint.Parent < 0 ? "" : old[joint.Parent].Name["mixamorig:".Length..];
            if (name == "Spine")
                for (var i = 0; i < spineJoints; i++)
                    joints.Add(new Joint($"Back{i}", i == 0 ? Index("Hips") : joints.Count - 1,
                        new JointTransform(new Vector3(0, i == 0 ? 0.1f : 0.2f / (spineJoints - 1), 0), Quaternion.Identity)));
            else if (!name.StartsWith("Spine", StringComparison.Ordinal)
                && !(name.Contains("Hand", StringComparison.Ordinal) && name[^1] is >= '1' and <= '3'))
                // With one joint alone its end stands where three would have it.
                joints.Add(joint with { Name = name, Parent = parent == "Spine2" ? Index($"Back{spineJoints - 1}") : Index(parent),
                    Rest = parent == "Spine2" && spineJoints == 1 ? joint.Rest with { Translation = joint.Rest.Translation + new Vector3(0, 0.2f, 0) }
                    : joint.Rest });
        }
        return new Skeleton(joints);
    }

    /// <summary>The skeleton with a joint named Middle half way between two.</summary>
    static Skeleton WithMiddle(Skeleton skeleton, string upper, string lower)
    {
        var joints = skeleton.Joints.ToArray().ToList();
        var at = skeleton.IndexOf(lower);
        var half = joints[at].Rest.Translation / 2;
        joints.Insert(at, new Joint("Middle", skeleton.IndexOf(upper), new JointTransform(half, Quaternion.Identity)));
        for (var i = at + 1; i < joints.Count; i++)
            joints[i] = joints[i] with { Parent = joints[i].Name == lower ? at : joints[i].Parent >= at ? joints[i].Parent + 1 : joints[i].Parent,
                Rest = joints[i].Name == lower ? joints[i].Rest with { Translation = half } : joints[i].Rest };
        return new Skeleton(joints);
    }
}
