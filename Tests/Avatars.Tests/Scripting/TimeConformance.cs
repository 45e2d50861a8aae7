using Avatars.Scripting;

namespace Avatars.Tests.Scripting;

/// <summary>Unity's Time: numbered behaviours H1 to H11.</summary>
[Category("Conformance")]
public sealed class TimeConformance
{
    const float Tolerance = 1e-5f;

    TestScene _scene = null!;

    [SetUp] public void Begin() => _scene = new TestScene();

    [TearDown] public void End() => _scene.Dispose();

    sealed class Reader : MonoBehaviour
    {
        public List<(string Where, float Delta, float Time, float Fixed, bool IsFixed, int Frame)> Seen { get; } = [];

        void FixedUpdate() => See("fixed");

        void Update() => See("update");

        void See(string where) => Seen.Add((where, Time.deltaTime, Time.time, Time.fixedTime, Time.inFixedTimeStep, Time.frameCount));
    }

    int FixedSteps(double seconds)
    {
        var reader = _scene.Add<Reader>();
        _scene.Scene.Step(seconds);
        return reader.Seen.Count(one => one.Where == "fixed");
    }

    [Test] public void H1_Defaults() => _scene.Run(() =>
        Assert.That((Time.fixedDeltaTime, Time.timeScale, Time.maximumDeltaTime), Is.EqualTo((0.02f, 1f, 1 / 3f))));

    [TestCase(0.05, 1f, 0.05f), TestCase(0.05, 2f, 0.1f), TestCase(5, 1f, 1 / 3f)]
    public void H2_Delta_time_is_scaled_and_capped_and_fixed_in_FixedUpdate(double real, float scale, float delta)
    {
        var reader = _scene.Add<Reader>();
        _scene.Run(() => Time.timeScale = scale);
        _scene.Scene.Step(real);
        Assert.That(reader.Seen.Last().Delta, Is.EqualTo(delta).Within(Tolerance));
        Assert.That(reader.Seen.Where(one => one.Where == "fixed").Select(one => one.Delta), Is.All.EqualTo(0.02f));
    }

    [Test] public void H3_In_FixedUpdate_the_time_is_the_fixed_time()
    {
        var reader = _scene.Add<Reader>();
        _scene.Scene.Step(0.05);
        Assert.That(reader.Seen.Where(one => one.IsFixed).Select(one => one.Time), Is.EqualTo(new[] { 0.02f, 0.04f }).Within(Tolerance));
        Assert.That(reader.Seen.Last().Time, Is.EqualTo(0.05f).Within(Tolerance));
        Assert.That(reader.Seen.Last().IsFixed, Is.False);
    }

    [TestCase(0.05, 2), TestCase(0.01, 0), TestCase(10, 16)]
    public void H4_FixedUpdate_catches_up_up_to_the_cap(double seconds, int steps) => Assert.That(FixedSteps(seconds), Is.EqualTo(steps));

    [Test] public void H5_The_cap_is_not_below_a_fixed_step() => _scene.Run(() =>
    {
        Time.maximumDeltaTime = 0.001f;
        Assert.That(Time.maximumDeltaTime, Is.EqualTo(0.02f));
    });

    [Test] public void H6_A_scale_of_0_stops_FixedUpdate_not_Update()
    {
        var reader = _scene.Add<Reader>();
        _scene.Run(() => Time.timeScale = 0);
        _scene.Frames(3, 0.1);
        Assert.That(reader.Seen.Select(one => (one.Where, one.Delta)), Is.EqualTo(Enumerable.Repeat(("update", 0f), 3)));
    }

    sealed class Slower : MonoBehaviour
    {
        public float DeltaAfterwards { get; private set; }

        void Update() => Time.timeScale = 0.5f;

        void LateUpdate() => DeltaAfterwards = Time.deltaTime;
    }

    [Test] public void H7_A_new_scale_counts_from_the_next_frame_and_leaves_the_fixed_step()
    {
        var slower = _scene.Add<Slower>();
        _scene.Scene.Step(0.1);
        Assert.That(slower.DeltaAfterwards, Is.EqualTo(0.1f).Within(Tolerance));
        _scene.Scene.Step(0.1);
        Assert.That(slower.DeltaAfterwards, Is.EqualTo(0.05f).Within(Tolerance));
        _scene.Run(() => Assert.That(Time.fixedDeltaTime, Is.EqualTo(0.02f)));
    }

    [Test] public void H8_Unscaled_time_ignores_scale_and_cap()
    {
        _scene.Run(() => Time.timeScale = 0.1f);
        _scene.Scene.Step(5);
        _scene.Run(() => Assert.That((Time.unscaledDeltaTime, Time.unscaledTime), Is.EqualTo((5f, 5f))));
    }

    [Test] public void H9_A_capture_rate_fixes_the_step()
    {
        _scene.Run(() => Time.captureFramerate = 25);
        _scene.Frames(3, 1.7);
        _scene.Run(() =>
        {
            Assert.That((Time.deltaTime, Time.time), Is.EqualTo((0.04f, 0.12f)));
            Assert.That(Time.captureDeltaTime, Is.EqualTo(0.04f));
            Time.captureFramerate = 0;
            Assert.That(Time.captureDeltaTime, Is.Zero);
        });
    }

    [Test] public void H10_Frames_are_counted_and_long_sessions_stay_precise()
    {
        _scene.Frames(3, 0.1);
        _scene.Run(() =>
        {
            Assert.That(Time.frameCount, Is.EqualTo(3));
            Assert.That(Time.timeAsDouble, Is.EqualTo(0.3).Within(1e-7));
        });
    }

    [Test] public void H11_A_negative_scale_is_refused() => _scene.Run(() =>
    {
        Time.timeScale = -1;
        Assert.That(Time.timeScale, Is.EqualTo(1));
        Assert.That(_scene.Log.Single().Type, Is.EqualTo(LogType.Error));
    });

    [Test] public void No_time_without_a_scene() => Assert.That(() => Time.time, Throws.InvalidOperationException.With.Message.Contains("scene"));
}
