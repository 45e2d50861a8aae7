using System.Collections.Generic;

namespace Avatars.Sampling;

public sealed partial class SamplerOption
{
    const string Every = "ddpm ddim euler dpm++ unipc lcm tcd unclip";

    /// <summary>In the order of the documentation.</summary>
    public static IReadOnlyList<SamplerOption> All { get; } =
    [
        new("timestep_spacing", "ddpm ddim euler dpm++ unipc lcm tcd", "leading, trailing or linspace (no effect in lcm and tcd, as published)",
            _ => false, (o, v) => o with { Spacing = v.Word("leading", "trailing", "linspace") }),
        new("steps_offset", "ddpm ddim euler dpm++ unipc lcm tcd", "added to every timestep of leading spacing (no effect in lcm and tcd, "
            + "as published)", _ => false, (o, v) => o with { Offset = v.Integer(0, 100_000) }),
        new("timesteps", "ddpm lcm tcd", "the timesteps themselves, high to low, one for each step", o => o.Timesteps is not null,
            (o, v) => o with { Timesteps = v.Integers() }),
        new("set_alpha_to_one", "ddim lcm tcd", "true: the last step leads to a clean picture; false: to the schedule's first level (ddim; "
            + "no effect in lcm and tcd, as published)",
            _ => false, (o, v) => o with { EndsClean = v.Flag() }),
        new("final_sigmas_type", "dpm++ unipc", "zero: the last step leads to a clean picture; sigma_min: to the schedule's first level",
            _ => false, (o, v) => o with { EndsClean = v.Word("zero", "sigma_min") == "zero" }),
        new("clip_sample_range", Every, "the magnitude that clip_sample clamps to, 1 if it is silent", _ => false,
            (o, v) => o with { ClipRange = v.Number(1e-6, 1e9) }),
        new("clip_sample", Every, "whether estimates are clamped (no effect in tcd, as published)", _ => false, (o, v) => o with { Clips = v.Flag() }),
        new("thresholding", "ddpm ddim dpm++ unipc lcm tcd", "dynamic thresholding in the place of clamping (no effect in tcd, as published)",
            o => o.Thresholds, (o, v) => o with { Thresholds = v.Flag() }),
        new("dynamic_thresholding_ratio", "ddpm ddim dpm++ unipc lcm tcd", "its quantile, 0 to 1", _ => false,
            (o, v) => o with { ThresholdRatio = v.Number(0, 1) }),
        new("sample_max_value", "ddpm ddim dpm++ unipc lcm tcd", "what its threshold is limited to", _ => false,
            (o, v) => o with { MostThreshold = v.Number(1e-6, 1e9) }),
        new("variance_type", "ddpm unclip dpm++", "fixed_small, fixed_small_log or fixed_large (ddpm); fixed_small_log (unclip)",
            o => o.Variance is not null, (o, v) => o with { Variance = v.Word() }),
        new("eta", "ddim tcd", "share of the noise that is drawn anew, 0 to 1", o => o.Eta is not null, (o, v) => o with { Eta = v.Number(0, 1) }),
        new("gamma", "tcd", "eta under the paper's name", _ => false, (o, v) => o with { Eta = v.Number(0, 1) }),
        new("use_clipped_model_output", "ddim", "the noise is derived from the clamped estimate", o => o.UsesLimitedNoise,
            (o, v) => o with { UsesLimitedNoise = v.Flag() }),
        new("use_karras_sigmas", "euler dpm++ unipc", "levels evenly in the seventh root of sigma", o => o.UsesKarrasLevels,
            (o, v) => o with { UsesKarrasLevels = v.Flag() }),
        new("use_lu_lambdas", "dpm++", "levels evenly in the logarithm of sigma", o => o.UsesLuLevels, (o, v) => o with { UsesLuLevels = v.Flag() }),
        new("sigma_min", "euler", "the last Karras level", o => o.LeastSigma is not null, (o, v) => o with { LeastSigma = v.Number(1e-9, 1e9) }),
        new("sigma_max", "euler", "the first Karras level", o => o.MostSigma is not null, (o, v) => o with { MostSigma = v.Number(1e-9, 1e9) }),
        new("interpolation_type", "euler", "linear, or log_linear: levels evenly in the logarithm of sigma", o => o.Interpolation != "linear",
            (o, v) => o with { Interpolation = v.Word("linear", "log_linear") }),
        new("timestep_type", "euler", "discrete, or continuous: a v-predicting network's time is log(sigma) / 4", o => o.TimestepType != "discrete",
            (o, v) => o with { TimestepType = v.Word("discrete", "continuous") }),
        new("s_churn", "euler", "noise added before each step, over all steps", o => o.Churn != 0, (o, v) => o with { Churn = v.Number(0, 1e9) }),
        new("s_tmin", "euler", "the least sigma with churn", _ => false, (o, v) => o with { ChurnFrom = v.Number(0, double.PositiveInfinity) }),
        new("s_tmax", "euler", "the most sigma with churn", _ => false, (o, v) => o with { ChurnTo = v.Number(0, double.PositiveInfinity) }),
        new("s_noise", "euler", "what churn's noise is multiplied by", _ => false, (o, v) => o with { ChurnNoise = v.Number(0, 1e9) }),
        new("solver_order", "dpm++ unipc", "1 to 3 (dpm++), 1 to 6 (unipc)", o => o.Order != 2, (o, v) => o with { Order = v.Integer(1, 6) }),
        new("algorithm_type", "dpm++", "dpmsolver++, dpmsolver, sde-dpmsolver++ or sde-dpmsolver", o => o.Algorithm != "dpmsolver++",
            (o, v) => o with { Algorithm = v.Word("dpmsolver++", "dpmsolver", "sde-dpmsolver++", "sde-dpmsolver", "deis") is "deis"
                ? "dpmsolver++" : v.Word() }),
        new("solver_type", "dpm++ unipc", "midpoint or heun (dpm++), bh2 or bh1 (unipc)", o => o.SolverType is not null,
            (o, v) => o with { SolverType = v.Word("midpoint", "heun", "bh1", "bh2", "logrho") }),
        new("lower_order_final", "dpm++ unipc", "lower order at the end; dpm++ with fewer than 15 steps only", o => !o.LowersFinalOrder,
            (o, v) => o with { LowersFinalOrder = v.Flag() }),
        new("euler_at_final", "dpm++", "the last step is of first order", o => o.EndsWithEuler, (o, v) => o with { EndsWithEuler = v.Flag() }),
        new("lambda_min_clipped", "dpm++", "noisier timesteps than this half logarithm of the signal-to-noise ratio are left out",
            o => !float.IsNegativeInfinity(o.LeastLambda),
            (o, v) => o with { LeastLambda = v.Number(double.NegativeInfinity, 1e9) }),
        new("predict_x0", "unipc", "true: works on clean estimates; false: on the noise", o => !o.SolvesForClean,
            (o, v) => o with { SolvesForClean = v.Flag() }),
        new("disable_corrector", "unipc", "indices of the steps that are not corrected", o => o.Uncorrected.Count > 0,
            (o, v) => o with { Uncorrected = v.Integers() }),
        new("solver_p", "unipc", "null; another predictor is refused", _ => false,
            (_, v) => throw v.Wrong("is refused: UniPC's own predictor is the only one here. Leave it out")),
        new("original_inference_steps", "lcm tcd", "timesteps of the distillation, of which a run takes some", o => o.DistilledSteps != 50,
            (o, v) => o with { DistilledSteps = v.Integer(1, 100_000) }),
        new("strength", "lcm tcd", "fraction of the schedule that is run, the less noisy end", o => o.Strength != 1,
            (o, v) => o with { Strength = v.Number(0, 1) }),
        new("timestep_scaling", "lcm tcd", "what timesteps are multiplied by in the boundary conditions (no effect in tcd, as published)", _ => false,
            (o, v) => o with { TimestepScale = v.Double(1e-9, 1e9) }),
    ];
}
