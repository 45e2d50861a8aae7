using System.Numerics;
using Avatars.Rig;

namespace Avatars.Tests.Rig;

public sealed class PoseTests
{
    [Test]
    public void Begins_at_rest_with_neutral_weights()
    {
        var pose = new Pose(StandardHumanoid.Map.Skeleton, "smile", "blink");
        Assert.That(pose.Joints.ToArray(), Is.EqualTo(StandardHumanoid.Map.Skeleton.Joints.ToArray().Select(joint => joint.Rest)));
        Assert.That(pose.Weights.ToArray(), Is.EqualTo(new float[] { 0, 0 }));
    }

    [Test]
    public void Copies_the_weights_that_both_poses_have_by_name()
    {
        var from = new Pose(StandardHumanoid.Map.Skeleton, "smile", "blink");
        from.Weights[0] = 0.25f;
        from.Weights[1] = 0.75f;
        from.Joints[3] = from.Joints[3] with { Rotation = Quaternion.CreateFromAxisAngle(Vector3.UnitX, 1) };
        var to = new Pose(StandardHumanoid.Map.Skeleton, "blink", "frown");
        to.Weights[1] = 1;
        to.CopyFrom(from);
        Assert.That(to.Weights.ToArray(), Is.EqualTo(new[] { 0.75f, 0 }));
        Assert.That(to.Joints[3], Is.EqualTo(from.Joints[3]));
    }

    [Test]
    public void Each_weight_needs_a_name_of_its_own()
    {
        Assert.That(() => new Pose(StandardHumanoid.Map.Skeleton, "smile", "smile"), Throws.ArgumentException.With.Message.Contains("'smile'"));
        Assert.That(() => new Pose(StandardHumanoid.Map.Skeleton, ""), Throws.ArgumentException);
    }
}
