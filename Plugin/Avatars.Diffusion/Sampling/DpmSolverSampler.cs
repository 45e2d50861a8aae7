using System;

namespace Avatars.Sampling;

/// <summary>DPM-Solver, multistep: each step follows the estimate and its changes over the steps before; of the clean latents ("++") or of the noise,
/// along the flow or with fresh noise ("sde").</summary>
/// <remarks>
/// Lu et al. 2022, arXiv:2206.00927 (DPM-Solver) and arXiv:2211.01095 (DPM-Solver++), midpoint and Heun forms of second order,
/// and third order. The first steps are of lower order, and so is the last when it ends clean, when that is asked for, or with
/// fewer than 15 steps, as in the published code.
/// </remarks>
internal sealed class DpmSolverSampler : ISampler
{
    const int FewSteps = 15;

    readonly NoiseLevel[] _levels;
    readonly DpmSolverStep[] _steps;
    readonly EstimateLimit _limit;
    readonly SolverHistory _history;
    readonly bool _solvesForClean;
    float[] _gaussian = [];

    /// <exception cref="ArgumentException">The options do not fit the schedule or each other.</exception>
    public DpmSolverSampler(NoiseSchedule schedule, SamplerOptions options)
    {
        var method = new DpmSolverMethod(options);
        var levels = SigmaLevels.ForSolver(schedule, options);
        (_limit, _history, _solvesForClean) = (new EstimateLimit(options), new SolverHistory(options.Order), method.SolvesForClean);
        _levels = levels[..^1];
        _steps = new DpmSolverStep[_levels.Length];
        for (var i = 0; i < _steps.Length; i++)
            _steps[i] = method.Towards(levels, i, OrderAt(i, options));
    }

    public ReadOnlySpan<NoiseLevel> Levels => _levels;

    public float StartScale => 1;

    public void Step(int step, Span<float> latents, ReadOnlySpan<float> clean, INoise noise)
    {
        var limited = _limit.Apply(clean);
        var estimate = _history.Push(latents.Length);
        if (_solvesForClean)
            limited.CopyTo(estimate);
        else
            SolverHistory.ToNoise(_levels[step], latents, limited, estimate);

        var (noisyShare, estimates, noiseShare, draws) = _steps[step];
        for (var i = 0; i < latents.Length; i++)
            latents[i] *= noisyShare;
        _history.AddTo(latents, estimates);
        if (!draws)
            return;
        if (_gaussian.Length != latents.Length)
            _gaussian = new float[latents.Length];
        noise.Fill(_gaussian);
        for (var i = 0; i < latents.Length; i++)
            latents[i] += noiseShare * _gaussian[i];
    }

    int OrderAt(int step, SamplerOptions options)
    {
        var (isFew, left) = (_steps.Length < FewSteps && options.LowersFinalOrder, _steps.Length - step);
        if (left == 1 && (options.EndsClean || options.EndsWithEuler || isFew))
            return 1;
        return Math.Min(Math.Min(options.Order, step + 1), left == 2 && isFew ? 2 : options.Order);
    }
}
