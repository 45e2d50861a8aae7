namespace Avatars.Systems;

/// <summary>How frames are generated; the same settings, source and pose give the same bytes on the same provider.</summary>
public sealed record GenerationSettings
{
    /// <summary>A name of <see cref="Sampling.Samplers.Names"/>.</summary>
    public string Sampler { get; init; } = "ddim";

    public int Steps { get; init; } = 1;

    /// <summary>"leading", "trailing" or "linspace".</summary>
    public string Spacing { get; init; } = "trailing";

    /// <summary>Added to every timestep of leading spacing.</summary>
    public int Offset { get; init; }

    /// <summary>1 means no guidance, and one network run a step.</summary>
    public float Guidance { get; init; } = 1;

    public uint Seed { get; init; } = 7; // the published scripts' seed

    /// <summary>What the makers of a package recommend.</summary>
    public static GenerationSettings Of(Inference.PackagedDefaults defaults) => new()
    {
        Sampler = defaults.Sampler,
        Steps = defaults.Steps,
        Spacing = defaults.Spacing,
        Offset = defaults.Spacing == "leading" ? 1 : 0, // Stable Diffusion's scheduler config
        Guidance = defaults.Guidance,
    };
}
