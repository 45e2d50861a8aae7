using System;
using System.Collections.Generic;

namespace Avatars.Animation;

/// <summary>
/// A number over time: cubic pieces between keys, with Unity's semantics. Keys are sorted by time, no two at one time. May be read from several
/// threads, as long as none edits it.
/// </summary>
public sealed partial class AnimationCurve : IEquatable<AnimationCurve>
{
    readonly List<Keyframe> _keys;

    /// <summary>Without keys: 0 at every time.</summary>
    public AnimationCurve() => _keys = [];

    /// <param name="keys">In any order; of several at one time the first counts.</param>
    /// <exception cref="ArgumentException">A time or value that is not finite.</exception>
    public AnimationCurve(params Keyframe[] keys) : this() => SetKeys(keys);

    /// <summary>Sorted by time. A view: it shows later changes of the curve.</summary>
    public IReadOnlyList<Keyframe> Keys => _keys;

    /// <summary>Number of keys.</summary>
    public int Length => _keys.Count;

    /// <exception cref="ArgumentOutOfRangeException">No such key.</exception>
    public Keyframe this[int index] => _keys[Require(index)];

    /// <summary>Before the first key.</summary>
    public WrapMode PreWrapMode { get; set; } = WrapMode.ClampForever;

    /// <summary>After the last key.</summary>
    public WrapMode PostWrapMode { get; set; } = WrapMode.ClampForever;

    /// <summary>One value from one time to another.</summary>
    public static AnimationCurve Constant(float timeStart, float timeEnd, float value) => Linear(timeStart, value, timeEnd, value);

    /// <summary>A straight line; one key when both times are equal.</summary>
    public static AnimationCurve Linear(float timeStart, float valueStart, float timeEnd, float valueEnd)
    {
        if (timeStart == timeEnd)
            return new(new Keyframe(timeStart, valueStart));
        var slope = (valueEnd - valueStart) / (timeEnd - timeStart);
        return new(new Keyframe(timeStart, valueStart, 0, slope), new Keyframe(timeEnd, valueEnd, slope, 0));
    }

    /// <summary>Level at both ends, smooth between; one key when both times are equal.</summary>
    public static AnimationCurve EaseInOut(float timeStart, float valueStart, float timeEnd, float valueEnd) => timeStart == timeEnd
        ? new(new Keyframe(timeStart, valueStart))
        : new(new Keyframe(timeStart, valueStart), new Keyframe(timeEnd, valueEnd));

    /// <summary>Straight lines through the points, in the order of their times.</summary>
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

    /// <summary>A copy, earlier or later.</summary>
    /// <param name="seconds">Added to the time of every key.</param>
    public AnimationCurve Shifted(float seconds) =>
        new(_keys.ConvertAll(key => key with { Time = key.Time + seconds }).ToArray()) { PreWrapMode = PreWrapMode, PostWrapMode = PostWrapMode };

    /// <summary>The value at any time; outside the keys according to the wrap modes. 0 without keys.</summary>
    /// <param name="time">Seconds.</param>
    public float Evaluate(float time)
    {
        if (_keys.Count == 0)
            return 0;
        var first = _keys[0].Time;
        var last = _keys[^1].Time;
        if (time < first || time > last)
            time = first + (time < first ? PreWrapMode : PostWrapMode).Wrap(time - first, last - first);
        var next = FirstAfter(time);
        return next == 0 ? _keys[0].Value : next == _keys.Count ? _keys[^1].Value : CurveSegment.Evaluate(_keys[next - 1], _keys[next], time);
    }

    public bool Equals(AnimationCurve? other)
    {
        if (other is null || other.Length != Length || other.PreWrapMode != PreWrapMode || other.PostWrapMode != PostWrapMode)
            return false;
        for (var i = 0; i < Length; i++)
            if (_keys[i] != other._keys[i])
                return false;
        return true;
    }

    public override bool Equals(object? other) => Equals(other as AnimationCurve);

    /// <summary>Of the content, as Unity's: it changes when the curve is edited.</summary>
    public override int GetHashCode()
    {
        var hash = HashCode.Combine(PreWrapMode, PostWrapMode);
        foreach (var key in _keys)
            hash = HashCode.Combine(hash, key);
        return hash;
    }

    /// <summary>Index of the first key later than a time; the number of keys where there is none.</summary>
    int FirstAfter(float time)
    {
        var next = 0;
        var high = _keys.Count;
        while (next < high)
        {
            var middle = (next + high) / 2;
            if (_keys[middle].Time <= time)
                next = middle + 1;
            else
                high = middle;
        }
        return next;
    }

    int Require(int index) => index >= 0 && index < _keys.Count ? index
        : throw new ArgumentOutOfRangeException(nameof(index), $"The curve has {_keys.Count} keys; there is no key {index}.");
}
