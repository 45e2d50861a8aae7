using System;

namespace Avatars.Sampling;

/// <summary>The levels of samplers that follow sigma, the noise's strength over the signal's: float32, as the published tables are.</summary>
/// <remarks>Where a schedule leaves no signal at all, 2^-24 of it is kept, as in the published code: sigma has to be finite.</remarks>
internal static class SigmaLevels
{
    const float LeastAlphaBar = 1f / (1 << 24);
    const double Rho = 7; // Karras et al. 2022, table 1

    /// <summary>Levels of a multistep solver, and behind them the one that it ends at: one more than the steps.</summary>
    /// <exception cref="ArgumentException">The options do not fit the schedule.</exception>
    public static NoiseLevel[] ForSolver(NoiseSchedule schedule, SamplerOptions options)
    {
        var timesteps = Array.ConvertAll(Spacing.SolverTimesteps(options.Spacing, options.Steps, schedule.Count,
            VisibleTimesteps(schedule, options.LeastLambda), options.Offset), t => (double)t);
        var (most, least) = ((double)SigmaAt(schedule, schedule.Count - 1), (double)SigmaAt(schedule, 0));
        if (options.UsesKarrasLevels && options.UsesLuLevels)
            throw new ArgumentException("use_karras_sigmas and use_lu_lambdas exclude each other. Choose one.", nameof(options));
        var sigmas = options.UsesKarrasLevels ? Karras(options.Steps, most, least)
            : options.UsesLuLevels ? EvenInLogarithm(options.Steps, LogSigmaAt(schedule, schedule.Count - 1), LogSigmaAt(schedule, 0))
            : Array.ConvertAll(timesteps, t => Sigma(schedule, t));
        if (options.UsesKarrasLevels || options.UsesLuLevels)
            timesteps = Array.ConvertAll(sigmas, sigma => Math.Round(TimestepOf(schedule, sigma)));
        return Levels(timesteps, sigmas, options.EndsClean ? 0 : least);
    }

    /// <summary>As <see cref="ForSolver"/>, but Karras levels that end above zero end at their own last one.</summary>
    public static NoiseLevel[] ForUniPc(NoiseSchedule schedule, SamplerOptions options)
    {
        var levels = ForSolver(schedule, options);
        if (options.UsesKarrasLevels && !options.EndsClean)
            levels[^1] = NoiseLevel.OfSigma(0, levels[^2].Sigma);
        return levels;
    }

    /// <summary>Levels of Euler's method, and behind them the clean one.</summary>
    /// <param name="steps">How many of them the network is asked at: the others follow the last step.</param>
    /// <exception cref="ArgumentException">The options do not fit the schedule.</exception>
    public static NoiseLevel[] ForEuler(NoiseSchedule schedule, SamplerOptions options, out int steps)
    {
        var timesteps = Array.ConvertAll(Spacing.FractionalTimesteps(options.Spacing, options.Steps, schedule.Count, options.Offset), t => (double)t);
        var sigmas = options.Interpolation switch
        {
            "linear" => Array.ConvertAll(timesteps, t => Sigma(schedule, t)),
            "log_linear" => EvenInLogarithm(options.Steps + 1, LogSigmaAt(schedule, schedule.Count - 1), LogSigmaAt(schedule, 0)),
            var other => throw new ArgumentException($"interpolation_type '{other}' is not known. Known: linear, log_linear.", nameof(options)),
        };
        if (options.UsesKarrasLevels)
        {
            sigmas = Karras(options.Steps, options.MostSigma ?? sigmas[0], options.LeastSigma ?? sigmas[^1]);
            timesteps = Array.ConvertAll(sigmas, sigma => TimestepOf(schedule, sigma));
        }
        if (IsContinuous(options))
            timesteps = Array.ConvertAll(sigmas, sigma => (double)(0.25f * MathF.Log((float)sigma)));
        steps = timesteps.Length;
        return Levels(timesteps, sigmas, 0);
    }

    static bool IsContinuous(SamplerOptions options) => options.TimestepType switch
    {
        "discrete" => false,
        "continuous" when options.Predicts is { } predicts => predicts == Prediction.Velocity, // the others have no rule for it, as published
        "continuous" => throw new ArgumentException("timestep_type 'continuous' depends on what the network predicts. Give its prediction_type too.",
            nameof(options)),
        var other => throw new ArgumentException($"timestep_type '{other}' is not known. Known: discrete, continuous.", nameof(options)),
    };

