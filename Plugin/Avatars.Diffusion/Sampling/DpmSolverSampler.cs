using System;

namespace Avatars.Sampling;

/// <summary>DPM-Solver++ 2M: each step follows the clean estimate and its change since the step before.</summary>
/// <remarks>
/// Lu et al. 2022, arXiv:2211.01095, Algorithm 2, midpoint form. The first step is of first order, and so is the last one when it ends clean or
/// fewer than 15 steps are taken, as in the published code.
/// </remarks>
public sealed class DpmSolverSampler : ISampler
{
    const int FewSteps = 15;

    readonly NoiseLevel[] _levels;
    readonly (float Noisy, float Clean, float Before)[] _steps;
    readonly float _cleanLimit;
    float[] _before = [];

    public DpmSolverSampler(NoiseSchedule schedule, SamplerOptions options)
    {
        var levels = SigmaLevels.ForSolver(schedule, options);
        _cleanLimit = options.CleanLimit;
        _levels = levels[..^1];
        _steps = new (float, float, float)[_levels.Length];
        for (var i = 0; i < _steps.Length; i++)
        {
            var isLast = i == _steps.Length - 1;
            var isFirstOrder = i == 0 || isLast && (options.EndsClean || _steps.Length < FewSteps);
            _steps[i] = Towards(isFirstOrder ? null : levels[i - 1], levels[i], levels[i + 1]);
        }
    }

    public ReadOnlySpan<NoiseLevel> Levels => _levels;

    public float StartScale => 1;

    public void Step(int step, Span<float> latents, ReadOnlySpan<float> clean, INoise noise)
    {
        var (noisyShare, cleanShare, beforeShare) = _steps[step];
        if (_before.Length != latents.Length)
            _before = new float[latents.Length];
        for (var i = 0; i < latents.Length; i++)
        {
            var estimate = Math.Clamp(clean[i], -_cleanLimit, _cleanLimit);
            latents[i] = noisyShare * latents[i] + cleanShare * estimate + (beforeShare == 0 ? 0 : beforeShare * _before[i]);
            _before[i] = estimate;
        }
    }

    static (float Noisy, float Clean, float Before) Towards(NoiseLevel? before, NoiseLevel now, NoiseLevel next)
    {
        var left = next.Sigma / now.Sigma; // exp(-h), h the step in half the logarithm of the signal-to-noise ratio
        var signal = Math.Sqrt(next.AlphaBar);
        var noisy = signal * left / Math.Sqrt(now.AlphaBar);
        var clean = signal * (1 - left);
        // Half the change of the estimate, over the ratio of the two steps.
        var change = before is { } last ? 0.5 * clean * Math.Log(left) / Math.Log(now.Sigma / last.Sigma) : 0;
        return ((float)noisy, (float)(clean + change), (float)-change);
    }
}
