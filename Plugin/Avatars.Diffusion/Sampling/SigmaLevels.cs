using System;

namespace Avatars.Sampling;

/// <summary>The levels of samplers that follow sigma, the noise's strength over the signal's.</summary>
/// <remarks>Where a schedule leaves no signal at all, 2^-24 of it is kept, as in the published code: sigma has to be finite.</remarks>
public static class SigmaLevels
{
    const double LeastAlphaBar = 1.0 / (1 << 24);
    const double Rho = 7; // Karras et al. 2022, table 1

    /// <summary>Levels of a multistep solver, and behind them the one that it ends at: one more than the steps.</summary>
    /// <exception cref="ArgumentException">The options do not fit the schedule.</exception>
    public static NoiseLevel[] ForSolver(NoiseSchedule schedule, SamplerOptions options)
    {
        var timesteps = Array.ConvertAll(Spacing.SolverTimesteps(options.Spacing, options.Steps, schedule.Count, options.Offset), t => (float)t);
        var levels = options.UsesKarrasLevels
            ? Karras(schedule, options.Steps, Sigma(schedule, schedule.Count - 1), Sigma(schedule, 0), isWhole: true)
            : Array.ConvertAll(timesteps, t => NoiseLevel.OfSigma(t, Sigma(schedule, t)));
        return WithEnd(levels, options.EndsClean ? 0 : Sigma(schedule, 0));
    }

    /// <summary>Levels of Euler's method, and behind them the clean one.</summary>
    /// <exception cref="ArgumentException">The options do not fit the schedule.</exception>
    public static NoiseLevel[] ForEuler(NoiseSchedule schedule, SamplerOptions options)
    {
        var timesteps = Spacing.FractionalTimesteps(options.Spacing, options.Steps, schedule.Count, options.Offset);
        var levels = options.UsesKarrasLevels
            ? Karras(schedule, options.Steps, Sigma(schedule, timesteps[0]), Sigma(schedule, timesteps[^1]), isWhole: false)
            : Array.ConvertAll(timesteps, t => NoiseLevel.OfSigma(t, Sigma(schedule, t)));
        return WithEnd(levels, 0);
    }

    /// <summary>Between two timesteps in proportion.</summary>
    static double Sigma(NoiseSchedule schedule, double timestep)
    {
        var below = Math.Min((int)timestep, schedule.Count - 1);
        var above = Math.Min(below + 1, schedule.Count - 1);
        var share = timestep - below;
        return SigmaAt(schedule, below) * (1 - share) + SigmaAt(schedule, above) * share;
    }

    static double SigmaAt(NoiseSchedule schedule, int timestep)
    {
        var alphaBar = Math.Max(schedule.AlphaBar(timestep), LeastAlphaBar);
        return Math.Sqrt((1 - alphaBar) / alphaBar);
    }

    static NoiseLevel[] Karras(NoiseSchedule schedule, int steps, double most, double least, bool isWhole)
    {
        var levels = new NoiseLevel[steps];
        var (high, low) = (Math.Pow(most, 1 / Rho), Math.Pow(least, 1 / Rho));
        for (var i = 0; i < steps; i++)
        {
            var sigma = Math.Pow(high + (steps > 1 ? i / (steps - 1.0) : 0) * (low - high), Rho);
            var timestep = TimestepOf(schedule, sigma);
            levels[i] = NoiseLevel.OfSigma((float)(isWhole ? Math.Round(timestep) : timestep), sigma);
        }
        return levels;
    }

    /// <summary>The timestep of a sigma, in proportion of logarithms.</summary>
    static double TimestepOf(NoiseSchedule schedule, double sigma)
    {
        var above = 1;
        while (above < schedule.Count - 1 && SigmaAt(schedule, above) <= sigma)
            above++;
        var (low, high) = (Math.Log(SigmaAt(schedule, above - 1)), Math.Log(SigmaAt(schedule, above)));
        return above - 1 + Math.Clamp((Math.Log(sigma) - low) / (high - low), 0, 1);
    }

    static NoiseLevel[] WithEnd(NoiseLevel[] levels, double sigma)
    {
        Array.Resize(ref levels, levels.Length + 1);
        levels[^1] = NoiseLevel.OfSigma(0, sigma);
        return levels;
    }
}
