using System;

namespace Avatars.Sampling;

/// <summary>Ancestral sampling: each step draws from the posterior of the training's noising, "fixed small" variance.</summary>
/// <remarks>Ho et al. 2020, arXiv:2006.11239, equations 6 and 7, over a sub-sequence of timesteps.</remarks>
public sealed class DdpmSampler : ISampler
{
    readonly NoiseLevel[] _levels;
    readonly (float Clean, float Noisy, float Noise)[] _steps;
    readonly float _cleanLimit;
    float[] _gaussian = [];

    public DdpmSampler(NoiseSchedule schedule, SamplerOptions options)
    {
        var timesteps = Spacing.Timesteps(options.Spacing, options.Steps, schedule.Count, options.Offset);
        var stride = schedule.Count / options.Steps;
        _cleanLimit = options.CleanLimit;
        _levels = Array.ConvertAll(timesteps, schedule.Level);
        _steps = Array.ConvertAll(timesteps, t => Posterior(schedule.AlphaBar(t), t >= stride ? schedule.AlphaBar(t - stride) : 1, t > 0));
    }

    public ReadOnlySpan<NoiseLevel> Levels => _levels;

    public float StartScale => 1;

    public void Step(int step, Span<float> latents, ReadOnlySpan<float> clean, INoise noise)
    {
        var (cleanShare, noisyShare, noiseShare) = _steps[step];
        if (_gaussian.Length != latents.Length)
            _gaussian = new float[latents.Length];
        if (noiseShare > 0)
            noise.Fill(_gaussian);
        for (var i = 0; i < latents.Length; i++)
            latents[i] = cleanShare * Math.Clamp(clean[i], -_cleanLimit, _cleanLimit) + noisyShare * latents[i] + noiseShare * _gaussian[i];
    }

    static (float Clean, float Noisy, float Noise) Posterior(double now, double next, bool isNoisy)
    {
        var alpha = now / next;
        var variance = Math.Max((1 - next) / (1 - now) * (1 - alpha), 1e-20);
        return ((float)(Math.Sqrt(next) * (1 - alpha) / (1 - now)),
            (float)(Math.Sqrt(alpha) * (1 - next) / (1 - now)),
            isNoisy ? (float)Math.Sqrt(variance) : 0);
    }
}
