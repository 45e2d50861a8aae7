using System;
using System.Globalization;
using Numerics = System.Numerics;

namespace Avatars.Scripting;

/// <summary>A rotation in Unity's space: angles are positive by the left-hand rule.</summary>
public struct Quaternion : IEquatable<Quaternion>, IFormattable
{
    const float EqualDot = 1 - 1e-6f;
    const float Collinear = 1e-6f; // sine of the angle between forward and up
    const float NegativeRounding = -0.0001f * Mathf.Rad2Deg; // degrees: smaller negative angles are rounding and stay

    public float x;
    public float y;
    public float z;
    public float w;

    public Quaternion(float x, float y, float z, float w)
    {
        this.x = x;
        this.y = y;
        this.z = z;
        this.w = w;
    }

    public static Quaternion identity => new(0, 0, 0, 1);

    /// <summary>Degrees about Z, then X, then Y. Read back between 0 and 360.</summary>
    public Vector3 eulerAngles { readonly get => ToEuler(normalized); set => this = Euler(value); }

    public readonly Quaternion normalized => Normalize(this);

    /// <exception cref="IndexOutOfRangeException">Not 0 to 3.</exception>
    public float this[int index]
    {
        readonly get => index switch { 0 => x, 1 => y, 2 => z, 3 => w, _ => throw Outside(index) };
        set
        {
            if (index == 0) x = value;
            else if (index == 1) y = value;
            else if (index == 2) z = value;
            else if (index == 3) w = value;
            else throw Outside(index);
        }
    }

    /// <summary>The right one first, then the left one.</summary>
    public static Quaternion operator *(Quaternion a, Quaternion b) => new(
        a.w * b.x + a.x * b.w + a.y * b.z - a.z * b.y, a.w * b.y + a.y * b.w + a.z * b.x - a.x * b.z,
        a.w * b.z + a.z * b.w + a.x * b.y - a.y * b.x, a.w * b.w - a.x * b.x - a.y * b.y - a.z * b.z);

    public static Vector3 operator *(Quaternion rotation, Vector3 point)
    {
        var axis = new Vector3(rotation.x, rotation.y, rotation.z);
        var turned = 2 * Vector3.Cross(axis, point);
        return point + rotation.w * turned + Vector3.Cross(axis, turned);
    }

    /// <summary>Nearly the same numbers: a rotation and its negated quaternion are not equal.</summary>
    public static bool operator ==(Quaternion a, Quaternion b) => Dot(a, b) > EqualDot;

    public static bool operator !=(Quaternion a, Quaternion b) => !(a == b);

    public static float Dot(Quaternion a, Quaternion b) => a.x * b.x + a.y * b.y + a.z * b.z + a.w * b.w;

    /// <summary>Degrees about Z, then X, then Y.</summary>
    public static Quaternion Euler(float x, float y, float z) =>
        AngleAxis(y, Vector3.up) * AngleAxis(x, Vector3.right) * AngleAxis(z, Vector3.forward);

    public static Quaternion Euler(Vector3 euler) => Euler(euler.x, euler.y, euler.z);

    /// <param name="angle">Degrees.</param>
    /// <param name="axis">Of any length; zero gives the identity.</param>
    public static Quaternion AngleAxis(float angle, Vector3 axis)
    {
        if (!(axis.magnitude > 0))
            return identity;
        var half = angle * Mathf.Deg2Rad / 2;
        var part = axis / axis.magnitude * MathF.Sin(half);
        return new Quaternion(part.x, part.y, part.z, MathF.Cos(half));
    }

    /// <summary>The smallest rotation from one direction to another; the identity when either is zero.</summary>
    public static Quaternion FromToRotation(Vector3 fromDirection, Vector3 toDirection)
    {
        var (from, to) = (fromDirection.normalized, toDirection.normalized);
        if (from.sqrMagnitude == 0 || to.sqrMagnitude == 0)
            return identity;
        var dot = Vector3.Dot(from, to);
        if (dot < -1 + 1e-6f) // half a turn about any perpendicular axis
            return AngleAxis(180, Vector3.Cross(from, MathF.Abs(from.x) < 0.9f ? Vector3.right : Vector3.up));
        var axis = Vector3.Cross(from, to);
        return Normalize(new Quaternion(axis.x, axis.y, axis.z, 1 + dot));
    }

