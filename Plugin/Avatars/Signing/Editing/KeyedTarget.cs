using System;
using Avatars.Animation;
using Avatars.Posing;
using Avatars.Rig;

namespace Avatars.Signing.Editing;

/// <summary>Reads the values of a track off a pose.</summary>
/// <param name="values">One per channel.</param>
delegate void TargetReader(Pose pose, Span<float> values);

/// <summary>One target of a movement on its way to a track of keys.</summary>
sealed class KeyedTarget
{
    readonly TrackTarget _target;
    readonly TargetReader _read;
    readonly KeyReduction _reduction;
    readonly float _tolerance;
    readonly int _decimals;
    readonly float[] _rest, _values, _before;
    bool _hasBefore;

    /// <param name="rest">The pose in which the target stays without a track; null for values of 0.</param>
    public KeyedTarget(TrackTarget target, float tolerance, int decimals, float frameRate, Pose? rest, TargetReader read)
    {
        (_target, _tolerance, _decimals, _read) = (target, tolerance, decimals, read);
        _reduction = new KeyReduction(target.Channels, tolerance, frameRate);
        (_rest, _values, _before) = (new float[target.Channels], new float[target.Channels], new float[target.Channels]);
        if (rest is not null)
            read(rest, _rest);
    }

    /// <summary>Whether the target has left its rest: without a track it stays there.</summary>
    public bool Moves { get; private set; }

    public int KeyCount => _reduction.Keys.Count;

    /// <summary>Adds the next frame.</summary>
    public void Add(Pose pose)
    {
        _read(pose, _values);
        for (var i = 0; i < _values.Length; i++)
        {
            var value = MathF.Round(_values[i], _decimals);
            if (_hasBefore && _target.Kind is TrackKind.Joint or TrackKind.Hand)
                value -= 360 * MathF.Round((value - _before[i]) / 360); // turns on where it would jump by a whole turn
            _values[i] = value;
            Moves |= MathF.Abs(value - _rest[i]) > _tolerance;
        }
        _values.CopyTo(_before, 0);
        _hasBefore = true;
        _reduction.Add(_values);
    }

    public TrackItem ToTrack(string person)
    {
        _reduction.Finish();
        return new TrackItem(person, _target, _reduction.Keys);
    }
}
