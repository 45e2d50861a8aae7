using System;
using System.Collections.Generic;

namespace Avatars.Animation;

/// <summary>The times at which a clip must be sampled to keep every key.</summary>
internal static class ClipSampling
{
    const int FreePoses = 4096, PosesPerKey = 16; // between keys: over a minute at 60 a second even of two keys
    const float Nearly = 1e-3f; // share of a step by which a gap may be longer than the step

    /// <summary>
    /// All key times of all curves, the last instant before each jump of a stepped curve, and as many times between as make no gap
    /// longer than <paramref name="largestStep"/>. Rising, from 0 to <see cref="AnimationClip.Length"/>.
    /// </summary>
    /// <param name="largestStep">Seconds; longer where it would give more than <paramref name="most"/> times.</param>
    /// <param name="most">Largest number of times.</param>
    /// <exception cref="ArgumentException">The keys alone are more than <paramref name="most"/>.</exception>
    public static float[] TimesToSample(this AnimationClip clip, float largestStep, int most)
    {
        var keys = Keys(clip);
        if (keys.Count > most)
            throw new ArgumentException($"'{clip.Name}' has {keys.Count} frames; at most {most} are taken at once. Cut it into shorter clips.", nameof(clip));
        // A key far in the future does not make a small file a large motion.
        if (Math.Min(most - keys.Count, FreePoses + PosesPerKey * keys.Count) is var room && room > 0)
            largestStep = MathF.Max(largestStep, clip.Length / room);
        var times = new List<float>(keys.Count);
        for (var i = 0; i < keys.Count; i++)
        {
            if (i > 0 && keys.Count < most)
            {
                var gap = keys[i] - keys[i - 1];
                var pieces = (int)MathF.Ceiling(gap / largestStep - Nearly);
                for (var piece = 1; piece < pieces; piece++)
                    AddRising(times, keys[i - 1] + gap * piece / pieces);
            }
            AddRising(times, keys[i]);
        }
        return times.ToArray();
    }

    /// <summary>Every key time once, and the instant before every jump.</summary>
    static List<float> Keys(AnimationClip clip)
    {
        var keys = new List<float> { 0, clip.Length };
        var seen = new Dictionary<float[], bool>(); // by reference: the curves of a recording share one array
        foreach (var curves in clip.Curves)
        {
            Add(curves.Translation?.Times, curves.Translation?.Interpolation);
            Add(curves.Rotation?.Times, curves.Rotation?.Interpolation);
            Add(curves.Scale?.Times, curves.Scale?.Interpolation);
        }
        keys.Sort();
        var rising = new List<float>(keys.Count);
        foreach (var key in keys)
            if (key >= 0)
                AddRising(rising, key);
        return rising;

        void Add(float[]? times, Interpolation? interpolation)
        {
            if (times is null)
                return;
            var isStepped = interpolation == Interpolation.Step;
            var known = seen.TryGetValue(times, out var wasStepped);
            if (!known)
                keys.AddRange(times);
            if (isStepped && !wasStepped)
                for (var i = 1; i < times.Length; i++)
                    keys.Add(JustBefore(times[i]));
            seen[times] = isStepped || wasStepped;
        }
    }

    /// <summary>The largest number below a positive one.</summary>
    internal static float JustBefore(float time) => time > 0 ? BitConverter.Int32BitsToSingle(BitConverter.SingleToInt32Bits(time) - 1) : 0;

    static void AddRising(List<float> times, float time)
    {
        if (times.Count == 0 || time > times[^1])
            times.Add(time);
    }
}
