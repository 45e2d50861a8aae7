using Avatars.Rig;
using Avatars.Scripting;

namespace Avatars.Tests.Scripting;

/// <summary>Unity's HumanBodyBones and HumanTrait: numbered behaviours C1 to C23.</summary>
[Category("Conformance")]
public sealed class HumanTraitConformance
{
    static int[] MusclesOf(HumanBodyBones bone) => [.. Enumerable.Range(0, 3).Select(dof => HumanTrait.MuscleFromBone((int)bone, dof))];

    static void Has(HumanBodyBones bone, params int[] muscles) => Assert.That(MusclesOf(bone), Is.EqualTo(muscles), bone.ToString());

    [Test] public void C1_Bones_have_the_values_of_Unity() => Assert.That(
        new[]
        {
            HumanBodyBones.Hips, HumanBodyBones.LeftUpperLeg, HumanBodyBones.RightLowerLeg, HumanBodyBones.Spine, HumanBodyBones.Head,
            HumanBodyBones.LeftShoulder, HumanBodyBones.RightHand, HumanBodyBones.RightToes, HumanBodyBones.Jaw, HumanBodyBones.LeftThumbProximal,
            HumanBodyBones.LeftLittleDistal, HumanBodyBones.RightThumbProximal, HumanBodyBones.RightLittleDistal, HumanBodyBones.UpperChest,
            HumanBodyBones.LastBone,
        }.Select(bone => (int)bone), Is.EqualTo(new[] { 0, 1, 4, 7, 10, 11, 18, 20, 23, 24, 38, 39, 53, 54, 55 }));

    [Test] public void C2_Bones_have_names()
    {
        Assert.That(HumanTrait.BoneCount, Is.EqualTo(55));
        Assert.That((HumanTrait.BoneName[24], HumanTrait.BoneName[54], HumanTrait.BoneName[1]),
            Is.EqualTo(("Left Thumb Proximal", "UpperChest", "LeftUpperLeg")));
    }

    [Test] public void C3_Fifteen_bones_are_required()
    {
        Assert.That(HumanTrait.RequiredBoneCount, Is.EqualTo(15));
        Assert.That(Enumerable.Range(0, 55).Where(HumanTrait.RequiredBone), Is.EqualTo(new[] { 0, 1, 2, 3, 4, 5, 6, 7, 10, 13, 14, 15, 16, 17, 18 }));
    }

    [Test] public void C4_There_are_95_muscles() => Assert.That((HumanTrait.MuscleCount, HumanTrait.MuscleName.Length), Is.EqualTo((95, 95)));

    [Test] public void C5_Muscles_are_ordered_by_part() => Assert.That(
        new[] { 0, 9, 21, 29, 37, 46, 55, 75 }.Select(muscle => HumanTrait.MuscleName[muscle]), Is.EqualTo(new[]
        {
            "Spine Front-Back", "Neck Nod Down-Up", "Left Upper Leg Front-Back", "Right Upper Leg Front-Back", "Left Shoulder Down-Up",
            "Right Shoulder Down-Up", "Left Thumb 1 Stretched", "Right Thumb 1 Stretched",
        }));

    [Test] public void C6_Fingers_are_ordered_from_the_thumb() => Assert.That(HumanTrait.MuscleName[55..64], Is.EqualTo(new[]
    {
        "Left Thumb 1 Stretched", "Left Thumb Spread", "Left Thumb 2 Stretched", "Left Thumb 3 Stretched", "Left Index 1 Stretched", "Left Index Spread",
        "Left Index 2 Stretched", "Left Index 3 Stretched", "Left Middle 1 Stretched",
    }));

    [Test] public void C7_A_bones_muscle_by_axis_and_none_where_there_is_none()
    {
        Assert.That(HumanTrait.MuscleName[HumanTrait.MuscleFromBone((int)HumanBodyBones.LeftUpperArm, 0)], Is.EqualTo("Left Arm Twist In-Out"));
        Assert.That(HumanTrait.MuscleFromBone((int)HumanBodyBones.LeftLowerArm, 1), Is.EqualTo(-1));
        Assert.That(HumanTrait.MuscleFromBone(77, 0), Is.EqualTo(-1));
    }

    [Test] public void C8_Muscles_of_the_legs()
    {
        Has(HumanBodyBones.LeftUpperLeg, 23, 22, 21);
        Has(HumanBodyBones.RightUpperLeg, 31, 30, 29);
        Has(HumanBodyBones.LeftLowerLeg, 25, -1, 24);
        Has(HumanBodyBones.RightLowerLeg, 33, -1, 32);
        Has(HumanBodyBones.LeftFoot, -1, 27, 26);
        Has(HumanBodyBones.RightFoot, -1, 35, 34);
        Has(HumanBodyBones.LeftToes, -1, -1, 28);
        Has(HumanBodyBones.RightToes, -1, -1, 36);
    }

