using System;
using System.Collections.Generic;
using Avatars.Rig;

namespace Avatars.Posing;

/// <summary>A key of a document.</summary>
/// <param name="Track">Id of a <see cref="TrackItem"/>.</param>
/// <param name="Time">Seconds.</param>
public readonly record struct KeyReference(string Track, float Time);

/// <summary>Changes of many keys of a track at once: what a dope sheet does. Each gives a new track; the document's edits put it in place.</summary>
public static class KeyEdits
{
    /// <summary>Moves keys in time. A moved key replaces another one at its new time; of two moved to the same time the earlier one stays.</summary>
    /// <param name="times">Of the keys that move.</param>
    /// <param name="seconds">Added; as much as keeps the first moved key at 0 or later.</param>
    public static TrackItem Move(TrackItem track, IReadOnlyCollection<float> times, float seconds) =>
        Retime(track, times, time => MathF.Max(0, time + seconds), 1);

    /// <summary>Scales the times of keys about a pivot; given tangents become steeper or flatter with them.</summary>
    /// <param name="factor">More than 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The factor is not more than 0.</exception>
    public static TrackItem Scale(TrackItem track, IReadOnlyCollection<float> times, float pivot, float factor)
    {
        if (!(factor > 0) || !float.IsFinite(factor))
            throw new ArgumentOutOfRangeException(nameof(factor), factor, "Keys are scaled by a factor of more than 0.");
        return Retime(track, times, time => MathF.Max(0, pivot + (time - pivot) * factor), factor);
    }

    /// <summary>Gives keys new times. Of two with the same new time the earlier one stays; other keys there are replaced.</summary>
    /// <param name="stretch">By how much time is stretched: given tangents become flatter by it.</param>
    public static TrackItem Retime(TrackItem track, IReadOnlyCollection<float> times, Func<float, float> newTime, float stretch = 1)
    {
        var all = new SortedList<float, TrackKey>();
        foreach (var key in track.Keys)
            if (!Contains(times, key.Time))
                all[key.Time] = key;
        var moved = new HashSet<float>();
        foreach (var key in track.Keys)
            if (Contains(times, key.Time) && newTime(key.Time) is var time && moved.Add(time))
                all[time] = Stretch(key.At(time), stretch);
        return new TrackItem(track.OwnerId, track.Target, [.. all.Values]);
    }

    /// <summary>The track without some of its keys; it may have none left.</summary>
    public static TrackItem Without(TrackItem track, IReadOnlyCollection<float> times)
    {
        var kept = new List<TrackKey>();
        foreach (var key in track.Keys)
            if (!Contains(times, key.Time))
                kept.Add(key);
        return new TrackItem(track.OwnerId, track.Target, kept);
    }

    /// <summary>Keys added; one replaces a key at the same time.</summary>
    public static TrackItem With(TrackItem track, IEnumerable<TrackKey> keys)
    {
        var all = new SortedList<float, TrackKey>();
        foreach (var key in track.Keys)
            all[key.Time] = key;
        foreach (var key in keys)
            all[key.Time] = key;
        return new TrackItem(track.OwnerId, track.Target, [.. all.Values]);
    }

    /// <summary>Gives keys another kind of tangents; <see cref="KeyShape.Free"/> takes over the tangents that the key has now.</summary>
    public static TrackItem Shape(TrackItem track, IReadOnlyCollection<float> times, KeyShape shape)
    {
        var curves = shape == KeyShape.Free ? TrackCurves.Of(track.Keys, track.Target.Channels) : [];
        var keys = new List<TrackKey>(track.Keys);
        for (var i = 0; i < keys.Count; i++)
        {
            if (keys[i].Shape == shape || !Contains(times, keys[i].Time))
                continue;
            var tangents = new float[shape == KeyShape.Free ? 4 * track.Target.Channels : 0];
            for (var channel = 0; channel < curves.Length; channel++)
            {
                var key = curves[channel][i];
                (tangents[4 * channel], tangents[4 * channel + 1]) = (key.InTangent, key.OutTangent);
                (tangents[4 * channel + 2], tangents[4 * channel + 3]) = (-1, -1); // no weights
            }
            keys[i] = new TrackKey(keys[i].Time, keys[i].Values, shape, tangents, keys[i].Text);
        }
        return new TrackItem(track.OwnerId, track.Target, keys);
    }

    /// <summary>Changes one value of one key; the key keeps its tangents and loses its name.</summary>
    /// <exception cref="ArgumentException">The track has no key at this time.</exception>
    public static TrackItem SetValue(TrackItem track, float time, int channel, float value)
    {
        var key = Require(track, time);
        var values = key.Values.ToArray();
        values[channel] = value;
        return track.With(new TrackKey(time, values, key.Shape, key.Tangents));
    }

