namespace Avatars.Sampling;

public sealed class NoiseScheduleTests
{
    // diffusers 0.27.2 on PyTorch 1.13: float32 tables of beta 0.00085 to 0.012, to the last bit.
    [TestCase("scaled_linear", 0, 0.9991499781608582), TestCase("scaled_linear", 51, 0.950524091720581), TestCase("scaled_linear", 500, 0.2763324975967407)]
    [TestCase("scaled_linear", 999, 0.0046600960195064545), TestCase("linear", 51, 0.9426748156547546), TestCase("linear", 500, 0.16077162325382233)]
    [TestCase("linear", 999, 0.0015789627796038985), TestCase("squaredcos_cap_v2", 0, 0.9999586939811707)]
    [TestCase("squaredcos_cap_v2", 500, 0.4922850430011749)]
    [TestCase("squaredcos_cap_v2", 998, 2.428766265438753e-06), TestCase("squaredcos_cap_v2", 999, 2.4287349909002387e-09)]
    public void Keeps_the_share_of_signal_that_the_published_tables_hold(string kind, int timestep, double expected) =>
        Assert.That(NoiseSchedule.Named(kind, 0.00085, 0.012, 1000).AlphaBar(timestep), Is.EqualTo(expected));

    // As above; the sigmoid itself is another library's, and may differ in its last bit.
    [TestCase(51, 0.954853355884552), TestCase(500, 0.34153270721435547), TestCase(999, 0.0015706670237705112)]
    public void A_sigmoid_schedule_is_the_published_one(int timestep, double expected) =>
        Assert.That(NoiseSchedule.Named("sigmoid", 0.00085, 0.012, 1000).AlphaBar(timestep), Is.EqualTo(expected).Within(2e-6 * expected));

    // As above.
    [TestCase("scaled_linear", 500, 0.24101859331130981), TestCase("scaled_linear", 998, 1.9678900287090073e-07)]
    [TestCase("linear", 500, 0.14151258766651154), TestCase("linear", 998, 6.277366537688067e-08)]
    public void Stretched_to_zero_signal_it_ends_in_noise_alone_and_starts_as_before(string kind, int timestep, double expected)
    {
        var schedule = NoiseSchedule.Named(kind, 0.00085, 0.012, 1000);
        var stretched = schedule.WithZeroTerminalSnr();
        Assert.That(stretched.AlphaBar(999), Is.Zero);
        Assert.That(stretched.AlphaBar(0), Is.EqualTo(schedule.AlphaBar(0)));
        Assert.That(stretched.AlphaBar(timestep), Is.EqualTo(expected).Within(1e-5 * expected)); // differences of near roots, squared
    }

    // As above: squared cosine leaves 2.4e-9 of the signal, and sigma follows it.
    [Test]
    public void Squared_cosine_reaches_the_published_sigmas()
    {
        var levels = SigmaLevels.ForSolver(NoiseSchedule.SquaredCosine(1000), new SamplerOptions { Steps = 5, Spacing = "linspace" });
        Assert.That(levels.Select(level => level.Sigma),
            Is.EqualTo(new[] { 20291.302734375, 3.103729724884033, 1.3907514810562134, 0.7402812242507935, 0.3374606668949127, 0 })
            .Within(1e-6).Percent);
        Assert.That(levels[..^1].Select(level => level.Timestep), Is.EqualTo(new[] { 999, 799, 599, 400, 200 }));
    }

    [Test]
    public void A_table_of_its_own_is_a_schedule()
    {
        var schedule = NoiseSchedule.OfBetas([0.1, 0.2, 0.5]);
        Assert.That(schedule.Count, Is.EqualTo(3));
        Assert.That(schedule.AlphaBar(2), Is.EqualTo(0.9 * 0.8 * 0.5).Within(1e-7));
        Assert.That(() => NoiseSchedule.OfBetas([0.1, 1.5]), Throws.ArgumentException.With.Message.Contains("Variance 1.5 of step 1"));
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
