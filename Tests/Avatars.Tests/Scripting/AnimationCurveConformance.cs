using Avatars.Animation;

namespace Avatars.Tests.Scripting;

/// <summary>Unity's AnimationCurve: numbered behaviours A1 to A46.</summary>
[Category("Conformance")]
public sealed class AnimationCurveConformance
{
    const float Tolerance = 1e-5f;

    static AnimationCurve Smooth() => new(new Keyframe(0, 0), new Keyframe(1, 1));

    static AnimationCurve Hermite() => new(new Keyframe(0, 0, 0, 2), new Keyframe(2, 1, -1, 0));

    static AnimationCurve Line(WrapMode pre, WrapMode post)
    {
        var curve = AnimationCurve.Linear(0, 0, 1, 1);
        (curve.preWrapMode, curve.postWrapMode) = (pre, post);
        return curve;
    }

    static void IsClose(float actual, float expected) => Assert.That(actual, Is.EqualTo(expected).Within(Tolerance));

    [Test] public void A1_A_key_of_time_and_value_is_level_and_unweighted() =>
        Assert.That(new Keyframe(2, 3), Is.EqualTo(new Keyframe { time = 2, value = 3, weightedMode = WeightedMode.None }));

    [Test] public void A2_A_key_with_tangents_is_unweighted()
    {
        var key = new Keyframe(2, 3, 4, 5);
        Assert.That((key.inTangent, key.outTangent, key.inWeight, key.outWeight, key.weightedMode), Is.EqualTo((4f, 5f, 0f, 0f, WeightedMode.None)));
    }

    [Test] public void A3_A_key_with_weights_is_weighted_on_both_sides()
    {
        var key = new Keyframe(2, 3, 4, 5, 0.6f, 0.7f);
        Assert.That((key.inWeight, key.outWeight, key.weightedMode), Is.EqualTo((0.6f, 0.7f, WeightedMode.Both)));
    }

    [Test] public void A4_Weighted_modes_are_bit_flags() =>
        Assert.That(new[] { WeightedMode.None, WeightedMode.In, WeightedMode.Out, WeightedMode.Both }.Select(mode => (int)mode),
            Is.EqualTo(new[] { 0, 1, 2, 3 }));

    [Test] public void A5_Changing_a_copy_of_a_key_changes_no_curve()
    {
        var curve = Smooth();
        var key = curve[1];
        key.value = 9;
        Assert.That(curve[1].value, Is.EqualTo(1));
    }

    [Test] public void A6_The_keys_are_a_copy_until_assigned()
    {
        var curve = Smooth();
        var keys = curve.keys;
        keys[1].value = 9;
        Assert.That(curve.Evaluate(1), Is.EqualTo(1));
        curve.keys = keys;
        Assert.That(curve.Evaluate(1), Is.EqualTo(9));
    }

    [Test] public void A7_Wrap_modes_have_the_values_of_Unity() =>
        Assert.That(new[] { WrapMode.Default, WrapMode.Once, WrapMode.Clamp, WrapMode.Loop, WrapMode.PingPong, WrapMode.ClampForever }
            .Select(mode => (int)mode),
            Is.EqualTo(new[] { 0, 1, 1, 2, 4, 8 }));

    [Test] public void A8_Tangents_are_slopes_per_second()
    {
        var curve = new AnimationCurve(new Keyframe(0, 0, 0, 3), new Keyframe(10, 30, 3, 0));
        IsClose(curve.Evaluate(2.5f), 7.5f);
    }

    [TestCase(0.25f, 0.15625f), TestCase(0.5f, 0.5f), TestCase(0.75f, 0.84375f)]
    public void A9_Level_keys_are_eased(float time, float value) => IsClose(Smooth().Evaluate(time), value);

    [TestCase(0.5f, 0.8125f), TestCase(1f, 1.25f), TestCase(1.5f, 1.3125f)]
    public void A10_A_segment_is_a_cubic_Hermite(float time, float value) => IsClose(Hermite().Evaluate(time), value);

    [Test] public void A11_At_a_keys_time_its_value_is_exact()
    {
        var curve = new AnimationCurve(new Keyframe(0.1f, 0.3f, 5, 7), new Keyframe(0.7f, 0.9f, -3, 2), new Keyframe(1.3f, -0.2f, 1, 1));
        foreach (var key in curve.keys)
            Assert.That(curve.Evaluate(key.time), Is.EqualTo(key.value));
    }

    [Test] public void A12_An_infinite_outgoing_tangent_holds_the_value([Values(float.PositiveInfinity, float.NegativeInfinity)] float tangent) =>
        Assert.That(new AnimationCurve(new Keyframe(0, 1, 0, tangent), new Keyframe(1, 5)).Evaluate(0.99f), Is.EqualTo(1));

