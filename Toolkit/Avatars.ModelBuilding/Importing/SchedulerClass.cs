using System.Text.Json;

namespace Avatars.ModelBuilding.Importing;

/// <summary>One of the published scheduler classes: the sampler that it is here, and the values that its configuration file leaves out.</summary>
/// <remarks>huggingface/diffusers 0.27.2, src/diffusers/schedulers: the constructors' arguments.</remarks>
/// <param name="Sampler">Name of the sampler; null where there is none of this class.</param>
/// <param name="Defaults">Every value of the class, by its published name.</param>
public sealed record SchedulerClass(string Name, string? Sampler, IReadOnlyDictionary<string, JsonElement> Defaults)
{
    const string Training =
        """ "num_train_timesteps": 1000, "beta_start": 0.0001, "beta_end": 0.02, "beta_schedule": "linear", "trained_betas": null, """
        + """ "prediction_type": "epsilon" """;
    const string Latent =
        """ "num_train_timesteps": 1000, "beta_start": 0.00085, "beta_end": 0.012, "beta_schedule": "scaled_linear", """
        + """ "trained_betas": null, "prediction_type": "epsilon" """;
    const string Thresholding = """ "thresholding": false, "dynamic_thresholding_ratio": 0.995, "sample_max_value": 1.0 """;
    const string Distilled =
        """ "original_inference_steps": 50, "clip_sample": false, "clip_sample_range": 1.0, "set_alpha_to_one": true, """
        + """ "steps_offset": 0, "timestep_spacing": "leading", "timestep_scaling": 10.0, "rescale_betas_zero_snr": false """;

    public static IReadOnlyList<SchedulerClass> All { get; } =
    [
        Of("DDPMScheduler", "ddpm", Training, Thresholding,
            """ "variance_type": "fixed_small", "clip_sample": true, "clip_sample_range": 1.0, "timestep_spacing": "leading" """,
            """ "steps_offset": 0, "rescale_betas_zero_snr": false """),
        Of("DDIMScheduler", "ddim", Training, Thresholding,
            """ "clip_sample": true, "set_alpha_to_one": true, "steps_offset": 0, "clip_sample_range": 1.0 """,
            """ "timestep_spacing": "leading", "rescale_betas_zero_snr": false """),
        Of("EulerDiscreteScheduler", "euler", Training,
            """ "interpolation_type": "linear", "use_karras_sigmas": false, "sigma_min": null, "sigma_max": null """,
            """ "timestep_spacing": "linspace", "timestep_type": "discrete", "steps_offset": 0, "rescale_betas_zero_snr": false """),
        Of("DPMSolverMultistepScheduler", "dpm++", Training, Thresholding,
            """ "solver_order": 2, "algorithm_type": "dpmsolver++", "solver_type": "midpoint", "lower_order_final": true """,
            """ "euler_at_final": false, "use_karras_sigmas": false, "use_lu_lambdas": false """,
            """ "final_sigmas_type": "zero", "lambda_min_clipped": "-Infinity", "variance_type": null """,
            """ "timestep_spacing": "linspace", "steps_offset": 0, "rescale_betas_zero_snr": false """),
        Of("UniPCMultistepScheduler", "unipc", Training, Thresholding,
            """ "solver_order": 2, "predict_x0": true, "solver_type": "bh2", "lower_order_final": true, "disable_corrector": [] """,
            """ "solver_p": null, "use_karras_sigmas": false, "timestep_spacing": "linspace", "steps_offset": 0 """),
        Of("LCMScheduler", "lcm", Latent, Thresholding, Distilled),
        Of("TCDScheduler", "tcd", Latent, Thresholding, Distilled),
        Of("UnCLIPScheduler", "unclip",
            """ "num_train_timesteps": 1000, "variance_type": "fixed_small_log", "clip_sample": true, "clip_sample_range": 1.0 """,
            """ "prediction_type": "epsilon", "beta_schedule": "squaredcos_cap_v2" """),
        Of("PNDMScheduler", null, Training, """ "skip_prk_steps": false, "set_alpha_to_one": false, "timestep_spacing": "leading", "steps_offset": 0 """),
    ];

    /// <exception cref="FormatException">There is no such class here.</exception>
    public static SchedulerClass Named(string name) => All.FirstOrDefault(known => known.Name == name)
        ?? throw new FormatException($"The scheduler class '{name}' is not known. Known: {string.Join(", ", All.Select(known => known.Name))}.");

    static SchedulerClass Of(string name, string? sampler, params string[] defaults)
    {
        using var json = JsonDocument.Parse("{" + string.Join(",", defaults) + "}");
        return new(name, sampler, json.RootElement.EnumerateObject().ToDictionary(value => value.Name, value => value.Value.Clone(), StringComparer.Ordinal));
    }
}
