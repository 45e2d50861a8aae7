using System;

namespace Avatars.Scripting;

/// <summary>Red, green, blue and opacity, each 0 to 1.</summary>
public struct Color : IEquatable<Color>
{
    public float r;
    public float g;
    public float b;
    public float a;

    public Color(float r, float g, float b, float a = 1)
    {
        this.r = r;
        this.g = g;
        this.b = b;
        this.a = a;
    }

    public static Color white => new(1, 1, 1);

    public static Color black => new(0, 0, 0);

    public static Color gray => new(0.5f, 0.5f, 0.5f);

    public static Color red => new(1, 0, 0);

    public static Color green => new(0, 1, 0);

    public static Color blue => new(0, 0, 1);

    public static Color yellow => new(1, 0.92f, 0.016f);

    public static Color clear => default;

    public static bool operator ==(Color x, Color y) =>
        MathF.Pow(x.r - y.r, 2) + MathF.Pow(x.g - y.g, 2) + MathF.Pow(x.b - y.b, 2) + MathF.Pow(x.a - y.a, 2) < 1e-10f;

    public static bool operator !=(Color x, Color y) => !(x == y);

    /// <param name="t">Clamped to 0..1.</param>
    public static Color Lerp(Color x, Color y, float t) =>
        new(Mathf.Lerp(x.r, y.r, t), Mathf.Lerp(x.g, y.g, t), Mathf.Lerp(x.b, y.b, t), Mathf.Lerp(x.a, y.a, t));

    public readonly bool Equals(Color other) => r == other.r && g == other.g && b == other.b && a == other.a;

    public override readonly bool Equals(object? obj) => obj is Color other && Equals(other);

    public override readonly int GetHashCode() => HashCode.Combine(r, g, b, a);

    public override readonly string ToString() => FormattableString.Invariant($"RGBA({r:F3}, {g:F3}, {b:F3}, {a:F3})");
}
