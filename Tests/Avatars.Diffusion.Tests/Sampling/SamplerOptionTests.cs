namespace Avatars.Sampling;

/// <summary>Options under their published names: every one has a place or is refused by that name.</summary>
public sealed class SamplerOptionTests
{
    static readonly NoiseSchedule Schedule = NoiseSchedule.ScaledLinear(0.00085, 0.012, 1000);

    static IEnumerable<string> Names => SamplerOption.All.Select(option => option.Name);

    [TestCaseSource(nameof(Names))]
    public void An_option_is_refused_by_every_sampler_that_has_no_place_for_it(string name)
    {
        var option = SamplerOption.All.Single(known => known.Name == name);
        Assert.That(option.Samplers, Is.SubsetOf(Samplers.Names));
        Assert.That(option.Meaning, Is.Not.Empty);
        foreach (var sampler in Samplers.Names.Except(option.Samplers))
            Assert.That(() => SamplerOption.Set(new() { Steps = 4 }, sampler, name, "true"),
                Throws.ArgumentException.With.Message.Contains($"{name} has no place in {sampler}"));
    }

    [TestCase("dpm++", "solver_order", "4", "solver_order 4 is not one of dpm++. Known: 1 to 3.")]
    [TestCase("dpm++", "variance_type", "learned_range", "needs a network that predicts its variance")]
    [TestCase("ddpm", "variance_type", "learned", "needs a network that predicts its variance")]
    [TestCase("ddpm", "variance_type", "fixed_large_log", "'fixed_large_log' is refused")]
    [TestCase("ddpm", "variance_type", "small", "variance_type 'small' is not one of ddpm")]
    [TestCase("dpm++", "algorithm_type", "dpmsolver", "Use final_sigmas_type 'sigma_min'")]
    [TestCase("unipc", "solver_p", "other", "solver_p: 'other' is refused")]
    [TestCase("unipc", "solver_order", "0", "solver_order: '0' is not a whole number from 1 to 6")]
    [TestCase("euler", "interpolation_type", "cubic", "Known: linear, log_linear")]
    [TestCase("euler", "s_churn", "5", "Give its prediction_type too")]
    [TestCase("ddim", "eta", "1.5", "eta: '1.5' is not a number from 0 to 1")]
    [TestCase("ddim", "clip_sample", "yes", "clip_sample: 'yes' is not true or false")]
    [TestCase("lcm", "strength", "0", "more than 0")]
    [TestCase("lcm", "timesteps", "[100, 200, 50, 1]", "stop at timestep 200")]
    [TestCase("lcm", "timesteps", "[999]", "1 timesteps were given for 4 steps")]
    [TestCase("ddim", "beta_start", "0.1", "'beta_start' is not an option of a sampler")]
    public void A_value_that_cannot_be_is_refused_by_name(string sampler, string name, string value, string expected) => Assert.That(
        () => Samplers.Named(sampler, Schedule, SamplerOption.Set(new() { Steps = 4 }, sampler, name, value)),
        Throws.InstanceOf<ArgumentException>().With.Message.Contains(expected));

    [Test]
    public void Options_that_exclude_each_other_are_refused()
    {
        Assert.That(() => Make("dpm++", new() { Steps = 4, UsesKarrasLevels = true, UsesLuLevels = true }),
            Throws.ArgumentException.With.Message.Contains("exclude each other"));
        Assert.That(() => Make("dpm++", new() { Steps = 4, Algorithm = "sde-dpmsolver++", Order = 3 }),
            Throws.ArgumentException.With.Message.Contains("has no third order"));
        Assert.That(() => Make("ddim", new() { Steps = 4, Order = 3 }), Throws.ArgumentException.With.Message.Contains("solver_order has no place in ddim"));
        Assert.That(() => Make("tcd", new() { Steps = 2, Timesteps = [900, 100], Strength = 0.5 }),
            Throws.ArgumentException.With.Message.Contains("exclude each other"));
    }

    [Test]
    public void Null_leaves_an_option_as_it_is() => Assert.That(SamplerOption.Set(new() { Steps = 4 }, "euler", "sigma_min", "null").LeastSigma, Is.Null);

    [Test]
    public void Both_values_of_clipping_count_in_any_order()
    {
        var off = SamplerOption.Set(SamplerOption.Set(new() { Steps = 1 }, "ddim", "clip_sample", "false"), "ddim", "clip_sample_range", "2");
        var on = SamplerOption.Set(SamplerOption.Set(new() { Steps = 1 }, "ddim", "clip_sample_range", "2"), "ddim", "clip_sample", "true");
        Assert.That((off.CleanLimit, on.CleanLimit), Is.EqualTo((float.PositiveInfinity, 2f)));
    }

    /// <summary>Each picture of a batch has its own threshold: 0.9 of two magnitudes, 1 and 3, is 2.8; of 0 and 1 at least 1.</summary>
    [Test]
    public void Thresholding_counts_each_picture_for_itself()
    {
        var options = new SamplerOptions { Steps = 1, Thresholds = true, ThresholdRatio = 0.9f, MostThreshold = 5, Pictures = 2 };
        float[] latents = new float[4];
        Make("ddim", options).Step(0, latents, [1, -3, 0, 1], new GaussianNoise(0));
        Assert.That(latents, Is.EqualTo(new[] { 1 / 2.8f, -1, 0, 1 }).Within(1e-6f));
    }

    static ISampler Make(string name, SamplerOptions options) => Samplers.Named(name, Schedule, options);
}
