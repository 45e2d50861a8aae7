using System;
using System.Collections.Generic;

namespace Avatars.Sampling;

/// <summary>Samplers by name. Each runs with any system, schedule and prediction.</summary>
public static class Samplers
{
    public static IReadOnlyList<string> Names { get; } = ["ddpm", "ddim", "euler", "dpm++", "unipc", "lcm", "tcd", "unclip"];

    /// <exception cref="ArgumentException">There is no such sampler, the options do not fit it and the schedule, or an option
    /// is set that it has no place for.</exception>
    public static ISampler Named(string name, NoiseSchedule schedule, SamplerOptions options)
    {
        Require(name);
        SamplerOption.RequirePlace(name, options);
        return name switch
        {
            "ddpm" => new DdpmSampler(schedule, options),
            "ddim" => new DdimSampler(schedule, options),
            "euler" => new EulerSampler(schedule, options),
            "dpm++" => new DpmSolverSampler(schedule, options),
            "unipc" => new UniPcSampler(schedule, options),
            "lcm" => new LcmSampler(schedule, options),
            "tcd" => new TcdSampler(schedule, options),
            _ => new UnclipSampler(schedule, options),
        };
    }

    /// <exception cref="ArgumentException">There is no such sampler.</exception>
    public static void Require(string name)
    {
        foreach (var known in Names)
            if (known == name)
                return;
        throw new ArgumentException($"'{name}' is not a sampler. Known: {string.Join(", ", Names)}.", nameof(name));
    }
}
