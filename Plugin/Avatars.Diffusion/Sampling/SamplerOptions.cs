using System.Collections.Generic;

namespace Avatars.Sampling;

/// <summary>
/// How a sampler steps through a noise schedule. Options that a method does not have must keep their defaults; <see cref="Samplers.Named"/>
/// refuses it by its published name. <see cref="SamplerOption"/> sets each by that name.
/// </summary>
public sealed record SamplerOptions
{
    public required int Steps { get; init; }

    /// <summary>"leading", "trailing" or "linspace". UnCLIP, LCM and TCD space their steps by rules of their own.</summary>
    public string Spacing { get; init; } = "trailing";

    /// <summary>Added to every timestep of leading spacing; Stable Diffusion's configurations say 1.</summary>
    public int Offset { get; init; }

    /// <summary>DDPM, LCM and TCD: these timesteps, high to low, as many as <see cref="Steps"/>, in the place of a spacing.</summary>
    public IReadOnlyList<int>? Timesteps { get; init; }

    /// <summary>
    /// Below the last timestep: true for a clean picture, false for the schedule's own first level. The published set_alpha_to_one of DDIM,
    /// and final_sigmas_type "zero" of the multistep solvers.
    /// </summary>
    public bool EndsClean { get; init; } = true;

    /// <summary>
    /// Estimates of the clean latents are clamped to this magnitude; infinity leaves them alone, as for latents of an autoencoder. Thresholding goes
    /// before it. TCD clamps nothing, as published.
    /// </summary>
    public float CleanLimit
    {
        get => Clips ? ClipRange : float.PositiveInfinity;
        init => (Clips, ClipRange) = float.IsPositiveInfinity(value) ? (false, 1) : (true, value);
    }

    /// <summary>Whether estimates are clamped: what <see cref="CleanLimit"/> says, for configurations that hold both values.</summary>
    public bool Clips { get; init; }

    /// <inheritdoc cref="CleanLimit"/>
    public float ClipRange { get; init; } = 1;

    /// <summary>Dynamic thresholding: each picture's estimate is clamped to a quantile of its magnitudes, at least 1, and divided by it.</summary>
    /// <remarks>Saharia et al. 2022, arXiv:2205.11487, section 2.3.</remarks>
    public bool Thresholds { get; init; }

    /// <summary>The quantile, 0 to 1.</summary>
    public float ThresholdRatio { get; init; } = 0.995f;

    /// <summary>What the quantile is limited to.</summary>
    public float MostThreshold { get; init; } = 1;

    /// <summary>In the latents at once, one behind the other: thresholding counts each for itself.</summary>
    public int Pictures { get; init; } = 1;

    /// <summary>What the network predicts. Euler's churn and continuous timesteps depend on it; others may leave it out.</summary>
    public Prediction? Predicts { get; init; }

    /// <summary>DDPM: "fixed_small", "fixed_small_log" (the same) or "fixed_large". UnCLIP: "fixed_small_log". DPM-Solver draws none
    /// and refuses the learned ones alone.</summary>
    public string? Variance { get; init; }

    /// <summary>Share of the noise that is drawn anew at each step, 0 to 1; null takes the sampler's own: 0 for DDIM, 0.3 for TCD (its gamma).</summary>
    public float? Eta { get; init; }

    /// <summary>DDIM: the noise is derived from the clamped estimate, instead of the one before clamping.</summary>
    public bool UsesLimitedNoise { get; init; }

    /// <summary>Euler and the multistep solvers: levels evenly spaced in the seventh root of the noise's strength instead of in time.</summary>
    /// <remarks>Karras et al. 2022, arXiv:2206.00364, equation 5.</remarks>
    public bool UsesKarrasLevels { get; init; }

    /// <summary>DPM-Solver: levels evenly spaced in the logarithm of the noise's strength.</summary>
    /// <remarks>Lu et al. 2022, arXiv:2206.00927, section 4.</remarks>
    public bool UsesLuLevels { get; init; }

    /// <summary>Euler with Karras levels: the last level's strength; null for the spacing's own.</summary>
    public float? LeastSigma { get; init; }

    /// <summary>Euler with Karras levels: the first level's strength; null for the spacing's own.</summary>
    public float? MostSigma { get; init; }

    /// <summary>Euler: "linear" takes levels at the timesteps, "log_linear" evenly in the logarithm of the strength, one more than steps.</summary>
    public string Interpolation { get; init; } = "linear";

    /// <summary>Euler: "discrete", or "continuous", where the time that a v-predicting network reads is log(sigma) / 4.</summary>
    public string TimestepType { get; init; } = "discrete";

    /// <summary>Euler: noise added before a step, spread over all steps; 0 is off.</summary>
    /// <remarks>Karras et al. 2022, Algorithm 2, S_churn; <see cref="ChurnFrom"/>, <see cref="ChurnTo"/> and <see cref="ChurnNoise"/>
    /// are its S_tmin, S_tmax and S_noise.</remarks>
    public float Churn { get; init; }

    /// <summary>The least strength of noise at which there is churn.</summary>
    public float ChurnFrom { get; init; }

    /// <summary>The most strength of noise at which there is churn.</summary>
    public float ChurnTo { get; init; } = float.PositiveInfinity;

    /// <summary>What churn's noise is multiplied by.</summary>
    public float ChurnNoise { get; init; } = 1;

    /// <summary>Of a multistep solver: DPM-Solver 1 to 3, UniPC 1 to 6.</summary>
    public int Order { get; init; } = 2;

    /// <summary>DPM-Solver: "dpmsolver++", "dpmsolver", "sde-dpmsolver++" or "sde-dpmsolver".</summary>
    public string Algorithm { get; init; } = "dpmsolver++";

    /// <summary>DPM-Solver's second order: "midpoint" (null too) or "heun". UniPC: "bh2" (null too) or "bh1". Each takes the other's
    /// names for its first one, as published.</summary>
    public string? SolverType { get; init; }

    /// <summary>The multistep solvers: lower order at the end, of DPM-Solver only with fewer than 15 steps.</summary>
    public bool LowersFinalOrder { get; init; } = true;

    /// <summary>DPM-Solver: the last step is of first order, however many there are.</summary>
    public bool EndsWithEuler { get; init; }

    /// <summary>DPM-Solver: timesteps whose half logarithm of the signal-to-noise ratio is less are left out.</summary>
    public float LeastLambda { get; init; } = float.NegativeInfinity;

    /// <summary>UniPC: works on estimates of the clean latents instead of the noise.</summary>
    public bool SolvesForClean { get; init; } = true;

    /// <summary>UniPC: indices of the steps whose result is not corrected.</summary>
    public IReadOnlyList<int> Uncorrected { get; init; } = [];

    /// <summary>LCM and TCD: the steps that the network was distilled with; a run takes some of them.</summary>
    public int DistilledSteps { get; init; } = 50;

    /// <summary>TCD: takes its steps out of all the training's instead of the distillation's.</summary>
    public bool UsesAllTimesteps { get; init; }

    /// <summary>LCM and TCD: the fraction of the schedule that is run, its less noisy end, for latents that are less
    /// noisy at the start; above 0, to 1.</summary>
    public double Strength { get; init; } = 1;

    /// <summary>LCM: what timesteps are multiplied by in its boundary conditions.</summary>
    public double TimestepScale { get; init; } = 10;
}