    [Test] public void A13_An_infinite_incoming_tangent_holds_the_value_before([Values(float.PositiveInfinity, float.NegativeInfinity)] float tangent) =>
        Assert.That(new AnimationCurve(new Keyframe(0, 1), new Keyframe(1, 5, tangent, 0)).Evaluate(0.99f), Is.EqualTo(1));

    [Test] public void A14_A_step_has_happened_at_the_next_key() =>
        Assert.That(new AnimationCurve(new Keyframe(0, 1, 0, float.PositiveInfinity), new Keyframe(1, 5)).Evaluate(1), Is.EqualTo(5));

    [Test] public void A15_A_segment_is_weighted_by_its_left_keys_Out_or_its_right_keys_In()
    {
        static float Middle(WeightedMode left, WeightedMode right) => new AnimationCurve(
            new Keyframe(0, 0) { outWeight = 0.9f, inWeight = 0.9f, weightedMode = left },
            new Keyframe(1, 1) { inWeight = 0.9f, outWeight = 0.9f, weightedMode = right })
            .Evaluate(0.4f);
        var plain = Middle(WeightedMode.None, WeightedMode.None);
        IsClose(Middle(WeightedMode.In, WeightedMode.Out), plain);
        Assert.That(Middle(WeightedMode.Out, WeightedMode.None), Is.Not.EqualTo(plain).Within(0.01f));
        Assert.That(Middle(WeightedMode.None, WeightedMode.In), Is.Not.EqualTo(plain).Within(0.01f));
    }

    [Test] public void A16_The_unweighted_side_of_a_weighted_segment_has_weight_one_third()
    {
        var half = new AnimationCurve(new Keyframe(0, 0, 0, 2) { outWeight = 0.7f, weightedMode = WeightedMode.Out }, new Keyframe(2, 1, -1, 0));
        var both = new AnimationCurve(new Keyframe(0, 0, 0, 2) { outWeight = 0.7f, weightedMode = WeightedMode.Out }, new Keyframe(2, 1, -1, 0, 1 / 3f, 0));
        IsClose(half.Evaluate(0.8f), both.Evaluate(0.8f));
    }

    [TestCase(0.2f), TestCase(0.5f), TestCase(0.85f)]
    public void A17_A_weighted_segment_is_a_Bezier_curve_in_time_and_value(float u)
    {
        const float outWeight = 0.6f, inWeight = 0.2f, outSlope = 1.5f, inSlope = -2, seconds = 4;
        static float Bezier(float u, float a, float b, float c, float d) =>
            (1 - u) * (1 - u) * (1 - u) * a + 3 * (1 - u) * (1 - u) * u * b + 3 * (1 - u) * u * u * c + u * u * u * d;
        var curve = new AnimationCurve(new Keyframe(1, 2, 0, outSlope, 0, outWeight), new Keyframe(1 + seconds, 5, inSlope, 0, inWeight, 0));
        var time = 1 + seconds * Bezier(u, 0, outWeight, 1 - inWeight, 1);
        IsClose(curve.Evaluate(time), Bezier(u, 2, 2 + outWeight * outSlope * seconds, 5 - inWeight * inSlope * seconds, 5));
    }

    [Test] public void A18_Weights_of_one_third_equal_Hermite() =>
        IsClose(new AnimationCurve(new Keyframe(0, 0, 0, 2, 1 / 3f, 1 / 3f), new Keyframe(2, 1, -1, 0, 1 / 3f, 1 / 3f)).Evaluate(0.5f), 0.8125f);

    [TestCase(0.25f, 0.0476438f), TestCase(0.5f, 0.5f), TestCase(0.75f, 0.9523562f)]
    public void A19_Long_level_tangents_make_a_steep_middle(float time, float value) =>
        IsClose(new AnimationCurve(new Keyframe(0, 0, 0, 0, 0.8f, 0.8f), new Keyframe(1, 1, 0, 0, 0.8f, 0.8f)).Evaluate(time), value);

    [Test] public void A20_One_side_may_be_weighted_alone() =>
        IsClose(new AnimationCurve(new Keyframe(0, 0) { outWeight = 0.9f, weightedMode = WeightedMode.Out }, new Keyframe(1, 1)).Evaluate(0.5f), 0.1658127f);

    [Test] public void A21_Without_length_the_tangents_give_a_straight_line() =>
        IsClose(new AnimationCurve(new Keyframe(0, 0, 0, 0, 0, 0), new Keyframe(1, 1, 0, 0, 0, 0)).Evaluate(0.25f), 0.25f);

