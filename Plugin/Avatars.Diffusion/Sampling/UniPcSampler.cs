using System;

namespace Avatars.Sampling;

/// <summary>
/// UniPC of second order: predicts the next latents from the last two clean estimates, and corrects them when the estimate there is known,
/// without asking the denoiser again.
/// </summary>
/// <remarks>
/// Zhao et al. 2023, arXiv:2302.04867, Algorithm 1 with B2(h) = exp(h) - 1 on estimates of the clean latents. First and last step are of first
/// order, as in the published code.
/// </remarks>
public sealed class UniPcSampler : ISampler
{
    readonly NoiseLevel[] _levels;
    readonly (float Noisy, float Now, float Before)[] _predictions;
    readonly (float Last, float Now, float Before, float Earlier)[] _corrections;
    readonly float _cleanLimit;
    float[] _last = [], _before = [], _earlier = [];

    public UniPcSampler(NoiseSchedule schedule, SamplerOptions options)
    {
        var levels = SigmaLevels.ForSolver(schedule, options);
        _cleanLimit = options.CleanLimit;
        _levels = levels[..^1];
        var count = _levels.Length;
        _predictions = new (float, float, float)[count];
        _corrections = new (float, float, float, float)[count];
        for (var i = 0; i < count; i++)
        {
            _predictions[i] = Predict(i == 0 || i == count - 1 ? null : levels[i - 1], levels[i], levels[i + 1]);
            if (i > 0)
                _corrections[i] = Correct(i == 1 ? null : levels[i - 2], levels[i - 1], levels[i]);
        }
    }

    public ReadOnlySpan<NoiseLevel> Levels => _levels;

    public float StartScale => 1;

    public void Step(int step, Span<float> latents, ReadOnlySpan<float> clean, INoise noise)
    {
        Fit(latents.Length, isNew: step == 0);
        var correction = _corrections[step];
        var (noisyShare, nowShare, beforeShare) = _predictions[step];
        for (var i = 0; i < latents.Length; i++)
        {
            var now = Math.Clamp(clean[i], -_cleanLimit, _cleanLimit);
            var corrected = step == 0 ? latents[i]
                : correction.Last * _last[i] + correction.Now * now + correction.Before * _before[i] + correction.Earlier * _earlier[i];
            latents[i] = noisyShare * corrected + nowShare * now + beforeShare * _before[i];
            (_last[i], _earlier[i], _before[i]) = (corrected, _before[i], now);
        }
    }

    void Fit(int length, bool isNew)
    {
        if (_last.Length != length)
            (_last, _before, _earlier) = (new float[length], new float[length], new float[length]);
        else if (isNew)
        {
            Array.Clear(_before, 0, length);
            Array.Clear(_earlier, 0, length);
        }
    }

    static (float Noisy, float Now, float Before) Predict(NoiseLevel? before, NoiseLevel now, NoiseLevel next)
    {
        var (noisy, clean) = FirstOrder(now, next);
        var change = before is { } last ? 0.5 * clean / Ratio(last, now, next) : 0;
        return ((float)noisy, (float)(clean - change), (float)change);
    }

    /// <param name="earlier">Null for a correction of first order.</param>
    static (float Last, float Now, float Before, float Earlier) Correct(NoiseLevel? earlier, NoiseLevel before, NoiseLevel now)
    {
        var (noisy, clean) = FirstOrder(before, now);
        if (earlier is not { } first)
            return ((float)noisy, (float)(0.5 * clean), (float)(0.5 * clean), 0);
        // Weights of the two changes so that terms of first and second order in h are met.
        var h = Math.Log(before.Sigma / now.Sigma);
        var e = now.Sigma / before.Sigma - 1; // exp(-h) - 1
        var phi = -e / h - 1;
        var (b1, b2) = (phi / e, 2 * (-phi / h - 0.5) / e);
        var ratio = Ratio(first, before, now);
        var earlierWeight = (b1 - b2) / (1 - ratio);
        var nowWeight = b1 - earlierWeight;
        var earlierShare = clean * earlierWeight / ratio;
        var nowShare = clean * nowWeight;
        return ((float)noisy, (float)nowShare, (float)(clean - earlierShare - nowShare), (float)earlierShare);
    }

    static (double Noisy, double Clean) FirstOrder(NoiseLevel now, NoiseLevel next)
    {
        var left = next.Sigma / now.Sigma;
        var signal = Math.Sqrt(next.AlphaBar);
        return (signal * left / Math.Sqrt(now.AlphaBar), signal * (1 - left));
    }

    /// <summary>The step back over the step ahead, in the logarithm of sigma; negative.</summary>
    static double Ratio(NoiseLevel before, NoiseLevel now, NoiseLevel next) => Math.Log(now.Sigma / before.Sigma) / Math.Log(now.Sigma / next.Sigma);
}
