using System.Text.Json;
using Avatars.Fixtures;
using Avatars.ModelBuilding.Importing;

namespace Avatars.Sampling;

/// <summary>One of the published schedulers by its whole configuration: a value that nothing here reads fails. Also
/// what it calls the numbers of a trace.</summary>
sealed class PublishedScheduler
{
    static readonly HashSet<string> ScheduleNames = ["num_train_timesteps", "beta_start", "beta_end", "beta_schedule", "trained_betas",
        "rescale_betas_zero_snr"];

    readonly string _name;
    readonly SamplerOptions _options;

    public PublishedScheduler(GoldenCase golden)
    {
        var config = golden.Config;
        RequireKnown(config, "constructor", "all_config_values", "num_inference_steps", "model", "set_timesteps", "step");
        var known = SchedulerClass.Named(golden.SourceClass);
        var values = Values(config.TryGetProperty("all_config_values", out var all) ? all : config.GetProperty("constructor"), known, isConverted: false);
        foreach (var given in config.GetProperty("constructor").EnumerateObject())
            Assert.That(values[given.Name].GetRawText(), Is.EqualTo(given.Value.GetRawText()), $"{given.Name} in constructor and all_config_values");
        _name = known.Sampler!;
        Schedule = ReadSchedule(values);
        Predicts = Predictions.Named(values["prediction_type"].GetString()!);
        _options = Options(values, config.GetProperty("num_inference_steps").GetInt32()) with { Pictures = golden.Input("initial_noise").Shape[0] };
        foreach (var value in config.GetProperty("step").EnumerateObject().Concat(config.GetProperty("set_timesteps").EnumerateObject()))
            _options = SamplerOption.Set(_options, _name, value.Name, value.Value.GetRawText());
        if (_name == "tcd" && config.GetProperty("set_timesteps").TryGetProperty("original_inference_steps", out _))
            _options = _options with { UsesAllTimesteps = true };
        if (_options.Timesteps is { } timesteps)
            _options = _options with { Steps = timesteps.Count };
    }

    /// <summary>From a pipeline's configuration, which names the class beside the values, and says whether it was made from another class's.</summary>
    public PublishedScheduler(JsonElement configuration, int steps)
    {
        var text = configuration.GetProperty("class").GetString()!; // "UniPCMultistepScheduler.from_config (diffusers v0.24.0)"
        var known = SchedulerClass.Named(text.Split('.', ' ')[0]);
        var values = Values(configuration, known, isConverted: text.Contains(".from_config", StringComparison.Ordinal));
        _name = known.Sampler!;
        Schedule = ReadSchedule(values);
        Predicts = Predictions.Named(values["prediction_type"].GetString()!);
        _options = Options(values, steps);
    }

    public NoiseSchedule Schedule { get; }

    public Prediction Predicts { get; }

    public SamplerOptions Settings => _options;

    /// <summary>A configuration of the schedule alone.</summary>
    public static NoiseSchedule ReadSchedule(JsonElement configuration)
    {
        RequireKnown(configuration, [.. ScheduleNames]);
        return ReadSchedule(configuration.EnumerateObject().ToDictionary(value => value.Name, value => value.Value));
    }

    public ISampler MakeSampler() => Samplers.Named(_name, Schedule, _options);

    /// <summary>All levels, the last one included.</summary>
    public double[] Sigmas() => Array.ConvertAll(_name switch
    {
        "euler" => SigmaLevels.ForEuler(Schedule, _options, out _),
        "unipc" => SigmaLevels.ForUniPc(Schedule, _options),
        _ => SigmaLevels.ForSolver(Schedule, _options),
    }, level => level.Sigma);

    /// <summary>What the first noise is multiplied by: the published Euler lets latents grow with the noise.</summary>
    public double StartSigma(ISampler sampler) => sampler.StartScale * Growth(sampler.Levels[0]);

    public float[] AsPublished(float[] latents, NoiseLevel level) => Array.ConvertAll(latents, latent => (float)(latent * Growth(level)));

