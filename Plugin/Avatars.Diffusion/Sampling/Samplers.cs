using System;
using System.Collections.Generic;

namespace Avatars.Sampling;

/// <summary>Samplers by name. Each runs with any system, schedule and prediction.</summary>
public static class Samplers
{
    public static IReadOnlyList<string> Names { get; } = ["ddpm", "ddim", "euler", "dpm++", "unipc", "lcm", "tcd", "unclip"];

    /// <exception cref="ArgumentException">There is no such sampler, or the options do not fit it and the schedule.</exception>
    public static ISampler Named(string name, NoiseSchedule schedule, SamplerOptions options) => name switch
    {
        "ddpm" => new DdpmSampler(schedule, options),
        "ddim" => new DdimSampler(schedule, options),
        "euler" => new EulerSampler(schedule, options),
        "dpm++" => new DpmSolverSampler(schedule, options),
        "unipc" => new UniPcSampler(schedule, options),
        "lcm" => new LcmSampler(schedule, options),
        "tcd" => new TcdSampler(schedule, options),
        "unclip" => new UnclipSampler(schedule, options),
        _ => throw new ArgumentException($"'{name}' is not a sampler. Known: {string.Join(", ", Names)}.", nameof(name)),
    };
}