    [Test] public void A22_Weights_are_clamped_to_0_and_1()
    {
        var key = new AnimationCurve(new Keyframe(0, 0, 0, 0, -1, 3))[0];
        Assert.That((key.inWeight, key.outWeight), Is.EqualTo((0f, 1f)));
    }

    [TestCase(-5f, 0f), TestCase(7f, 1f)]
    public void A23_Clamped_curves_hold_their_end_values(float time, float value)
    {
        foreach (var mode in new[] { WrapMode.Default, WrapMode.Once, WrapMode.Clamp, WrapMode.ClampForever })
            Assert.That(Line(mode, mode).Evaluate(time), Is.EqualTo(value), mode.ToString());
    }

    [TestCase(2.3f, 0.3f), TestCase(-0.25f, 0.75f)]
    public void A24_Loop_starts_again(float time, float value) => IsClose(Line(WrapMode.Loop, WrapMode.Loop).Evaluate(time), value);

    [TestCase(1.25f, 0.75f), TestCase(2.5f, 0.5f), TestCase(-0.25f, 0.25f)]
    public void A25_PingPong_turns_round(float time, float value) => IsClose(Line(WrapMode.PingPong, WrapMode.PingPong).Evaluate(time), value);

    [Test] public void A26_Wrap_modes_before_and_after_are_independent()
    {
        Assert.That((Smooth().preWrapMode, Smooth().postWrapMode), Is.EqualTo((WrapMode.ClampForever, WrapMode.ClampForever)));
        var curve = Line(WrapMode.Loop, WrapMode.PingPong);
        IsClose(curve.Evaluate(-0.25f), 0.75f);
        IsClose(curve.Evaluate(1.25f), 0.75f);
        IsClose(curve.Evaluate(2.25f), 0.25f);
    }

    [Test] public void A27_No_key_gives_0_and_one_key_its_value()
    {
        Assert.That(new AnimationCurve().Evaluate(3), Is.Zero);
        Assert.That(new[] { -1f, 2f, 9f }.Select(new AnimationCurve(new Keyframe(2, 4)).Evaluate), Is.All.EqualTo(4));
    }

    [Test] public void A28_A_new_curve_is_empty_and_given_keys_are_sorted()
    {
        Assert.That(new AnimationCurve().length, Is.Zero);
        Assert.That(new AnimationCurve(new Keyframe(2, 0), new Keyframe(0, 0), new Keyframe(1, 0)).keys.Select(key => key.time),
            Is.EqualTo(new[] { 0f, 1f, 2f }));
    }

    [Test] public void A29_The_length_is_the_number_of_keys() => Assert.That(Smooth().length, Is.EqualTo(2));

    [Test] public void A30_Linear_has_the_slope_inside_only() =>
        Assert.That(AnimationCurve.Linear(1, 10, 3, 20).keys, Is.EqualTo(new[] { new Keyframe(1, 10, 0, 5), new Keyframe(3, 20, 5, 0) }));

    [Test] public void A31_Linear_at_one_time_is_one_key() => Assert.That(AnimationCurve.Linear(1, 10, 1, 20).keys, Is.EqualTo(new[] { new Keyframe(1, 10) }));

    [Test] public void A32_EaseInOut_is_level()
    {
        Assert.That(AnimationCurve.EaseInOut(0, 1, 2, 3).keys, Is.EqualTo(new[] { new Keyframe(0, 1), new Keyframe(2, 3) }));
        Assert.That(AnimationCurve.EaseInOut(2, 1, 2, 3).length, Is.EqualTo(1));
    }

    [Test] public void A33_Constant_is_a_line_of_one_value() =>
        Assert.That(AnimationCurve.Constant(0, 2, 7), Is.EqualTo(AnimationCurve.Linear(0, 7, 2, 7)));

    [Test] public void A34_AddKey_returns_the_new_index() => Assert.That(Smooth().AddKey(0.5f, 3), Is.EqualTo(1));

    [Test] public void A35_AddKey_at_a_keys_time_changes_nothing()
    {
        var curve = Smooth();
        Assert.That(curve.AddKey(1, 5), Is.EqualTo(-1));
        Assert.That(curve, Is.EqualTo(Smooth()));
    }

    [Test] public void A36_AddKey_smooths_a_bare_value_and_keeps_given_tangents()
    {
        var curve = new AnimationCurve(new Keyframe(0, 0), new Keyframe(2, 4));
        curve.AddKey(1, 3);
        curve.AddKey(new Keyframe(1.5f, 3, 8, 9));
        Assert.That((curve[1].inTangent, curve[1].outTangent), Is.EqualTo((2f, 2f)));
        Assert.That((curve[2].inTangent, curve[2].outTangent), Is.EqualTo((8f, 9f)));
    }

