using System;
using Avatars.Animation;

namespace Avatars.Scripting;

/// <summary>How a movement speeds up and slows down: from 0 to 1 over its time.</summary>
public sealed class Ease
{
    readonly Func<float, float> _curve;

    Ease(Func<float, float> curve) => _curve = curve;

    public static Ease Linear { get; } = new(t => t);

    /// <summary>Level at both ends.</summary>
    public static Ease InOut { get; } = new(t => t * t * (3 - 2 * t));

    public static Ease In { get; } = new(t => t * t);

    public static Ease Out { get; } = new(t => t * (2 - t));

    /// <summary>Goes a little past the end and comes back.</summary>
    public static Ease Overshoot { get; } = new(t => 1 + 2.70158f * MathF.Pow(t - 1, 3) + 1.70158f * MathF.Pow(t - 1, 2));

    /// <param name="curve">From (0, 0) to (1, 1).</param>
    public static Ease Along(AnimationCurve curve) => new(curve.Evaluate);

    /// <param name="t">0 to 1.</param>
    public float At(float t) => t <= 0 ? 0 : t >= 1 ? 1 : _curve(t);
}

/// <summary>One of a person's hands, or both.</summary>
public enum Hand
{
    Left,
    Right,
    Both,
}
