using System;

namespace Avatars.Sampling;

/// <summary>Euler's method along the probability-flow equation, straight from each level of noise to the next; with
/// churn, noise is added before a step.</summary>
/// <remarks>
/// Karras et al. 2022, arXiv:2206.00364, Algorithms 1 and 2 without their second-order correction. There the latents grow with the noise, and so
/// they do in this sampler's own float32 buffer, as published: at a sigma of 20,000 its rounding shows. Input and output have the unit
/// variance that every denoiser takes, <c>sqrt(1 + sigma^2)</c> less. As published, the network is asked before churn's noise comes in, and what a
/// last level above zero leaves is not divided.
/// </remarks>
internal sealed class EulerSampler : ISampler
{
    readonly record struct Move(float Sigma, float Raised, float Next, float Added, float Shrink);

    readonly NoiseLevel[] _levels;
    readonly Move[] _steps;
    readonly EstimateLimit _limit;
    readonly Prediction? _predicts;
    readonly double _firstGrowth;
    readonly float _churnNoise;
    readonly bool _draws;
    float[] _grown = [], _gaussian = [];

    /// <exception cref="ArgumentException">The options do not fit, or churn came without <see cref="SamplerOptions.Predicts"/>.</exception>
    public EulerSampler(NoiseSchedule schedule, SamplerOptions options)
    {
        RequireChurn(options);
        var levels = SigmaLevels.ForEuler(schedule, options, out var steps);
        (_limit, _predicts, _churnNoise) = (new EstimateLimit(options), options.Predicts, options.ChurnNoise);
        _draws = options.Churn > 0; // at every step, so that a seed means the same as in the published code
        _levels = levels[..steps];
        _steps = new Move[steps];
        for (var i = 0; i < steps; i++)
            _steps[i] = Towards((float)levels[i].Sigma, (float)levels[i + 1].Sigma, i == steps - 1, levels.Length - 1, options);
        // As published: a run with leading spacing begins at full variance, the others with the noise's own part of it.
        var sigma = (double)(float)levels[0].Sigma;
        StartScale = options.Spacing == "leading" ? 1 : levels[0].Noise;
        _firstGrowth = options.Spacing == "leading" ? MathF.Sqrt((float)(sigma * sigma) + 1) : sigma / StartScale;
    }

    public ReadOnlySpan<NoiseLevel> Levels => _levels;

    public float StartScale { get; }

    public void Step(int step, Span<float> latents, ReadOnlySpan<float> clean, INoise noise)
    {
        if (_grown.Length != latents.Length)
            (_grown, _gaussian) = (new float[latents.Length], new float[latents.Length]);
        if (step == 0)
            for (var i = 0; i < latents.Length; i++)
                _grown[i] = (float)(latents[i] * _firstGrowth);
        if (_draws)
            noise.Fill(_gaussian);

        var move = _steps[step];
        var limited = _limit.Apply(clean);
        for (var i = 0; i < latents.Length; i++)
        {
            var (x, estimate) = (_grown[i], limited[i]);
            if (move.Added > 0)
            {
                x += _gaussian[i] * _churnNoise * move.Added;
                estimate = _predicts switch
                {
                    Prediction.Epsilon => x - move.Raised * ((_grown[i] - estimate) / move.Sigma),
                    Prediction.Velocity => estimate + (x - _grown[i]) / (move.Sigma * move.Sigma + 1),
                    _ => estimate,
                };
            }
            _grown[i] = x + (x - estimate) / move.Raised * (move.Next - move.Raised);
            latents[i] = _grown[i] / move.Shrink;
        }
    }

    static Move Towards(float now, float next, bool isLast, int levels, SamplerOptions options)
    {
        var churn = now >= options.ChurnFrom && now <= options.ChurnTo ? Math.Min(options.Churn / levels, Math.Sqrt(2) - 1) : 0;
        var raised = now * (float)(churn + 1);
        return new(now, raised, next, churn > 0 ? MathF.Sqrt(raised * raised - now * now) : 0, isLast ? 1 : MathF.Sqrt(next * next + 1));
    }

    static void RequireChurn(SamplerOptions options)
    {
        if (!(options.Churn >= 0) || !(options.ChurnNoise >= 0))
            throw new ArgumentException($"s_churn {options.Churn} and s_noise {options.ChurnNoise} must be 0 or more.", nameof(options));
        if (options.Churn > 0 && options.Predicts is null)
            throw new ArgumentException("s_churn depends on what the network predicts. Give its prediction_type too.", nameof(options));
    }
}
