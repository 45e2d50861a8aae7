using Avatars.Rig;

namespace Avatars.Tests.Rig;

public sealed class HumanBodyBonesTests
{
    [Test]
    public void There_are_as_many_bones_as_in_Unity()
    {
        Assert.That(HumanBones.Count, Is.EqualTo(55));
        Assert.That(Enum.GetValues<HumanBodyBones>().Select(bone => (int)bone), Is.EqualTo(Enumerable.Range(0, 56)));
        Assert.That((int)HumanBodyBones.UpperChest, Is.EqualTo(54), "added last, in Unity 5.6");
    }

    [Test]
    public void The_mirror_is_its_own_inverse_and_leaves_the_midline()
    {
        foreach (var bone in Enum.GetValues<HumanBodyBones>().Where(bone => bone != HumanBodyBones.LastBone))
        {
            Assert.That(HumanBones.Mirror(HumanBones.Mirror(bone)), Is.EqualTo(bone));
            Assert.That(HumanBones.Mirror(bone) == bone, Is.EqualTo(!HumanBones.IsLeft(bone) && !HumanBones.IsRight(bone)));
        }
    }

    [Test]
    public void Every_bone_hangs_from_the_hips()
    {
        foreach (var start in Enum.GetValues<HumanBodyBones>().Where(bone => bone != HumanBodyBones.LastBone))
        {
            var bone = start;
            for (var steps = 0; bone != HumanBodyBones.Hips; steps++)
            {
                Assert.That(steps, Is.LessThan(12), $"{start} does not reach the hips");
                bone = HumanBones.Parent(bone);
            }
        }
    }

    [Test]
    public void Fingers_are_named_by_hand_finger_and_segment()
    {
        Assert.That(HumanBones.Finger(left: true, 0, 0), Is.EqualTo(HumanBodyBones.LeftThumbProximal));
        Assert.That(HumanBones.Finger(left: true, 4, 2), Is.EqualTo(HumanBodyBones.LeftLittleDistal));
        Assert.That(HumanBones.Finger(left: false, 1, 1), Is.EqualTo(HumanBodyBones.RightIndexIntermediate));
        Assert.That(HumanBones.Parent(HumanBodyBones.RightRingDistal), Is.EqualTo(HumanBodyBones.RightRingIntermediate));
        Assert.That(HumanBones.Parent(HumanBodyBones.RightRingProximal), Is.EqualTo(HumanBodyBones.RightHand));
    }
}
