using System;
using System.Numerics;

namespace Avatars.Animation;

/// <summary>How values between two keys are found.</summary>
public enum Interpolation
{
    /// <summary>The earlier key holds.</summary>
    Step,

    /// <summary>A straight line; the shorter great arc for rotations.</summary>
    Linear,

    /// <summary>Cubic Hermite with a tangent on either side of every key, as in glTF 2.0; rotations are then normalised.</summary>
    Cubic,
}

/// <summary>Positions or scales over time. Borrows its arrays; they are never changed.</summary>
/// <param name="Times">Seconds, rising; many curves may share one array.</param>
/// <param name="Values">One per time; for <see cref="Interpolation.Cubic"/> three: tangent in, value, tangent out.</param>
public sealed record VectorCurve(float[] Times, Vector3[] Values, Interpolation Interpolation = Interpolation.Linear)
{
    public Vector3 Evaluate(float time)
    {
        var (key, t) = CurveKeys.Locate(Times, time);
        if (Interpolation == Interpolation.Cubic)
        {
            if (t <= 0)
                return Values[3 * key + 1];
            var span = Times[key + 1] - Times[key];
            var (a, b, c, d) = CurveKeys.Hermite(t, span);
            return a * Values[3 * key + 1] + b * Values[3 * key + 2] + c * Values[3 * key + 4] + d * Values[3 * key + 3];
        }
        return t <= 0 || Interpolation == Interpolation.Step ? Values[key] : Vector3.Lerp(Values[key], Values[key + 1], t);
    }
}

/// <summary>Rotations over time. Borrows its arrays; they are never changed.</summary>
/// <param name="Times">Seconds, rising; many curves may share one array.</param>
/// <param name="Values">Unit quaternions, one per time; for <see cref="Interpolation.Cubic"/> three: tangent in, value, tangent out.</param>
public sealed record RotationCurve(float[] Times, Quaternion[] Values, Interpolation Interpolation = Interpolation.Linear)
{
    public Quaternion Evaluate(float time)
    {
        var (key, t) = CurveKeys.Locate(Times, time);
        if (Interpolation == Interpolation.Cubic)
        {
            if (t <= 0)
                return Values[3 * key + 1];
            var (a, b, c, d) = CurveKeys.Hermite(t, Times[key + 1] - Times[key]);
            return Quaternion.Normalize(Values[3 * key + 1] * a + Values[3 * key + 2] * b + Values[3 * key + 4] * c + Values[3 * key + 3] * d);
        }
        return t <= 0 || Interpolation == Interpolation.Step ? Values[key] : Quaternion.Slerp(Values[key], Values[key + 1], t);
    }
}

/// <summary>What moves one joint; a part that is null stays at rest.</summary>
public sealed record JointCurves(VectorCurve? Translation = null, RotationCurve? Rotation = null, VectorCurve? Scale = null)
{
    public static readonly JointCurves AtRest = new();
}

static class CurveKeys
{
    /// <summary>The key at or before a time, and how far the time is on the way to the next one (0 at and beyond the ends).</summary>
    public static (int Key, float Fraction) Locate(float[] times, float time)
    {
        if (time <= times[0])
            return (0, 0);
        if (time >= times[^1])
            return (times.Length - 1, 0);
        var found = Array.BinarySearch(times, time);
        if (found >= 0)
            return (found, 0);
        var key = ~found - 1;
        return (key, (time - times[key]) / (times[key + 1] - times[key]));
    }

    /// <summary>Weights of value and outgoing tangent here, value and incoming tangent there.</summary>
    public static (float ValueHere, float TangentHere, float ValueThere, float TangentThere) Hermite(float t, float span)
    {
        var t2 = t * t;
        var t3 = t2 * t;
        return (2 * t3 - 3 * t2 + 1, (t3 - 2 * t2 + t) * span, 3 * t2 - 2 * t3, (t3 - t2) * span);
    }
}
