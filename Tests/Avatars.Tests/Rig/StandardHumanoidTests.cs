using System.Numerics;
using Avatars.Retargeting;
using Avatars.Rig;

namespace Avatars.Tests.Rig;

public sealed class StandardHumanoidTests
{
    readonly HumanoidMap _map = StandardHumanoid.Map;

    [Test]
    public void It_has_every_bone_of_Unitys_humanoid() =>
        Assert.That(Enumerable.Range(0, HumanBones.Count).Where(bone => !_map.Has((HumanBodyBones)bone)), Is.Empty);

    [Test]
    public void It_stands_on_the_floor_as_tall_as_a_person_faces_forward_and_lets_its_arms_hang()
    {
        var pose = new JointTransform[_map.Skeleton.Count];
        _map.Skeleton.CopyRestTo(pose);
        var model = new ModelPose(_map.Skeleton);
        model.Run(pose);
        Vector3 Of(HumanBodyBones bone) => model.Positions[_map[bone]];
        Assert.That(Of(HumanBodyBones.Head).Y, Is.InRange(1.3f, 1.7f));
        Assert.That(Of(HumanBodyBones.LeftToes).Y, Is.InRange(0f, 0.06f));
        Assert.That(Of(HumanBodyBones.LeftToes).Z, Is.GreaterThan(Of(HumanBodyBones.LeftFoot).Z));
        Assert.That(Of(HumanBodyBones.LeftHand).X, Is.GreaterThan(0.2f).And.EqualTo(-Of(HumanBodyBones.RightHand).X).Within(1e-5f));
        Assert.That(Of(HumanBodyBones.LeftHand).Y, Is.LessThan(1f));
    }

    [Test]
    public void Its_T_pose_is_one()
    {
        var t = TPose.OfRest(_map);
        Vector3 Toward(HumanBodyBones from, HumanBodyBones to) => Vector3.Normalize(t.Positions[_map[to]] - t.Positions[_map[from]]);
        Assert.That(Vector3.Distance(Toward(HumanBodyBones.LeftUpperArm, HumanBodyBones.LeftHand), Vector3.UnitX), Is.LessThan(1e-4f));
        Assert.That(Vector3.Distance(Toward(HumanBodyBones.RightLittleProximal, HumanBodyBones.RightLittleDistal), -Vector3.UnitX), Is.LessThan(1e-4f));
        Assert.That(Vector3.Distance(Toward(HumanBodyBones.LeftUpperLeg, HumanBodyBones.LeftFoot), -Vector3.UnitY), Is.LessThan(1e-4f));
    }
}
