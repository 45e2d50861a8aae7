using System;

namespace Avatars.Sampling;

/// <summary>Without eta, deterministic: the same noise always gives the same picture. With it, part of the noise is drawn anew at each step.</summary>
/// <remarks>
/// Song et al. 2021, arXiv:2010.02502, equations 12 and 16. As in the published code a step goes down by <c>train steps / steps</c>, which for
/// trailing spacing is not always the next timestep of the list, and the noise is derived from the estimate before clamping.
/// </remarks>
internal sealed class DdimSampler : ISampler
{
    readonly NoiseLevel[] _levels;
    readonly (float Limited, float Clean, float Noisy, float Noise)[] _steps;
    readonly EstimateLimit _limit;
    readonly bool _draws;
    float[] _gaussian = [];

    public DdimSampler(NoiseSchedule schedule, SamplerOptions options)
    {
        var timesteps = Spacing.Timesteps(options.Spacing, options.Steps, schedule.Count, options.Offset);
        var stride = schedule.Count / options.Steps;
        var final = options.EndsClean ? 1 : schedule.AlphaBar(0);
        var eta = Eta.Of(options, 0);
        (_limit, _draws) = (new EstimateLimit(options), eta > 0);
        _levels = Array.ConvertAll(timesteps, schedule.Level);
        _steps = Array.ConvertAll(timesteps, t => Towards(schedule.AlphaBar(t), t >= stride ? schedule.AlphaBar(t - stride) : final, eta));
        if (options.UsesLimitedNoise)
            _steps = Array.ConvertAll(_steps, step => step with { Limited = step.Limited + step.Clean, Clean = 0 });
    }

    public ReadOnlySpan<NoiseLevel> Levels => _levels;

    public float StartScale => 1;

    public void Step(int step, Span<float> latents, ReadOnlySpan<float> clean, INoise noise)
    {
        var (limitedShare, cleanShare, noisyShare, noiseShare) = _steps[step];
        if (_gaussian.Length != latents.Length)
            _gaussian = new float[latents.Length];
        if (_draws)
            noise.Fill(_gaussian);
        var limited = _limit.Apply(clean);
        for (var i = 0; i < latents.Length; i++)
            latents[i] = limitedShare * limited[i] + cleanShare * clean[i] + noisyShare * latents[i] + noiseShare * _gaussian[i];
    }

    // The noise in the latents is (noisy - sqrt(now) clean) / sqrt(1 - now); it is kept, at the next level's strength.
    static (float Limited, float Clean, float Noisy, float Noise) Towards(double now, double next, float eta)
    {
        // What is kept beside much fresh noise is a small difference: in float32, step by step, as published.
        var fresh = eta * MathF.Sqrt((float)(1 - next) / (float)(1 - now) * MathF.Max(0, 1 - (float)now / (float)next));
        var kept = Math.Sqrt(MathF.Max(0, 1 - (float)next - fresh * fresh) / (1 - now));
        return ((float)Math.Sqrt(next), (float)(-kept * Math.Sqrt(now)), (float)kept, fresh);
    }
}
