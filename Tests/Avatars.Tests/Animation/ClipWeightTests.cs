using Avatars.Animation;
using Avatars.Fixtures;
using Avatars.Retargeting;
using Avatars.Rig;

namespace Avatars.Tests.Animation;

public sealed class ClipWeightTests
{
    static readonly Skeleton Body = StandardHumanoid.Map.Skeleton;

    static AnimationClip Smiling(float end = 2) => new("smile", Body, 10, [.. Enumerable.Repeat(JointCurves.AtRest, Body.Count)],
        [new WeightCurve("smile", AnimationCurve.Linear(0, 0, end, 1))]);

    [TestCase(-1, 0), TestCase(0.5f, 0.25f), TestCase(2, 1), TestCase(9, 1)]
    public void Weights_follow_their_curves(float seconds, float expected)
    {
        var pose = Smiling().MakePose();
        Smiling().Sample(seconds, pose);
        Assert.That(pose.Weights[pose.IndexOf("smile")], Is.EqualTo(expected).Within(1e-6));
    }

    [Test]
    public void A_clip_is_as_long_as_its_last_key_of_any_kind() => Assert.That(Smiling(end: 3).Length, Is.EqualTo(3));

    [Test]
    public void A_pose_with_other_weights_gets_those_it_has()
    {
        var pose = new Pose(Body, "frown", "smile");
        pose.Weights.Fill(0.5f);
        Smiling().Sample(1, pose);
        Assert.That(pose.Weights.ToArray(), Is.EqualTo(new[] { 0, 0.5f }));
    }

    [Test]
    public void Weights_survive_retargeting()
    {
        var moved = Smiling().To(StandardHumanoid.Map);
        var pose = moved.MakePose();
        moved.Sample(1, pose);
        Assert.That(pose.Weights[pose.IndexOf("smile")], Is.EqualTo(0.5f).Within(1e-6));
    }

    [Test]
    public void Sampling_allocates_nothing()
    {
        var clip = Smiling();
        var pose = clip.MakePose();
        Assert.That(Allocations.Of(() => clip.Sample(0.3f, pose)), Is.Zero);
    }
}