    /// <summary>How many timesteps are left when those of less signal are cut off.</summary>
    static int VisibleTimesteps(NoiseSchedule schedule, float leastLambda)
    {
        var visible = schedule.Count;
        while (visible > 0 && Lambda(schedule, visible - 1) < leastLambda)
            visible--;
        return visible > 0 ? visible : throw new ArgumentException($"lambda_min_clipped {leastLambda} leaves no timestep of this schedule. "
            + "Use a smaller number.", nameof(leastLambda));
    }

    static float Lambda(NoiseSchedule schedule, int timestep)
    {
        var alphaBar = AlphaBarAt(schedule, timestep);
        return MathF.Log(MathF.Sqrt(alphaBar)) - MathF.Log(MathF.Sqrt(1 - alphaBar));
    }

    /// <summary>Between two timesteps in proportion.</summary>
    static double Sigma(NoiseSchedule schedule, double timestep)
    {
        var below = Math.Min((int)timestep, schedule.Count - 1);
        double low = SigmaAt(schedule, below), high = SigmaAt(schedule, Math.Min(below + 1, schedule.Count - 1));
        return low + (timestep - below) * (high - low);
    }

    static float AlphaBarAt(NoiseSchedule schedule, int timestep) => schedule.AlphaBar(timestep) is > 0 and var left ? (float)left : LeastAlphaBar;

    static float SigmaAt(NoiseSchedule schedule, int timestep)
    {
        var alphaBar = AlphaBarAt(schedule, timestep);
        return MathF.Sqrt((1 - alphaBar) / alphaBar);
    }

    static float LogSigmaAt(NoiseSchedule schedule, int timestep) => MathF.Log(SigmaAt(schedule, timestep));

    static double[] Karras(int steps, double most, double least)
    {
        if (!(least > 0 && most >= least && most < 1e9))
            throw new ArgumentException($"Karras levels from sigma_max {most} to sigma_min {least} are none: both must be more than 0, "
                + "and the first no less than the second.", nameof(most));
        var (high, low) = (Math.Pow(most, 1 / Rho), Math.Pow(least, 1 / Rho));
        var sigmas = new double[steps];
        for (var i = 0; i < steps; i++)
            sigmas[i] = Math.Pow(high + (steps > 1 ? i / (steps - 1.0) : 0) * (low - high), Rho);
        return sigmas;
    }

    static double[] EvenInLogarithm(int count, double first, double last)
    {
        var sigmas = new double[count];
        for (var i = 0; i < count; i++)
            sigmas[i] = Math.Exp(first + (count > 1 ? i / (count - 1.0) : 0) * (last - first));
        return sigmas;
    }

    /// <summary>The timestep of a sigma, in proportion of logarithms. A schedule of one step has no other.</summary>
    static double TimestepOf(NoiseSchedule schedule, double sigma)
    {
        if (schedule.Count == 1)
            return 0;
        var logarithm = (float)Math.Log(Math.Max(sigma, 1e-10)); // the published code compares in float32
        // The last timestep that is not above it: a schedule that was stretched to no signal may go down again at its very end.
        var below = schedule.Count - 1;
        while (below > 0 && LogSigmaAt(schedule, below) > logarithm)
            below--;
        below = Math.Min(below, schedule.Count - 2);
        var (low, high) = (LogSigmaAt(schedule, below), LogSigmaAt(schedule, below + 1));
        var share = Math.Clamp((low - logarithm) / (low - high), 0, 1);
        return (1d - share) * below + (double)share * (below + 1);
    }

    static NoiseLevel[] Levels(double[] timesteps, double[] sigmas, double end)
    {
        var levels = new NoiseLevel[sigmas.Length + 1];
        for (var i = 0; i < sigmas.Length; i++)
            levels[i] = NoiseLevel.OfSigma(i < timesteps.Length ? (float)timesteps[i] : 0, (float)sigmas[i]);
        levels[^1] = NoiseLevel.OfSigma(0, (float)end);
        return levels;
    }
}
