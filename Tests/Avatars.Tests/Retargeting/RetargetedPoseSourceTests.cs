using System.Numerics;
using Avatars.Animation;
using Avatars.Fixtures;
using Avatars.Formats;
using Avatars.PoseMaps;
using Avatars.Retargeting;
using Avatars.Rig;
using Avatars.Body;
using Avatars.Tests.Body;

namespace Avatars.Tests.Retargeting;

/// <summary>A motion on a person's own proportions, pose by pose.</summary>
public sealed class RetargetedPoseSourceTests
{
    static readonly AnimationClip Wave = new MotionRequest().Load(Path.Combine(SharedFolders.Repository, "Samples", "Motion", "wave.bvh"));
    static readonly ShapedBody Tall = new(HumanBody.Model, [2.5f, -1, 0.7f]);

    static RetargetedPoseSource Make() => new(Wave, HumanoidMap.Find(Wave.Skeleton), Tall.Map);

    [Test]
    public void Limbs_point_the_same_way_with_the_persons_own_lengths()
    {
        var (before, after) = (new PoseSampler(Wave, KeypointLayout.Body18), new PoseSampler(Make(), KeypointLayout.Body18, Tall.Map));
        for (var time = 0f; time < Wave.Length; time += 0.37f)
        {
            before.Sample(time);
            after.Sample(time);
            foreach (var (upper, lower) in new[] { (HumanBodyBones.RightUpperArm, HumanBodyBones.RightLowerArm),
                (HumanBodyBones.LeftLowerLeg, HumanBodyBones.LeftFoot) })
            {
                var (was, now) = (Bone(before, upper, lower), Bone(after, upper, lower));
                var degrees = MathF.Acos(Math.Clamp(Vector3.Dot(Vector3.Normalize(was), Vector3.Normalize(now)), -1, 1)) * 180 / MathF.PI;
                Assert.That(degrees, Is.LessThan(6), $"{upper} at {time} s: joints of the two bodies do not lie on quite the same line");
                Assert.That(now.Length(), Is.EqualTo(Tall.Skeleton[Tall.Map[lower]].Rest.Translation.Length()).Within(1e-4f), "metres");
            }
        }
    }

    [Test]
    public void Name_length_and_rate_are_the_sources()
    {
        var source = Make();
        Assert.That((source.Name, source.Length, source.FrameRate, source.Skeleton),
            Is.EqualTo((Wave.Name, Wave.Length, Wave.FrameRate, Tall.Skeleton)));
    }

    [Test]
    public void Sampling_allocates_nothing()
    {
        var source = Make();
        var pose = source.MakePose();
        Assert.That(Allocations.Of(() => source.Sample(0.4f, pose)), Is.Zero);
    }

    [Test]
    public void A_map_of_another_skeleton_is_refused() =>
        Assert.That(() => new RetargetedPoseSource(Wave, Tall.Map, Tall.Map), Throws.ArgumentException.With.Message.Contains("wave"));

    static Vector3 Bone(PoseSampler sampler, HumanBodyBones upper, HumanBodyBones lower) =>
        sampler.Model[sampler.Map[lower]].Translation - sampler.Model[sampler.Map[upper]].Translation;
}
