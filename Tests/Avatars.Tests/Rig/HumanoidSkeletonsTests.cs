using System.Numerics;

namespace Avatars.Rig;

public sealed class HumanoidSkeletonsTests
{
    readonly HumanoidMap _map = HumanoidSkeletons.Default;

    [Test]
    public void The_default_body_has_every_bone_of_Unitys_humanoid() =>
        Assert.That(Enumerable.Range(0, HumanBones.Count).Where(bone => !_map.Has((HumanBodyBones)bone)), Is.Empty);

    [Test]
    public void It_stands_upright_on_the_floor_as_tall_as_a_person_and_faces_forward()
    {
        var pose = new ModelPose(_map.Skeleton);
        pose.Run(_map.Skeleton.Joints.ToArray().Select(joint => joint.Rest).ToArray());
        Vector3 Of(HumanBodyBones bone) => pose.Positions[_map[bone]];
        Assert.That(Of(HumanBodyBones.Head).Y, Is.InRange(1.3f, 1.7f));
        Assert.That(Of(HumanBodyBones.LeftToes).Y, Is.InRange(0f, 0.06f));
        Assert.That(Of(HumanBodyBones.LeftToes).Z, Is.GreaterThan(Of(HumanBodyBones.LeftFoot).Z));
        Assert.That(Of(HumanBodyBones.LeftHand).X, Is.GreaterThan(0.2f).And.EqualTo(-Of(HumanBodyBones.RightHand).X).Within(1e-5f));
    }
}
