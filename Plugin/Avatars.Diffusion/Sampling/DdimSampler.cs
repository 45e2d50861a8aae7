using System;

namespace Avatars.Sampling;

/// <summary>Deterministic sampling (eta 0): the same noise always gives the same picture.</summary>
/// <remarks>
/// Song et al. 2021, arXiv:2010.02502, equation 12. As in the published code a step goes down by <c>train steps / steps</c>, which for
/// trailing spacing is not always the next timestep of the list.
/// </remarks>
public sealed class DdimSampler : ISampler
{
    readonly NoiseLevel[] _levels;
    readonly (float Clean, float Noisy)[] _steps;
    readonly float _cleanLimit;

    public DdimSampler(NoiseSchedule schedule, SamplerOptions options)
    {
        var timesteps = Spacing.Timesteps(options.Spacing, options.Steps, schedule.Count, options.Offset);
        var stride = schedule.Count / options.Steps;
        var final = options.EndsClean ? 1 : schedule.AlphaBar(0);
        _cleanLimit = options.CleanLimit;
        _levels = Array.ConvertAll(timesteps, schedule.Level);
        _steps = Array.ConvertAll(timesteps, t => Towards(schedule.AlphaBar(t), t >= stride ? schedule.AlphaBar(t - stride) : final));
    }

    public ReadOnlySpan<NoiseLevel> Levels => _levels;

    public void Step(int step, Span<float> latents, ReadOnlySpan<float> clean, INoise noise)
    {
        var (cleanShare, noisyShare) = _steps[step];
        for (var i = 0; i < latents.Length; i++)
            latents[i] = cleanShare * Math.Clamp(clean[i], -_cleanLimit, _cleanLimit) + noisyShare * latents[i];
    }

    // The noise in the latents is (noisy - sqrt(now) clean) / sqrt(1 - now); it is kept, at the next level's strength.
    static (float Clean, float Noisy) Towards(double now, double next)
    {
        var noisy = Math.Sqrt((1 - next) / (1 - now));
        return ((float)(Math.Sqrt(next) - noisy * Math.Sqrt(now)), (float)noisy);
    }
}
