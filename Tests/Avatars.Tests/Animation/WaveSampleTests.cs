using System.Numerics;
using Avatars.Animation;
using Avatars.Fixtures;
using Avatars.Formats;
using Avatars.Rig;

namespace Avatars.Tests.Animation;

/// <summary>The sample clip that the viewer plays first.</summary>
public sealed class WaveSampleTests
{
    readonly AnimationClip _clip = MotionFile.Read(Path.Combine(SharedFolders.Repository, "Samples/Motion/wave.bvh")).For(StandardHumanoid.Map);
    readonly ModelPose _model = new(StandardHumanoid.Skeleton);

    Vector3[] At(float time)
    {
        var pose = new JointTransform[StandardHumanoid.Skeleton.Count];
        _clip.Sample(time, pose, WrapMode.Loop);
        _model.Run(pose);
        return _model.Positions.ToArray();
    }

    [Test]
    public void It_is_a_loop_without_a_seam()
    {
        var fastest = 0f;
        for (var frame = 0; frame < _clip.FrameCount - 1; frame++)
            fastest = MathF.Max(fastest, Apart(At(frame / _clip.FrameRate), At((frame + 1) / _clip.FrameRate)));
        var seam = Apart(At(_clip.Length - 0.5f / _clip.FrameRate), At(_clip.Length + 0.5f / _clip.FrameRate));
        Assert.That(seam, Is.LessThan(0.3f * fastest), "the seam lies in a calm moment and moves no more than its neighbours");
        Assert.That(Apart(At(0), At(_clip.Length - 1e-4f)), Is.LessThan(1e-3f), "metres");
    }

    [Test]
    public void The_feet_stay_where_they_are()
    {
        foreach (var foot in new[] { HumanBodyBones.LeftFoot, HumanBodyBones.RightFoot })
        {
            var joint = StandardHumanoid.Map[foot];
            var start = At(0)[joint];
            for (var time = 0f; time < _clip.Length; time += 0.05f)
                Assert.That(Vector3.Distance(At(time)[joint], start), Is.LessThan(0.01f), $"{foot} at {time} s, metres");
        }
    }

    [Test]
    public void The_right_hand_goes_up_with_its_palm_to_the_front_and_comes_down()
    {
        var map = StandardHumanoid.Map;
        var waving = At(2.5f);
        var wrist = waving[map[HumanBodyBones.RightHand]];
        Assert.That(wrist.Y, Is.GreaterThan(waving[map[HumanBodyBones.RightUpperArm]].Y));
        var along = waving[map[HumanBodyBones.RightMiddleProximal]] - wrist;
        var across = waving[map[HumanBodyBones.RightLittleProximal]] - waving[map[HumanBodyBones.RightIndexProximal]];
        Assert.That(Vector3.Normalize(Vector3.Cross(along, across)).Z, Is.GreaterThan(0.8f), "out of a right palm");
        Assert.That(At(0)[map[HumanBodyBones.RightHand]].Y, Is.LessThan(At(0)[map[HumanBodyBones.Spine]].Y));
    }

    static float Apart(Vector3[] a, Vector3[] b)
    {
        var largest = 0f;
        for (var i = 0; i < a.Length; i++)
            largest = MathF.Max(largest, Vector3.Distance(a[i], b[i]));
        return largest;
    }
}
