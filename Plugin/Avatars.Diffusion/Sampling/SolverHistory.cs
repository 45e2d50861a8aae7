using System;

namespace Avatars.Sampling;

/// <summary>The last estimates of a multistep solver, the newest first, in reused buffers.</summary>
sealed class SolverHistory
{
    readonly float[][] _estimates;

    public SolverHistory(int length)
    {
        _estimates = new float[length][];
        for (var i = 0; i < length; i++)
            _estimates[i] = [];
    }

    /// <summary>Of so many steps ago; 0 is the newest.</summary>
    public ReadOnlySpan<float> this[int ago] => _estimates[ago];

    /// <summary>Drops the oldest and returns the buffer of the newest, of this length and not cleared.</summary>
    public Span<float> Push(int length)
    {
        var oldest = _estimates[^1];
        Array.Copy(_estimates, 0, _estimates, 1, _estimates.Length - 1);
        for (var i = 0; i < _estimates.Length; i++)
            if (i > 0 && _estimates[i].Length != length)
                _estimates[i] = new float[length];
        return _estimates[0] = oldest.Length == length ? oldest : new float[length];
    }

    /// <summary>Adds weighted estimates to latents that were multiplied before.</summary>
    /// <param name="weights">Of the newest, the one before, ...</param>
    public void AddTo(Span<float> latents, ReadOnlySpan<float> weights)
    {
        for (var ago = 0; ago < weights.Length; ago++)
        {
            if (weights[ago] == 0)
                continue;
            var (weight, estimate) = (weights[ago], _estimates[ago]);
            for (var i = 0; i < latents.Length; i++)
                latents[i] += weight * estimate[i];
        }
    }

    /// <summary>The noise in latents that follows from a clean estimate: <c>(noisy - signal * clean) / noise</c>.</summary>
    public static void ToNoise(NoiseLevel level, ReadOnlySpan<float> noisy, ReadOnlySpan<float> clean, Span<float> noise)
    {
        for (var i = 0; i < noise.Length; i++)
            noise[i] = (noisy[i] - level.Signal * clean[i]) / level.Noise;
    }
}