    public static Quaternion LookRotation(Vector3 forward) => LookRotation(forward, Vector3.up);

    /// <summary>Z along a direction, Y as near to another as possible.</summary>
    /// <param name="forward">Zero gives the identity and an error in the log.</param>
    /// <param name="upwards">Zero, or along the first: the smallest rotation of Z to it.</param>
    public static Quaternion LookRotation(Vector3 forward, Vector3 upwards)
    {
        var z = forward.normalized;
        if (z.sqrMagnitude == 0)
        {
            Debug.LogError("Look rotation viewing vector is zero");
            return identity;
        }
        var x = Vector3.Cross(upwards.normalized, z);
        if (x.magnitude < Collinear)
            return FromToRotation(Vector3.forward, z);
        x = x / x.magnitude;
        return FromAxes(x, Vector3.Cross(z, x), z);
    }

    /// <summary>The short way.</summary>
    /// <param name="t">Clamped to 0..1.</param>
    public static Quaternion Slerp(Quaternion a, Quaternion b, float t) => SlerpUnclamped(a, b, Mathf.Clamp01(t));

    public static Quaternion SlerpUnclamped(Quaternion a, Quaternion b, float t)
    {
        var dot = Dot(a, b);
        if (dot < 0)
            (b, dot) = (new Quaternion(-b.x, -b.y, -b.z, -b.w), -dot);
        if (dot > 0.9999995f)
            return Blend(a, b, 1 - t, t);
        var angle = MathF.Acos(dot);
        var sine = MathF.Sin(angle);
        return Blend(a, b, MathF.Sin((1 - t) * angle) / sine, MathF.Sin(t * angle) / sine);
    }

    /// <summary>The short way along the chord; normalised.</summary>
    /// <param name="t">Clamped to 0..1.</param>
    public static Quaternion Lerp(Quaternion a, Quaternion b, float t) => LerpUnclamped(a, b, Mathf.Clamp01(t));

    public static Quaternion LerpUnclamped(Quaternion a, Quaternion b, float t) => Blend(a, b, 1 - t, Dot(a, b) < 0 ? -t : t);

    /// <summary>Ends exactly on the target; a negative step turns away from it, at most to the opposite rotation.</summary>
    /// <param name="maxDegreesDelta">Degrees.</param>
    public static Quaternion RotateTowards(Quaternion from, Quaternion to, float maxDegreesDelta)
    {
        var angle = Angle(from, to);
        return angle == 0 || maxDegreesDelta >= angle ? to : SlerpUnclamped(from, to, Mathf.Max(maxDegreesDelta, angle - 180) / angle);
    }

    /// <summary>Degrees between two rotations, 0 to 180.</summary>
    public static float Angle(Quaternion a, Quaternion b)
    {
        var dot = Mathf.Min(MathF.Abs(Dot(a, b)), 1);
        return dot > EqualDot ? 0 : MathF.Acos(dot) * 2 * Mathf.Rad2Deg;
    }

    public static Quaternion Inverse(Quaternion rotation)
    {
        var square = Dot(rotation, rotation);
        return square == 0 ? identity : new Quaternion(-rotation.x / square, -rotation.y / square, -rotation.z / square, rotation.w / square);
    }

    /// <summary>The identity for (almost) zero.</summary>
    public static Quaternion Normalize(Quaternion q)
    {
        var length = MathF.Sqrt(Dot(q, q));
        return length < Mathf.Epsilon ? identity : new Quaternion(q.x / length, q.y / length, q.z / length, q.w / length);
    }

    public void Normalize() => this = Normalize(this);

    public void Set(float newX, float newY, float newZ, float newW) => this = new Quaternion(newX, newY, newZ, newW);