    /// <summary>Gives one value of a key tangents of its own, value per second; the key's other values keep the tangents that they have.</summary>
    /// <param name="inTangent">Towards the key; infinite for a step.</param>
    /// <param name="outTangent">Away from it.</param>
    /// <exception cref="ArgumentException">The track has no key at this time.</exception>
    public static TrackItem SetTangents(TrackItem track, float time, int channel, float inTangent, float outTangent)
    {
        track = Shape(track, [time], KeyShape.Free);
        var key = Require(track, time);
        var tangents = key.Tangents.ToArray();
        (tangents[4 * channel], tangents[4 * channel + 1]) = (inTangent, outTangent);
        return track.With(new TrackKey(time, key.Values, KeyShape.Free, tangents, key.Text));
    }

    static TrackKey Require(TrackItem track, float time)
    {
        var at = TrackKey.Find(track.Keys, time);
        return at < track.Keys.Count && track.Keys[at].Time == time ? track.Keys[at]
            : throw new ArgumentException($"The track '{track.Target}' has no key at {time} s.", nameof(time));
    }

    /// <summary>The key that a track has at a time, or would have there without changing what it shows.</summary>
    public static TrackKey KeyAt(TrackItem track, float time)
    {
        var at = TrackKey.Find(track.Keys, time);
        if (at < track.Keys.Count && track.Keys[at].Time == time)
            return track.Keys[at];
        var before = at > 0 ? track.Keys[at - 1] : at < track.Keys.Count ? track.Keys[at] : null;
        var shape = before?.Shape == KeyShape.Free ? KeyShape.Auto : before?.Shape ?? KeyShape.Auto;
        // A hand between two keys shows neither of their named shapes.
        var text = before is not null && (track.Target.Channels == 0 || at == 0 || at == track.Keys.Count) ? before.Text : "";
        return new TrackKey(time, track.Target.Channels > 0 ? track.Sample(time) : [], shape, text: text);
    }

    /// <summary>The target on the other side of the body; the target itself for what has no side.</summary>
    public static TrackTarget Mirror(TrackTarget target) => target.Kind switch
    {
        TrackKind.Joint or TrackKind.Offset => target with { Bone = HumanBones.Mirror(target.Bone) },
        TrackKind.Hand => TrackTarget.Hand(target.Bone != HumanBodyBones.LeftHand),
        TrackKind.Expression when target.Name.EndsWith("Left", StringComparison.Ordinal) => TrackTarget.Expression(target.Name[..^4] + "Right"),
        TrackKind.Expression when target.Name.EndsWith("Right", StringComparison.Ordinal) => TrackTarget.Expression(target.Name[..^5] + "Left"),
        _ => target,
    };

    /// <summary>A key mirrored at the body's middle plane, for the track of <see cref="Mirror(TrackTarget)"/>.</summary>
    /// <param name="target">Of the key as it is.</param>
    public static TrackKey Mirror(TrackTarget target, TrackKey key)
    {
        Span<float> values = stackalloc float[key.Values.Length];
        Span<float> tangents = stackalloc float[key.Tangents.Length];
        key.Values.CopyTo(values);
        key.Tangents.CopyTo(tangents);
        for (var channel = 0; channel < values.Length; channel++)
        {
            if (!IsNegated(target, channel))
                continue;
            values[channel] = -values[channel];
            if (tangents.Length > 0)
                (tangents[4 * channel], tangents[4 * channel + 1]) = (-tangents[4 * channel], -tangents[4 * channel + 1]);
        }
        return new TrackKey(key.Time, values, key.Shape, tangents, key.Text);
    }

    /// <summary>Angles of limbs mean the same on both sides; twist and sideways of the trunk change sign, and places left of the middle.</summary>
    static bool IsNegated(TrackTarget target, int channel) => target.Kind switch
    {
        TrackKind.Joint or TrackKind.Offset => HumanBones.Mirror(target.Bone) == target.Bone && channel < 2,
        TrackKind.HipsPosition or TrackKind.HipsOffset or TrackKind.Gaze => channel == 0,
        TrackKind.Camera => channel is 0 or 3,
        _ => false,
    };

    static TrackKey Stretch(TrackKey key, float factor)
    {
        if (key.Tangents.Length == 0 || factor == 1)
            return key;
        var tangents = key.Tangents.ToArray();
        for (var i = 0; i < tangents.Length; i += 4)
            (tangents[i], tangents[i + 1]) = (tangents[i] / factor, tangents[i + 1] / factor);
        return new TrackKey(key.Time, key.Values, key.Shape, tangents, key.Text);
    }

    static bool Contains(IReadOnlyCollection<float> times, float time)
    {
        if (times is ISet<float> set)
            return set.Contains(time);
        foreach (var one in times)
            if (one == time)
                return true;
        return false;
    }
}
