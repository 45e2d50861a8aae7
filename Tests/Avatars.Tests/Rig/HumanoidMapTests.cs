using System.Text.Json;
using Avatars.Fixtures;
using Avatars.Formats;
using Avatars.Rig;

namespace Avatars.Tests.Rig;

public sealed class HumanoidMapTests
{
    static Skeleton Chain(params string[] names) => new(names.Select((name, i) => new Joint(name, i - 1, JointTransform.Identity)).ToArray());

    [Test]
    public void Mixamo_names_give_fingers_and_eyes()
    {
        var skeleton = Humanoids.Person();
        var map = HumanoidMap.Find(skeleton);
        Assert.That(skeleton[map[HumanBodyBones.LeftIndexDistal]].Name, Is.EqualTo("mixamorig:LeftHandIndex3"));
        Assert.That(skeleton[map[HumanBodyBones.RightLittleProximal]].Name, Is.EqualTo("mixamorig:RightHandPinky1"));
        Assert.That(map.Has(HumanBodyBones.RightEye), Is.True);
        Assert.That(map.BoneOf(map[HumanBodyBones.Chest]), Is.EqualTo(HumanBodyBones.Chest));
    }

    [Test]
    public void Legs_hips_and_what_carries_them_are_below_the_waist()
    {
        var map = StandardHumanoid.Map;
        var below = Enumerable.Range(0, map.Skeleton.Count).Where(map.IsBelowWaist).Select(map.BoneOf).Where(bone => bone != HumanBodyBones.LastBone);
        Assert.That(below, Is.EquivalentTo(new[]
        {
            HumanBodyBones.Hips, HumanBodyBones.LeftUpperLeg, HumanBodyBones.LeftLowerLeg, HumanBodyBones.LeftFoot, HumanBodyBones.LeftToes,
            HumanBodyBones.RightUpperLeg, HumanBodyBones.RightLowerLeg, HumanBodyBones.RightFoot, HumanBodyBones.RightToes,
        }));
        map = HumanoidMap.Find(Humanoids.Person());
        Assert.That(Enumerable.Range(0, map.Skeleton.Count).Where(joint => map.BoneOf(joint) is HumanBodyBones.LastBone
            && map.Skeleton[joint].Name.Contains("Hand")).Any(map.IsBelowWaist), Is.False, "finger tips that stand for no bone");
    }

    [TestCase(".L .R Hips:hips Spine:spine Chest:chest Neck:neck Head:head LeftUpperArm:upper_arm.L LeftLowerArm:forearm.L LeftHand:hand.L "
        + "LeftUpperLeg:thigh.L LeftLowerLeg:shin.L LeftFoot:foot.L", 17)]
    [TestCase("_L _r Hips:PELVIS Spine:spine-01 LeftUpperArm:UpperArm_L LeftLowerArm:lowerarm_L LeftUpperLeg:thigh_L LeftLowerLeg:calf_L", 10)]
    [TestCase("Left Right Hips:rig|Hips LeftUpperLeg:rig|LeftUpperLeg LeftLowerLeg:rig|LeftLowerLeg LeftUpperArm:rig|LeftUpperArm "
        + "LeftLowerArm:rig|LeftLowerArm", 9)]
    public void Capitals_separators_and_name_spaces_do_not_matter(string names, int bones)
    {
        var map = HumanoidMap.Find(Named.Person(names));
        Assert.That(Enumerable.Range(0, HumanBones.Count).Count(bone => map.Has((HumanBodyBones)bone)), Is.EqualTo(bones));
    }

    [Test]
    public void A_single_finger_joint_is_a_stub_and_no_finger()
    {
        var map = HumanoidMap.Find(Named.Person("Left Right Hips:Hips LeftUpperLeg:LeftUpLeg LeftLowerLeg:LeftLeg LeftUpperArm:LeftArm "
            + "LeftLowerArm:LeftForeArm LeftHand:LeftHand +LeftHandIndex1<LeftHand"));
        Assert.That(map.Has(HumanBodyBones.LeftHand), Is.True);
        Assert.That(map.Has(HumanBodyBones.LeftIndexProximal), Is.False);
    }

