using System;
using System.Collections.Generic;
using Avatars.Posing;

namespace Avatars.Signing.Editing;

/// <summary>
/// Keys of values that come frame by frame: straight lines from key to key that stay within a tolerance, each to the farthest frame that a line reaches.
/// Keeps the keys, and of the frames only those behind the farthest one found so far.
/// </summary>
/// <remarks>Swinging doors (Bristol 1990): the slopes that pass all frames since a key narrow until the next frame is outside.</remarks>
sealed class KeyReduction
{
    readonly float _tolerance, _frameRate;
    readonly float[] _least, _most; // slopes, a frame
    readonly float[] _from, _reached; // values at the last key, and at the next one as far as is known
    readonly List<float> _behind = []; // values of the frames after that one
    int _fromFrame, _reachedFrame, _next, _frames;

    public KeyReduction(int channels, float tolerance, float frameRate)
    {
        (_tolerance, _frameRate) = (tolerance, frameRate);
        (_least, _most, _from, _reached) = (new float[channels], new float[channels], new float[channels], new float[channels]);
    }

    public List<TrackKey> Keys { get; } = [];

    /// <summary>Adds the next frame.</summary>
    /// <param name="values">One per channel.</param>
    public void Add(ReadOnlySpan<float> values)
    {
        if (_frames++ == 0)
        {
            values.CopyTo(_reached);
            Close();
            return;
        }
        foreach (var value in values)
            _behind.Add(value);
        Look();
    }

    /// <summary>The last frame becomes a key, unless nothing moves.</summary>
    public void Finish()
    {
        while (_fromFrame < _frames - 1)
        {
            Close();
            Look();
        }
        if (Keys.Count == 2 && Keys[0].Values.SequenceEqual(Keys[1].Values))
            Keys.RemoveAt(1);
    }

    /// <summary>The frame that is reached becomes a key, from which the next lines begin.</summary>
    void Close()
    {
        Keys.Add(new TrackKey(_reachedFrame / _frameRate, _reached, KeyShape.Linear));
        _reached.CopyTo(_from, 0);
        (_fromFrame, _next) = (_reachedFrame, 0);
        Array.Fill(_least, float.MinValue);
        Array.Fill(_most, float.MaxValue);
    }

    /// <summary>Goes on to the newest frame.</summary>
    void Look()
    {
        var channels = _from.Length;
        while (_next * channels < _behind.Count)
            if (!Narrow(_reachedFrame + 1 + _next - _fromFrame, out var isWithin))
                Close();
            else if (!isWithin)
                _next++;
            else
            {
                _behind.CopyTo(_next * channels, _reached, 0, channels);
                _behind.RemoveRange(0, (_next + 1) * channels);
                (_reachedFrame, _next) = (_reachedFrame + 1 + _next, 0);
            }
    }

    /// <param name="run">Frames since the last key.</param>
    /// <param name="isWithin">A line to this frame passes all before it.</param>
    /// <returns>Whether any line does.</returns>
    bool Narrow(int run, out bool isWithin)
    {
        isWithin = true;
        var isOpen = true;
        for (var i = 0; i < _from.Length; i++)
        {
            var rise = _behind[_next * _from.Length + i] - _from[i];
            isWithin &= rise / run >= _least[i] && rise / run <= _most[i];
            _least[i] = MathF.Max(_least[i], (rise - _tolerance) / run);
            _most[i] = MathF.Min(_most[i], (rise + _tolerance) / run);
            isOpen &= _least[i] <= _most[i];
        }
        return isOpen;
    }
}
