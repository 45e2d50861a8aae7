using System;
using System.Collections.Generic;
using System.Linq;

namespace Avatars.Sampling;

/// <summary>How much of a picture is left after each of the training's noising steps. Immutable.</summary>
/// <remarks>Tables are float32, as the published code makes them.</remarks>
public sealed class NoiseSchedule
{
    readonly float[] _betas, _alphaBar;

    NoiseSchedule(float[] betas) => (_betas, _alphaBar) = (betas, BetaTables.SignalLeft(betas));

    /// <summary>Names that <see cref="Named"/> takes.</summary>
    public static IReadOnlyList<string> Kinds { get; } = ["linear", "scaled_linear", "squaredcos_cap_v2", "sigmoid"];

    /// <summary>The training's number of steps; a timestep is 0 to one less.</summary>
    public int Count => _betas.Length;

    /// <summary>Variance that step <paramref name="timestep"/> adds.</summary>
    public double Beta(int timestep) => _betas[timestep];

    /// <summary>The share of the picture's variance that is left at <paramref name="timestep"/>.</summary>
    public double AlphaBar(int timestep) => _alphaBar[timestep];

    /// <exception cref="ArgumentOutOfRangeException">The timestep is not in 0 to <see cref="Count"/> - 1.</exception>
    public NoiseLevel Level(int timestep)
    {
        if (timestep < 0 || timestep >= Count)
            throw new ArgumentOutOfRangeException(nameof(timestep), $"Timestep {timestep} is not in this schedule of 0 to {Count - 1}.");
        return new NoiseLevel(timestep, _alphaBar[timestep]);
    }

    /// <summary>By the name that model packages and the published configurations use.</summary>
    /// <exception cref="ArgumentException">No schedule has this name, or the numbers are no variances.</exception>
    public static NoiseSchedule Named(string kind, double betaStart, double betaEnd, int count)
    {
        RequireCount(count);
        if (kind != "squaredcos_cap_v2" && (!(betaStart is >= 0 and < 1) || !(betaEnd is >= 0 and < 1)))
            throw new ArgumentException($"Variances of {betaStart} to {betaEnd} are no noise schedule: each must be 0 or more and below 1.",
                nameof(betaStart));
        return new(kind switch
        {
            "linear" => BetaTables.Linear(betaStart, betaEnd, count),
            "scaled_linear" => BetaTables.ScaledLinear(betaStart, betaEnd, count),
            "squaredcos_cap_v2" => BetaTables.SquaredCosine(count),
            "sigmoid" => BetaTables.Sigmoid(betaStart, betaEnd, count),
            _ => throw new ArgumentException($"'{kind}' is not a noise schedule. Known: {string.Join(", ", Kinds)}.", nameof(kind)),
        });
    }

    public static NoiseSchedule Linear(double betaStart, double betaEnd, int count) => Named("linear", betaStart, betaEnd, count);

    /// <summary>Linear in the square root of the variance.</summary>
    public static NoiseSchedule ScaledLinear(double betaStart, double betaEnd, int count) => Named("scaled_linear", betaStart, betaEnd, count);

    public static NoiseSchedule SquaredCosine(int count) => Named("squaredcos_cap_v2", 0, 0, count);

    /// <summary>A table of its own: the variance that each step of the training adds (the published trained_betas).</summary>
    /// <exception cref="ArgumentException">A number is no variance.</exception>
    public static NoiseSchedule OfBetas(IReadOnlyList<double> betas)
    {
        RequireCount(betas.Count);
        for (var t = 0; t < betas.Count; t++)
            if (!(betas[t] is >= 0 and <= 1))
                throw new ArgumentException($"Variance {betas[t]} of step {t} is none: each must be 0 to 1.", nameof(betas));
        return new([.. betas.Select(beta => (float)beta)]);
    }

    /// <summary>The same schedule, stretched so that nothing of the picture is left at the last step.</summary>
    /// <remarks>Lin et al. 2023, arXiv:2305.08891, Algorithm 1.</remarks>
    /// <exception cref="InvalidOperationException">The schedule has one step, or no noise.</exception>
    public NoiseSchedule WithZeroTerminalSnr() => new(BetaTables.WithZeroTerminalSnr(_betas));

    static void RequireCount(int count)
    {
        if (count is < 1 or > 100_000)
            throw new ArgumentOutOfRangeException(nameof(count), $"A noise schedule has 1 to 100000 steps, not {count}.");
    }
}