    [Test] public void A37_MoveKey_returns_the_index_after_the_move()
    {
        var curve = new AnimationCurve(new Keyframe(0, 0), new Keyframe(1, 1), new Keyframe(2, 2));
        Assert.That(curve.MoveKey(0, new Keyframe(1.5f, 9)), Is.EqualTo(1));
        Assert.That(curve.keys.Select(key => key.value), Is.EqualTo(new[] { 1f, 9f, 2f }));
    }

    [Test] public void A38_MoveKey_onto_another_keys_time_changes_the_value_only()
    {
        var curve = new AnimationCurve(new Keyframe(0, 0), new Keyframe(1, 1), new Keyframe(2, 2));
        Assert.That(curve.MoveKey(0, new Keyframe(1, 9)), Is.EqualTo(0));
        Assert.That(curve.keys.Select(key => (key.time, key.value)), Is.EqualTo(new[] { (0f, 9f), (1f, 1f), (2f, 2f) }));
    }

    [Test] public void A39_SmoothTangents_evens_both_tangents_out()
    {
        var curve = new AnimationCurve(new Keyframe(0, 0), new Keyframe(1, 1, 5, -3), new Keyframe(2, 4));
        curve.SmoothTangents(1, 0);
        Assert.That(curve[1].inTangent, Is.EqualTo(curve[1].outTangent));
    }

    [Test] public void A40_Smooth_tangents_are_the_mean_of_the_slopes_beside_the_key()
    {
        var curve = new AnimationCurve(new Keyframe(0, 0), new Keyframe(1, 1), new Keyframe(3, 7), new Keyframe(3.000001f, 9));
        for (var i = 0; i < 4; i++)
            curve.SmoothTangents(i, 0);
        Assert.That(curve.keys.Select(key => key.inTangent), Is.EqualTo(new[] { 1f, 2f, 1.5f, 0f }).Within(Tolerance));
    }

    [Test] public void A41_Clamped_tangents_are_level_at_ends_and_turning_points()
    {
        var curve = new AnimationCurve(new Keyframe(0, 0), new Keyframe(1, 1), new Keyframe(2, 3), new Keyframe(3, 0));
        for (var i = 0; i < 4; i++)
            curve.ClampTangents(i);
        Assert.That(curve.keys.Select(key => key.outTangent), Is.EqualTo(new[] { 0f, 1.5f, 0f, 0f }).Within(Tolerance));
    }

    [TestCase(-1), TestCase(2)]
    public void A42_A_wrong_index_throws(int index)
    {
        var curve = Smooth();
        Assert.That(() => curve.RemoveKey(index), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => curve.MoveKey(index, new Keyframe(5, 5)), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => curve.SmoothTangents(index, 0), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => curve[index], Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(curve, Is.EqualTo(Smooth()));
    }

    [Test] public void A43_Keys_are_cleared_replaced_and_copied_out()
    {
        var curve = Smooth();
        curve.SetKeys([new Keyframe(5, 5), new Keyframe(4, 4), new Keyframe(6, 6)]);
        var keys = new Keyframe[3];
        curve.GetKeys(keys);
        Assert.That(keys.Select(key => key.time), Is.EqualTo(new[] { 4f, 5f, 6f }));
        Assert.That(() => curve.GetKeys(new Keyframe[2]), Throws.ArgumentException);
        curve.ClearKeys();
        Assert.That(curve.length, Is.Zero);
    }

    [Test] public void A44_CopyFrom_copies_keys_and_wrap_modes()
    {
        var copy = new AnimationCurve();
        copy.CopyFrom(Line(WrapMode.Loop, WrapMode.PingPong));
        Assert.That((copy.length, copy.preWrapMode, copy.postWrapMode), Is.EqualTo((2, WrapMode.Loop, WrapMode.PingPong)));
    }

    [Test] public void A45_Curves_are_equal_by_content()
    {
        Assert.That(Smooth(), Is.EqualTo(Smooth()));
        Assert.That(Smooth().GetHashCode(), Is.EqualTo(Smooth().GetHashCode()));
        Assert.That(Smooth(), Is.Not.EqualTo(Hermite()));
        Assert.That(Line(WrapMode.Loop, WrapMode.Loop), Is.Not.EqualTo(Line(WrapMode.Loop, WrapMode.PingPong)));
    }

    [Test] public void A46_A_curve_may_be_read_from_several_threads()
    {
        var curve = Hermite();
        var wrong = 0;
        Parallel.For(0, 8, _ =>
        {
            for (var i = 0; i < 10_000; i++)
                if (Math.Abs(curve.Evaluate(0.5f) - 0.8125f) > Tolerance)
                    Interlocked.Increment(ref wrong);
        });
        Assert.That(wrong, Is.Zero);
    }
}
