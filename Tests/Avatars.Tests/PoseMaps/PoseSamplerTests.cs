using System.Numerics;
using Avatars.Animation;
using Avatars.Fixtures;
using Avatars.PoseMaps;
using Avatars.Rig;

namespace Avatars.Tests.PoseMaps;

public sealed class PoseSamplerTests
{
    /// <summary>The hips travel 2 m along X and 1 m along Z in one second.</summary>
    static AnimationClip Walk()
    {
        var skeleton = StandardHumanoid.Map.Skeleton;
        var hips = StandardHumanoid.Map[HumanBodyBones.Hips];
        var rest = skeleton[hips].Rest.Translation;
        var curves = Enumerable.Repeat(JointCurves.AtRest, skeleton.Count).ToArray();
        curves[hips] = new JointCurves(new VectorCurve([0, 1], [rest, rest + new Vector3(2, 0, 1)]));
        return new AnimationClip("walk", skeleton, 30, curves);
    }

    static readonly Camera Front = Camera.LookAt(new Vector3(0, 1, 5), new Vector3(0, 1, 0), 0.6f, 256, 256);

    [Test]
    public void Joints_are_where_the_clip_puts_them()
    {
        var sampler = new PoseSampler(Walk(), KeypointLayout.Body18);
        var before = sampler.Hips;
        sampler.Sample(0.5f);
        Assert.That(Vector3.Distance(sampler.Hips - before, new Vector3(1, 0, 0.5f)), Is.LessThan(1e-5f));
    }

    [Test]
    public void In_place_keeps_the_hips_above_the_origin()
    {
        var sampler = new PoseSampler(Walk(), KeypointLayout.Body18);
        var height = sampler.Hips.Y;
        sampler.Sample(1, isInPlace: true);
        Assert.That(Vector3.Distance(sampler.Hips, new Vector3(0, height, 0)), Is.LessThan(1e-5f));
    }

    [Test]
    public void Keypoints_are_the_projected_joints()
    {
        var sampler = new PoseSampler(Walk(), KeypointLayout.Body18);
        sampler.Sample(0.25f);
        sampler.Project(Front);
        var wrist = sampler.Keypoints[KeypointLayout.Body18.IndexOf("LeftWrist")];
        Assert.That(Front.TryProject(sampler.Model[sampler.Map[HumanBodyBones.LeftHand]].Translation, out var pixels, out _), Is.True);
        Assert.That(Vector2.Distance(new Vector2(wrist.X, wrist.Y), pixels), Is.LessThan(0.01f));
    }

    [Test]
    public void Allocates_nothing()
    {
        var sampler = new PoseSampler(Walk(), KeypointLayout.Avatar128);
        Assert.That(Allocations.Of(() =>
        {
            sampler.Sample(0.3f);
            sampler.Project(Front);
        }), Is.Zero);
    }
}
