using System.Globalization;
using Avatars.Scripting;
using Random = Avatars.Scripting.Random;

namespace Avatars.Tests.Scripting;

/// <summary>Unity's Quaternion, Vector3 and Mathf: numbered behaviours G1 to G44.</summary>
[Category("Conformance")]
public sealed class MathConformance
{
    const float Tolerance = 1e-5f;

    static void Near(Vector3 actual, float x, float y, float z, float tolerance = Tolerance) =>
        Assert.That(new[] { actual.x, actual.y, actual.z }, Is.EqualTo(new[] { x, y, z }).Within(tolerance));

    static void Near(Quaternion actual, float x, float y, float z, float w) =>
        Assert.That(new[] { actual.x, actual.y, actual.z, actual.w }, Is.EqualTo(new[] { x, y, z, w }).Within(Tolerance));

    static void Near(float actual, float expected, float tolerance = Tolerance) => Assert.That(actual, Is.EqualTo(expected).Within(tolerance));

    static void IsSame(Quaternion actual, Quaternion expected) => Near(Mathf.Abs(Quaternion.Dot(actual, expected)), 1);

    [Test] public void G1_Euler_turns_about_Z_then_X_then_Y() => IsSame(Quaternion.Euler(30, 40, 50),
        Quaternion.AngleAxis(40, Vector3.up) * Quaternion.AngleAxis(30, Vector3.right) * Quaternion.AngleAxis(50, Vector3.forward));

    [Test] public void G2_Euler_30_40_50() => Near(Quaternion.Euler(30, 40, 50), 0.360042f, 0.196628f, 0.303372f, 0.860042f);

    [Test] public void G3_Positive_angles_turn_by_the_left_hand()
    {
        Near(Quaternion.Euler(90, 0, 0) * Vector3.forward, 0, -1, 0);
        Near(Quaternion.Euler(0, 90, 0) * Vector3.forward, 1, 0, 0);
        Near(Quaternion.Euler(0, 0, 90) * Vector3.right, 0, 1, 0);
    }

    [TestCase(30, 40, 50), TestCase(10, 350, 20), TestCase(80, 170, 260), TestCase(0, 0, 0)]
    public void G4_Euler_angles_are_read_back(float x, float y, float z) => Near(Quaternion.Euler(x, y, z).eulerAngles, x, y, z, 1e-3f);

    [TestCase(90, 20, 50), TestCase(-90, 20, 50)]
    public void G4_At_the_poles_the_rotation_stays(float x, float y, float z) =>
        IsSame(Quaternion.Euler(Quaternion.Euler(x, y, z).eulerAngles), Quaternion.Euler(x, y, z));

    [Test] public void G5_Negative_angles_get_a_full_turn_and_rounding_stays()
    {
        Near(Quaternion.Euler(-10, 0, 0).eulerAngles.x, 350, 1e-3f);
        Assert.That(Quaternion.Positive(-0.003f), Is.EqualTo(-0.003f));
        Near(Quaternion.Positive(-0.01f), 359.99f);
        Near(Quaternion.Positive(359.999f), -0.001f, 1e-4f);
    }

    [Test] public void G6_Equality_is_of_numbers_not_of_rotations()
    {
        var q = Quaternion.Euler(10, 20, 30);
        var negated = new Quaternion(-q.x, -q.y, -q.z, -q.w);
        Assert.That(q == Quaternion.Euler(10, 20, 30.01f), Is.True);
        Assert.That(q == negated, Is.False);
        Assert.That(new Quaternion(float.NaN, 0, 0, 1) == new Quaternion(float.NaN, 0, 0, 1), Is.False);
        Assert.That(q.Equals(Quaternion.Euler(10, 20, 30.01f)), Is.False);
    }

