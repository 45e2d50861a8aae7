using System.Collections.Generic;
using System.Linq;

namespace Avatars.Systems;

/// <summary>How frames are generated; the same settings, source and pose give the same bytes on the same provider.</summary>
public sealed record GenerationSettings
{
    /// <summary>A name of <see cref="Sampling.Samplers.Names"/>.</summary>
    public string Sampler { get; init; } = "ddim";

    public int Steps { get; init; } = 1;

    /// <summary>"leading", "trailing" or "linspace".</summary>
    public string Spacing { get; init; } = "trailing";

    /// <summary>Added to every timestep of leading spacing; other spacings have none.</summary>
    public int Offset { get; init; } = 1; // Stable Diffusion's scheduler configurations

    /// <summary>Whether the last step leads to a clean picture, or to the schedule's own first level as some published samplers do.</summary>
    public bool EndsClean { get; init; } = true;

    /// <summary>Options of the sampler by their published names, see <see cref="Sampling.SamplerOption"/>; values as JSON
    /// writes them. Set after all the others.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Options { get; init; } = [];

    /// <summary>1 and less mean no guidance, and one network run a step.</summary>
    public float Guidance { get; init; } = 1;

    public uint Seed { get; init; } = 7; // the published scripts' seed

    /// <summary>The same with another sampler: options that it has no place for are left out, as the published code leaves them
    /// out of another class's configuration.</summary>
    /// <exception cref="System.ArgumentException">There is no such sampler.</exception>
    public GenerationSettings WithSampler(string sampler)
    {
        Sampling.Samplers.Require(sampler);
        return sampler == Sampler ? this
            : this with { Sampler = sampler, Options = [.. Options.Where(option => Sampling.SamplerOption.Fits(option.Key, sampler))] };
    }

    /// <summary>What the makers of a package recommend.</summary>
    public static GenerationSettings Of(Models.SamplingDefaults defaults) => new()
    {
        Sampler = defaults.Sampler,
        Steps = defaults.Steps,
        Spacing = defaults.Spacing,
        Offset = defaults.Offset,
        Options = defaults.OptionTexts,
        EndsClean = defaults.EndsClean,
        Guidance = (float)defaults.Guidance,
    };
}