    [Test] public void C9_Muscles_of_the_trunk_and_head()
    {
        Has(HumanBodyBones.Spine, 2, 1, 0);
        Has(HumanBodyBones.Chest, 5, 4, 3);
        Has(HumanBodyBones.UpperChest, 8, 7, 6);
        Has(HumanBodyBones.Neck, 11, 10, 9);
        Has(HumanBodyBones.Head, 14, 13, 12);
        Has(HumanBodyBones.Hips, -1, -1, -1);
    }

    [Test] public void C10_Muscles_of_the_arms()
    {
        Has(HumanBodyBones.LeftShoulder, -1, 38, 37);
        Has(HumanBodyBones.RightShoulder, -1, 47, 46);
        Has(HumanBodyBones.LeftUpperArm, 41, 40, 39);
        Has(HumanBodyBones.RightUpperArm, 50, 49, 48);
        Has(HumanBodyBones.LeftLowerArm, 43, -1, 42);
        Has(HumanBodyBones.RightLowerArm, 52, -1, 51);
        Has(HumanBodyBones.LeftHand, -1, 45, 44);
        Has(HumanBodyBones.RightHand, -1, 54, 53);
    }

    [Test] public void C11_Muscles_of_eyes_and_jaw()
    {
        Has(HumanBodyBones.LeftEye, -1, 16, 15);
        Has(HumanBodyBones.RightEye, -1, 18, 17);
        Has(HumanBodyBones.Jaw, -1, 20, 19);
    }

    [Test] public void C12_Muscles_of_the_fingers([Values] bool left, [NUnit.Framework.Range(0, 4)] int finger)
    {
        var first = (left ? 55 : 75) + 4 * finger;
        Has(HumanBones.Finger(left, finger, 0), -1, first + 1, first);
        Has(HumanBones.Finger(left, finger, 1), -1, -1, first + 2);
        Has(HumanBones.Finger(left, finger, 2), -1, -1, first + 3);
    }

    [Test] public void C13_BoneFromMuscle_inverts() => Assert.That((HumanTrait.BoneFromMuscle(21), HumanTrait.BoneFromMuscle(55)),
        Is.EqualTo(((int)HumanBodyBones.LeftUpperLeg, (int)HumanBodyBones.LeftThumbProximal)));

    [Test] public void C14_Every_muscle_belongs_to_one_bone_and_axis() =>
        Assert.That(Enumerable.Range(0, 55).SelectMany(bone => MusclesOf((HumanBodyBones)bone)).Where(muscle => muscle >= 0),
            Is.EquivalentTo(Enumerable.Range(0, 95)));

    [TestCase(0, -40, 40), TestCase(6, -20, 20), TestCase(15, -10, 15), TestCase(19, -10, 10), TestCase(21, -90, 50), TestCase(25, -90, 90)]
    [TestCase(37, -15, 30), TestCase(39, -60, 100), TestCase(40, -100, 100), TestCase(45, -40, 40), TestCase(55, -20, 20), TestCase(57, -40, 35)]
    [TestCase(64, -7.5f, 7.5f), TestCase(72, -20, 20), TestCase(94, -45, 45)]
    public void C15_Default_ranges_in_degrees(int muscle, float min, float max) =>
        Assert.That((HumanTrait.GetMuscleDefaultMin(muscle), HumanTrait.GetMuscleDefaultMax(muscle)), Is.EqualTo((min, max)));

    [TestCase(HumanBodyBones.Spine, HumanBodyBones.Hips), TestCase(HumanBodyBones.Neck, HumanBodyBones.UpperChest)]
    [TestCase(HumanBodyBones.LeftShoulder, HumanBodyBones.UpperChest), TestCase(HumanBodyBones.Jaw, HumanBodyBones.Head)]
    [TestCase(HumanBodyBones.RightEye, HumanBodyBones.Head), TestCase(HumanBodyBones.LeftToes, HumanBodyBones.LeftFoot)]
    [TestCase(HumanBodyBones.UpperChest, HumanBodyBones.Chest)]
    public void C16_Bones_have_parents(HumanBodyBones bone, HumanBodyBones parent)
    {
        Assert.That(HumanTrait.GetParentBone((int)bone), Is.EqualTo((int)parent));
        Assert.That(HumanTrait.GetParentBone((int)HumanBodyBones.Hips), Is.EqualTo(-1));
    }