    [Test] public void G7_The_angle_of_a_quaternion_to_its_negative_is_zero()
    {
        var q = Quaternion.Euler(10, 20, 30);
        Assert.That(Quaternion.Angle(q, new Quaternion(-q.x, -q.y, -q.z, -q.w)), Is.Zero);
        Assert.That(Quaternion.Angle(q, Quaternion.Euler(10, 20, 30.01f)), Is.Zero);
        Near(Quaternion.Angle(Quaternion.identity, Quaternion.Euler(0, 90, 0)), 90, 1e-3f);
    }

    [Test] public void G8_Zero_is_normalised_to_the_identity() => Near(Quaternion.Normalize(default), 0, 0, 0, 1);

    [Test] public void G9_Components_by_number()
    {
        var q = new Quaternion(1, 2, 3, 4);
        Assert.That(new[] { q[0], q[1], q[2], q[3] }, Is.EqualTo(new[] { 1, 2, 3, 4 }));
        Assert.That(() => q[4], Throws.TypeOf<IndexOutOfRangeException>());
        Assert.That(() => q[-1] = 0, Throws.TypeOf<IndexOutOfRangeException>());
    }

    [Test] public void G10_Slerp_clamps_and_takes_the_short_way()
    {
        var (a, b) = (Quaternion.identity, Quaternion.Euler(0, 90, 0));
        IsSame(Quaternion.Slerp(a, b, 2), b);
        IsSame(Quaternion.SlerpUnclamped(a, b, 2), Quaternion.Euler(0, 180, 0));
        IsSame(Quaternion.Slerp(a, new Quaternion(-b.x, -b.y, -b.z, -b.w), 0.5f), Quaternion.Euler(0, 45, 0));
    }

    [Test] public void G11_Slerp_half_way_to_170_degrees() =>
        Near(Quaternion.Slerp(Quaternion.identity, Quaternion.Euler(0, 170, 0), 0.5f), 0, 0.67559f, 0, 0.737277f);

    [Test] public void G12_Lerp_is_normalised_and_short()
    {
        var b = Quaternion.Euler(0, 90, 0);
        var half = Quaternion.Lerp(Quaternion.identity, new Quaternion(-b.x, -b.y, -b.z, -b.w), 0.5f);
        Near(Quaternion.Dot(half, half), 1);
        IsSame(half, Quaternion.Euler(0, 45, 0));
    }

    [Test] public void G13_RotateTowards_ends_on_the_target_and_turns_away_for_negative_steps()
    {
        var (a, b) = (Quaternion.identity, Quaternion.Euler(0, 30, 0));
        Assert.That(Quaternion.RotateTowards(a, b, 50).Equals(b), Is.True);
        IsSame(Quaternion.RotateTowards(a, b, 10), Quaternion.Euler(0, 10, 0));
        IsSame(Quaternion.RotateTowards(a, b, -10), Quaternion.Euler(0, -10, 0));
    }

    [Test] public void G14_AngleAxis_normalises_its_axis()
    {
        Near(Quaternion.AngleAxis(90, Vector3.up), 0, 0.707107f, 0, 0.707107f);
        Near(Quaternion.AngleAxis(90, 5 * Vector3.up), 0, 0.707107f, 0, 0.707107f);
        Near(Quaternion.AngleAxis(90, Vector3.zero), 0, 0, 0, 1);
    }

    [Test] public void G15_The_identity_is_no_angle_about_X()
    {
        Quaternion.identity.ToAngleAxis(out var angle, out var axis);
        Near(angle, 0);
        Near(axis, 1, 0, 0);
        Quaternion.AngleAxis(70, new Vector3(0, 2, 0)).ToAngleAxis(out angle, out axis);
        Near(angle, 70, 1e-3f);
        Near(axis, 0, 1, 0);
    }

    [Test] public void G16_LookRotation_has_Z_along_and_Y_near_up()
    {
        IsSame(Quaternion.LookRotation(Vector3.right), Quaternion.Euler(0, 90, 0));
        var look = Quaternion.LookRotation(new Vector3(1, 1, 2), Vector3.up);
        Near(look * Vector3.forward - new Vector3(1, 1, 2).normalized, 0, 0, 0);
        Near((look * Vector3.right).y, 0);
    }

