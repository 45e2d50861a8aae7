using System.Numerics;
using Avatars.Animation;
using Avatars.Fixtures;
using Avatars.Rig;
using Avatars.Tests.Rig;

namespace Avatars.Tests.Animation;

public sealed class AnimationClipTests
{
    const float Tolerance = 1e-5f;

    static readonly Skeleton Pendulum = new([new Joint("root", -1, JointTransform.Identity),
        new Joint("arm", 0, new JointTransform(new Vector3(0, -1, 0), Quaternion.Identity))]);

    /// <summary>The arm turns evenly, a quarter turn a second; the root slides along x.</summary>
    static AnimationClip Swing(float frameRate, float seconds = 2)
    {
        var recorder = new ClipRecorder(Pendulum);
        var frames = (int)(seconds * frameRate) + 1;
        for (var i = 0; i < frames; i++)
            recorder.Add([new JointTransform(new Vector3(i / frameRate, 0, 0), Quaternion.Identity),
                new JointTransform(new Vector3(0, -1, 0), Quaternion.CreateFromAxisAngle(Vector3.UnitZ, i / frameRate * MathF.PI / 2))]);
        return recorder.ToClip("swing", frameRate);
    }

    static JointTransform[] At(AnimationClip clip, float time, WrapMode wrap = WrapMode.ClampForever)
    {
        var pose = new JointTransform[clip.Skeleton.Count];
        clip.Sample(time, pose, wrap);
        return pose;
    }

    [TestCase(5f)]
    [TestCase(30f)]
    [TestCase(120f)]
    public void Even_motion_samples_the_same_at_any_frame_rate(float frameRate)
    {
        var clip = Swing(frameRate);
        foreach (var time in new[] { 0f, 0.123f, 0.777f, 1.5f, 2f })
        {
            var pose = At(clip, time);
            Assert.That(pose[0].Translation.X, Is.EqualTo(time).Within(Tolerance));
            var expected = Quaternion.CreateFromAxisAngle(Vector3.UnitZ, time * MathF.PI / 2);
            Assert.That(MathF.Abs(Quaternion.Dot(pose[1].Rotation, expected)), Is.EqualTo(1).Within(Tolerance));
        }
    }

    [Test]
    public void Frames_and_seconds_agree()
    {
        var clip = Swing(24);
        Assert.That(clip.Length, Is.EqualTo(2).Within(Tolerance));
        Assert.That(clip.FrameCount, Is.EqualTo(49));
    }

    [Test]
    public void Wrapping_follows_the_mode()
    {
        var clip = Swing(30);
        Assert.That(At(clip, 2.5f)[0].Translation.X, Is.EqualTo(2).Within(Tolerance));
        Assert.That(At(clip, 2.5f, WrapMode.Loop)[0].Translation.X, Is.EqualTo(0.5f).Within(Tolerance));
        Assert.That(At(clip, -0.25f, WrapMode.Loop)[0].Translation.X, Is.EqualTo(1.75f).Within(Tolerance));
        Assert.That(At(clip, 2.5f, WrapMode.PingPong)[0].Translation.X, Is.EqualTo(1.5f).Within(Tolerance));
    }

    [Test]
    public void A_joint_without_curves_stays_at_rest()
    {
        var clip = new AnimationClip("still", Pendulum, 30,
            [JointCurves.AtRest,
            new JointCurves(Rotation: new RotationCurve([0f, 1f], [Quaternion.Identity, Quaternion.CreateFromAxisAngle(Vector3.UnitX, 1)]))]);
        var pose = At(clip, 1);
        Assert.That(pose[0], Is.EqualTo(JointTransform.Identity));
        Assert.That(pose[1].Translation, Is.EqualTo(new Vector3(0, -1, 0)));
    }

    [Test]
    public void Steps_hold_and_cubics_pass_through_their_keys()
    {
        var step = new VectorCurve([0f, 1f], [Vector3.Zero, Vector3.One], Interpolation.Step);
        Assert.That(step.Evaluate(0.99f), Is.EqualTo(Vector3.Zero));
        Assert.That(step.Evaluate(1), Is.EqualTo(Vector3.One));

        // x = t^3 over two seconds: tangents are the slopes, as in glTF.
        var cubic = new VectorCurve([0f, 2f], [Vector3.Zero, Vector3.Zero, Vector3.Zero, new Vector3(12, 0, 0), new Vector3(8, 0, 0), Vector3.Zero],
            Interpolation.Cubic);
        foreach (var t in new[] { 0f, 0.3f, 1f, 1.7f, 2f })
            Assert.That(cubic.Evaluate(t).X, Is.EqualTo(t * t * t).Within(1e-4f));
    }

    [Test]
    public void Curves_that_do_not_fit_are_refused()
    {
        Assert.That(() => new AnimationClip("x", Pendulum, 30, [JointCurves.AtRest]), Throws.ArgumentException);
        Assert.That(() => new AnimationClip("x", Pendulum, 0, [JointCurves.AtRest, JointCurves.AtRest]),
            Throws.ArgumentException.With.Message.Contains("positive"));
        Assert.That(() => new AnimationClip("x", Pendulum, 30,
            [JointCurves.AtRest, new JointCurves(Translation: new VectorCurve([0f, 0f], [Vector3.Zero, Vector3.Zero]))]),
            Throws.ArgumentException.With.Message.Contains("arm"));
        Assert.That(() => new AnimationClip("x", Pendulum, 30, [JointCurves.AtRest, new JointCurves(Translation: new VectorCurve([0f], []))]),
            Throws.ArgumentException.With.Message.Contains("values"));
    }

    [Test]
    public void Sampling_allocates_nothing()
    {
        var clip = Swing(30);
        var pose = new JointTransform[2];
        Assert.That(Allocations.Of(() => clip.Sample(0.345f, pose, WrapMode.Loop)), Is.Zero);
    }
}
