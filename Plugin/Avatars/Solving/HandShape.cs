using System;
using System.Numerics;

namespace Avatars.Solving;

/// <summary>
/// The shape of a hand as 21 joint angles, degrees; the same numbers mean the same on either hand and on every skeleton. Immutable.
/// </summary>
/// <remarks>
/// Index, middle, ring and little finger have four angles each: sideways at the knuckle (positive to the thumb), and the bends of knuckle, middle
/// and end joint (0 straight, positive into the palm). The thumb has five: where its base bone points, first in the plane of the palm (0 along the
/// fingers, 90 away from the index finger), then out of it (positive to the palm's side); a roll about that bone (positive turns the pad to the
/// fingertips); and the bends of its two outer joints.
/// </remarks>
public sealed class HandShape
{
    public const int AngleCount = 21;

    /// <summary>Angles of the thumb; four for each other finger follow.</summary>
    public const int ThumbAngles = 5;

    readonly float[] _degrees;

    /// <param name="degrees">21: thumb outward, thumb to the palm, thumb roll, thumb bends 1 and 2; then sideways and three bends a finger.</param>
    /// <exception cref="ArgumentException">Not 21 finite numbers between -180 and 180.</exception>
    public HandShape(string name, ReadOnlySpan<float> degrees, string description = "")
    {
        if (degrees.Length != AngleCount)
            throw new ArgumentException($"Hand shape '{name}' has {degrees.Length} angles. Give {AngleCount}: five of the thumb, four of each finger.");
        foreach (var angle in degrees)
            if (!(MathF.Abs(angle) <= 180))
                throw new ArgumentException($"Hand shape '{name}' has the angle {angle}. Give degrees between -180 and 180.");
        (Name, Description) = (name, description);
        _degrees = degrees.ToArray();
    }

    public string Name { get; }

    /// <summary>For people to read; may be empty.</summary>
    public string Description { get; }

    public ReadOnlySpan<float> Degrees => _degrees;

    /// <summary>The first of the four angles of a finger: 1 index to 4 little.</summary>
    public static int FirstAngle(int finger) => finger == 0 ? 0 : ThumbAngles + 4 * (finger - 1);

    /// <summary>Angle by angle between two shapes.</summary>
    /// <param name="weight">0 is this shape, 1 the other.</param>
    public HandShape Blend(HandShape other, float weight)
    {
        Span<float> degrees = stackalloc float[AngleCount];
        Blend(_degrees, other._degrees, weight, degrees);
        return new HandShape($"{Name} to {other.Name}", degrees);
    }

    /// <summary>Angle by angle between two shapes, without allocation.</summary>
    /// <param name="result">Receives 21; may be either input.</param>
    public static void Blend(ReadOnlySpan<float> from, ReadOnlySpan<float> to, float weight, Span<float> result)
    {
        for (var i = 0; i < AngleCount; i++)
            result[i] = from[i] + weight * (to[i] - from[i]);
    }

    /// <summary>This shape with sliders applied.</summary>
    public HandShape With(in HandSliders sliders)
    {
        Span<float> degrees = stackalloc float[AngleCount];
        _degrees.CopyTo(degrees);
        sliders.Apply(degrees);
        return new HandShape(Name, degrees, Description);
    }

    /// <summary>How different two shapes look: root mean square over the fifteen joints of the angle between their rotations, degrees.</summary>
    public static float Distance(ReadOnlySpan<float> first, ReadOnlySpan<float> second)
    {
        var sum = 0f;
        for (var finger = 0; finger < 5; finger++)
            for (var segment = 0; segment < 3; segment++)
            {
                var dot = MathF.Abs(Quaternion.Dot(HandRotations.Of(first, finger, segment), HandRotations.Of(second, finger, segment)));
                var angle = 2 * MathF.Acos(MathF.Min(1, dot)) * 180 / MathF.PI;
                sum += angle * angle;
            }
        return MathF.Sqrt(sum / 15);
    }

    public override string ToString() => Name;
}
