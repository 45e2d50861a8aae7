using System.Text.Json;
using Avatars.Fixtures;

namespace Avatars.Sampling;

/// <summary>Traces of the published schedulers, with a deterministic function for a network.</summary>
[Category("Golden")]
public sealed class SamplerGoldenTests
{
    // Other classes of scheduler are not built yet.
    static readonly Dictionary<string, string> Known = new() { ["DDPMScheduler"] = "ddpm", ["DDIMScheduler"] = "ddim" };

    static IEnumerable<TestCaseData> Cases() => GoldenCases.Of("sampler", golden => Known.ContainsKey(golden.SourceClass));

    [TestCaseSource(nameof(Cases))]
    public void Walks_as_the_published_scheduler_does(GoldenCase golden)
    {
        var configuration = golden.Config.GetProperty("all_config_values");
        var schedule = PublishedSchedule.Read(configuration);
        var sampler = Samplers.Named(Known[golden.SourceClass], schedule, PublishedSchedule.Options(configuration, golden.Config.GetProperty("num_inference_steps").GetInt32()));
        var noise = golden.Tensors.ContainsKey("input.noise") ? new RecordedNoise(golden.Input("noise").ToFloats()) : new RecordedNoise([]);
        var latents = golden.Input("initial_noise").ToFloats();
        var model = new FunctionDenoiser(golden.Config.GetProperty("model").GetString()!, Predictions.Named(configuration.GetProperty("prediction_type").GetString()!));

        List<float> samples = [.. latents], clean = [];
        var estimate = new float[latents.Length];
        for (var step = 0; step < sampler.Levels.Length; step++)
        {
            model.Predict(latents, sampler.Levels[step], estimate);
            sampler.Step(step, latents, estimate, noise);
            samples.AddRange(latents);
            clean.AddRange(estimate);
        }

        golden.Expect("timesteps", sampler.Levels.ToArray().Select(level => (double)level.Timestep).ToArray());
        golden.Expect("alphas_cumprod", Enumerable.Range(0, schedule.Count).Select(schedule.AlphaBar).ToArray());
        golden.Expect("model_outputs", model.Outputs.ToArray());
        golden.Expect("samples", samples.ToArray());
        golden.Expect("x0_or_noised", clean.ToArray());
    }

    /// <summary>The two functions that stand for a network in the golden traces.</summary>
    sealed class FunctionDenoiser(string model, Prediction prediction) : IDenoiser
    {
        public List<float> Outputs { get; } = [];

        public void Predict(ReadOnlySpan<float> noisy, NoiseLevel level, Span<float> clean)
        {
            var t = (float)level.Timestep;
            var output = new float[noisy.Length];
            for (var i = 0; i < output.Length; i++)
                output[i] = model == "A" ? noisy[i] * t / (t + 1) : 0.6f * MathF.Sin(2 * noisy[i] + t / 200) + 0.3f * noisy[i];
            Outputs.AddRange(output);
            prediction.ToClean(level, noisy, output, clean);
        }
    }
}

/// <summary>Hands out recorded draws, one fill after another.</summary>
sealed class RecordedNoise(float[] draws) : INoise
{
    int _next;

    public void Fill(Span<float> gaussian)
    {
        draws.AsSpan(_next, gaussian.Length).CopyTo(gaussian);
        _next += gaussian.Length;
    }
}

/// <summary>Reads the published scheduler's configuration.</summary>
static class PublishedSchedule
{
    public static NoiseSchedule Read(JsonElement configuration)
    {
        var schedule = NoiseSchedule.Named(configuration.GetProperty("beta_schedule").GetString()!, configuration.GetProperty("beta_start").GetDouble(),
            configuration.GetProperty("beta_end").GetDouble(), configuration.GetProperty("num_train_timesteps").GetInt32());
        return Flag(configuration, "rescale_betas_zero_snr", false) ? schedule.WithZeroTerminalSnr() : schedule;
    }

    public static SamplerOptions Options(JsonElement configuration, int steps) => new()
    {
        Steps = steps,
        Spacing = configuration.TryGetProperty("timestep_spacing", out var spacing) ? spacing.GetString()! : "leading",
        Offset = configuration.TryGetProperty("steps_offset", out var offset) ? offset.GetInt32() : 0,
        EndsClean = Flag(configuration, "set_alpha_to_one", true),
        CleanLimit = Flag(configuration, "clip_sample", true) ? configuration.GetProperty("clip_sample_range").GetSingle() : float.PositiveInfinity,
    };

    static bool Flag(JsonElement configuration, string name, bool otherwise) => configuration.TryGetProperty(name, out var value) ? value.GetBoolean() : otherwise;
}
