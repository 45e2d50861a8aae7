using System;

namespace Avatars.Sampling;

/// <summary>One step's shares.</summary>
/// <param name="Noisy">Of the latents.</param>
/// <param name="Estimates">Of the newest estimate, the one before, ...</param>
/// <param name="Noise">Of fresh noise.</param>
/// <param name="Draws">Whether noise is drawn, even where its share is 0.</param>
readonly record struct DpmSolverStep(float Noisy, float[] Estimates, float Noise, bool Draws);

/// <summary>The coefficients of DPM-Solver's four algorithms.</summary>
/// <remarks>Lu et al. 2022, arXiv:2211.01095, equations 9 and 12 to 18, appendix A and B.</remarks>
sealed class DpmSolverMethod
{
    readonly bool _isHeun, _isStochastic;

    /// <exception cref="ArgumentException">A name is unknown, or options exclude each other.</exception>
    public DpmSolverMethod(SamplerOptions options)
    {
        if (options.Algorithm is not ("dpmsolver++" or "dpmsolver" or "sde-dpmsolver++" or "sde-dpmsolver"))
            throw new ArgumentException($"algorithm_type '{options.Algorithm}' is not known. Known: dpmsolver++, dpmsolver, sde-dpmsolver++, "
                + "sde-dpmsolver.", nameof(options));
        _isHeun = options.SolverType switch
        {
            null or "midpoint" or "bh1" or "bh2" or "logrho" => false,
            "heun" => true,
            var other => throw new ArgumentException($"solver_type '{other}' is not one of dpm++. Known: midpoint, heun.", nameof(options)),
        };
        SolvesForClean = options.Algorithm.EndsWith("++", StringComparison.Ordinal);
        _isStochastic = options.Algorithm.StartsWith("sde-", StringComparison.Ordinal);
        if (options.Variance is "learned" or "learned_range")
            throw Variances.Refused("dpm++", options.Variance, "none, or the fixed ones, which change nothing");
        if (options.Order is < 1 or > 3)
            throw new ArgumentException($"solver_order {options.Order} is not one of dpm++. Known: 1 to 3.", nameof(options));
        if (options.Order == 3 && _isStochastic)
            throw new ArgumentException($"algorithm_type '{options.Algorithm}' has no third order. Use solver_order 1 or 2.", nameof(options));
        if (options.EndsClean && !SolvesForClean)
            throw new ArgumentException($"algorithm_type '{options.Algorithm}' cannot end at no noise (final_sigmas_type 'zero'). "
                + "Use final_sigmas_type 'sigma_min', or dpmsolver++.", nameof(options));
    }

    /// <summary>Of the clean latents instead of the noise.</summary>
    public bool SolvesForClean { get; }

    public DpmSolverStep Towards(NoiseLevel[] levels, int step, int order)
    {
        SolverPoint now = new(levels[step]), next = new(levels[step + 1]);
        var h = next.Lambda - now.Lambda;
        if (h == 0)
            order = 1; // levels that end at their last one: nothing changes
        // At third order both algorithms take the change as Heun's form does at second.
        var isHeun = _isHeun || order == 3;
        var shares = SolvesForClean ? OfClean(now, next, h, isHeun) : OfNoise(now, next, h, isHeun);
        var estimates = new float[order];
        estimates[0] = shares.Estimate;
        if (order == 2)
            Add(estimates, shares.Change, Ratio(step));
        else if (order == 3)
            AddThird(estimates, shares.Change, shares.Curvature, Ratio(step), Ratio(step - 1));
        return new(shares.Noisy, estimates, shares.Noise, _isStochastic);

        float Ratio(int at) => (new SolverPoint(levels[at]).Lambda - new SolverPoint(levels[at - 1]).Lambda) / h; // an earlier step over this one
    }

    Shares OfClean(SolverPoint now, SolverPoint next, float h, bool isHeun)
    {
        var e = MathF.Exp(-h) - 1;
        var noisy = next.Sigma / now.Sigma;
        if (_isStochastic)
        {
            var fresh = 1 - MathF.Exp(-2 * h);
            return new(noisy * MathF.Exp(-h), next.Alpha * fresh, next.Alpha * (isHeun ? fresh / (-2 * h) + 1 : 0.5f * fresh), 0,
                next.Sigma * MathF.Sqrt(MathF.Max(fresh, 0)));
        }
        return new(noisy, -next.Alpha * e, next.Alpha * (isHeun ? e / h + 1 : -0.5f * e), -next.Alpha * ((e + h) / (h * h) - 0.5f), 0);
    }

    Shares OfNoise(SolverPoint now, SolverPoint next, float h, bool isHeun)
    {
        var e = MathF.Exp(h) - 1;
        var times = _isStochastic ? -2 * next.Sigma : -next.Sigma;
        return new(next.Alpha / now.Alpha, times * e, times * (isHeun ? e / h - 1 : 0.5f * e), -next.Sigma * ((e - h) / (h * h) - 0.5f),
            _isStochastic ? next.Sigma * MathF.Sqrt(MathF.Max(MathF.Exp(2 * h) - 1, 0)) : 0);
    }

    /// <param name="Estimate">Of the newest estimate.</param>
    /// <param name="Change">Of its first derivative over the step.</param>
    /// <param name="Curvature">Of its second.</param>
    readonly record struct Shares(float Noisy, float Estimate, float Change, float Curvature, float Noise);

    /// <param name="ratio">The step before over this one.</param>
    static void Add(float[] shares, float change, float ratio)
    {
        shares[0] += change / ratio;
        shares[1] -= change / ratio;
    }

    /// <summary>First and second difference of three estimates.</summary>
    static void AddThird(float[] shares, float change, float curvature, float ratio, float earlier)
    {
        // Both differences, (m0 - m1) / ratio and (m1 - m2) / earlier, by what the first derivative and the second take of them.
        var second = (change * ratio + curvature) / (ratio + earlier);
        var (newest, oldest) = ((change + second) / ratio, -second / earlier);
        shares[0] += newest;
        shares[1] += oldest - newest;
        shares[2] -= oldest;
    }
}