    [Test] public void G17_LookRotation_of_nothing_is_logged_and_of_up_turns_the_short_way()
    {
        using var scene = new TestScene();
        scene.Run(() => Near(Quaternion.LookRotation(Vector3.zero), 0, 0, 0, 1));
        Assert.That(scene.Log.Single().Type, Is.EqualTo(LogType.Error));
        IsSame(Quaternion.LookRotation(Vector3.up, Vector3.up), Quaternion.FromToRotation(Vector3.forward, Vector3.up));
        IsSame(Quaternion.LookRotation(Vector3.right, Vector3.zero), Quaternion.FromToRotation(Vector3.forward, Vector3.right));
    }

    [Test] public void G18_FromToRotation_ignores_lengths()
    {
        Near(Quaternion.FromToRotation(Vector3.right, Vector3.up), 0, 0, 0.707107f, 0.707107f);
        Near(Quaternion.FromToRotation(3 * Vector3.right, 0.1f * Vector3.up), 0, 0, 0.707107f, 0.707107f);
        Near(Quaternion.FromToRotation(Vector3.zero, Vector3.up), 0, 0, 0, 1);
    }

    [Test] public void G19_Opposite_vectors_are_half_a_turn_apart()
    {
        foreach (var v in new[] { Vector3.right, Vector3.up, new Vector3(1, 2, 3) })
            Near(Quaternion.FromToRotation(v, -v) * v.normalized + v.normalized, 0, 0, 0);
    }

    [Test] public void G20_The_inverse_undoes_and_rotation_keeps_length()
    {
        var q = Quaternion.Euler(12, 34, 56);
        Near(Quaternion.Inverse(q) * q, 0, 0, 0, 1);
        Near((q * new Vector3(1, 2, 3)).magnitude, new Vector3(1, 2, 3).magnitude);
    }

