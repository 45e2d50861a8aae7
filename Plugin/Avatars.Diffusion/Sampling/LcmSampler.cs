using System;

namespace Avatars.Sampling;

/// <summary>For networks distilled to consistency: each step goes to the clean latents and noises them anew for the next.</summary>
/// <remarks>Luo et al. 2023, arXiv:2310.04378, Algorithm 3 and section 4.1's boundary conditions (sigma_data 0.5, timesteps scaled by 10).</remarks>
internal sealed class LcmSampler : ISampler
{
    const double DataDeviation = 0.5;

    readonly NoiseLevel[] _levels;
    readonly (float Clean, float Noisy, float Noise)[] _steps;
    readonly EstimateLimit _limit;
    float[] _gaussian = [];

    public LcmSampler(NoiseSchedule schedule, SamplerOptions options)
    {
        if (!(options.TimestepScale > 0))
            throw new ArgumentException($"timestep_scaling is {options.TimestepScale}; it must be more than 0.", nameof(options));
        _levels = Array.ConvertAll(Spacing.Distilled(options, schedule.Count), schedule.Level);
        _limit = new EstimateLimit(options);
        _steps = new (float, float, float)[_levels.Length];
        for (var i = 0; i < _steps.Length; i++)
            _steps[i] = Towards(options.TimestepScale * _levels[i].Timestep, i + 1 < _levels.Length ? _levels[i + 1].AlphaBar : 1);
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
        var limited = _limit.Apply(clean);
        for (var i = 0; i < latents.Length; i++)
            latents[i] = cleanShare * limited[i] + noisyShare * latents[i] + noiseShare * _gaussian[i];
    }

    static (float Clean, float Noisy, float Noise) Towards(double time, double next)
    {
        const double variance = DataDeviation * DataDeviation;
        var kept = variance / (time * time + variance);
        var estimated = time / Math.Sqrt(time * time + variance);
        return ((float)(Math.Sqrt(next) * estimated), (float)(Math.Sqrt(next) * kept), (float)Math.Sqrt(1 - next));
    }
}
