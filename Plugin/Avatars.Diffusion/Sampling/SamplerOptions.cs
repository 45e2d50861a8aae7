namespace Avatars.Sampling;

/// <summary>How a sampler walks down a noise schedule. A sampler leaves aside what its method has no place for.</summary>
public sealed record SamplerOptions
{
    public required int Steps { get; init; }

    /// <summary>"leading", "trailing" or "linspace". UnCLIP, LCM and TCD space their steps in a way of their own.</summary>
    public string Spacing { get; init; } = "trailing";

    /// <summary>Added to every timestep of leading spacing; Stable Diffusion's configurations say 1.</summary>
    public int Offset { get; init; }

    /// <summary>
    /// Below the last timestep: true for a clean picture, false for the schedule's own first level. The published set_alpha_to_one of DDIM,
    /// and final_sigmas_type "zero" of the multistep solvers.
    /// </summary>
    public bool EndsClean { get; init; } = true;

    /// <summary>Estimates of the clean latents are clamped to this magnitude; infinity leaves them alone, as for latents of an autoencoder.</summary>
    public float CleanLimit { get; init; } = float.PositiveInfinity;

    /// <summary>Share of the noise that is drawn anew at each step, 0 to 1; null takes the sampler's own: 0 for DDIM, 0.3 for TCD (its gamma).</summary>
    public float? Eta { get; init; }

    /// <summary>Euler and the multistep solvers: levels evenly spaced in the seventh root of the noise's strength instead of in time.</summary>
    /// <remarks>Karras et al. 2022, arXiv:2206.00364, equation 5.</remarks>
    public bool UsesKarrasLevels { get; init; }

    /// <summary>LCM and TCD: the steps that the network was distilled with; a run takes some of them.</summary>
    public int DistilledSteps { get; init; } = 50;
}
