using System;

namespace Avatars.Sampling;

/// <summary>Ancestral sampling: each step draws from the posterior of the training's noising.</summary>
/// <remarks>
/// Ho et al. 2020, arXiv:2006.11239, equations 6 and 7, over a sub-sequence of timesteps; the variance is the posterior's ("fixed_small") or the
/// forward step's ("fixed_large"), section 3.2.
/// </remarks>
internal sealed class DdpmSampler : ISampler
{
    readonly NoiseLevel[] _levels;
    readonly (float Clean, float Noisy, float Noise)[] _steps;
    readonly EstimateLimit _limit;
    float[] _gaussian = [];

    /// <exception cref="ArgumentException">The timesteps do not fit the schedule, or the variance has another name.</exception>
    public DdpmSampler(NoiseSchedule schedule, SamplerOptions options)
    {
        var isLarge = options.Variance switch
        {
            null or "fixed_small" or "fixed_small_log" => false,
            "fixed_large" => true,
            "fixed_large_log" => throw new ArgumentException("variance_type 'fixed_large_log' is refused: the published scheduler takes the root of a "
                + "logarithm there, which is no number. Use 'fixed_large'.", nameof(options)),
            var other => throw Variances.Refused("ddpm", other, "fixed_small, fixed_small_log, fixed_large"),
        };
        var custom = options.Timesteps is null ? null : Spacing.Custom(options, schedule.Count);
        var timesteps = custom ?? Spacing.Timesteps(options.Spacing, options.Steps, schedule.Count, options.Offset);
        var stride = schedule.Count / options.Steps;
        _limit = new EstimateLimit(options);
        _levels = Array.ConvertAll(timesteps, schedule.Level);
        _steps = new (float, float, float)[timesteps.Length];
        for (var i = 0; i < _steps.Length; i++)
        {
            var next = custom is null ? timesteps[i] - stride : i + 1 < custom.Length ? custom[i + 1] : -1;
            _steps[i] = Posterior(schedule.AlphaBar(timesteps[i]), next >= 0 ? schedule.AlphaBar(next) : 1, timesteps[i] > 0, isLarge);
        }
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

    static (float Clean, float Noisy, float Noise) Posterior(double now, double next, bool isNoisy, bool isLarge)
    {
        var alpha = now / next;
        var variance = isLarge ? 1 - alpha : Math.Max((1 - next) / (1 - now) * (1 - alpha), 1e-20);
        return ((float)(Math.Sqrt(next) * (1 - alpha) / (1 - now)),
            (float)(Math.Sqrt(alpha) * (1 - next) / (1 - now)),
            isNoisy ? (float)Math.Sqrt(variance) : 0);
    }
}
