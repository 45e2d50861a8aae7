using System.Numerics;
using Avatars.Fixtures;
using Avatars.Rig;
using Avatars.Solving;

namespace Avatars.Viewer.Characters;

/// <summary>A character of other proportions, axes and units in the rig's pose.</summary>
public sealed class CharacterPoseTests
{
    static readonly HumanoidMap Standard = StandardHumanoid.Map;

    /// <param name="scale">Of the character's unit.</param>
    /// <param name="yaw">Degrees by which the character's rest pose faces away from +Z, as VRM 0.x faces -Z.</param>
    [TestCase(1, 0), TestCase(100, 0), TestCase(0.8f, 180), TestCase(0.01f, 90)]
    public void Joints_lie_where_the_rigs_are(float scale, float yaw)
    {
        var pose = Waving();
        var rig = new Matrix4x4[pose.Length];
        LocalToModel.Run(StandardHumanoid.Skeleton, pose, rig);
        var map = Scaled(scale, Quaternion.CreateFromAxisAngle(Vector3.UnitY, yaw * MathF.PI / 180));
        var legs = Retargeting.TPose.OfRest(Standard).LegLength;
        var hips = rig[Standard[HumanBodyBones.Hips]].Translation;
        var character = new CharacterPose(map).Take(pose, new ModelHeight(legs, hips)).ToArray();
        foreach (var bone in new[] { HumanBodyBones.Hips, HumanBodyBones.Head, HumanBodyBones.LeftHand, HumanBodyBones.RightHand, HumanBodyBones.LeftFoot,
            HumanBodyBones.RightIndexDistal })
            Assert.That(Vector3.Distance(character[map[bone]].Translation, rig[Standard[bone]].Translation), Is.LessThan(0.01f), $"{bone}, metres");
    }

    [Test]
    public void A_person_with_long_legs_is_as_tall_in_the_legs_as_the_rig()
    {
        var map = Scaled(1, Quaternion.Identity, legs: 1.3f);
        var legs = Retargeting.TPose.OfRest(Standard).LegLength;
        var pose = new JointTransform[StandardHumanoid.Skeleton.Count];
        StandardHumanoid.Skeleton.CopyRestTo(pose);
        var rig = new Matrix4x4[pose.Length];
        LocalToModel.Run(StandardHumanoid.Skeleton, pose, rig);
        var character = new CharacterPose(map).Take(pose, new ModelHeight(legs, rig[Standard[HumanBodyBones.Hips]].Translation)).ToArray();
        Assert.That(character[map[HumanBodyBones.LeftFoot]].Translation.Y, Is.EqualTo(rig[Standard[HumanBodyBones.LeftFoot]].Translation.Y).Within(0.03f),
            "metres: the foot is on the floor");
    }

    [Test]
    public void Posing_it_allocates_nothing()
    {
        var pose = Waving();
        var character = new CharacterPose(Scaled(1, Quaternion.Identity));
        Assert.That(Allocations.Of(() => character.Take(pose, new ModelHeight(0.8f, Vector3.UnitY))), Is.Zero);
    }

    static JointTransform[] Waving()
    {
        var pose = new JointTransform[StandardHumanoid.Skeleton.Count];
        StandardHumanoid.Skeleton.CopyRestTo(pose);
        var muscles = new MuscleSpace(Standard);
        muscles.SetDegreesFromTPose(pose, HumanBodyBones.RightUpperArm, new Vector3(10, 20, 30));
        muscles.SetDegreesFromTPose(pose, HumanBodyBones.RightLowerArm, new Vector3(0, 0, 60));
        muscles.SetDegreesFromTPose(pose, HumanBodyBones.LeftUpperLeg, new Vector3(0, 5, -30));
        return pose;
    }

    static HumanoidMap Scaled(float scale, Quaternion turn, float legs = 1)
    {
        var joints = new List<Joint>();
        foreach (var joint in StandardHumanoid.Skeleton.Joints)
        {
            var rest = joint.Rest with { Translation = joint.Rest.Translation * scale };
            var bone = Standard.BoneOf(joints.Count);
            if (bone is HumanBodyBones.LeftLowerLeg or HumanBodyBones.RightLowerLeg or HumanBodyBones.LeftFoot or HumanBodyBones.RightFoot)
                rest = rest with { Translation = rest.Translation * legs };
            if (joint.Parent < 0)
                rest = rest with { Translation = Vector3.Transform(rest.Translation, turn), Rotation = turn * rest.Rotation };
            joints.Add(joint with { Rest = rest });
        }
        return HumanoidMap.Find(new Skeleton(joints));
    }
}
