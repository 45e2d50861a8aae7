using System;
using System.Linq;

namespace Avatars.Sampling;

/// <summary>
/// UniPC: predicts the next latents from the last estimates, and corrects them when the estimate there is known, without asking the denoiser again.
/// </summary>
/// <remarks>
/// Zhao et al. 2023, arXiv:2302.04867, Algorithm 1 with B1(h) = h or B2(h) = exp(h) - 1, on estimates of the clean latents or of the noise. The first
/// steps are of lower order, and the last ones too where that is asked for, as in the published code; a last step to no noise always is.
/// </remarks>
internal sealed class UniPcSampler : ISampler
{
    const int MostOrder = 6;

    readonly NoiseLevel[] _levels;
    readonly (float Noisy, float[] Estimates)[] _predictions;
    readonly (float Last, float[] Estimates)[] _corrections;
    readonly EstimateLimit _limit;
    readonly SolverHistory _history;
    readonly bool _solvesForClean;
    float[] _last = [];

    /// <exception cref="ArgumentException">The options do not fit the schedule, or a name is unknown.</exception>
    public UniPcSampler(NoiseSchedule schedule, SamplerOptions options)
    {
        if (options.Order is < 1 or > MostOrder)
            throw new ArgumentException($"solver_order {options.Order} is not one of unipc. Known: 1 to {MostOrder}.", nameof(options));
        var levels = SigmaLevels.ForUniPc(schedule, options);
        var method = new UniPcMethod(levels, options);
        (_limit, _history, _solvesForClean) = (new EstimateLimit(options), new SolverHistory(options.Order + 1), options.SolvesForClean);
        _levels = levels[..^1];
        var count = _levels.Length;
        _predictions = new (float, float[])[count];
        _corrections = new (float, float[])[count];
        var before = 0;
        for (var i = 0; i < count; i++)
        {
            if (i > 0)
                _corrections[i] = options.Uncorrected.Contains(i - 1) ? (0, []) : method.Correct(i, before);
            before = Math.Min(options.LowersFinalOrder ? Math.Min(options.Order, count - i) : options.Order, i + 1);
            if (levels[i + 1].Sigma == 0)
                before = 1;
            _predictions[i] = method.Predict(i, before);
        }
    }

    public ReadOnlySpan<NoiseLevel> Levels => _levels;

    public float StartScale => 1;

    public void Step(int step, Span<float> latents, ReadOnlySpan<float> clean, INoise noise)
    {
        if (_last.Length != latents.Length)
            _last = new float[latents.Length];
        var estimate = _history.Push(latents.Length);
        if (_solvesForClean)
            _limit.Apply(clean).CopyTo(estimate);
        else
            SolverHistory.ToNoise(_levels[step], latents, clean, estimate); // noise is not thresholded, as published

        if (step > 0 && _corrections[step].Estimates.Length > 0)
            Mix(_last, _corrections[step].Last, _corrections[step].Estimates, latents);
        latents.CopyTo(_last);
        Mix(_last, _predictions[step].Noisy, _predictions[step].Estimates, latents);
    }

    void Mix(ReadOnlySpan<float> from, float share, float[] estimates, Span<float> latents)
    {
        for (var i = 0; i < latents.Length; i++)
            latents[i] = share * from[i];
        _history.AddTo(latents, estimates);
    }
}
