using System;

namespace Avatars.Animation;

/// <summary>The piece of a curve between two keys.</summary>
static class CurveSegment
{
    const float UnweightedWeight = 1 / 3f; // where a Bézier piece is the Hermite cubic
    const double Precision = 1e-12; // share of the time between the keys
    const int MostSteps = 60;

    /// <param name="time">Seconds, from the first key's time up to, and without, the second's.</param>
    public static float Evaluate(in Keyframe from, in Keyframe to, float time)
    {
        if (time <= from.Time || float.IsInfinity(from.OutTangent) || float.IsInfinity(to.InTangent))
            return from.Value;
        var isWeighted = (from.WeightedMode & WeightedMode.Out) != 0 || (to.WeightedMode & WeightedMode.In) != 0;
        return isWeighted ? Bezier(from, to, time) : Hermite(from, to, time);
    }

    static float Hermite(in Keyframe from, in Keyframe to, float time)
    {
        var span = to.Time - from.Time;
        var (a, b, c, d) = CurveKeys.Hermite((time - from.Time) / span, span);
        return a * from.Value + b * from.OutTangent + c * to.Value + d * to.InTangent;
    }

    /// <summary>Time is a Bézier cubic 0, w0, 1 - w1, 1 of the parameter, the value one with the tangents' ends.</summary>
    static float Bezier(in Keyframe from, in Keyframe to, float time)
    {
        double span = to.Time - from.Time;
        double outWeight = (from.WeightedMode & WeightedMode.Out) != 0 ? from.OutWeight : UnweightedWeight;
        double inWeight = (to.WeightedMode & WeightedMode.In) != 0 ? to.InWeight : UnweightedWeight;
        var u = Parameter((time - from.Time) / span, outWeight, 1 - inWeight);
        return (float)Cubic(u, from.Value, from.Value + outWeight * from.OutTangent * span, to.Value - inWeight * to.InTangent * span, to.Value);
    }

    /// <summary>Where the Bézier cubic 0, a, b, 1, which rises, has a value: Newton's steps, halving where they leave the bracket.</summary>
    static double Parameter(double value, double a, double b)
    {
        var (low, high, u) = (0.0, 1.0, value);
        for (var i = 0; i < MostSteps; i++)
        {
            var error = Cubic(u, 0, a, b, 1) - value;
            if (Math.Abs(error) < Precision)
                break;
            if (error < 0)
                low = u;
            else
                high = u;
            var slope = 3 * ((1 - u) * (1 - u) * a + 2 * (1 - u) * u * (b - a) + u * u * (1 - b));
            var step = u - error / slope;
            u = step > low && step < high ? step : (low + high) / 2;
        }
        return u;
    }

    static double Cubic(double u, double p0, double p1, double p2, double p3)
    {
        var v = 1 - u;
        return v * v * v * p0 + 3 * v * v * u * p1 + 3 * v * u * u * p2 + u * u * u * p3;
    }
}