    /// <summary>What the published step returns beside the next latents.</summary>
    /// <param name="gaussian">The noise that was recorded for the step.</param>
    public float[] Estimate(ISampler sampler, int step, float[] latents, float[] clean, ReadOnlySpan<float> gaussian)
    {
        if (_name is not ("lcm" or "tcd"))
            return Limited(_name == "euler" ? Churned(sampler, step, latents, clean, gaussian) : clean);
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

    /// <summary>Euler tells its estimate from the latents that churn's noise came into: Karras et al. 2022, Algorithm 2.</summary>
    float[] Churned(ISampler sampler, int step, float[] latents, float[] clean, ReadOnlySpan<float> gaussian)
    {
        var level = sampler.Levels[step];
        var sigma = (double)(float)level.Sigma;
        if (_options.Churn == 0 || (float)sigma < _options.ChurnFrom || sigma > _options.ChurnTo)
            return clean;
        var raised = sigma * (1 + Math.Min(_options.Churn / (Sigmas().Length - 1), Math.Sqrt(2) - 1));
        var estimates = new float[clean.Length];
        for (var i = 0; i < clean.Length; i++)
        {
            var noisy = latents[i] * Growth(level);
            var churned = noisy + _options.ChurnNoise * gaussian[i] * Math.Sqrt(raised * raised - sigma * sigma);
            estimates[i] = (float)(Predicts switch
            {
                Prediction.Epsilon => churned - raised * (noisy - clean[i]) / sigma,
                Prediction.Velocity => clean[i] + (churned - noisy) / (sigma * sigma + 1),
                _ => clean[i],
            });
        }
        return estimates;
    }

    /// <summary>Thresholded picture by picture, or clamped: written again here, in double precision.</summary>
    float[] Limited(float[] clean)
    {
        if (!_options.Thresholds)
            return Array.ConvertAll(clean, value => Math.Clamp(value, -_options.CleanLimit, _options.CleanLimit));
        return [.. clean.Chunk(clean.Length / _options.Pictures).SelectMany(picture =>
        {
            var sorted = picture.Select(value => (double)Math.Abs(value)).Order().ToArray();
            var rank = (double)_options.ThresholdRatio * (sorted.Length - 1);
            var (below, above) = (sorted[(int)Math.Floor(rank)], sorted[(int)Math.Ceiling(rank)]);
            var threshold = Math.Min(Math.Max(below + (rank - Math.Floor(rank)) * (above - below), 1), _options.MostThreshold);
            return picture.Select(value => (float)(Math.Clamp(value, -threshold, threshold) / threshold));
        })];
    }

    double Growth(NoiseLevel level) => _name == "euler" ? 1 / Math.Sqrt(level.AlphaBar) : 1;

    /// <summary>The class's values with those given. An unknown one fails; made from another class's configuration, what the
    /// class lacks is left out as published.</summary>
    static Dictionary<string, JsonElement> Values(JsonElement given, SchedulerClass known, bool isConverted)
    {
        var values = new Dictionary<string, JsonElement>(known.Defaults);
        var others = isConverted ? SchedulerClass.All.SelectMany(other => other.Defaults.Keys).ToHashSet() : [];
        foreach (var value in given.EnumerateObject().Where(value => value.Name != "class"))
            if (known.Defaults.ContainsKey(value.Name))
                values[value.Name] = value.Value;
            else
                Assert.That(others, Does.Contain(value.Name), $"a value that {known.Name} does not have");
        // Releases without it (0.24 of DPM-Solver) end at the schedule's first level.
        if (!isConverted && given.TryGetProperty("solver_order", out _) && !given.TryGetProperty("final_sigmas_type", out _))
            values.Remove("final_sigmas_type");
        return values;
    }

    SamplerOptions Options(Dictionary<string, JsonElement> values, int steps)
    {
        var options = new SamplerOptions
        {
            Steps = steps, Predicts = Predicts,
            Spacing = values.TryGetValue("timestep_spacing", out var spacing) ? spacing.GetString()! : "leading",
            Offset = values.TryGetValue("steps_offset", out var offset) ? offset.GetInt32() : 0,
            EndsClean = _name is not ("dpm++" or "unipc"), // unless final_sigmas_type says so
        };
        foreach (var (name, value) in values)
            if (!ScheduleNames.Contains(name) && name is not ("prediction_type" or "timestep_spacing" or "steps_offset"))
                options = SamplerOption.Set(options, _name, name, value.GetRawText());
        return options;
    }

    static NoiseSchedule ReadSchedule(Dictionary<string, JsonElement> values)
    {
        var schedule = values.TryGetValue("trained_betas", out var betas) && betas.ValueKind == JsonValueKind.Array
            ? NoiseSchedule.OfBetas([.. betas.EnumerateArray().Select(beta => beta.GetDouble())])
            : NoiseSchedule.Named(values["beta_schedule"].GetString()!, Number("beta_start"), Number("beta_end"), values["num_train_timesteps"].GetInt32());
        return values.TryGetValue("rescale_betas_zero_snr", out var stretch) && stretch.GetBoolean() ? schedule.WithZeroTerminalSnr() : schedule;

        double Number(string name) => values.TryGetValue(name, out var value) ? value.GetDouble() : 0;
    }

    static void RequireKnown(JsonElement configuration, params string[] known)
    {
        foreach (var value in configuration.EnumerateObject())
            Assert.That(known, Does.Contain(value.Name), "a value that this test does not read");
    }
}
