using System;
using System.Globalization;

namespace Avatars.Scripting;

/// <summary>Two numbers, such as a place in a picture.</summary>
public struct Vector2 : IEquatable<Vector2>, IFormattable
{
    public float x;
    public float y;

    public Vector2(float x, float y)
    {
        this.x = x;
        this.y = y;
    }

    public static Vector2 zero => default;

    public static Vector2 one => new(1, 1);

    public static Vector2 up => new(0, 1);

    public static Vector2 right => new(1, 0);

    public readonly float magnitude => MathF.Sqrt(sqrMagnitude);

    public readonly float sqrMagnitude => x * x + y * y;

    public readonly Vector2 normalized => magnitude is > Vector3.kEpsilon and var length ? this / length : zero;

    public static Vector2 operator +(Vector2 a, Vector2 b) => new(a.x + b.x, a.y + b.y);

    public static Vector2 operator -(Vector2 a, Vector2 b) => new(a.x - b.x, a.y - b.y);

    public static Vector2 operator *(Vector2 a, float d) => new(a.x * d, a.y * d);

    public static Vector2 operator *(float d, Vector2 a) => a * d;

    public static Vector2 operator /(Vector2 a, float d) => new(a.x / d, a.y / d);

    /// <summary>Less than 1e-5 apart.</summary>
    public static bool operator ==(Vector2 a, Vector2 b) => (a - b).sqrMagnitude < 1e-10f;

    public static bool operator !=(Vector2 a, Vector2 b) => !(a == b);

    public static float Dot(Vector2 a, Vector2 b) => a.x * b.x + a.y * b.y;

    public static float Distance(Vector2 a, Vector2 b) => (a - b).magnitude;

    /// <param name="t">Clamped to 0..1.</param>
    public static Vector2 Lerp(Vector2 a, Vector2 b, float t) => a + (b - a) * Mathf.Clamp01(t);

    public readonly bool Equals(Vector2 other) => x == other.x && y == other.y;

    public override readonly bool Equals(object? obj) => obj is Vector2 other && Equals(other);

    public override readonly int GetHashCode() => HashCode.Combine(x, y);

    public override readonly string ToString() => ToString("F2", null);

    public readonly string ToString(string? format, IFormatProvider? formatProvider)
    {
        format = string.IsNullOrEmpty(format) ? "F2" : format;
        var culture = formatProvider ?? CultureInfo.InvariantCulture;
        return $"({x.ToString(format, culture)}, {y.ToString(format, culture)})";
    }
}