    [Test] public void C17_A_parent_that_the_rig_lacks_is_skipped()
    {
        var full = StandardHumanoid.Skeleton;
        var without = full.Joints.ToArray().Where(joint => joint.Name != "UpperChest").ToArray();
        var names = without.Select(joint => joint.Name).ToList();
        var skeleton = new Skeleton([.. without.Select(joint => joint with
        {
            Parent = joint.Parent < 0 ? -1 : names.IndexOf(full[joint.Parent].Name == "UpperChest" ? "Chest" : full[joint.Parent].Name),
        })]);
        using var scene = new TestScene();
        scene.Run(() =>
        {
            var avatar = ScriptedAvatar.Create("person", HumanoidMap.Find(skeleton));
            Assert.That(avatar.animator.GetBoneTransform(HumanBodyBones.UpperChest), Is.Null);
            Assert.That(avatar.animator.GetBoneTransform(HumanBodyBones.Neck)!.parent, Is.SameAs(avatar.animator.GetBoneTransform(HumanBodyBones.Chest)));
        });
    }

    [Test] public void C18_A_wrong_bone_throws_and_names_are_fresh()
    {
        Assert.That(() => HumanTrait.RequiredBone(55), Throws.TypeOf<IndexOutOfRangeException>());
        HumanTrait.MuscleName[0] = "changed";
        HumanTrait.BoneName[0] = "changed";
        Assert.That((HumanTrait.MuscleName[0], HumanTrait.BoneName[0]), Is.EqualTo(("Spine Front-Back", "Hips")));
    }

    [Test] public void C19_Muscles_are_grouped_by_part()
    {
        Assert.That(new[] { (int)BodyDof.LastBodyDof, (int)HeadDof.LastHeadDof, (int)LegDof.LastLegDof, (int)ArmDof.LastArmDof, (int)FingerDof.LastFingerDof,
            (int)HumanPartDof.LastHumanPartDof }, Is.EqualTo(new[] { 9, 12, 8, 9, 4, 16 }));
        var handles = Enumerable.Range(0, 9).Select(dof => new MuscleHandle((BodyDof)dof))
            .Concat(Enumerable.Range(0, 12).Select(dof => new MuscleHandle((HeadDof)dof)))
            .Concat(new[] { HumanPartDof.LeftLeg, HumanPartDof.RightLeg }
                .SelectMany(part => Enumerable.Range(0, 8).Select(dof => new MuscleHandle(part, (LegDof)dof))))
            .Concat(new[] { HumanPartDof.LeftArm, HumanPartDof.RightArm }
                .SelectMany(part => Enumerable.Range(0, 9).Select(dof => new MuscleHandle(part, (ArmDof)dof))))
            .Concat(Enumerable.Range(6, 10).SelectMany(part => Enumerable.Range(0, 4).Select(dof => new MuscleHandle((HumanPartDof)part, (FingerDof)dof))));
        Assert.That(handles.Select(handle => handle.name), Is.EqualTo(HumanTrait.MuscleName));
    }

    [Test] public void C20_A_handle_of_the_wrong_part_is_refused()
    {
        Assert.That(() => new MuscleHandle(HumanPartDof.LeftArm, LegDof.FootInOut), Throws.InvalidOperationException);
        Assert.That(() => new MuscleHandle(HumanPartDof.LeftLeg, FingerDof.ProximalDownUp), Throws.InvalidOperationException);
        Assert.That(() => new MuscleHandle(HumanPartDof.Head, ArmDof.HandInOut), Throws.InvalidOperationException);
    }

    [Test] public void C21_Parts_of_a_mask() => Assert.That(Enum.GetNames<AvatarMaskBodyPart>(), Is.EqualTo(new[]
    {
        "Root", "Body", "Head", "LeftLeg", "RightLeg", "LeftArm", "RightArm", "LeftFingers", "RightFingers", "LeftFootIK", "RightFootIK", "LeftHandIK",
        "RightHandIK", "LastBodyPart",
    }));

    [Test] public void C22_A_limit_has_range_centre_and_length()
    {
        var limit = new HumanLimit { useDefaultValues = true, min = Vector3.one, max = 2 * Vector3.one, center = Vector3.up, axisLength = 0.3f };
        Assert.That((limit.useDefaultValues, limit.max.x, limit.axisLength), Is.EqualTo((true, 2f, 0.3f)));
    }

    [Test] public void C23_A_description_has_shares_and_the_widest_range_is_half_a_turn()
    {
        var description = new HumanDescription();
        Assert.That(new[] { description.upperArmTwist, description.lowerArmTwist, description.upperLegTwist, description.lowerLegTwist, description.armStretch,
            description.legStretch, description.feetSpacing }, Is.All.InRange(0f, 1f));
        Assert.That((description.hasTranslationDoF, HumanDescription.MuscleRange), Is.EqualTo((false, 180f)));
    }
}
