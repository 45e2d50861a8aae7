using System;
using System.Collections.Generic;
using System.Numerics;
using Avatars.Animation;

namespace Avatars.Retargeting;

/// <summary>From the landmarks of a face over time to weights of ARKit's blend shapes, gaze included.</summary>
public static class FaceWeights
{
    const float CalibrationSeconds = 2; // from this length on, what a face does nearly all the time is the person's look, not an expression
    const float NeutralShare = 0.2f; // of the frames: the weight that so many are below
    const float Least = 0.03f; // weights that never pass this are left out
    const float LookSide = 30, LookUp = 20, LookDown = 25; // degrees at weight 1, as FacialExpressions has them
    const float LargestLookAside = 12; // degrees of the usual gaze that count as the eyes' own
    const float Closed = 0.6f; // weight of a lid behind which no iris is seen

    /// <summary>Curves of the weights that are not 0 all the time.</summary>
    /// <param name="smoothSeconds">Standard deviation of the smoothing in time; 0 for none.</param>
    public static IReadOnlyList<WeightCurve> Of(FaceTrack track, float smoothSeconds = 0.03f) => Of(track, smoothSeconds, FaceBasis.Default);

    internal static IReadOnlyList<WeightCurve> Of(FaceTrack track, float smoothSeconds, FaceBasis basis)
    {
        var fit = new FaceFit(basis);
        fit.SetShape(FaceShapeFit.Run(basis, track));
        var weights = Array.ConvertAll(basis.Moves, _ => Unseen(track.Frames));
        var gaze = new FaceGaze(basis, track.Frames);
        for (var frame = 0; frame < track.Frames; frame++)
        {
            if (!fit.Run(track.Frame(frame)))
                continue;
            for (var e = 0; e < weights.Length; e++)
                weights[e][frame] = fit.Weights[e];
            gaze.Add(frame, track.Frame(frame), fit, eye => fit.Weights[eye == FaceGaze.Right ? 1 : 0] < Closed);
        }
        var curves = new List<WeightCurve>();
        var isLong = track.Frames / track.FrameRate >= CalibrationSeconds;
        for (var e = 0; e < weights.Length; e++)
        {
            if (isLong)
                Subtract(weights[e], Share(weights[e], NeutralShare));
            foreach (var name in FaceBasis.Expressions[e])
                Add(name, weights[e]);
        }
        foreach (var (side, eye, outward) in new[] { ("Left", FaceGaze.Left, 1), ("Right", FaceGaze.Right, -1) })
        {
            var (yaw, pitch) = (gaze.Yaw[eye], gaze.Pitch[eye]);
            if (isLong)
            {
                Shift(yaw, Math.Clamp(Share(yaw, 0.5f), -LargestLookAside, LargestLookAside));
                Shift(pitch, Math.Clamp(Share(pitch, 0.5f), -LargestLookAside, LargestLookAside));
            }
            Add("eyeLookOut" + side, Array.ConvertAll(yaw, degrees => Positive(outward * degrees, LookSide)));
            Add("eyeLookIn" + side, Array.ConvertAll(yaw, degrees => Positive(-outward * degrees, LookSide)));
            Add("eyeLookUp" + side, Array.ConvertAll(pitch, degrees => Positive(degrees, LookUp)));
            Add("eyeLookDown" + side, Array.ConvertAll(pitch, degrees => Positive(-degrees, LookDown)));
        }
        return curves;

        void Add(string name, float[] values)
        {
            var smooth = Smoothed(Filled(values), smoothSeconds * track.FrameRate);
            if (!Array.Exists(smooth, value => value > Least))
                return;
            var points = new (float, float)[smooth.Length];
            for (var i = 0; i < points.Length; i++)
                points[i] = (i / track.FrameRate, smooth[i]);
            curves.Add(new WeightCurve(name, AnimationCurve.Polyline(points)));
        }
    }

    static float[] Unseen(int frames)
    {
        var values = new float[frames];
        Array.Fill(values, float.NaN);
        return values;
    }

    static float Positive(float degrees, float full) => Math.Clamp(degrees / full, 0, 1); // NaN stays

    /// <summary>The value that a share of the frames is below; 0 where none is seen.</summary>
    static float Share(float[] values, float share)
    {
        var seen = Array.FindAll(values, value => !float.IsNaN(value));
        Array.Sort(seen);
        return seen.Length == 0 ? 0 : seen[(int)(share * (seen.Length - 1))];
    }

    static void Subtract(float[] values, float neutral)
    {
        for (var i = 0; i < values.Length; i++)
            values[i] = values[i] <= neutral ? 0 : neutral < 0.9f && !float.IsNaN(values[i]) ? (values[i] - neutral) / (1 - neutral) : values[i] - neutral;
    }

    static void Shift(float[] values, float by)
    {
        for (var i = 0; i < values.Length; i++)
            values[i] -= by;
    }

    /// <summary>Gaps in time filled linearly; 0 where nothing is seen at all.</summary>
    static float[] Filled(float[] values)
    {
        var last = -1;
        for (var i = 0; i < values.Length; i++)
        {
            if (float.IsNaN(values[i]))
                continue;
            for (var gap = last + 1; gap < i; gap++)
                values[gap] = last < 0 ? values[i] : values[last] + (values[i] - values[last]) * (gap - last) / (i - last);
            last = i;
        }
        for (var gap = last + 1; gap < values.Length; gap++)
            values[gap] = last < 0 ? 0 : values[last];
        return values;
    }

    static float[] Smoothed(float[] values, float deviation)
    {
        if (!(deviation > 0))
            return values;
        var reach = (int)MathF.Ceiling(2.5f * deviation);
        var smooth = new float[values.Length];
        for (var i = 0; i < values.Length; i++)
        {
            var (sum, weights) = (0f, 0f);
            for (var k = Math.Max(0, i - reach); k <= Math.Min(values.Length - 1, i + reach); k++)
            {
                var weight = MathF.Exp(-0.5f * (k - i) * (k - i) / (deviation * deviation));
                (sum, weights) = (sum + weight * values[k], weights + weight);
            }
            smooth[i] = sum / weights;
        }
        return smooth;
    }
}
