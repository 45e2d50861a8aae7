using System;

namespace Avatars.Sampling;

/// <summary>What is done to an estimate of the clean latents before a sampler uses it: dynamic thresholding, clamping, or nothing.</summary>
sealed class EstimateLimit
{
    readonly bool _thresholds;
    readonly float _limit, _ratio, _most;
    readonly int _pictures;
    float[] _limited = [], _magnitudes = [];

    /// <exception cref="ArgumentException">A number is out of its limits.</exception>
    public EstimateLimit(SamplerOptions options)
    {
        (_thresholds, _limit, _ratio, _most, _pictures) = (options.Thresholds, options.CleanLimit, options.ThresholdRatio, options.MostThreshold,
            options.Pictures);
        if (!(_limit > 0))
            throw new ArgumentException($"clip_sample_range is {_limit}; it must be more than 0.", nameof(options));
        if (!(_ratio is >= 0 and <= 1))
            throw new ArgumentException($"dynamic_thresholding_ratio is {_ratio}; it is a share of 0 to 1.", nameof(options));
        if (!(_most > 0))
            throw new ArgumentException($"sample_max_value is {_most}; it must be more than 0.", nameof(options));
        if (_pictures < 1)
            throw new ArgumentException($"{_pictures} pictures cannot be sampled; there must be 1 or more.", nameof(options));
    }

    /// <summary>The estimate itself where nothing is done to it; else a copy that is valid until the next call.</summary>
    /// <param name="clean">[pictures, channels, height, width].</param>
    public ReadOnlySpan<float> Apply(ReadOnlySpan<float> clean)
    {
        if (!_thresholds && float.IsPositiveInfinity(_limit))
            return clean;
        if (_limited.Length != clean.Length)
            _limited = new float[clean.Length];
        clean.CopyTo(_limited);
        if (!_thresholds)
            Clamp(_limited, _limit, 1);
        else
            for (var picture = 0; picture < _pictures; picture++)
                Threshold(_limited.AsSpan(clean.Length / _pictures * picture, clean.Length / _pictures));
        return _limited;
    }

    void Threshold(Span<float> picture)
    {
        if (_magnitudes.Length != picture.Length)
            _magnitudes = new float[picture.Length];
        for (var i = 0; i < picture.Length; i++)
            _magnitudes[i] = Math.Abs(picture[i]);
        Array.Sort(_magnitudes);
        // Between two ranks in proportion, in float32 as PyTorch's quantile.
        var rank = _ratio * (picture.Length - 1);
        var below = (int)rank;
        var (low, high) = (_magnitudes[below], _magnitudes[Math.Min(below + 1, picture.Length - 1)]);
        var quantile = low + (rank - below) * (high - low);
        var threshold = Math.Min(Math.Max(quantile, 1), _most);
        Clamp(picture, threshold, threshold);
    }

    static void Clamp(Span<float> values, float limit, float divisor)
    {
        foreach (ref var value in values)
            value = Math.Clamp(value, -limit, limit) / divisor;
    }
}
