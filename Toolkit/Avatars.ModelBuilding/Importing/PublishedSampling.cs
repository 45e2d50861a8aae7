using System.Globalization;
using System.Text.Json;
using Avatars.ModelBuilding.Packages;
using Avatars.Models;

namespace Avatars.ModelBuilding.Importing;

/// <summary>A <c>scheduler_config.json</c> in the terms of a package: the schedule that the network was trained with, what it predicts, and
/// how the published pipeline samples.</summary>
/// <param name="LeftOut">Values that belong to the file's class and have no place in the pipeline's, which leaves them out too.</param>
public sealed record PublishedSampling(ScheduleSettings Schedule, string PredictionType, SamplingDefaults Defaults, IReadOnlyList<string> LeftOut)
{
    static readonly string[] Notes = ["_class_name", "_diffusers_version", "_name_or_path", "interpolation_type_note"];
    static readonly string[] Elsewhere = ["num_train_timesteps", "beta_start", "beta_end", "beta_schedule", "trained_betas", "rescale_betas_zero_snr",
        "prediction_type", "timestep_spacing", "steps_offset", "set_alpha_to_one", "final_sigmas_type"];

    /// <summary>Reads the file as the published pipeline does: its scheduler is made from this configuration, with
    /// its own defaults for what is absent.</summary>
    /// <param name="pipelines">The pipeline's class.</param>
    /// <param name="basis">Steps and guidance, which scheduler configurations lack.</param>
    /// <exception cref="FormatException">A value is not one of the file's class, or cannot be honoured.</exception>
    public static PublishedSampling Read(PublishedConfig c, SchedulerClass pipelines, SamplingDefaults basis)
    {
        var own = c.Raw("_class_name") is { ValueKind: JsonValueKind.String } name ? SchedulerClass.Named(name.GetString()!) : pipelines;
        var (values, leftOut) = (new Dictionary<string, JsonElement>(pipelines.Defaults, StringComparer.Ordinal), new List<string>());
        c.Skip(Notes);
        foreach (var given in c.Names.Except(Notes))
            if (pipelines.Defaults.ContainsKey(given))
                values[given] = c.Raw(given)!.Value;
            else if (own.Defaults.ContainsKey(given) || SchedulerClass.All.Any(other => other.Defaults.ContainsKey(given)))
            {
                leftOut.Add($"{given} = {c.Raw(given)!.Value.GetRawText()}");
                if (given == "rescale_betas_zero_snr" && c.Flag(given, false))
                    throw new FormatException($"'{c.File}', field '{given}': {pipelines.Name} has no such schedule. Choose a configuration without it.");
            }
        c.RequireAllRead();
        foreach (var absent in pipelines.Defaults.Where(value => !c.Has(value.Key)))
            c.Assume(absent.Key, absent.Value);
        return new(ReadSchedule(c, values), Text(c, values, "prediction_type", "epsilon", "v_prediction", "sample"),
            ReadDefaults(c, values, pipelines, basis), leftOut);
    }

    static ScheduleSettings ReadSchedule(PublishedConfig c, Dictionary<string, JsonElement> values)
    {
        var stretch = values.TryGetValue("rescale_betas_zero_snr", out var zero) && zero.ValueKind == JsonValueKind.True;
        if (values.TryGetValue("trained_betas", out var betas) && betas.ValueKind == JsonValueKind.Array)
        {
            if (betas.EnumerateArray().Any(beta => beta.ValueKind != JsonValueKind.Number))
                throw c.Wrong("trained_betas", betas, "an array of numbers");
            return new("trained", 0, 0, betas.GetArrayLength(), stretch) { TrainedBetas = [.. betas.EnumerateArray().Select(beta => beta.GetDouble())] };
        }
        return new(Text(c, values, "beta_schedule", "linear", "scaled_linear", "squaredcos_cap_v2", "sigmoid"), Number(c, values, "beta_start"),
            Number(c, values, "beta_end"), (int)Number(c, values, "num_train_timesteps"), stretch);
    }

    static SamplingDefaults ReadDefaults(PublishedConfig c, Dictionary<string, JsonElement> values, SchedulerClass pipelines, SamplingDefaults basis)
    {
        var options = new SortedDictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var (name, value) in values)
            if (!Elsewhere.Contains(name) && value.ValueKind != JsonValueKind.Null && !IsIdle(name, value))
                options.Add(name, value);
        // Without clipping or thresholding their numbers have nothing to say.
        if (!options.ContainsKey("clip_sample"))
            options.Remove("clip_sample_range");
        if (!options.ContainsKey("thresholding"))
        {
            options.Remove("dynamic_thresholding_ratio");
            options.Remove("sample_max_value");
        }
        var endsClean = values.TryGetValue("final_sigmas_type", out var final) ? final.GetString() == "zero"
            : pipelines.Sampler == "unipc" ? false : !values.TryGetValue("set_alpha_to_one", out var toOne) || toOne.ValueKind == JsonValueKind.True;
        return basis with
        {
            Sampler = pipelines.Sampler!,
            Spacing = values.ContainsKey("timestep_spacing") ? Text(c, values, "timestep_spacing", "leading", "trailing", "linspace") : basis.Spacing,
            EndsClean = endsClean,
            Offset = values.ContainsKey("steps_offset") ? (int)Number(c, values, "steps_offset") : SamplingDefaults.UsualOffset,
            Options = [.. options],
        };
    }

    /// <summary>Values that switch something off, or are the sampler's own default.</summary>
    static bool IsIdle(string name, JsonElement value) => (name, value.GetRawText()) is
        ("clip_sample" or "thresholding" or "use_karras_sigmas" or "use_lu_lambdas" or "euler_at_final", "false")
        or ("lower_order_final" or "predict_x0", "true") or ("solver_order", "2") or ("disable_corrector", "[]")
        or ("algorithm_type", "\"dpmsolver++\"") or ("lambda_min_clipped", "\"-Infinity\"") or ("variance_type", "\"fixed_small\"")
        or ("interpolation_type", "\"linear\"") or ("timestep_type", "\"discrete\"");

    static string Text(PublishedConfig c, Dictionary<string, JsonElement> values, string name, params string[] known) =>
        values[name] is { ValueKind: JsonValueKind.String } text && known.Contains(text.GetString()) ? text.GetString()!
            : throw c.Wrong(name, values[name], "one of " + string.Join(", ", known));

    static double Number(PublishedConfig c, Dictionary<string, JsonElement> values, string name) =>
        !values.TryGetValue(name, out var value) ? 0
        : value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) && number is >= 0 and < 1e6 ? number
        : throw c.Wrong(name, value, string.Create(CultureInfo.InvariantCulture, $"a number from 0 to 1000000"));
}
