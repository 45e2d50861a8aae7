using System;
using System.Collections.Generic;

namespace Avatars.Sampling;

/// <summary>Samplers by name.</summary>
public static class Samplers
{
    public static IReadOnlyList<string> Names { get; } = ["ddim", "ddpm"];

    /// <exception cref="ArgumentException">There is no such sampler, or the options do not fit the schedule.</exception>
    public static ISampler Named(string name, NoiseSchedule schedule, SamplerOptions options) => name switch
    {
        "ddim" => new DdimSampler(schedule, options),
        "ddpm" => new DdpmSampler(schedule, options),
        _ => throw new ArgumentException($"'{name}' is not a sampler. Known: {string.Join(", ", Names)}.", nameof(name)),
    };
}
