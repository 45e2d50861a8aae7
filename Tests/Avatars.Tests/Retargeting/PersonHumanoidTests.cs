using System.Numerics;
using Avatars.Body;
using Avatars.Retargeting;
using Avatars.Rig;
using Avatars.Tests.Body;

namespace Avatars.Tests.Retargeting;

/// <summary>The standard humanoid's joints with a person's lengths.</summary>
public sealed class PersonHumanoidTests
{
    static readonly ShapedBody Body = new(HumanBody.Model, [2.2f, -1.1f, 0.8f, 0.4f]);
    static readonly PersonHumanoid Person = new(Body.Map);

    [Test]
    public void Joints_and_axes_are_the_standard_ones()
    {
        var (own, standard) = (Person.Map.Skeleton, StandardHumanoid.Skeleton);
        Assert.That(own.Count, Is.EqualTo(standard.Count));
        for (var i = 0; i < own.Count; i++)
        {
            Assert.That((own[i].Name, own[i].Parent, own[i].Rest.Rotation), Is.EqualTo((standard[i].Name, standard[i].Parent, standard[i].Rest.Rotation)));
            Assert.That(Person.Map.BoneOf(i), Is.EqualTo(StandardHumanoid.Map.BoneOf(i)));
        }
    }

    [TestCase(HumanBodyBones.LeftLowerArm), TestCase(HumanBodyBones.RightHand), TestCase(HumanBodyBones.LeftLowerLeg), TestCase(HumanBodyBones.RightFoot),
        TestCase(HumanBodyBones.LeftIndexIntermediate)]
    public void Lengths_are_the_persons(HumanBodyBones bone)
    {
        var length = Body.Skeleton[Body.Map[bone]].Rest.Translation.Length();
        Assert.That(Person.Map.Skeleton[Person.Map[bone]].Rest.Translation.Length(), Is.EqualTo(length).Within(1e-4f), "metres");
    }

    [Test]
    public void The_body_in_a_pose_has_its_joints_where_the_rig_has_them()
    {
        var local = new JointTransform[Person.Map.Skeleton.Count];
        Person.Map.Skeleton.CopyRestTo(local);
        local[Person.Map[HumanBodyBones.LeftLowerArm]] = local[Person.Map[HumanBodyBones.LeftLowerArm]] with
        {
            Rotation = Quaternion.CreateFromAxisAngle(Vector3.UnitY, -1.2f),
        };
        var (rig, body) = (new Matrix4x4[local.Length], new Matrix4x4[Body.Skeleton.Count]);
        LocalToModel.Run(Person.Map.Skeleton, local, rig);
        new RigTransfer(Person.Map, Body.Map).Run(rig, body);
        foreach (var bone in new[] { HumanBodyBones.LeftHand, HumanBodyBones.RightHand, HumanBodyBones.LeftFoot, HumanBodyBones.RightLowerLeg,
            HumanBodyBones.Head })
            Assert.That(Vector3.Distance(rig[Person.Map[bone]].Translation, body[Body.Map[bone]].Translation), Is.LessThan(0.01f), $"metres, {bone}");
    }

    [Test]
    public void A_pose_goes_there_and_back_and_stands_on_the_floor()
    {
        var standard = new JointTransform[StandardHumanoid.Skeleton.Count];
        StandardHumanoid.Skeleton.CopyRestTo(standard);
        var hips = StandardHumanoid.Map[HumanBodyBones.Hips];
        var pose = (JointTransform[])standard.Clone();
        Person.FromStandard(pose);
        Assert.That(pose[hips].Translation.Y, Is.EqualTo(Body.Skeleton[Body.Map[HumanBodyBones.Hips]].Rest.Translation.Y).Within(0.02f), "standing, metres");
        pose[hips] = pose[hips] with { Translation = pose[hips].Translation + new Vector3(0.3f, -0.2f, 0.1f) };
        var back = (JointTransform[])pose.Clone();
        Person.ToStandard(back);
        Person.FromStandard(back);
        for (var i = 0; i < pose.Length; i++)
        {
            Assert.That(Vector3.Distance(back[i].Translation, pose[i].Translation), Is.LessThan(1e-5f));
            Assert.That(back[i].Rotation, Is.EqualTo(pose[i].Rotation));
        }
    }

    [Test]
    public void Nobodys_proportions_change_nothing()
    {
        var pose = new JointTransform[StandardHumanoid.Skeleton.Count];
        StandardHumanoid.Skeleton.CopyRestTo(pose);
        var before = (JointTransform[])pose.Clone();
        PersonHumanoid.Standard.FromStandard(pose);
        Assert.That(pose, Is.EqualTo(before));
        PersonHumanoid.Standard.ToStandard(pose);
        Assert.That(pose, Is.EqualTo(before));
    }
}
