using System;
using System.Collections.Generic;
using Avatars.Animation;

namespace Avatars.Posing;

/// <summary>The keys of a track as Unity's curves, one per channel.</summary>
static class TrackCurves
{
    public static AnimationCurve[] Of(IReadOnlyList<TrackKey> keys, int channels)
    {
        var curves = new AnimationCurve[channels];
        var list = new Keyframe[keys.Count];
        for (var channel = 0; channel < channels; channel++)
        {
            for (var i = 0; i < list.Length; i++)
                list[i] = Key(keys, i, channel);
            curves[channel] = new AnimationCurve(list);
        }
        return curves;
    }

    static Keyframe Key(IReadOnlyList<TrackKey> keys, int i, int channel)
    {
        var key = keys[i];
        var value = key.Values[channel];
        if (key.Shape == KeyShape.Free)
        {
            var tangents = key.Tangents.Slice(4 * channel, 4);
            var mode = (tangents[2] >= 0 ? WeightedMode.In : WeightedMode.None) | (tangents[3] >= 0 ? WeightedMode.Out : WeightedMode.None);
            return new Keyframe(key.Time, value, tangents[0], tangents[1], MathF.Max(0, tangents[2]), MathF.Max(0, tangents[3])) { WeightedMode = mode };
        }
        var before = i > 0 ? Slope(keys, i - 1, i, channel) : 0;
        var after = i + 1 < keys.Count ? Slope(keys, i, i + 1, channel) : 0;
        // A step before a key ends the curve there: its tangent is level, as at the ends.
        return key.Shape switch
        {
            KeyShape.Step => new Keyframe(key.Time, value, before, float.PositiveInfinity),
            KeyShape.Linear => new Keyframe(key.Time, value, before, after),
            _ => Auto(key.Time, value, i > 0 && i + 1 < keys.Count && keys[i - 1].Shape != KeyShape.Step ? Clamped(before, after) : 0),
        };
    }

    static Keyframe Auto(float time, float value, float slope) => new(time, value, slope, slope);

    /// <summary>Level at a turning point; else the harmonic mean of the two slopes, which never overshoots.</summary>
    /// <remarks>Fritsch and Butland, SIAM J. Sci. Stat. Comput. 5, 1984.</remarks>
    static float Clamped(float before, float after) => before * after <= 0 ? 0 : 2 * before * after / (before + after);

    static float Slope(IReadOnlyList<TrackKey> keys, int from, int to, int channel) =>
        (keys[to].Values[channel] - keys[from].Values[channel]) / MathF.Max(1e-6f, keys[to].Time - keys[from].Time);
}
