using System.Numerics;
using Avatars.Rig;

namespace Avatars.Tests.Rig;

/// <summary>What shape tells where names do not, and what it refuses.</summary>
public sealed class HumanoidShapeTests
{
    static Skeleton Renamed(Skeleton skeleton, Func<int, string> name, Func<int, bool>? isKept = null)
    {
        var joints = new List<Joint>();
        var index = new int[skeleton.Count];
        for (var i = 0; i < skeleton.Count; i++)
        {
            index[i] = -1;
            if (isKept is not null && !isKept(i))
                continue;
            index[i] = joints.Count;
            joints.Add(skeleton[i] with { Name = name(i), Parent = skeleton[i].Parent < 0 ? -1 : index[skeleton[i].Parent] });
        }
        return new Skeleton(joints);
    }

    [TestCase(1f, null, 0f)]
    [TestCase(100f, 5, 0f)]
    [TestCase(1f, 5, 90f)]
    public void A_person_without_names_is_recognised_by_shape(float scale, int? axesSeed, float tilt)
    {
        var person = Humanoids.Person(scale, axesSeed);
        var joints = person.Joints.ToArray();
        var rotation = Quaternion.CreateFromAxisAngle(Vector3.UnitX, tilt * MathF.PI / 180); // y up becomes z up
        joints[0] = joints[0] with { Rest = new JointTransform(Vector3.Transform(joints[0].Rest.Translation, rotation), rotation * joints[0].Rest.Rotation) };
        var map = HumanoidMap.Find(Renamed(new Skeleton(joints), i => $"bone_{i:D2}"));
        var expected = HumanoidMap.Find(person);
        foreach (var bone in Enumerable.Range(0, HumanBones.Count).Select(i => (HumanBodyBones)i))
            if (!HumanBones.IsFinger(bone)
                && bone is not (HumanBodyBones.LeftEye or HumanBodyBones.RightEye or HumanBodyBones.LeftToes or HumanBodyBones.RightToes))
                Assert.That(map[bone], Is.EqualTo(expected[bone]), bone.ToString());
    }

    [Test]
    public void Without_names_and_feet_left_and_right_are_unknown()
    {
        var person = Humanoids.Person();
        var map = HumanoidMap.Find(person);
        bool IsKept(int i) => map.BoneOf(i) is not (HumanBodyBones.LeftToes or HumanBodyBones.RightToes);
        Assert.That(HumanoidMap.TryFind(Renamed(person, i => $"bone_{i:D2}", IsKept)), Is.Null);
        var sided = HumanoidMap.Find(Renamed(person, i => $"bone_{i:D2}"
            + (HumanBones.IsLeft(map.BoneOf(i)) ? ".L" : HumanBones.IsRight(map.BoneOf(i)) ? ".R" : ""), IsKept));
        Assert.That(sided.Skeleton[sided[HumanBodyBones.LeftLowerArm]].Name, Does.EndWith(".L"));
        Assert.That(sided.Skeleton[sided[HumanBodyBones.RightFoot]].Name, Does.EndWith(".R"));
    }

    [Test]
    public void Names_of_sides_override_positions()
    {
        // A person whose file has left and right swapped, as mirrored captures do: the names count.
        var person = Humanoids.Person();
        var map = HumanoidMap.Find(Renamed(person, i => person[i].Name.Contains("Left", StringComparison.Ordinal)
            ? person[i].Name.Replace("Left", "Right", StringComparison.Ordinal) : person[i].Name.Replace("Right", "Left", StringComparison.Ordinal)));
        Assert.That(map.Skeleton[map[HumanBodyBones.LeftHand]].Name, Is.EqualTo("mixamorig:LeftHand"));
    }

