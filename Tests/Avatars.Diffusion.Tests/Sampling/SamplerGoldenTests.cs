using Avatars.Fixtures;

namespace Avatars.Sampling;

/// <summary>Traces of the published schedulers, with a deterministic function for a network.</summary>
[Category("Golden")]
public sealed class SamplerGoldenTests
{
    static IEnumerable<TestCaseData> Cases() => GoldenCases.Of("sampler").Concat(GoldenCases.Of("sampler_options"));

    [TestCaseSource(nameof(Cases))]
    public void Walks_as_the_published_scheduler_does(GoldenCase golden)
    {
        var published = new PublishedScheduler(golden);
        var sampler = published.MakeSampler();
        var model = new FunctionDenoiser(golden.Config.GetProperty("model").GetString()!, published.Predicts);
        var latents = golden.Input("initial_noise").ToFloats();
        var noise = new RecordedNoise(golden.Tensors.ContainsKey("input.noise") ? golden.Input("noise").ToFloats() : [], latents.Length);
        for (var i = 0; i < latents.Length; i++)
            latents[i] *= sampler.StartScale;

        List<float> inputs = [], samples = [.. published.AsPublished(latents, sampler.Levels[0])], estimates = [];
        var estimate = new float[latents.Length];
        for (var step = 0; step < sampler.Levels.Length; step++)
        {
            inputs.AddRange(latents);
            model.Predict(latents, sampler.Levels[step], estimate);
            noise.Step = step;
            estimates.AddRange(published.Estimate(sampler, step, latents, estimate, noise.Recorded));
            sampler.Step(step, latents, estimate, noise);
            samples.AddRange(published.AsPublished(latents, step + 1 < sampler.Levels.Length ? sampler.Levels[step + 1] : NoiseLevel.OfSigma(0, 0)));
        }

        golden.Expect("timesteps", sampler.Levels.ToArray().Select(level => (double)level.Timestep).ToArray());
        golden.Expect("alphas_cumprod", Enumerable.Range(0, published.Schedule.Count).Select(published.Schedule.AlphaBar).ToArray());
        golden.Expect("init_noise_sigma", [published.StartSigma(sampler)]);
        if (golden.OutputNames.Contains("sigmas"))
            golden.Expect("sigmas", published.Sigmas());
        golden.Expect("scaled_inputs", inputs.ToArray());
        golden.Expect("model_outputs", model.Outputs.ToArray());
        golden.Expect("samples", samples.ToArray());
        if (golden.OutputNames.Contains("x0_or_noised"))
            golden.Expect("x0_or_noised", estimates.ToArray());
        if (noise.Drawn.Count > 0 || published.Settings.Churn > 0)
            Assert.That(noise.Drawn, Is.EqualTo(Used(golden)), "steps that draw noise, so that a published seed means the same here");
    }

    static IEnumerable<int> Used(GoldenCase golden)
    {
        var used = golden.Input("noise_used").ToDoubles();
        return Enumerable.Range(0, used.Length).Where(step => used[step] != 0);
    }

    /// <summary>The two functions that stand for a network in the golden traces.</summary>
    sealed class FunctionDenoiser(string model, Prediction prediction) : IDenoiser
    {
        public List<float> Outputs { get; } = [];

        public void Predict(ReadOnlySpan<float> noisy, NoiseLevel level, Span<float> clean)
        {
            var t = level.Timestep;
            var output = new float[noisy.Length];
            for (var i = 0; i < output.Length; i++)
                output[i] = model switch
                {
                    "A" => noisy[i] * t / (t + 1),
                    "B" => 0.6f * MathF.Sin(2 * noisy[i] + t / 200) + 0.3f * noisy[i],
                    _ => throw new AssertionException($"The golden traces have no function '{model}' that this test knows."),
                };
            Outputs.AddRange(output);
            prediction.ToClean(level, noisy, output, clean);
        }
    }
}
