using System.Numerics;
using Avatars.Animation;
using Avatars.Fixtures;
using Avatars.Rig;
using Avatars.Tests.Rig;

namespace Avatars.Tests.Animation;

public sealed class PoseBlendTests
{
    readonly Skeleton _skeleton = Humanoids.Person();

    [Test]
    public void The_ends_are_the_poses_and_the_middle_is_halfway()
    {
        var a = Humanoids.RandomPose(_skeleton, 1, 1);
        var b = Humanoids.RandomPose(_skeleton, 2, 1);
        var result = new JointTransform[a.Length];
        PoseBlend.Blend(a, b, 0, result);
        Assert.That(result, Is.EqualTo(a));
        PoseBlend.Blend(a, b, 1, result);
        Assert.That(result, Is.EqualTo(b));
        PoseBlend.Blend(a, b, 0.5f, result);
        for (var i = 0; i < result.Length; i++)
            Assert.That(Angle(a[i].Rotation, result[i].Rotation), Is.EqualTo(Angle(result[i].Rotation, b[i].Rotation)).Within(2e-3f));
    }

    [Test]
    public void The_shorter_way_is_taken_whatever_the_signs()
    {
        var from = Quaternion.CreateFromAxisAngle(Vector3.UnitY, 0.2f);
        var to = Quaternion.Negate(Quaternion.CreateFromAxisAngle(Vector3.UnitY, 0.6f));
        var half = PoseBlend.Blend(new JointTransform(Vector3.Zero, from), new JointTransform(Vector3.One, to), 0.5f);
        Assert.That(Angle(half.Rotation, Quaternion.CreateFromAxisAngle(Vector3.UnitY, 0.4f)), Is.LessThan(1e-3f));
        Assert.That(half.Translation, Is.EqualTo(new Vector3(0.5f)));
    }

    [Test]
    public void Weights_choose_joint_by_joint()
    {
        var a = Humanoids.RandomPose(_skeleton, 3, 1);
        var b = Humanoids.RandomPose(_skeleton, 4, 1);
        var weights = Enumerable.Range(0, a.Length).Select(i => i % 2f).ToArray();
        var result = new JointTransform[a.Length];
        PoseBlend.Blend(a, b, weights, result);
        for (var i = 0; i < a.Length; i++)
            Assert.That(result[i], Is.EqualTo(i % 2 == 0 ? a[i] : b[i]));
    }

    [Test]
    public void Poses_of_two_skeletons_are_refused() =>
        Assert.That(() => PoseBlend.Blend(new JointTransform[2], new JointTransform[3], 0.5f, new JointTransform[2]), Throws.ArgumentException);

    [Test]
    public void Allocates_nothing()
    {
        var a = Humanoids.RandomPose(_skeleton, 5, 1);
        var b = Humanoids.RandomPose(_skeleton, 6, 1);
        var result = new JointTransform[a.Length];
        Assert.That(Allocations.Of(() => PoseBlend.Blend(a, b, 0.3f, result)), Is.Zero);
    }

    static float Angle(Quaternion a, Quaternion b) => 2 * MathF.Acos(MathF.Min(1, MathF.Abs(Quaternion.Dot(a, b))));
}
