using System;

namespace Avatars.Animation;

public sealed partial class AnimationCurve
{
    const float SameTime = 1e-5f; // seconds: to a neighbour nearer than this the slope counts as 0

    /// <summary>Adds a key with smoothed tangents.</summary>
    /// <returns>Index of the new key, or -1 when there is already one at this time; the curve is then unchanged.</returns>
    public int AddKey(float time, float value)
    {
        var index = AddKey(new Keyframe(time, value));
        if (index >= 0)
            SmoothTangents(index, 0);
        return index;
    }

    /// <summary>Adds a key with its own tangents.</summary>
    /// <returns>Index of the new key, or -1 when there is already one at this time; the curve is then unchanged.</returns>
    /// <exception cref="ArgumentException">A time or value that is not finite.</exception>
    public int AddKey(Keyframe key)
    {
        key = key.Checked();
        var index = FirstAfter(key.Time);
        if (index > 0 && _keys[index - 1].Time == key.Time)
            return -1;
        _keys.Insert(index, key);
        return index;
    }

    /// <summary>Replaces a key. Onto the time of another key it takes the value and tangents, and keeps its old time.</summary>
    /// <returns>Index of the key after the move.</returns>
    /// <exception cref="ArgumentOutOfRangeException">No such key.</exception>
    public int MoveKey(int index, Keyframe key)
    {
        var old = _keys[Require(index)];
        key = key.Checked();
        _keys.RemoveAt(index);
        var moved = AddKey(key);
        return moved >= 0 ? moved : AddKey(key with { Time = old.Time });
    }

    /// <exception cref="ArgumentOutOfRangeException">No such key.</exception>
    public void RemoveKey(int index) => _keys.RemoveAt(Require(index));

    public void ClearKeys() => _keys.Clear();

    /// <summary>Replaces all keys.</summary>
    /// <param name="keys">In any order; of several at one time the first counts.</param>
    /// <exception cref="ArgumentException">A time or value that is not finite; the curve is then unchanged.</exception>
    public void SetKeys(ReadOnlySpan<Keyframe> keys)
    {
        var given = keys.ToArray();
        for (var i = 0; i < given.Length; i++)
            given[i] = given[i].Checked();
        _keys.Clear();
        foreach (var key in given)
            AddKey(key);
    }

    /// <exception cref="ArgumentException">The span is shorter than <see cref="Length"/>.</exception>
    public void GetKeys(Span<Keyframe> keys)
    {
        if (keys.Length < _keys.Count)
            throw new ArgumentException($"The curve has {_keys.Count} keys, and the span takes {keys.Length}.", nameof(keys));
        for (var i = 0; i < _keys.Count; i++)
            keys[i] = _keys[i];
    }

    /// <summary>Takes over keys and wrap modes.</summary>
    public void CopyFrom(AnimationCurve other)
    {
        if (ReferenceEquals(other, this))
            return;
        _keys.Clear();
        _keys.AddRange(other._keys);
        PreWrapMode = other.PreWrapMode;
        PostWrapMode = other.PostWrapMode;
    }

    /// <summary>Makes both tangents of a key equal: the mean of the slopes to its neighbours, at an end the slope to the only one.</summary>
    /// <param name="weight">-1 takes the slope to the key after, 1 the slope from the key before, 0 their mean. Unity publishes no formula for other
    /// values than 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">No such key.</exception>
    public void SmoothTangents(int index, float weight)
    {
        Require(index);
        var (before, after) = Slopes(index);
        SetTangents(index, ((1 + weight) * before + (1 - weight) * after) / 2);
    }

    /// <summary>Smooths a key so that the curve does not leave the range of its neighbours there: level at ends and where the slopes differ in sign;
    /// Unity's "clamped auto".</summary>
    /// <exception cref="ArgumentOutOfRangeException">No such key.</exception>
    public void ClampTangents(int index)
    {
        Require(index);
        var (before, after) = Slopes(index);
        var isLevel = index == 0 || index == _keys.Count - 1 || before * after <= 0;
        SetTangents(index, isLevel ? 0 : (before + after) / 2);
    }

    /// <summary>Slopes from the key before and to the key after; at an end the only one twice, 0 for a single key.</summary>
    (float Before, float After) Slopes(int index)
    {
        var before = index > 0 ? Slope(index - 1) : (float?)null;
        var after = index < _keys.Count - 1 ? Slope(index) : (float?)null;
        return (before ?? after ?? 0, after ?? before ?? 0);
    }

    float Slope(int index)
    {
        var seconds = _keys[index + 1].Time - _keys[index].Time;
        return seconds < SameTime ? 0 : (_keys[index + 1].Value - _keys[index].Value) / seconds;
    }

    void SetTangents(int index, float slope) => _keys[index] = _keys[index] with { InTangent = slope, OutTangent = slope };
}
