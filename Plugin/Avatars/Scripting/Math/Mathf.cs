using System;

namespace Avatars.Scripting;

/// <summary>Numbers, with the names and results of Unity's class.</summary>
public static class Mathf
{
    public const float PI = MathF.PI;
    public const float Infinity = float.PositiveInfinity;
    public const float NegativeInfinity = float.NegativeInfinity;
    public const float Deg2Rad = PI / 180;
    public const float Rad2Deg = 180 / PI;

    /// <summary>The smallest positive number.</summary>
    public const float Epsilon = float.Epsilon;

    const float ShortestSmoothTime = 1e-4f; // seconds

    public static float Sin(float f) => MathF.Sin(f);

    public static float Cos(float f) => MathF.Cos(f);

    public static float Tan(float f) => MathF.Tan(f);

    public static float Asin(float f) => MathF.Asin(f);

    public static float Acos(float f) => MathF.Acos(f);

    public static float Atan(float f) => MathF.Atan(f);

    public static float Atan2(float y, float x) => MathF.Atan2(y, x);

    public static float Sqrt(float f) => MathF.Sqrt(f);

    public static float Abs(float f) => MathF.Abs(f);

    public static int Abs(int value) => Math.Abs(value);

    public static float Pow(float f, float p) => MathF.Pow(f, p);

    public static float Exp(float power) => MathF.Exp(power);

    public static float Log(float f) => MathF.Log(f);

    public static float Log(float f, float p) => MathF.Log(f) / MathF.Log(p);

    public static float Log10(float f) => MathF.Log10(f);

    public static float Ceil(float f) => MathF.Ceiling(f);

    public static float Floor(float f) => MathF.Floor(f);

    /// <summary>Halves go to the even neighbour.</summary>
    public static float Round(float f) => MathF.Round(f);

    public static int CeilToInt(float f) => (int)MathF.Ceiling(f);

    public static int FloorToInt(float f) => (int)MathF.Floor(f);

    public static int RoundToInt(float f) => (int)MathF.Round(f);

    public static float Min(float a, float b) => a < b ? a : b;

    public static int Min(int a, int b) => Math.Min(a, b);

    /// <summary>0 for nothing.</summary>
    public static float Min(params float[] values)
    {
        var least = values.Length == 0 ? 0 : values[0];
        foreach (var value in values)
            least = Min(least, value);
        return least;
    }

    public static float Max(float a, float b) => a > b ? a : b;

    public static int Max(int a, int b) => Math.Max(a, b);

    /// <summary>0 for nothing.</summary>
    public static float Max(params float[] values)
    {
        var most = values.Length == 0 ? 0 : values[0];
        foreach (var value in values)
            most = Max(most, value);
        return most;
    }

    /// <summary>-1 or 1; 1 for 0.</summary>
    public static float Sign(float f) => f >= 0 ? 1 : -1;

    public static float Clamp(float value, float min, float max) => value < min ? min : value > max ? max : value;

    public static int Clamp(int value, int min, int max) => value < min ? min : value > max ? max : value;

    public static float Clamp01(float value) => Clamp(value, 0, 1);

    /// <param name="t">Clamped to 0..1.</param>
    public static float Lerp(float a, float b, float t) => a + (b - a) * Clamp01(t);

    public static float LerpUnclamped(float a, float b, float t) => a + (b - a) * t;

    /// <summary>The short way round, in degrees; the result is not wrapped.</summary>
    public static float LerpAngle(float a, float b, float t) => a + DeltaAngle(a, b) * Clamp01(t);

    /// <summary>Where a value lies between two others, 0 to 1; 0 when they are equal.</summary>
    public static float InverseLerp(float a, float b, float value) => a == b ? 0 : Clamp01((value - a) / (b - a));

    /// <summary>Ends exactly on the target; a negative step moves away from it.</summary>
    public static float MoveTowards(float current, float target, float maxDelta) =>
        Abs(target - current) <= maxDelta ? target : current + Sign(target - current) * maxDelta;

    /// <summary>The short way round, in degrees.</summary>
    public static float MoveTowardsAngle(float current, float target, float maxDelta)
    {
        var delta = DeltaAngle(current, target);
        return -maxDelta < delta && delta < maxDelta ? target : MoveTowards(current, current + delta, maxDelta);
    }

    /// <param name="t">Clamped to 0..1; level at both ends.</param>
    public static float SmoothStep(float from, float to, float t)
    {
        t = Clamp01(t);
        return from + (to - from) * (t * t * (3 - 2 * t));
    }

    /// <summary>Equal up to rounding.</summary>
    public static bool Approximately(float a, float b) => Abs(b - a) < Max(1e-6f * Max(Abs(a), Abs(b)), Epsilon * 8);

    /// <summary>From 0 up to, and without, the length; also for negative numbers.</summary>
    public static float Repeat(float t, float length) => Clamp(t - Floor(t / length) * length, 0, length);

    public static float PingPong(float t, float length) => length - Abs(Repeat(t, length * 2) - length);

    /// <summary>The shortest way from one angle to another, above -180 up to 180 degrees.</summary>
    public static float DeltaAngle(float current, float target)
    {
        var delta = Repeat(target - current, 360);
        return delta > 180 ? delta - 360 : delta;
    }

    public static float SmoothDamp(float current, float target, ref float currentVelocity, float smoothTime, float maxSpeed = Infinity) =>
        SmoothDamp(current, target, ref currentVelocity, smoothTime, maxSpeed, Time.deltaTime);

    /// <summary>A critically damped spring: towards the target and never past it.</summary>
    /// <param name="currentVelocity">A second; kept between calls.</param>
    /// <param name="smoothTime">About the seconds that it takes, at least 0.0001.</param>
    /// <param name="deltaTime">Seconds; 0 keeps value and velocity.</param>
    public static float SmoothDamp(float current, float target, ref float currentVelocity, float smoothTime, float maxSpeed, float deltaTime)
    {
        if (deltaTime <= 0)
            return current;
        smoothTime = Max(ShortestSmoothTime, smoothTime);
        var omega = 2 / smoothTime;
        var decay = Decay(omega * deltaTime);
        var farthest = maxSpeed * smoothTime;
        var change = Clamp(current - target, -farthest, farthest);
        var goal = current - change;
        var moved = (currentVelocity + omega * change) * deltaTime;
        currentVelocity = (currentVelocity - omega * moved) * decay;
        var result = goal + (change + moved) * decay;
        if (target - current > 0 == result > target)
        {
            result = target;
            currentVelocity = (result - target) / deltaTime;
        }
        return result;
    }

    public static float SmoothDampAngle(float current, float target, ref float currentVelocity, float smoothTime, float maxSpeed = Infinity) =>
        SmoothDampAngle(current, target, ref currentVelocity, smoothTime, maxSpeed, Time.deltaTime);

    /// <summary>As <see cref="SmoothDamp(float, float, ref float, float, float, float)"/>, the short way round, in degrees.</summary>
    public static float SmoothDampAngle(float current, float target, ref float currentVelocity, float smoothTime, float maxSpeed, float deltaTime) =>
        SmoothDamp(current, current + DeltaAngle(current, target), ref currentVelocity, smoothTime, maxSpeed, deltaTime);

    /// <summary>Approximates exp(-x).</summary>
    internal static float Decay(float x) => 1 / (1 + x + 0.48f * x * x + 0.235f * x * x * x);

    internal static float SafeSmoothTime(float smoothTime) => Max(ShortestSmoothTime, smoothTime);
}
