namespace Avatars.Sampling;

public sealed class NoiseScheduleTests
{
    // Closed forms in double precision.
    [TestCase("scaled_linear", 0, 0.99915), TestCase("scaled_linear", 51, 0.95052432), TestCase("scaled_linear", 500, 0.27633268), TestCase("scaled_linear", 999, 0.0046600985)]
    [TestCase("linear", 500, 0.1607716), TestCase("linear", 999, 0.0015789629), TestCase("squaredcos_cap_v2", 500, 0.49228517)]
    public void Keeps_the_share_of_signal_that_its_formula_says(string kind, int timestep, double expected) =>
        Assert.That(NoiseSchedule.Named(kind, 0.00085, 0.012, 1000).AlphaBar(timestep), Is.EqualTo(expected).Within(1e-7 * expected + 5e-9));

    [Test]
    public void Stretched_to_zero_signal_it_ends_in_noise_alone_and_starts_as_before()
    {
        var schedule = NoiseSchedule.ScaledLinear(0.00085, 0.012, 1000);
        var stretched = schedule.WithZeroTerminalSnr();
        Assert.That(stretched.AlphaBar(999), Is.Zero);
        Assert.That(stretched.AlphaBar(0), Is.EqualTo(schedule.AlphaBar(0)).Within(1e-12));
        Assert.That(stretched.AlphaBar(500), Is.EqualTo(0.24101878).Within(1e-7));
    }

    [TestCase("leading", 20, 1, new[] { 951, 901 }, new[] { 51, 1 })]
    [TestCase("trailing", 30, 0, new[] { 999, 966, 932 }, new[] { 66, 32 })]
    [TestCase("trailing", 1, 0, new[] { 999 }, new[] { 999 })]
    [TestCase("trailing", 4, 0, new[] { 999, 749 }, new[] { 499, 249 })]
    public void Spaces_timesteps_as_published(string spacing, int steps, int offset, int[] first, int[] last)
    {
        var timesteps = Spacing.Timesteps(spacing, steps, 1000, offset);
        Assert.That(timesteps, Has.Length.EqualTo(steps));
        Assert.That(timesteps[..first.Length], Is.EqualTo(first));
        Assert.That(timesteps[^last.Length..], Is.EqualTo(last));
    }

    [TestCase(0), TestCase(1001)]
    public void Refuses_a_number_of_steps_that_the_schedule_lacks(int steps) =>
        Assert.That(() => Spacing.Timesteps("trailing", steps, 1000, 0), Throws.InstanceOf<ArgumentException>().With.Message.Contains("1 to 1000"));

    [Test]
    public void One_step_from_noise_alone_is_the_estimate_itself()
    {
        var schedule = NoiseSchedule.ScaledLinear(0.00085, 0.012, 1000).WithZeroTerminalSnr();
        float[] latents = [0.5f, -1, 2], clean = [0.1f, 0.2f, 0.3f];
        new DdimSampler(schedule, new SamplerOptions { Steps = 1 }).Step(0, latents, clean, new GaussianNoise(0));
        Assert.That(latents, Is.EqualTo(clean).Within(1e-6f));
    }
}
