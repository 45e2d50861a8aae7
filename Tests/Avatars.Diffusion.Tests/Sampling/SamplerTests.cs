using Avatars.Fixtures;

namespace Avatars.Sampling;

/// <summary>Laws that every sampler keeps, and walks of one number worked out in double precision from the papers' formulas.</summary>
public sealed class SamplerTests
{
    static readonly NoiseSchedule Schedule = NoiseSchedule.ScaledLinear(0.00085, 0.012, 1000);

    static IEnumerable<string> Names => Samplers.Names;

    static IEnumerable<TestCaseData> NamesAndSteps() => Names.SelectMany(name => new[] { 1, 2, 4, 20 }.Select(steps => new TestCaseData(name, steps)));

    [TestCaseSource(nameof(NamesAndSteps))]
    public void Ends_at_the_picture_when_the_denoiser_knows_it(string name, int steps)
    {
        var picture = Enumerable.Range(0, 32).Select(i => i / 16f - 1).ToArray();
        var sampler = Samplers.Named(name, Schedule, new SamplerOptions { Steps = steps });
        Assert.That(sampler.Levels.Length, Is.EqualTo(steps));
        // TCD stops at the schedule's first level, which keeps 3 % of noise; UnCLIP works in the published float32 next to the end.
        var left = name switch { "tcd" => 0.15f, "unclip" => 1e-4f, _ => 1e-5f };
        Assert.That(Sample(sampler, new Knowing(picture), seed: 3), Is.EqualTo(picture).Within(left));
    }

    [TestCaseSource(nameof(Names))]
    public void The_same_seed_gives_the_same_latents_however_often_it_runs(string name)
    {
        var sampler = Samplers.Named(name, Schedule, new SamplerOptions { Steps = 5 });
        var denoiser = new Affine(Prediction.Velocity);
        var first = Sample(sampler, denoiser, seed: 3);
        Assert.That(Sample(sampler, denoiser, seed: 4), Is.Not.EqualTo(first));
        Assert.That(Sample(sampler, denoiser, seed: 3), Is.EqualTo(first), "a second run begins anew");
        Assert.That(Sample(Samplers.Named(name, Schedule, new SamplerOptions { Steps = 5 }), denoiser, seed: 3), Is.EqualTo(first));
    }

    [TestCaseSource(nameof(Names))]
    public void A_run_allocates_nothing(string name)
    {
        var sampler = Samplers.Named(name, Schedule, new SamplerOptions { Steps = 6 });
        var (denoiser, noise) = (new Affine(Prediction.Epsilon), new GaussianNoise(1));
        float[] latents = new float[256], scratch = new float[256];
        Assert.That(Allocations.Of(() => sampler.Run(denoiser, noise, latents, scratch)), Is.Zero);
    }

    [TestCaseSource(nameof(Names))]
    public void Works_where_the_schedule_leaves_no_signal(string name)
    {
        var sampler = Samplers.Named(name, Schedule.WithZeroTerminalSnr(), new SamplerOptions { Steps = 4 });
        Assert.That(Sample(sampler, new Affine(Prediction.Velocity), seed: 1), Has.All.InRange(-100f, 100f));
    }

    // x = 1 at first; the network says 0.3 x + 0.1 + 0.0001 t; fresh noise is always 0.5.
    [TestCase("ddpm", "v_prediction", "leading", 20, 1, true, 1.0607049, 1.1077947, 1.0672246, 1.0489666)]
    [TestCase("ddim", "epsilon", "leading", 50, 1, false, 1.0614599, 1.126273, 3.9013403, 3.8875821)]
    [TestCase("unipc", "epsilon", "linspace", 20, 0, false, 1.1684009, 1.3478762, 4.2680924, 4.1015569)]
    [TestCase("unipc", "v_prediction", "linspace", 20, 0, false, 0.988169, 0.9745918, 0.5352145, 0.4741734)]
    [TestCase("dpm++", "epsilon", "linspace", 20, 0, true, 1.1684009, 1.3536132, 4.2817559, 4.0758953)]
    [TestCase("dpm++", "epsilon", "leading", 20, 1, true, 1.1433768, 1.2973248, 3.4390778, 3.2711223)]
    [TestCase("dpm++", "v_prediction", "leading", 20, 1, true, 0.986097, 0.9703795, 0.5439385, 0.4735075)]
    [TestCase("lcm", "epsilon", "leading", 4, 0, true, 2.1646478, 3.5639639, 4.1862328, 4.1628833)]
    [TestCase("tcd", "epsilon", "leading", 4, 0, true, 2.3244559, 4.1893506, 5.412557, 5.4576109)]
    public void Walks_one_number_as_the_formulas_say(string name, string predicts, string spacing, int steps, int offset, bool endsClean,
        double first, double second, double beforeLast, double last)
    {
        var sampler = Samplers.Named(name, Schedule, new SamplerOptions { Steps = steps, Spacing = spacing, Offset = offset, EndsClean = endsClean });
        var denoiser = new Affine(Predictions.Named(predicts));
        float[] latents = [1], clean = [0];
        var walk = new List<float>();
        for (var step = 0; step < steps; step++)
        {
            denoiser.Predict(latents, sampler.Levels[step], clean);
            sampler.Step(step, latents, clean, new Halves());
            walk.Add(latents[0]);
        }
        Assert.That(new[] { walk[0], walk[1], walk[^2], walk[^1] }, Is.EqualTo(new[] { first, second, beforeLast, last }).Within(2e-5));
    }

