using Avatars.Animation;

namespace Avatars.Tests.Animation;

public sealed class AnimationCurveTests
{
    const float Tolerance = 1e-5f;

    [Test]
    public void A_cubic_is_reproduced_by_its_values_and_slopes()
    {
        static float Cubic(float t) => 2 * t * t * t - 3 * t * t + 0.5f * t + 1;
        static float Slope(float t) => 6 * t * t - 6 * t + 0.5f;
        var curve = new AnimationCurve(new Keyframe(-1, Cubic(-1), 0, Slope(-1)), new Keyframe(2, Cubic(2), Slope(2), 0));
        for (var t = -1f; t <= 2; t += 0.1f)
            Assert.That(curve.Evaluate(t), Is.EqualTo(Cubic(t)).Within(1e-4f));
    }

    [Test]
    public void Lines_are_straight_and_ease_is_level_at_the_ends()
    {
        Assert.That(AnimationCurve.Linear(1, 10, 3, 20).Evaluate(1.5f), Is.EqualTo(12.5f).Within(Tolerance));
        var ease = AnimationCurve.EaseInOut(0, 0, 1, 1);
        Assert.That(ease.Evaluate(0.5f), Is.EqualTo(0.5f).Within(Tolerance));
        Assert.That(ease.Evaluate(0.01f), Is.LessThan(0.001f));
        Assert.That(AnimationCurve.Polyline((0, 0), (1, 4), (3, 2)).Evaluate(2), Is.EqualTo(3).Within(Tolerance));
    }

    [Test]
    public void Keys_hold_their_values_and_an_infinite_slope_makes_a_step()
    {
        var curve = new AnimationCurve(new Keyframe(0, 1, 0, float.PositiveInfinity), new Keyframe(1, 5), new Keyframe(2, -1));
        Assert.That(curve.Evaluate(0.999f), Is.EqualTo(1));
        Assert.That(curve.Evaluate(1), Is.EqualTo(5));
        Assert.That(curve.Evaluate(2), Is.EqualTo(-1));
    }

    [TestCase(WrapMode.ClampForever, 2.5f, 2f)]
    [TestCase(WrapMode.Loop, 2.5f, 0.5f)]
    [TestCase(WrapMode.Loop, -0.5f, 1.5f)]
    [TestCase(WrapMode.PingPong, 2.5f, 1.5f)]
    [TestCase(WrapMode.PingPong, -0.5f, 0.5f)]
    public void Time_outside_the_keys_is_folded(WrapMode wrap, float time, float expected)
    {
        Assert.That(wrap.Wrap(time, 2), Is.EqualTo(expected).Within(Tolerance));
        var curve = new AnimationCurve(new Keyframe(10, 0, 0, 1), new Keyframe(12, 2, 1, 0)) { PreWrapMode = wrap, PostWrapMode = wrap };
        Assert.That(curve.Evaluate(10 + time), Is.EqualTo(expected).Within(Tolerance));
    }

    [Test]
    public void Keys_that_do_not_rise_are_refused()
    {
        Assert.That(() => new AnimationCurve(), Throws.ArgumentException);
        Assert.That(() => new AnimationCurve(new Keyframe(1, 0), new Keyframe(1, 2)), Throws.ArgumentException.With.Message.Contains("Sort"));
        Assert.That(() => new AnimationCurve(new Keyframe(float.NaN, 0)), Throws.ArgumentException.With.Message.Contains("finite"));
    }
}