    [Test] public void G21_ToString_has_five_decimals_of_the_invariant_culture()
    {
        var before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = new CultureInfo("") { NumberFormat = { NumberDecimalSeparator = "," } };
        try
        {
            Assert.That(Quaternion.identity.ToString(), Is.EqualTo("(0.00000, 0.00000, 0.00000, 1.00000)"));
            Assert.That(new Vector3(1, 2.345f, 3).ToString(), Is.EqualTo(FormattableString.Invariant($"(1.00, {2.345f:F2}, 3.00)")));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Test] public void G22_Short_vectors_are_normalised_to_zero()
    {
        Near(Vector3.Normalize(new Vector3(1e-5f, 0, 0)), 0, 0, 0, 0);
        Near(Vector3.Normalize(new Vector3(2e-5f, 0, 0)), 1, 0, 0);
    }

    [Test] public void G23_Vectors_are_equal_up_to_a_hundredth_of_a_millimetre()
    {
        Assert.That(new Vector3(1, 0, 0) == new Vector3(1.000005f, 0, 0), Is.True);
        Assert.That(new Vector3(1, 0, 0) == new Vector3(1.00002f, 0, 0), Is.False);
        Assert.That(new Vector3(1, 0, 0).Equals(new Vector3(1.000005f, 0, 0)), Is.False);
    }

    [Test] public void G24_Angles_are_0_to_180()
    {
        Near(Vector3.Angle(Vector3.right, Vector3.left), 180);
        Near(Vector3.Angle(Vector3.right, Vector3.up), 90);
        Near(Vector3.Angle(Vector3.zero, Vector3.up), 0);
        Near(Vector3.Angle(new Vector3(1e-8f, 0, 0), new Vector3(0, 1e-8f, 0)), 0);
    }

    [Test] public void G25_Signed_angles_take_the_sign_of_the_axis()
    {
        Near(Vector3.SignedAngle(Vector3.right, Vector3.up, Vector3.forward), 90);
        Near(Vector3.SignedAngle(Vector3.right, Vector3.up, Vector3.back), -90);
        Near(Vector3.SignedAngle(Vector3.right, Vector3.up, Vector3.right), 90);
    }

    [Test] public void G26_Projections_on_nothing()
    {
        Near(Vector3.Project(new Vector3(1, 2, 3), Vector3.zero), 0, 0, 0);
        Near(Vector3.ProjectOnPlane(new Vector3(1, 2, 3), Vector3.zero), 1, 2, 3);
        Near(Vector3.Project(new Vector3(1, 2, 3), new Vector3(0, 5, 0)), 0, 2, 0);
        Near(Vector3.ProjectOnPlane(new Vector3(1, 2, 3), new Vector3(0, 5, 0)), 1, 0, 3);
    }

    [Test] public void G27_ClampMagnitude_leaves_short_vectors()
    {
        Near(Vector3.ClampMagnitude(new Vector3(1, 0, 0), 2), 1, 0, 0);
        Near(Vector3.ClampMagnitude(new Vector3(3, 4, 0), 1), 0.6f, 0.8f, 0);
    }

    [Test] public void G28_MoveTowards_ends_on_the_target()
    {
        Assert.That(Vector3.MoveTowards(Vector3.zero, new Vector3(0.3f, 0, 0), 1).x, Is.EqualTo(0.3f));
        Near(Vector3.MoveTowards(Vector3.zero, new Vector3(3, 0, 0), -1), -1, 0, 0);
        Assert.That(Mathf.MoveTowards(0, 0.3f, 1), Is.EqualTo(0.3f));
        Near(Mathf.MoveTowards(0, 3, -1), -1);
    }

    [Test] public void G29_Lerp_clamps()
    {
        Near(Mathf.Lerp(0, 10, 1.5f), 10);
        Near(Mathf.LerpUnclamped(0, 10, 1.5f), 15);
        Near(Vector3.LerpUnclamped(Vector3.zero, new Vector3(10, 0, 0), 1.5f), 15, 0, 0);
    }

    [Test] public void G30_Right_cross_up_is_forward() => Near(Vector3.Cross(Vector3.right, Vector3.up), 0, 0, 1);

    [TestCase(0.5f, 0), TestCase(1.5f, 2), TestCase(2.5f, 2)]
    public void G31_Halves_are_rounded_to_even(float value, float rounded) => Near(Mathf.Round(value), rounded);

    [Test] public void G32_The_sign_of_0_is_1_and_the_least_of_nothing_is_0()
    {
        Near(Mathf.Sign(0), 1);
        Near(Mathf.Min(), 0);
        Near(Mathf.Max(), 0);
        Near(Mathf.Max(1, 5, 3), 5);
    }

    [Test] public void G33_Approximately_grows_with_the_numbers()
    {
        Assert.That(Mathf.Approximately(1_000_000, 1_000_000.5f), Is.True);
        Assert.That(Mathf.Approximately(1, 1.00001f), Is.False);
        Assert.That(Mathf.Approximately(0, 1e-9f), Is.False);
    }

    [Test] public void G34_InverseLerp_is_clamped()
    {
        Near(Mathf.InverseLerp(3, 3, 7), 0);
        Near(Mathf.InverseLerp(0, 10, 2.5f), 0.25f);
        Near(Mathf.InverseLerp(0, 10, 25), 1);
    }

    [Test] public void G35_Repeat_and_PingPong()
    {
        Near(Mathf.Repeat(-0.25f, 1), 0.75f);
        Near(Mathf.PingPong(2.5f, 2), 1.5f);
    }

    [TestCase(0, 180, 180), TestCase(0, 181, -179), TestCase(350, 10, 20)]
    public void G36_DeltaAngle_is_the_short_way(float from, float to, float delta) => Near(Mathf.DeltaAngle(from, to), delta);

    [Test] public void G37_Angles_are_blended_the_short_way_and_not_wrapped()
    {
        Near(Mathf.LerpAngle(350, 10, 0.5f), 360);
        Near(Mathf.MoveTowardsAngle(350, 10, 5), 355);
    }

    [Test] public void G38_SmoothStep()
    {
        Near(Mathf.SmoothStep(0, 1, 0.25f), 0.15625f);
        Near(Mathf.SmoothStep(0, 1, 7), 1);
    }

    [Test] public void G39_SmoothDamp_has_a_least_time()
    {
        float fast = 0, least = 0;
        Near(Mathf.SmoothDamp(0, 1, ref fast, 0, Mathf.Infinity, 0.01f), Mathf.SmoothDamp(0, 1, ref least, 1e-4f, Mathf.Infinity, 0.01f));
    }

    [Test] public void G40_SmoothDamp_from_rest()
    {
        float value = 0, speed = 0;
        foreach (var (expectedValue, expectedSpeed) in new[] { (0.005592f, 0.662939f), (0.021041f, 1.186617f), (0.044215f, 1.592975f) })
        {
            value = Mathf.SmoothDamp(value, 1, ref speed, 0.3f, Mathf.Infinity, 1 / 60f);
            Near(value, expectedValue);
            Near(speed, expectedSpeed);
        }
    }

    [Test] public void G41_SmoothDamp_never_passes_the_target()
    {
        var speed = 1000f;
        Near(Mathf.SmoothDamp(0, 1, ref speed, 0.3f, Mathf.Infinity, 0.1f), 1);
        Near(speed, 0);
    }

    [Test] public void G42_The_largest_speed_limits_the_distance()
    {
        float slow = 0, near = 0;
        var limited = Mathf.SmoothDamp(0, 100, ref slow, 0.5f, 2, 0.02f);
        Near(limited, Mathf.SmoothDamp(0, 1, ref near, 0.5f, Mathf.Infinity, 0.02f));
    }

    [Test] public void G43_No_time_keeps_value_and_speed()
    {
        var speed = 3f;
        var velocity = new Vector3(1, 2, 3);
        Near(Mathf.SmoothDamp(5, 1, ref speed, 0.3f, Mathf.Infinity, 0), 5);
        Near(speed, 3);
        Near(Vector3.SmoothDamp(Vector3.one, Vector3.zero, ref velocity, 0.3f, Mathf.Infinity, 0), 1, 1, 1);
        Near(velocity, 1, 2, 3);
    }

    [Test] public void G44_SmoothDampAngle_goes_the_short_way()
    {
        var speed = 0f;
        Assert.That(Mathf.SmoothDampAngle(350, 10, ref speed, 0.3f, Mathf.Infinity, 0.02f), Is.GreaterThan(350).And.LessThan(371));
    }

    [Test] public void The_mirror_between_the_spaces_keeps_rotated_vectors()
    {
        var q = Quaternion.Euler(30, 40, 50);
        var v = new Vector3(1, 2, 3);
        var mirrored = Vector3.FromRightHanded(System.Numerics.Vector3.Transform(v.ToRightHanded(), q.ToRightHanded()));
        Near(mirrored - q * v, 0, 0, 0);
        IsSame(Quaternion.FromRightHanded(q.ToRightHanded()), q);
        var turned = System.Numerics.Vector3.Transform(System.Numerics.Vector3.UnitZ, Quaternion.Euler(0, 90, 0).ToRightHanded());
        Assert.That(turned.X, Is.EqualTo(-1).Within(Tolerance), "the person's right");
    }

    [Test] public void Random_numbers_follow_from_the_seed()
    {
        float[] Draw(int seed)
        {
            using var scene = new TestScene();
            return scene.Run(() =>
            {
                Random.InitState(seed);
                return Enumerable.Range(0, 100).Select(_ => Random.Range(-2f, 3f)).ToArray();
            });
        }
        Assert.That(Draw(1), Is.EqualTo(Draw(1)).And.Not.EqualTo(Draw(2)));
        Assert.That(Draw(1), Has.All.InRange(-2f, 3f));
        Assert.That(Draw(1).Average(), Is.EqualTo(0.5f).Within(0.5f));
    }
}
