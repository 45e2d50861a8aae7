using System;
using System.Collections.Generic;

namespace Avatars.Animation;

/// <summary>A value at a time, with the incoming and outgoing tangents.</summary>
/// <param name="Time">Seconds.</param>
/// <param name="InTangent">Slope before the key, value per second; infinite holds the previous value up to the key.</param>
/// <param name="OutTangent">Slope after the key, value per second; infinite holds this value up to the next key.</param>
public readonly record struct Keyframe(float Time, float Value, float InTangent, float OutTangent)
{
    public Keyframe(float time, float value) : this(time, value, 0, 0) { }
}

/// <summary>
/// A number over time: cubic Hermite pieces between keys, like Unity's class of the same name. Immutable.
/// </summary>
public sealed class AnimationCurve
{
    readonly Keyframe[] _keys;

    /// <exception cref="ArgumentException">No key, a time or value that is not finite, or times that do not rise.</exception>
    public AnimationCurve(params Keyframe[] keys)
    {
        if (keys.Length == 0)
            throw new ArgumentException("A curve needs at least one key.", nameof(keys));
        for (var i = 0; i < keys.Length; i++)
        {
            if (!float.IsFinite(keys[i].Time) || !float.IsFinite(keys[i].Value) || float.IsNaN(keys[i].InTangent) || float.IsNaN(keys[i].OutTangent))
                throw new ArgumentException($"Key {i} is at {keys[i].Time} s with value {keys[i].Value}: give finite numbers.", nameof(keys));
            if (i > 0 && keys[i].Time <= keys[i - 1].Time)
                throw new ArgumentException($"Key {i} at {keys[i].Time} s does not come after key {i - 1} at {keys[i - 1].Time} s. Sort the keys by time.",
                    nameof(keys));
        }
        _keys = (Keyframe[])keys.Clone();
    }

    public IReadOnlyList<Keyframe> Keys => _keys;

    public int Length => _keys.Length;

    public WrapMode PreWrapMode { get; init; } = WrapMode.ClampForever;

    public WrapMode PostWrapMode { get; init; } = WrapMode.ClampForever;

    public static AnimationCurve Constant(float value) => new(new Keyframe(0, value));

    /// <summary>A straight line.</summary>
    public static AnimationCurve Linear(float startTime, float startValue, float endTime, float endValue)
    {
        var slope = (endValue - startValue) / (endTime - startTime);
        return new(new Keyframe(startTime, startValue, slope, slope), new Keyframe(endTime, endValue, slope, slope));
    }

    /// <summary>Level at both ends, smooth between.</summary>
    public static AnimationCurve EaseInOut(float startTime, float startValue, float endTime, float endValue) =>
        new(new Keyframe(startTime, startValue), new Keyframe(endTime, endValue));

    /// <summary>Straight lines through the points.</summary>
    public static AnimationCurve Polyline(params (float Time, float Value)[] points)
    {
        var keys = new Keyframe[points.Length];
        for (var i = 0; i < points.Length; i++)
        {
            float Slope(int a, int b) => (points[b].Value - points[a].Value) / (points[b].Time - points[a].Time);
            keys[i] = new Keyframe(points[i].Time, points[i].Value, i > 0 ? Slope(i - 1, i) : 0, i < points.Length - 1 ? Slope(i, i + 1) : 0);
        }
        return new(keys);
    }

    /// <summary>The same curve earlier or later.</summary>
    /// <param name="seconds">Added to the time of every key.</param>
    public AnimationCurve Shifted(float seconds) =>
        new(Array.ConvertAll(_keys, key => key with { Time = key.Time + seconds })) { PreWrapMode = PreWrapMode, PostWrapMode = PostWrapMode };

    /// <summary>The value at any time; outside the keys according to the wrap modes.</summary>
    public float Evaluate(float time)
    {
        var first = _keys[0].Time;
        var length = _keys[^1].Time - first;
        time = first + (time < first ? PreWrapMode : PostWrapMode).Wrap(time - first, length);
        var next = 1;
        var high = _keys.Length;
        while (next < high)
        {
            var middle = (next + high) / 2;
            if (_keys[middle].Time <= time)
                next = middle + 1;
            else
                high = middle;
        }
        return next >= _keys.Length ? _keys[^1].Value : Hermite(_keys[next - 1], _keys[next], time);
    }

    static float Hermite(in Keyframe from, in Keyframe to, float time)
    {
        if (float.IsInfinity(from.OutTangent) || float.IsInfinity(to.InTangent))
            return from.Value;
        var span = to.Time - from.Time;
        var t = (time - from.Time) / span;
        var t2 = t * t;
        var t3 = t2 * t;
        return (2 * t3 - 3 * t2 + 1) * from.Value + (t3 - 2 * t2 + t) * span * from.OutTangent
            + (3 * t2 - 2 * t3) * to.Value + (t3 - t2) * span * to.InTangent;
    }
}
