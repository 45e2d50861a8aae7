using System;

namespace Avatars.Perception;

/// <summary>Constants of a one-euro filter.</summary>
/// <param name="MinimumCutoff">Hz: how strongly a value that stands still is smoothed.</param>
/// <param name="Beta">How much speed, in object sizes a second, raises the cutoff.</param>
/// <param name="DerivativeCutoff">Hz: smoothing of the speed itself.</param>
internal readonly record struct OneEuroConstants(double MinimumCutoff, double Beta, double DerivativeCutoff)
{
    /// <summary>MediaPipe's, of pose landmarks in the picture.</summary>
    public static OneEuroConstants Picture { get; } = new(0.05, 80, 1);

    /// <summary>MediaPipe's, of pose landmarks in metres.</summary>
    public static OneEuroConstants World { get; } = new(0.1, 40, 1);

    /// <summary>MediaPipe's, of the auxiliary landmarks, which give the next frame's region.</summary>
    public static OneEuroConstants Auxiliary { get; } = new(0.01, 10, 1);
}

/// <summary>Takes jitter out of a value over time: strongly while it rests, hardly while it moves.</summary>
/// <remarks>Casiez et al. 2012; the arithmetic, with its float32 state, is that of MediaPipe's OneEuroFilter.</remarks>
internal struct OneEuroFilter
{
    const double FirstFrequency = 30; // until two timestamps are known

    float _value, _raw, _speed;
    double _frequency, _lastSeconds;
    bool _hasValue;

    /// <param name="seconds">Later than the last one, or the value is returned unchanged.</param>
    /// <param name="valueScale">1 / the object's size.</param>
    public float Apply(in OneEuroConstants constants, double seconds, float valueScale, float value)
    {
        if (_hasValue && seconds <= _lastSeconds)
            return value;
        _frequency = _hasValue ? 1 / (seconds - _lastSeconds) : FirstFrequency;
        _lastSeconds = seconds;
        var speed = _hasValue ? (float)((value - _raw) * valueScale * _frequency) : 0;
        _speed = _hasValue ? Mixed(speed, _speed, Alpha(constants.DerivativeCutoff)) : speed;
        var cutoff = constants.MinimumCutoff + constants.Beta * Math.Abs(_speed);
        _value = _hasValue ? Mixed(value, _value, Alpha(cutoff)) : value;
        (_raw, _hasValue) = (value, true);
        return _value;
    }

    readonly float Alpha(double cutoff) => (float)(1 / (1 + _frequency / (2 * Math.PI * cutoff)));

    static float Mixed(float value, float before, float alpha) => (float)(alpha * value + (1.0 - alpha) * before);
}