    /// <summary>Head forward, trunk level, four legs down: under a person's names, under a dog's, under none.</summary>
    [TestCase("Hips Spine Neck Head LeftArm LeftForeArm LeftHand RightArm RightForeArm RightHand LeftUpLeg LeftLeg LeftFoot RightUpLeg RightLeg RightFoot")]
    [TestCase("b0 b1 b2 b3 b4 b5 b6 b7 b8 b9 b10 b11 b12 b13 b14 b15")]
    [TestCase("pelvis spine neck head leg_front_thigh.L leg_front_shin.L paw_front.L leg_front_thigh.R leg_front_shin.R paw_front.R leg_hind_thigh.L "
        + "leg_hind_shin.L paw_hind.L leg_hind_thigh.R leg_hind_shin.R paw_hind.R")]
    public void What_stands_on_four_legs_is_no_person(string names)
    {
        var n = names.Split(' ');
        (int Parent, Vector3 Position)[] rows =
        [
            (-1, new(0, 0.5f, 0)), (0, new(0, 0.5f, 0.5f)), (1, new(0, 0.7f, 0.6f)), (2, new(0, 0.8f, 0.7f)),
            (1, new(0.1f, 0.45f, 0.5f)), (4, new(0.1f, 0.25f, 0.5f)), (5, new(0.1f, 0.02f, 0.5f)), (1, new(-0.1f, 0.45f, 0.5f)),
                (7, new(-0.1f, 0.25f, 0.5f)), (8, new(-0.1f, 0.02f, 0.5f)),
            (0, new(0.1f, 0.45f, 0)), (10, new(0.1f, 0.25f, 0)), (11, new(0.1f, 0.02f, 0)), (0, new(-0.1f, 0.45f, 0)), (13, new(-0.1f, 0.25f, 0)),
                (14, new(-0.1f, 0.02f, 0)),
        ];
        var dog = new Skeleton(rows.Select((row, i) => new Joint(n[i], row.Parent,
            new JointTransform(row.Position - (row.Parent < 0 ? Vector3.Zero : rows[row.Parent].Position), Quaternion.Identity))).ToArray());
        Assert.That(HumanoidMap.TryFind(dog), Is.Null);
        Assert.That(() => HumanoidMap.Find(dog), Throws.TypeOf<NotSupportedException>().With.Message.Contains("--bones FILE"));
    }

    [Test]
    public void What_is_missing_is_listed()
    {
        var half = Named.Person("Left Right Hips:Hips Spine:Spine Head:Head LeftUpperArm:LeftArm LeftLowerArm:LeftForeArm LeftHand:LeftHand");
        Assert.That(() => HumanoidMap.Find(half), Throws.TypeOf<NotSupportedException>().With.Message
            .Contains("Missing: LeftUpperLeg, LeftLowerLeg, RightUpperLeg, RightLowerLeg.").And.Message.Contains("LeftLowerArm = LeftForeArm"));
    }

    [Test]
    public void A_person_without_hands_and_head_is_recognised_and_missing_bones_are_reported()
    {
        var map = HumanoidMap.Find(Named.Person("Left Right Hips:Hips Spine:Spine LeftUpperArm:LeftArm LeftLowerArm:LeftForeArm LeftUpperLeg:LeftUpLeg "
            + "LeftLowerLeg:LeftLeg"));
        Assert.That(map.Missing(),
            Is.EquivalentTo(new[] { HumanBodyBones.Head, HumanBodyBones.LeftHand, HumanBodyBones.RightHand, HumanBodyBones.LeftFoot,
            HumanBodyBones.RightFoot }));
    }

    [Test]
    public void A_neck_without_a_head_is_no_head()
    {
        var map = HumanoidMap.Find(Named.Person("Left Right Hips:Hips Spine:Spine Neck:Neck LeftUpperArm:LeftArm LeftLowerArm:LeftForeArm "
            + "LeftUpperLeg:LeftUpLeg LeftLowerLeg:LeftLeg"));
        Assert.That((map.Has(HumanBodyBones.Neck), map.Has(HumanBodyBones.Head)), Is.EqualTo((true, false)));
    }

    [Test]
    public void Of_two_people_in_one_file_one_is_taken_whole()
    {
        var scheme = "Left Right Hips:A_Hips Spine:A_Spine Head:A_Head LeftUpperArm:A_LeftArm LeftLowerArm:A_LeftForeArm LeftHand:A_LeftHand "
            + "LeftUpperLeg:A_LeftUpLeg LeftLowerLeg:A_LeftLeg LeftFoot:A_LeftFoot";
        var (a, b) = (Named.Person(scheme), Named.Person(scheme.Replace("A_", "B_", StringComparison.Ordinal)));
        foreach (var root in new[] { -1, 0 }) // beside each other, or below one node
        {
            var joints = new List<Joint>();
            if (root == 0)
                joints.Add(new Joint("Scene", -1, JointTransform.Identity));
            foreach (var person in new[] { a, b })
            {
                var first = joints.Count;
                foreach (var joint in person.Joints)
                    joints.Add(joint with { Parent = joint.Parent < 0 ? root : joint.Parent + first });
            }
            var map = HumanoidMap.Find(new Skeleton(joints));
            foreach (var bone in HumanBones.RequiredByUnity)
                Assert.That(map.Skeleton[map[bone]].Name, Does.StartWith("A_"), bone.ToString());
        }
    }

    [Test]
    public void A_skeleton_of_thousands_of_joints_in_a_chain_is_no_person()
    {
        var chain = new Skeleton(Enumerable.Range(0, 4000)
            .Select(i => new Joint((i % 3 == 0 ? "head" : i % 3 == 1 ? "LeftArm" : "RightLeg") + i, i - 1,
            new JointTransform(Vector3.UnitY, Quaternion.Identity))).ToArray());
        Assert.That(HumanoidMap.TryFind(chain), Is.Null);
    }
}
