using System;

namespace Avatars.Animation;

/// <summary>What a clip or curve does before its start and after its end; names and values as in Unity.</summary>
public enum WrapMode
{
    /// <summary>Holds the first and last value: a clip's and curve's own mode is not overridden.</summary>
    Default = 0,

    /// <summary>Plays once; before the start and after the end it holds the first and last value.</summary>
    Once = 1,

    /// <summary>The same as <see cref="Once"/>.</summary>
    Clamp = 1,

    /// <summary>Holds the first and last value.</summary>
    ClampForever = 8,

    /// <summary>Starts again.</summary>
    Loop = 2,

    /// <summary>Plays forward, then backward, and so on.</summary>
    PingPong = 4,
}

/// <summary>Maps time into the length of a clip.</summary>
public static class WrapModes
{
    /// <param name="time">Seconds, any finite number.</param>
    /// <param name="length">Seconds; 0 folds everything to 0.</param>
    /// <returns>Seconds in 0..<paramref name="length"/>.</returns>
    public static float Wrap(this WrapMode mode, float time, float length)
    {
        if (length <= 0)
            return 0;
        switch (mode)
        {
            case WrapMode.Loop:
                return Math.Clamp(time - MathF.Floor(time / length) * length, 0, length);
            case WrapMode.PingPong:
                var phase = time - MathF.Floor(time / (2 * length)) * 2 * length;
                return Math.Clamp(phase <= length ? phase : 2 * length - phase, 0, length);
            default:
                return Math.Clamp(time, 0, length);
        }
    }
}
