using Avatars.Rig;
using Avatars.Solving;

namespace Avatars.Tests.Solving;

public sealed class MusclesTests
{
    [TestCase(0, "Spine Front-Back"), TestCase(8, "UpperChest Twist Left-Right"), TestCase(15, "Left Eye Down-Up"), TestCase(20, "Jaw Left-Right"),
        TestCase(21, "Left Upper Leg Front-Back"), TestCase(36, "Right Toes Up-Down"), TestCase(39, "Left Arm Down-Up"), TestCase(54, "Right Hand In-Out"),
        TestCase(55, "Left Thumb 1 Stretched"), TestCase(56, "Left Thumb Spread"), TestCase(94, "Right Little 3 Stretched")]
    public void Muscles_stand_in_the_order_of_Unity(int index, string name)
    {
        Assert.That(Muscles.All[index].Name, Is.EqualTo(name));
        Assert.That(Muscles.IndexOf(name), Is.EqualTo(index));
        Assert.That(Muscles.IndexOf(Muscles.ClipName(index)), Is.EqualTo(index));
    }

    [TestCase(HumanBodyBones.LeftUpperLeg, 23, 22, 21), TestCase(HumanBodyBones.RightUpperLeg, 31, 30, 29), TestCase(HumanBodyBones.RightLowerLeg, 33, -1, 32),
        TestCase(HumanBodyBones.LeftFoot, -1, 27, 26), TestCase(HumanBodyBones.LeftToes, -1, -1, 28), TestCase(HumanBodyBones.UpperChest, 8, 7, 6),
        TestCase(HumanBodyBones.Hips, -1, -1, -1), TestCase(HumanBodyBones.RightShoulder, -1, 47, 46), TestCase(HumanBodyBones.LeftUpperArm, 41, 40, 39),
        TestCase(HumanBodyBones.RightLowerArm, 52, -1, 51), TestCase(HumanBodyBones.LeftHand, -1, 45, 44), TestCase(HumanBodyBones.RightEye, -1, 18, 17),
        TestCase(HumanBodyBones.Jaw, -1, 20, 19), TestCase(HumanBodyBones.LeftMiddleProximal, -1, 64, 63),
        TestCase(HumanBodyBones.RightLittleDistal, -1, -1, 94), TestCase(HumanBodyBones.LastBone, -1, -1, -1)]
    public void Bones_have_the_muscles_of_Unity(HumanBodyBones bone, int twist, int side, int bend) =>
        Assert.That(new[] { Muscles.IndexOf(bone, 0), Muscles.IndexOf(bone, 1), Muscles.IndexOf(bone, 2) }, Is.EqualTo(new[] { twist, side, bend }));

    [TestCase("Left Thumb 2 Stretched", -40, 35), TestCase("Right Middle Spread", -7.5f, 7.5f), TestCase("Left Arm Down-Up", -60, 100),
        TestCase("Right Eye Down-Up", -10, 15), TestCase("UpperChest Left-Right", -20, 20), TestCase("Left Shoulder Down-Up", -15, 30)]
    public void Ranges_are_those_of_Unity(string name, float minimum, float maximum)
    {
        var muscle = Muscles.All[Muscles.IndexOf(name)];
        Assert.That((muscle.MinimumDegrees, muscle.MaximumDegrees), Is.EqualTo((minimum, maximum)));
        Assert.That((muscle.ToDegrees(-1), muscle.ToDegrees(1), muscle.ToDegrees(2)), Is.EqualTo((minimum, maximum, 2 * maximum)));
    }

    [Test]
    public void Every_muscle_belongs_to_one_bone_and_mirrors_to_a_muscle_of_the_same_range()
    {
        Assert.That(Muscles.All.Length, Is.EqualTo(Muscles.Count));
        for (var i = 0; i < Muscles.Count; i++)
        {
            var muscle = Muscles.All[i];
            Assert.That(Muscles.IndexOf(muscle.Bone, muscle.Dof), Is.EqualTo(i));
            Assert.That(Muscles.Mirror(Muscles.Mirror(i)), Is.EqualTo(i));
            Assert.That(Muscles.All[Muscles.Mirror(i)] with { Name = "", Bone = 0 }, Is.EqualTo(muscle with { Name = "", Bone = 0 }), muscle.Name);
        }
        Assert.That(Muscles.ClipName(76), Is.EqualTo("RightHand.Thumb.Spread"));
    }
}
