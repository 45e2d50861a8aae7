namespace Avatars.Sampling;

/// <summary>How a sampler walks down a noise schedule.</summary>
public sealed record SamplerOptions
{
    public required int Steps { get; init; }

    /// <summary>"leading", "trailing" or "linspace".</summary>
    public string Spacing { get; init; } = "trailing";

    /// <summary>Added to every timestep of leading spacing; Stable Diffusion's configurations say 1.</summary>
    public int Offset { get; init; }

    /// <summary>Below the first timestep: true for a clean picture, false for the schedule's own first level. DDIM's set_alpha_to_one.</summary>
    public bool EndsClean { get; init; } = true;

    /// <summary>Estimates of the clean latents are clamped to this magnitude; infinity leaves them alone, as for latents of an autoencoder.</summary>
    public float CleanLimit { get; init; } = float.PositiveInfinity;
}