    [Test]
    public void A_skeleton_that_is_no_human_is_refused_by_name()
    {
        var table = Chain("top", "leg1", "leg2");
        Assert.That(HumanoidMap.TryFind(table), Is.Null);
        Assert.That(() => HumanoidMap.Find(table), Throws.TypeOf<NotSupportedException>().With.Message.Contains("top, leg1, leg2"));
    }

    [Test]
    public void One_joint_cannot_be_two_bones()
    {
        var skeleton = Humanoids.Person();
        var bones = HumanBones.Required.ToArray().ToDictionary(bone => bone, bone => HumanoidMap.Find(skeleton)[bone]);
        bones[HumanBodyBones.Spine] = bones[HumanBodyBones.Hips];
        Assert.That(() => new HumanoidMap(skeleton, bones), Throws.ArgumentException.With.Message.Contains("both"));
        bones.Remove(HumanBodyBones.Spine);
        bones.Remove(HumanBodyBones.LeftLowerArm);
        Assert.That(() => new HumanoidMap(skeleton, bones), Throws.ArgumentException.With.Message.Contains("LeftLowerArm"));
    }

    static IEnumerable<TestCaseData> Motions() => SharedFolders.Files(SharedFolder.Assets, "", "*.bvh");

    [TestCaseSource(nameof(Motions)), Category("Assets")]
    public void Every_BVH_of_the_assets_is_recognised(string path)
    {
        var map = HumanoidMap.Find(BvhFile.Read(path).Skeleton);
        Assert.That(map.Has(HumanBodyBones.Head) && map.Has(HumanBodyBones.Spine) && map.Has(HumanBodyBones.LeftFoot) && map.Has(HumanBodyBones.RightHand));
    }

    [Test, Category("Assets")]
    public void MakeHumans_rig_for_Unity_has_every_bone()
    {
        var map = HumanoidMap.Find(MakeHumanRig("rig.mixamo_unity.json"));
        Assert.That(Enumerable.Range(0, HumanBones.Count).Where(bone => !map.Has((HumanBodyBones)bone)), Is.Empty);
    }

    [TestCase("rig.game_engine.json", "pelvis", "spine_01", "upperarm_l", "index_02_r", "ball_l"), Category("Assets")]
    [TestCase("rig.cmu_mb.json", "Hips", "LowerBack", "LeftArm", null, "LeftToeBase"), Category("Assets")]
    public void MakeHumans_other_rigs_are_recognised(string file, string hips, string spine, string arm, string? finger, string toes)
    {
        var map = HumanoidMap.Find(MakeHumanRig(file));
        string? Name(HumanBodyBones bone) => map.Has(bone) ? map.Skeleton[map[bone]].Name : null;
        Assert.That(new[] { Name(HumanBodyBones.Hips), Name(HumanBodyBones.Spine), Name(HumanBodyBones.LeftUpperArm),
            Name(HumanBodyBones.RightIndexIntermediate), Name(HumanBodyBones.LeftToes) },
            Is.EqualTo(new[] { hips, spine, arm, finger, toes }));
    }

    /// <summary>Parents and places as in the file.</summary>
    static Skeleton MakeHumanRig(string file)
    {
        using var rig = JsonDocument.Parse(File.ReadAllText(Path.Combine(SharedFolders.Assets, "makehuman/rigs", file)));
        var root = rig.RootElement.TryGetProperty("bones", out var inner) ? inner : rig.RootElement;
        var bones = root.EnumerateObject().Where(bone => bone.Value.ValueKind == JsonValueKind.Object && bone.Value.TryGetProperty("parent", out _))
            .ToDictionary(bone => bone.Name, bone => bone.Value.GetProperty("parent").GetString() ?? "");
        var joints = new List<Joint>();
        while (joints.Count < bones.Count)
            foreach (var (name, parent) in bones)
                if (joints.TrueForAll(joint => joint.Name != name) && (parent.Length == 0 || joints.Exists(joint => joint.Name == parent)))
                    joints.Add(new Joint(name, joints.FindIndex(joint => joint.Name == parent), JointTransform.Identity));
        return new Skeleton(joints);
    }
}
