using System;

namespace Avatars.Sampling;

/// <summary>Ancestral sampling of a prior over embeddings: DDPM from each timestep of the list to the next, the last step without noise.</summary>
/// <remarks>Ramesh et al. 2022, arXiv:2204.06125, section 2.2; posterior of Ho et al. 2020, arXiv:2006.11239, equations 6 and 7.</remarks>
internal sealed class UnclipSampler : ISampler
{
    readonly NoiseLevel[] _levels;
    readonly (float Clean, float Noisy, float Noise)[] _steps;
    readonly EstimateLimit _limit;
    float[] _gaussian = [];

    /// <exception cref="ArgumentException">The steps do not fit the schedule, or the variance has another name.</exception>
    public UnclipSampler(NoiseSchedule schedule, SamplerOptions options)
    {
        if (options.Variance is not (null or "fixed_small_log"))
            throw Variances.Refused("unclip", options.Variance, "fixed_small_log");
        var timesteps = Spacing.PriorTimesteps(options.Steps, schedule.Count);
        _limit = new EstimateLimit(options);
        _levels = Array.ConvertAll(timesteps, schedule.Level);
        _steps = new (float, float, float)[timesteps.Length];
        for (var i = 0; i < _steps.Length; i++)
            _steps[i] = Posterior(schedule, timesteps[i], i + 1 < timesteps.Length ? timesteps[i + 1] : -1);
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

    static (float Clean, float Noisy, float Noise) Posterior(NoiseSchedule schedule, int now, int next)
    {
        // Near the first timestep 1 - alphaBar is a few hundred ulps of the published float32 table, and its rounding shows: hence float.
        float alphaBar = (float)schedule.AlphaBar(now), alphaBarNext = next >= 0 ? (float)schedule.AlphaBar(next) : 1;
        var beta = next == now - 1 ? (float)schedule.Beta(now) : 1 - alphaBar / alphaBarNext;
        double left = 1 - alphaBar, leftNext = 1 - alphaBarNext;
        var variance = Math.Max(leftNext / left * beta, 1e-20);
        return ((float)(Math.Sqrt(alphaBarNext) * beta / left), (float)(Math.Sqrt(1 - beta) * leftNext / left), now > 0 ? (float)Math.Sqrt(variance) : 0);
    }
}
