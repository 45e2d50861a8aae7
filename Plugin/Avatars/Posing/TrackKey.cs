using System;
using System.Collections.Generic;

namespace Avatars.Posing;

/// <summary>How a key's tangents are made.</summary>
public enum KeyShape
{
    /// <summary>Smooth, without overshoot: level at the ends and at turning points.</summary>
    Auto,

    /// <summary>Straight lines to the neighbours.</summary>
    Linear,

    /// <summary>The value holds until the next key.</summary>
    Step,

    /// <summary>Tangents and weights are given.</summary>
    Free,
}

/// <summary>The values of a track at one time. Immutable: keys are shared between versions of a document.</summary>
public sealed class TrackKey : IEquatable<TrackKey>
{
    readonly float[] _values;
    readonly float[] _tangents;

    /// <param name="time">Seconds, not negative.</param>
    /// <param name="values">One per channel of the track.</param>
    /// <param name="tangents">For <see cref="KeyShape.Free"/>: for each channel in-tangent, out-tangent, in-weight, out-weight; a weight below 0 means
    /// none. Empty otherwise.</param>
    /// <param name="text">A name that belongs to the key: of a hand shape or a source picture.</param>
    /// <exception cref="ArgumentException">A number is not finite, or the tangents do not fit the values.</exception>
    public TrackKey(float time, ReadOnlySpan<float> values, KeyShape shape = KeyShape.Auto, ReadOnlySpan<float> tangents = default, string text = "")
    {
        if (!(time >= 0) || !float.IsFinite(time))
            throw new ArgumentException($"A key is at {time} s. Give a time of 0 or more.", nameof(time));
        foreach (var value in values)
            if (!float.IsFinite(value))
                throw new ArgumentException($"The key at {time} s has the value {value}. Give finite numbers.", nameof(values));
        if (tangents.Length != (shape == KeyShape.Free ? 4 * values.Length : 0))
            throw new ArgumentException($"The key at {time} s has {tangents.Length} tangent numbers for {values.Length} values; a free key has four "
                + "each, another one none.", nameof(tangents));
        foreach (var tangent in tangents)
            if (float.IsNaN(tangent))
                throw new ArgumentException($"The key at {time} s has a tangent that is not a number.", nameof(tangents));
        (Time, Shape, Text) = (time, shape, text);
        (_values, _tangents) = (values.ToArray(), tangents.ToArray());
    }

    /// <summary>Seconds.</summary>
    public float Time { get; }

    public KeyShape Shape { get; }

    public string Text { get; }

    public ReadOnlySpan<float> Values => _values;

    public ReadOnlySpan<float> Tangents => _tangents;

    public TrackKey At(float time) => new(time, _values, Shape, _tangents, Text);

    public TrackKey WithValues(ReadOnlySpan<float> values, string text = "") =>
        new(Time, values, Shape == KeyShape.Free ? KeyShape.Auto : Shape, default, text);

    public bool Equals(TrackKey? other) => other is not null && (ReferenceEquals(this, other) || (Time == other.Time && Shape == other.Shape
        && Text == other.Text && Values.SequenceEqual(other.Values) && Tangents.SequenceEqual(other.Tangents)));

    public override bool Equals(object? obj) => Equals(obj as TrackKey);

    public override int GetHashCode() => HashCode.Combine(Time, Shape, _values.Length);

    /// <summary>The index of the first key at or after a time.</summary>
    internal static int Find(IReadOnlyList<TrackKey> keys, float time)
    {
        var (low, high) = (0, keys.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (keys[middle].Time < time)
                low = middle + 1;
            else
                high = middle;
        }
        return low;
    }
}