    public void SetFromToRotation(Vector3 fromDirection, Vector3 toDirection) => this = FromToRotation(fromDirection, toDirection);

    public void SetLookRotation(Vector3 view, Vector3 up) => this = LookRotation(view, up);

    /// <param name="angle">Degrees, 0 to 360.</param>
    /// <param name="axis">Unit; (1, 0, 0) for no rotation.</param>
    public readonly void ToAngleAxis(out float angle, out Vector3 axis)
    {
        var unit = normalized;
        var vector = new Vector3(unit.x, unit.y, unit.z);
        angle = 2 * MathF.Atan2(vector.magnitude, unit.w) * Mathf.Rad2Deg;
        axis = vector.magnitude > 1e-6f ? vector / vector.magnitude : Vector3.right;
        if (vector.magnitude <= 1e-6f)
            angle = 0;
    }

    public readonly bool Equals(Quaternion other) => x == other.x && y == other.y && z == other.z && w == other.w;

    public override readonly bool Equals(object? obj) => obj is Quaternion other && Equals(other);

    public override readonly int GetHashCode() => HashCode.Combine(x, y, z, w);

    public override readonly string ToString() => ToString("F5", null);

    public readonly string ToString(string? format) => ToString(format, null);

    public readonly string ToString(string? format, IFormatProvider? formatProvider)
    {
        format = string.IsNullOrEmpty(format) ? "F5" : format;
        var culture = formatProvider ?? CultureInfo.InvariantCulture;
        return $"({x.ToString(format, culture)}, {y.ToString(format, culture)}, {z.ToString(format, culture)}, {w.ToString(format, culture)})";
    }

    /// <summary>The same rotation in the space of the rest of the library.</summary>
    public readonly Numerics.Quaternion ToRightHanded() => new(x, -y, -z, w);

    /// <summary>A rotation of the rest of the library in Unity's space.</summary>
    public static Quaternion FromRightHanded(Numerics.Quaternion q) => new(q.X, -q.Y, -q.Z, q.W);

    /// <summary>The rotation that takes the axes to three perpendicular unit vectors.</summary>
    internal static Quaternion FromAxes(Vector3 x, Vector3 y, Vector3 z)
    {
        var q = Numerics.Quaternion.CreateFromRotationMatrix(new Numerics.Matrix4x4(x.x, x.y, x.z, 0, y.x, y.y, y.z, 0, z.x, z.y, z.z, 0, 0, 0, 0, 1));
        return Normalize(new Quaternion(q.X, q.Y, q.Z, q.W));
    }

    static Quaternion Blend(Quaternion a, Quaternion b, float ofA, float ofB) =>
        Normalize(new Quaternion(a.x * ofA + b.x * ofB, a.y * ofA + b.y * ofB, a.z * ofA + b.z * ofB, a.w * ofA + b.w * ofB));

    static Vector3 ToEuler(Quaternion q)
    {
        // Of the matrix Y * X * Z: -sin x = m12.
        var sine = Mathf.Clamp(2 * (q.w * q.x - q.y * q.z), -1, 1);
        var isPole = MathF.Abs(sine) > 0.9999995f;
        var x = isPole ? Mathf.Sign(sine) * MathF.PI / 2 : MathF.Asin(sine);
        var y = isPole ? 2 * MathF.Atan2(q.y, q.w) : MathF.Atan2(2 * (q.x * q.z + q.w * q.y), 1 - 2 * (q.x * q.x + q.y * q.y));
        var z = isPole ? 0 : MathF.Atan2(2 * (q.x * q.y + q.w * q.z), 1 - 2 * (q.x * q.x + q.z * q.z));
        return new Vector3(Positive(x * Mathf.Rad2Deg), Positive(y * Mathf.Rad2Deg), Positive(z * Mathf.Rad2Deg));
    }

    internal static float Positive(float degrees) =>
        degrees < NegativeRounding ? degrees + 360 : degrees > 360 + NegativeRounding ? degrees - 360 : degrees;

    static IndexOutOfRangeException Outside(int index) => new($"A quaternion has the components 0 to 3; there is no component {index}.");
}
