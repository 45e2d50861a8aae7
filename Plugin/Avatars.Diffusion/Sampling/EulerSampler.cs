using System;

namespace Avatars.Sampling;

/// <summary>Euler's method along the probability-flow equation, straight from each level of noise to the next.</summary>
/// <remarks>
/// Karras et al. 2022, arXiv:2206.00364, Algorithm 1 without its second-order correction. There the latents grow with the noise; here they keep
/// the unit variance that every denoiser takes, which is the same walk divided by <c>sqrt(1 + sigma^2)</c>.
/// </remarks>
public sealed class EulerSampler : ISampler
{
    readonly NoiseLevel[] _levels;
    readonly (float Clean, float Noisy)[] _steps;
    readonly float _cleanLimit;

    public EulerSampler(NoiseSchedule schedule, SamplerOptions options)
    {
        var levels = SigmaLevels.ForEuler(schedule, options);
        _cleanLimit = options.CleanLimit;
        _levels = levels[..^1];
        _steps = new (float, float)[_levels.Length];
        for (var i = 0; i < _steps.Length; i++)
            _steps[i] = Towards(levels[i], levels[i + 1]);
        // As published: a walk of leading spacing begins at full variance, the others with the noise's own part of it.
        StartScale = options.Spacing == "leading" ? 1 : levels[0].Noise;
    }

    public ReadOnlySpan<NoiseLevel> Levels => _levels;

    public float StartScale { get; }

    public void Step(int step, Span<float> latents, ReadOnlySpan<float> clean, INoise noise)
    {
        var (cleanShare, noisyShare) = _steps[step];
        for (var i = 0; i < latents.Length; i++)
            latents[i] = cleanShare * Math.Clamp(clean[i], -_cleanLimit, _cleanLimit) + noisyShare * latents[i];
    }

    static (float Clean, float Noisy) Towards(NoiseLevel now, NoiseLevel next)
    {
        var left = next.Sigma / now.Sigma;
        var signal = Math.Sqrt(next.AlphaBar);
        return ((float)(signal * (1 - left)), (float)(signal * left / Math.Sqrt(now.AlphaBar)));
    }
}
