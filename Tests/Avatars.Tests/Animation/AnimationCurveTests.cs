using Avatars.Animation;
using Avatars.Fixtures;

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
    public void Keys_that_are_not_finite_are_refused_and_the_curve_stays_as_it_was()
    {
        Assert.That(() => new AnimationCurve(new Keyframe(float.NaN, 0)), Throws.ArgumentException.With.Message.Contains("finite"));
        var curve = AnimationCurve.Linear(0, 1, 2, 3);
        Assert.That(() => curve.SetKeys([new Keyframe(0, 1), new Keyframe(1, float.PositiveInfinity)]), Throws.ArgumentException);
        Assert.That(() => curve.AddKey(new Keyframe(1, 1, float.NaN, 0)), Throws.ArgumentException.With.Message.Contains("tangent"));
        Assert.That(curve, Is.EqualTo(AnimationCurve.Linear(0, 1, 2, 3)));
    }

    [Test]
    public void A_curve_ends_where_its_last_key_is_whatever_the_wrap_mode([Values] WrapMode wrap)
    {
        var curve = new AnimationCurve(new Keyframe(0, 3), new Keyframe(2, 7)) { PreWrapMode = wrap, PostWrapMode = wrap };
        Assert.That(curve.Evaluate(0), Is.EqualTo(3));
        Assert.That(curve.Evaluate(2), Is.EqualTo(7));
    }

    [Test]
    public void A_weighted_curve_rises_with_time_for_any_weights([Range(0f, 1f, 0.25f)] float outWeight, [Range(0f, 1f, 0.25f)] float inWeight)
    {
        var curve = new AnimationCurve(new Keyframe(0, 0, 0, 0, 0, outWeight), new Keyframe(1, 1, 0, 0, inWeight, 0));
        var last = 0f;
        for (var i = 0; i <= 1000; i++)
        {
            var value = curve.Evaluate(i / 1000f);
            Assert.That(value, Is.InRange(last - 1e-6f, 1));
            last = value;
        }
    }

    [Test]
    public void Evaluating_allocates_nothing()
    {
        var curve = new AnimationCurve(new Keyframe(0, 0, 0, 0, 0.3f, 0.8f), new Keyframe(1, 1, 0, 0, 0.7f, 0));
        Assert.That(Allocations.Of(() => curve.Evaluate(0.4f)), Is.Zero);
    }
}
