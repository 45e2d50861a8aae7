using System;

namespace Avatars.Signing.Synthesis;

/// <summary>Progress along a path over time, both 0 to 1.</summary>
/// <remarks>Targeted and Lax follow measured frames (see Documentation/signing.md); MinimumJerk: Flash and Hogan 1985.</remarks>
static class SpeedProfile
{
    static readonly float[] TargetedTable = [0, .03f, .12f, .25f, .47f, .79f, 1, 1];
    static readonly float[] LaxTable = [0, .13f, .36f, .57f, .73f, .84f, .92f, .97f, 1];

    /// <summary>Slow start, sharp arrival: a stroke.</summary>
    public static float Targeted(float t) => Table(TargetedTable, t);

    /// <summary>Fast start, soft arrival: an approach.</summary>
    public static float Lax(float t) => Table(LaxTable, t);

    /// <summary>No velocity and no acceleration at both ends.</summary>
    public static float MinimumJerk(float t)
    {
        t = Math.Clamp(t, 0, 1);
        return t * t * t * (10 + t * (-15 + 6 * t));
    }

    public static float Linear(float t) => Math.Clamp(t, 0, 1);

    /// <summary>Linear in the middle, with soft ends: circles, zigzags, repetitions.</summary>
    public static float Even(float t)
    {
        const float Ramp = 0.15f;
        t = Math.Clamp(t, 0, 1);
        var speed = 1 / (1 - Ramp);
        return t < Ramp ? speed * t * t / (2 * Ramp) : t > 1 - Ramp ? 1 - speed * (1 - t) * (1 - t) / (2 * Ramp) : speed * (t - Ramp / 2);
    }

    /// <summary>Monotone cubic through equidistant values, level at both ends (Fritsch and Carlson 1980).</summary>
    static float Table(float[] values, float t)
    {
        var at = Math.Clamp(t, 0, 1) * (values.Length - 1);
        var i = Math.Min((int)at, values.Length - 2);
        var u = at - i;
        float Slope(int k) => k <= 0 || k >= values.Length - 1 || (values[k + 1] - values[k]) * (values[k] - values[k - 1]) <= 0 ? 0
            : 2 / (1 / (values[k + 1] - values[k]) + 1 / (values[k] - values[k - 1]));
        var (u2, u3) = (u * u, u * u * u);
        return (2 * u3 - 3 * u2 + 1) * values[i] + (u3 - 2 * u2 + u) * Slope(i) + (3 * u2 - 2 * u3) * values[i + 1] + (u3 - u2) * Slope(i + 1);
    }
}
