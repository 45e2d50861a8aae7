using System;

namespace Avatars.Sampling;

/// <summary>How much of a picture is left after each of the training's noising steps. Immutable.</summary>
/// <remarks>
/// Tables are worked out in double precision; the published code accumulates them in float32, which agrees to about 1e-5.
/// Ho et al. 2020 (linear), Rombach et al. 2022 (scaled linear), Nichol and Dhariwal 2021 (squared cosine).
/// </remarks>
public sealed class NoiseSchedule
{
    readonly double[] _alphaBar;

    NoiseSchedule(double[] alphaBar) => _alphaBar = alphaBar;

    /// <summary>The training's number of steps; a timestep is 0 to one less.</summary>
    public int Count => _alphaBar.Length;

    /// <summary>Variance that step <paramref name="timestep"/> adds.</summary>
    public double Beta(int timestep) => 1 - AlphaBar(timestep) / AlphaBarBefore(timestep);

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
    public static NoiseSchedule Named(string kind, double betaStart, double betaEnd, int count) => kind switch
    {
        "linear" => Linear(betaStart, betaEnd, count),
        "scaled_linear" => ScaledLinear(betaStart, betaEnd, count),
        "squaredcos_cap_v2" => SquaredCosine(count),
        _ => throw new ArgumentException($"'{kind}' is not a noise schedule. Known: linear, scaled_linear, squaredcos_cap_v2.", nameof(kind)),
    };

    public static NoiseSchedule Linear(double betaStart, double betaEnd, int count) =>
        FromBetas(Betas(betaStart, betaEnd, count, static beta => beta, static beta => beta));

    /// <summary>Linear in the square root of the variance.</summary>
    public static NoiseSchedule ScaledLinear(double betaStart, double betaEnd, int count) =>
        FromBetas(Betas(betaStart, betaEnd, count, Math.Sqrt, static root => root * root));

    public static NoiseSchedule SquaredCosine(int count)
    {
        RequireCount(count);
        var betas = new double[count];
        for (var t = 0; t < count; t++)
            betas[t] = Math.Min(1 - Left((t + 1.0) / count) / Left((double)t / count), 0.999);
        return FromBetas(betas);

        static double Left(double time) => Math.Pow(Math.Cos((time + 0.008) / 1.008 * Math.PI / 2), 2);
    }

    /// <summary>The same schedule, stretched so that nothing of the picture is left at the last step.</summary>
    /// <remarks>Lin et al. 2023, arXiv:2305.08891, Algorithm 1.</remarks>
    public NoiseSchedule WithZeroTerminalSnr()
    {
        var (first, last) = (Math.Sqrt(_alphaBar[0]), Math.Sqrt(_alphaBar[^1]));
        if (first <= last)
            throw new InvalidOperationException("A schedule of one step, or without noise, cannot be stretched to zero signal. Use more training steps.");
        var stretched = Array.ConvertAll(_alphaBar, alphaBar => Math.Pow((Math.Sqrt(alphaBar) - last) * first / (first - last), 2));
        return new NoiseSchedule(stretched);
    }

    double AlphaBarBefore(int timestep) => timestep > 0 ? _alphaBar[timestep - 1] : 1;

    static NoiseSchedule FromBetas(double[] betas)
    {
        var left = 1.0;
        return new NoiseSchedule(Array.ConvertAll(betas, beta => left *= 1 - beta));
    }

    static double[] Betas(double start, double end, int count, Func<double, double> into, Func<double, double> back)
    {
        RequireCount(count);
        if (!(start is >= 0 and < 1) || !(end is >= 0 and < 1))
            throw new ArgumentException($"Variances of {start} to {end} are no noise schedule: each must be 0 or more and below 1.", nameof(start));
        var betas = new double[count];
        for (var t = 0; t < count; t++)
            betas[t] = back(into(start) + (into(end) - into(start)) * (count > 1 ? t / (count - 1.0) : 0));
        return betas;
    }

    static void RequireCount(int count)
    {
        if (count is < 1 or > 100_000)
            throw new ArgumentOutOfRangeException(nameof(count), $"A noise schedule has 1 to 100000 steps, not {count}.");
    }
}