    // diffusers 0.27.2 on PyTorch 1.13: the float32 table, cut at linspace's timesteps.
    [TestCase("unipc", 20, new[] { 14.614645004272461, 10.9042387008667, 8.302804946899414, 6.442956924438477 }, 0.029167532920837402)]
    public void Solvers_stop_at_the_published_sigmas(string name, int steps, double[] first, double end)
    {
        var options = new SamplerOptions { Steps = steps, Spacing = "linspace", EndsClean = false };
        var sigmas = Array.ConvertAll(SigmaLevels.ForSolver(Schedule, options), level => level.Sigma);
        Assert.That(sigmas[..first.Length], Is.EqualTo(first).Within(1e-6));
        Assert.That(sigmas[^1], Is.EqualTo(end).Within(1e-9));
        var sampler = Samplers.Named(name, Schedule, options);
        Assert.That(sampler.Levels.ToArray().Select(level => level.Sigma), Is.EqualTo(sigmas[..^1]));
    }

    [Test]
    public void Distilled_models_take_their_steps_evenly_out_of_the_distillations()
    {
        Assert.That(Spacing.Distilled(new SamplerOptions { Steps = 4 }, 1000), Is.EqualTo(new[] { 999, 759, 499, 259 }));
        Assert.That(Spacing.Distilled(new SamplerOptions { Steps = 8 }, 1000), Is.EqualTo(new[] { 999, 879, 759, 639, 499, 379, 259, 139 }));
    }

    [Test]
    public void Unclip_visits_both_ends() => Assert.That(Spacing.PriorTimesteps(20, 1000), Is.EqualTo(
        new[] { 999, 946, 894, 841, 789, 736, 684, 631, 578, 526, 473, 421, 368, 315, 263, 210, 158, 105, 53, 0 }));

    [Test]
    public void Noise_is_told_from_the_estimate_before_that_is_clamped()
    {
        var sampler = new DdimSampler(Schedule, new SamplerOptions { Steps = 2, CleanLimit = 1 });
        float[] latents = [0.5f], clean = [3];
        var (now, next) = (Schedule.Level(999), Schedule.Level(499));
        sampler.Step(0, latents, clean, new Halves());
        Assert.That(latents[0], Is.EqualTo(next.Signal * 1 + next.Noise * (0.5f - now.Signal * 3) / now.Noise).Within(1e-5f));
    }

    [Test]
    public void Eta_of_1_makes_ddim_the_ancestral_sampler()
    {
        var options = new SamplerOptions { Steps = 10, Spacing = "leading" };
        var denoiser = new Affine(Prediction.Velocity);
        var ancestral = Sample(Samplers.Named("ddpm", Schedule, options), denoiser, seed: 3);
        Assert.That(Sample(Samplers.Named("ddim", Schedule, options with { Eta = 1 }), denoiser, seed: 3), Is.EqualTo(ancestral).Within(1e-4f));
    }

    [Test]
    public void An_unknown_name_is_answered_with_the_known_ones() => Assert.That(
        () => Samplers.Named("heun", Schedule, new SamplerOptions { Steps = 4 }),
        Throws.ArgumentException.With.Message.Contains("'heun' is not a sampler. Known: ddpm, ddim, euler, dpm++, unipc, lcm, tcd, unclip."));

    [TestCase("lcm", 51, "1 to 50"), TestCase("tcd", 0, "1 to 50"), TestCase("euler", 0, "1 to 1000"), TestCase("unipc", 1001, "1 to 1000")]
    public void Steps_that_a_sampler_cannot_take_are_refused(string name, int steps, string expected) => Assert.That(
        () => Samplers.Named(name, Schedule, new SamplerOptions { Steps = steps }), Throws.InstanceOf<ArgumentException>().With.Message.Contains(expected));

    [TestCase("leading"), TestCase("linspace")]
    public void A_solver_never_stops_twice_at_a_timestep(string spacing) => Assert.That(
        () => Samplers.Named("dpm++", Schedule, new SamplerOptions { Steps = 1000, Spacing = spacing }),
        Throws.InstanceOf<ArgumentException>().With.Message.Contains("Use fewer steps"));

    [TestCase(-0.1f), TestCase(1.5f), TestCase(float.NaN)]
    public void An_eta_that_is_no_share_is_refused(float eta) => Assert.That(
        () => Samplers.Named("tcd", Schedule, new SamplerOptions { Steps = 4, Eta = eta }), Throws.ArgumentException.With.Message.Contains("0 to 1"));

    static float[] Sample(ISampler sampler, IDenoiser denoiser, uint seed)
    {
        var noise = new GaussianNoise(seed);
        float[] latents = new float[32], scratch = new float[32];
        noise.Fill(latents);
        sampler.Run(denoiser, noise, latents, scratch);
        return latents;
    }

    sealed class Knowing(float[] picture) : IDenoiser
    {
        public void Predict(ReadOnlySpan<float> noisy, NoiseLevel level, Span<float> clean) => picture.CopyTo(clean);
    }

    sealed class Affine(Prediction predicts) : IDenoiser
    {
        readonly float[] _predicted = new float[256];

        public void Predict(ReadOnlySpan<float> noisy, NoiseLevel level, Span<float> clean)
        {
            for (var i = 0; i < noisy.Length; i++)
                _predicted[i] = 0.3f * noisy[i] + 0.1f + 0.0001f * level.Timestep;
            predicts.ToClean(level, noisy, _predicted.AsSpan(0, noisy.Length), clean);
        }
    }

    sealed class Halves : INoise
    {
        public void Fill(Span<float> gaussian) => gaussian.Fill(0.5f);
    }
}
