using System;
using System.Numerics;
using Avatars.Retargeting;

namespace Avatars.Signing;

/// <summary>Landmarks of a recorded sign without outliers, gaps and jitter. Hand shapes stay: the smoothing fits parabolas instead of averaging.</summary>
internal static class LandmarkCleaning
{
    const int HandPoints = 21;
    const int Around = 3; // frames before and after that judge a frame
    const float FarOff = 5; // median absolute deviations that make an outlier
    const float LeastOff = 0.12f; // of the shoulder width, for the body; of the hand's length, for a hand

    /// <summary>Savitzky and Golay 1964: five points, second order. Chosen by measurement; see LandmarkCleaningTests.</summary>
    static readonly float[] Kernel = [-3 / 35f, 12 / 35f, 17 / 35f, 12 / 35f, -3 / 35f];

    public static void Run(LandmarkClip clip)
    {
        DropOutliers(clip);
        clip.FillGaps();
        Smooth(clip);
    }

    /// <summary>Points that lie far from the median of their neighbours in time become missing (Hampel 1974).</summary>
    public static void DropOutliers(LandmarkClip clip)
    {
        var body = Scale(clip, (int)Landmark.LeftShoulder, (int)Landmark.RightShoulder);
        var (left, right) = (Scale(clip, (int)Landmark.LeftHand, (int)Landmark.LeftHand + 9),
            Scale(clip, (int)Landmark.RightHand, (int)Landmark.RightHand + 9));
        Span<float> window = stackalloc float[2 * Around + 1];
        var drop = new bool[clip.Frames];
        for (var landmark = 0; landmark < (int)Landmark.Count; landmark++)
        {
            var scale = landmark < (int)Landmark.LeftHand ? body : 2 * (landmark < (int)Landmark.RightHand ? left : right);
            if (!(scale > 0))
                continue;
            Array.Clear(drop, 0, drop.Length);
            for (var frame = 0; frame < clip.Frames; frame++)
                for (var axis = 0; axis < 2 && !drop[frame]; axis++) // depth is too rough to judge by
                    drop[frame] = IsOutlier(clip, landmark, frame, axis, window, LeastOff * scale);
            for (var frame = 0; frame < clip.Frames; frame++)
                if (drop[frame])
                    clip.Frame(frame)[landmark] = new Vector3(float.NaN);
        }
    }

    static bool IsOutlier(LandmarkClip clip, int landmark, int frame, int axis, Span<float> window, float least)
    {
        var value = Axis(clip.Frame(frame)[landmark], axis);
        if (float.IsNaN(value))
            return false;
        var count = 0;
        for (var i = Math.Max(0, frame - Around); i <= Math.Min(clip.Frames - 1, frame + Around); i++)
            if (Axis(clip.Frame(i)[landmark], axis) is var near && !float.IsNaN(near))
                window[count++] = near;
        if (count < 5)
            return false;
        var median = Median(window[..count]);
        var off = MathF.Abs(value - median);
        if (off < least)
            return false;
        for (var i = 0; i < count; i++)
            window[i] = MathF.Abs(window[i] - median);
        return off > FarOff * 1.4826f * Median(window[..count]);
    }

    static float Axis(Vector3 point, int axis) => axis == 0 ? point.X : point.Y;

    static float Median(Span<float> values)
    {
        for (var i = 1; i < values.Length; i++)
            for (var k = i; k > 0 && values[k] < values[k - 1]; k--)
                (values[k], values[k - 1]) = (values[k - 1], values[k]);
        return values[values.Length / 2];
    }

    /// <summary>Median distance of two landmarks in the picture; NaN where they are never seen together.</summary>
    static float Scale(LandmarkClip clip, int a, int b)
    {
        var lengths = new float[clip.Frames];
        var count = 0;
        for (var frame = 0; frame < clip.Frames; frame++)
            if (clip.Frame(frame)[a] - clip.Frame(frame)[b] is var apart && !float.IsNaN(apart.X))
                lengths[count++] = new Vector2(apart.X, apart.Y).Length();
        Array.Sort(lengths, 0, count);
        return count == 0 ? float.NaN : lengths[count / 2];
    }

    /// <summary>Every landmark by the kernel; near the ends the outermost frame is repeated.</summary>
    public static void Smooth(LandmarkClip clip)
    {
        var track = new Vector3[clip.Frames];
        for (var landmark = 0; landmark < (int)Landmark.Count; landmark++)
        {
            for (var frame = 0; frame < clip.Frames; frame++)
                track[frame] = clip.Frame(frame)[landmark];
            if (clip.Frames == 0 || float.IsNaN(track[0].X))
                continue;
            for (var frame = 0; frame < clip.Frames; frame++)
            {
                var sum = Vector3.Zero;
                for (var i = -2; i <= 2; i++)
                    sum += Kernel[i + 2] * track[Math.Clamp(frame + i, 0, clip.Frames - 1)];
                clip.Frame(frame)[landmark] = sum;
            }
        }
    }
}
