using System;

namespace Avatars.Sampling;

/// <summary>For networks distilled to consistent trajectories: each step goes below its next level, and up to it with fresh noise.</summary>
/// <remarks>
/// Zheng et al. 2024, arXiv:2402.19159, Algorithm 4 (strategic stochastic sampling; its gamma is <see cref="SamplerOptions.Eta"/>, 0.3 by default).
/// As in the published code estimates are neither clamped nor thresholded, whatever the options say, and a run ends at the schedule's first level.
/// </remarks>
internal sealed class TcdSampler : ISampler
{
    const float DefaultEta = 0.3f;

    readonly NoiseLevel[] _levels;
    readonly (float Clean, float Noisy, float Noise)[] _steps;
    float[] _gaussian = [];

    public TcdSampler(NoiseSchedule schedule, SamplerOptions options)
    {
        var eta = Eta.Of(options, DefaultEta);
        _levels = Array.ConvertAll(Spacing.Distilled(options, schedule.Count), schedule.Level);
        _steps = new (float, float, float)[_levels.Length];
        for (var i = 0; i < _steps.Length; i++)
        {
            var isLast = i == _steps.Length - 1;
            var next = isLast ? 0 : (int)_levels[i + 1].Timestep;
            var below = schedule.AlphaBar(Below(next, eta));
            _steps[i] = Towards(_levels[i].AlphaBar, below, isLast || eta == 0 ? below : schedule.AlphaBar(next), eta > 0 && !isLast);
        }
    }

    public ReadOnlySpan<NoiseLevel> Levels => _levels;

    public float StartScale => 1;

    /// <summary>The timestep that a step heads for when the next level is <paramref name="next"/>.</summary>
    public static int Below(int next, float eta) => (int)Math.Floor((float)(1 - (double)eta) * next);

    public void Step(int step, Span<float> latents, ReadOnlySpan<float> clean, INoise noise)
    {
        var (cleanShare, noisyShare, noiseShare) = _steps[step];
        if (_gaussian.Length != latents.Length)
            _gaussian = new float[latents.Length];
        if (noiseShare > 0)
            noise.Fill(_gaussian);
        for (var i = 0; i < latents.Length; i++)
            latents[i] = cleanShare * clean[i] + noisyShare * latents[i] + noiseShare * _gaussian[i];
    }

    /// <summary>Down to <paramref name="below"/> with the noise that is there, then up to <paramref name="next"/> with fresh noise.</summary>
    static (float Clean, float Noisy, float Noise) Towards(double now, double below, double next, bool draws)
    {
        var kept = Math.Sqrt((1 - below) / (1 - now));
        var up = Math.Sqrt(next / below);
        return ((float)(up * (Math.Sqrt(below) - kept * Math.Sqrt(now))), (float)(up * kept), draws ? (float)Math.Sqrt(Math.Max(0, 1 - next / below)) : 0);
    }
}
