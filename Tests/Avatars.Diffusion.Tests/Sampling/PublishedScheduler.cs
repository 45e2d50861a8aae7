using System.Text.Json;
using Avatars.Fixtures;

namespace Avatars.Sampling;

/// <summary>One of the published schedulers by its configuration, and what it calls the numbers of a trace.</summary>
sealed class PublishedScheduler
{
    readonly JsonElement _configuration;
    readonly string _name;
    readonly SamplerOptions _options;

    public PublishedScheduler(GoldenCase golden)
        : this(golden.SourceClass, golden.Config.GetProperty("all_config_values"), golden.Config.GetProperty("num_inference_steps").GetInt32(),
            golden.Config.GetProperty("step").TryGetProperty("eta", out var eta) ? eta.GetSingle() : null)
    {
    }

    /// <summary>From a pipeline's configuration, which names the class beside the values.</summary>
    public PublishedScheduler(JsonElement configuration, int steps)
        : this(configuration.GetProperty("class").GetString()!, configuration, steps, null)
    {
    }

    PublishedScheduler(string schedulerClass, JsonElement configuration, int steps, float? eta)
    {
        _configuration = configuration;
        _name = Names[schedulerClass.Split('.', ' ')[0]]; // "DDIMScheduler (diffusers v0.24.0)"
        Schedule = ReadSchedule(configuration);
        _options = new SamplerOptions
        {
            Steps = steps,
            Spacing = Value("timestep_spacing", value => value.GetString()!, _name is "unipc" or "dpm++" or "euler" ? "linspace" : "leading"),
            Offset = Value("steps_offset", value => value.GetInt32(), 0),
            EndsClean = EndsClean(),
            CleanLimit = Flag("clip_sample", false) ? _configuration.GetProperty("clip_sample_range").GetSingle() : float.PositiveInfinity,
            Eta = eta,
            UsesKarrasLevels = Flag("use_karras_sigmas", false),
            DistilledSteps = Value("original_inference_steps", value => value.GetInt32(), 50),
        };
    }

    static IReadOnlyDictionary<string, string> Names { get; } = new Dictionary<string, string>
    {
        ["DDPMScheduler"] = "ddpm",
        ["DDIMScheduler"] = "ddim",
        ["EulerDiscreteScheduler"] = "euler",
        ["DPMSolverMultistepScheduler"] = "dpm++",
        ["UniPCMultistepScheduler"] = "unipc",
        ["LCMScheduler"] = "lcm",
        ["TCDScheduler"] = "tcd",
        ["UnCLIPScheduler"] = "unclip",
    };

    public NoiseSchedule Schedule { get; }

    public Prediction Predicts => Predictions.Named(_configuration.GetProperty("prediction_type").GetString()!);

    public static NoiseSchedule ReadSchedule(JsonElement configuration)
    {
        var (start, end) = configuration.TryGetProperty("beta_start", out var first) ? (first.GetDouble(), configuration.GetProperty("beta_end").GetDouble()) : (0, 0);
        var schedule = NoiseSchedule.Named(configuration.TryGetProperty("beta_schedule", out var kind) ? kind.GetString()! : "squaredcos_cap_v2", start, end,
            configuration.TryGetProperty("num_train_timesteps", out var count) ? count.GetInt32() : 1000);
        return configuration.TryGetProperty("rescale_betas_zero_snr", out var stretch) && stretch.GetBoolean() ? schedule.WithZeroTerminalSnr() : schedule;
    }

    public ISampler MakeSampler() => Samplers.Named(_name, Schedule, _options);

    /// <summary>All levels, the last one included.</summary>
    public double[] Sigmas() => Array.ConvertAll(
        _name == "euler" ? SigmaLevels.ForEuler(Schedule, _options) : SigmaLevels.ForSolver(Schedule, _options), level => level.Sigma);

    /// <summary>What the first noise is multiplied by: the published Euler lets latents grow with the noise.</summary>
    public double StartSigma(ISampler sampler) => sampler.StartScale * Growth(sampler.Levels[0]);

    public float[] AsPublished(float[] latents, NoiseLevel level) => Array.ConvertAll(latents, latent => (float)(latent * Growth(level)));

    /// <summary>What the published step returns beside the next latents.</summary>
    public float[] Estimate(ISampler sampler, int step, float[] latents, float[] clean)
    {
        if (_name is not ("lcm" or "tcd"))
            return Array.ConvertAll(clean, value => Math.Clamp(value, -_options.CleanLimit, _options.CleanLimit));
        // These return what the step went down to, before fresh noise: a step without it, at the strength that the noise left.
        var next = latents.ToArray();
        sampler.Step(step, next, clean, new RecordedNoise(new float[latents.Length], latents.Length));
        var isLast = step + 1 == sampler.Levels.Length;
        if (isLast)
            return next;
        var level = sampler.Levels[step + 1];
        var below = _name == "lcm" ? 1 : Schedule.AlphaBar(TcdSampler.Below((int)level.Timestep, _options.Eta ?? 0.3f));
        return Array.ConvertAll(next, value => (float)(value / Math.Sqrt(level.AlphaBar / below)));
    }

    double Growth(NoiseLevel level) => _name == "euler" ? 1 / Math.Sqrt(level.AlphaBar) : 1;

    /// <summary>Releases of the solvers without final_sigmas_type stop at the schedule's first level.</summary>
    bool EndsClean() => _name is "dpm++" or "unipc"
        ? Value("final_sigmas_type", value => value.GetString(), "sigma_min") == "zero"
        : Flag("set_alpha_to_one", true);

    bool Flag(string name, bool otherwise) => Value(name, value => value.GetBoolean(), otherwise);

    T Value<T>(string name, Func<JsonElement, T> read, T otherwise) => _configuration.TryGetProperty(name, out var value) ? read(value) : otherwise;
}
