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
        Assert.That(Enumerable.Range(0, map.Skeleton.Count).Where(joint => map.BoneOf(joint) is HumanBodyBones.LastBone && map.Skeleton[joint].Name.Contains("Hand")).Any(map.IsBelowWaist), Is.False, "finger tips that stand for no bone");
    }

    [TestCase("hips spine chest neck head upper_arm.L forearm.L hand.L upper_arm.R forearm.R hand.R thigh.L shin.L foot.L thigh.R shin.R foot.R", 17)]
    [TestCase("PELVIS spine-01 UpperArm_L lowerarm_l upperarm_r lowerarm_r thigh_l calf_l thigh_r calf_r", 10)]
    [TestCase("rig|Hips rig|LeftUpperLeg rig|LeftLowerLeg rig|RightUpperLeg rig|RightLowerLeg rig|LeftUpperArm rig|LeftLowerArm rig|RightUpperArm rig|RightLowerArm", 9)]
    public void Capitals_separators_and_name_spaces_do_not_matter(string names, int bones)
    {
        var map = HumanoidMap.Find(Chain(names.Split(' ')));
        Assert.That(Enumerable.Range(0, HumanBones.Count).Count(bone => map.Has((HumanBodyBones)bone)), Is.EqualTo(bones));
    }

    [Test]
    public void A_single_finger_joint_is_a_stub_and_no_finger()
    {
        var map = HumanoidMap.Find(Chain("Hips", "LeftUpLeg", "LeftLeg", "RightUpLeg", "RightLeg", "LeftArm", "LeftForeArm", "LeftHand", "LeftHandIndex1", "RightArm", "RightForeArm"));
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

    static IEnumerable<string> Motions() => SharedFolders.AssetsOrNull is { } assets ? Directory.GetFiles(assets, "*.bvh", SearchOption.AllDirectories).Order() : [];

    [TestCaseSource(nameof(Motions)), Category("Assets")]
    public void Every_BVH_of_the_assets_is_recognised(string path)
    {
        var map = HumanoidMap.Find(BvhFile.Read(path).Skeleton);
        Assert.That(map.Has(HumanBodyBones.Head) && map.Has(HumanBodyBones.Spine) && map.Has(HumanBodyBones.LeftFoot) && map.Has(HumanBodyBones.RightHand));
    }

    [Test, Category("Assets")]
    public void MakeHumans_rig_for_Unity_has_every_bone()
    {
        using var rig = JsonDocument.Parse(File.ReadAllText(Path.Combine(SharedFolders.Assets, "makehuman/rigs/rig.mixamo_unity.json")));
        var names = rig.RootElement.EnumerateObject().Where(bone => bone.Value.ValueKind == JsonValueKind.Object && bone.Value.TryGetProperty("head", out _)).Select(bone => bone.Name).ToArray();
        var map = HumanoidMap.Find(Chain(names));
        Assert.That(Enumerable.Range(0, HumanBones.Count).Where(bone => !map.Has((HumanBodyBones)bone)), Is.Empty);
    }
}
