using System;
using System.Globalization;
using Numerics = System.Numerics;

namespace Avatars.Scripting;

/// <summary>A position, direction or scale in Unity's space: left-handed, +Y up, +Z forward, a person's left is -X.</summary>
public struct Vector3 : IEquatable<Vector3>, IFormattable
{
    public const float kEpsilon = 1e-5f;

    const float Tiny = 1e-15f; // square root of a product of squared lengths below which there is no angle
    const float EqualSquared = 1e-10f;

    public float x;
    public float y;
    public float z;

    public Vector3(float x, float y, float z)
    {
        this.x = x;
        this.y = y;
        this.z = z;
    }

    public Vector3(float x, float y) : this(x, y, 0) { }

    public static Vector3 zero => default;

    public static Vector3 one => new(1, 1, 1);

    public static Vector3 forward => new(0, 0, 1);

    public static Vector3 back => new(0, 0, -1);

    public static Vector3 up => new(0, 1, 0);

    public static Vector3 down => new(0, -1, 0);

    public static Vector3 right => new(1, 0, 0);

    public static Vector3 left => new(-1, 0, 0);

    public readonly float magnitude => MathF.Sqrt(sqrMagnitude);

    public readonly float sqrMagnitude => x * x + y * y + z * z;

    /// <summary>Length 1; zero when the length is 1e-5 or less.</summary>
    public readonly Vector3 normalized => Normalize(this);

    /// <exception cref="IndexOutOfRangeException">Not 0, 1 or 2.</exception>
    public float this[int index]
    {
        readonly get => index switch { 0 => x, 1 => y, 2 => z, _ => throw Outside(index) };
        set
        {
            if (index == 0) x = value;
            else if (index == 1) y = value;
            else if (index == 2) z = value;
            else throw Outside(index);
        }
    }

    public static Vector3 operator +(Vector3 a, Vector3 b) => new(a.x + b.x, a.y + b.y, a.z + b.z);

    public static Vector3 operator -(Vector3 a, Vector3 b) => new(a.x - b.x, a.y - b.y, a.z - b.z);

    public static Vector3 operator -(Vector3 a) => new(-a.x, -a.y, -a.z);

    public static Vector3 operator *(Vector3 a, float d) => new(a.x * d, a.y * d, a.z * d);

    public static Vector3 operator *(float d, Vector3 a) => a * d;

    public static Vector3 operator /(Vector3 a, float d) => new(a.x / d, a.y / d, a.z / d);

    /// <summary>Less than 1e-5 apart.</summary>
    public static bool operator ==(Vector3 a, Vector3 b) => (a - b).sqrMagnitude < EqualSquared;

    public static bool operator !=(Vector3 a, Vector3 b) => !(a == b);

    public static implicit operator Vector3(Vector2 v) => new(v.x, v.y, 0);

    public static implicit operator Vector2(Vector3 v) => new(v.x, v.y);

    public static float Dot(Vector3 a, Vector3 b) => a.x * b.x + a.y * b.y + a.z * b.z;

    public static Vector3 Cross(Vector3 a, Vector3 b) => new(a.y * b.z - a.z * b.y, a.z * b.x - a.x * b.z, a.x * b.y - a.y * b.x);

    public static Vector3 Scale(Vector3 a, Vector3 b) => new(a.x * b.x, a.y * b.y, a.z * b.z);

    public static float Distance(Vector3 a, Vector3 b) => (a - b).magnitude;

    public static float Magnitude(Vector3 vector) => vector.magnitude;

    public static float SqrMagnitude(Vector3 vector) => vector.sqrMagnitude;

    /// <summary>Length 1; zero when the length is 1e-5 or less.</summary>
    public static Vector3 Normalize(Vector3 value) => value.magnitude is > kEpsilon and var length ? value / length : zero;

    public static Vector3 Min(Vector3 a, Vector3 b) => new(Mathf.Min(a.x, b.x), Mathf.Min(a.y, b.y), Mathf.Min(a.z, b.z));

    public static Vector3 Max(Vector3 a, Vector3 b) => new(Mathf.Max(a.x, b.x), Mathf.Max(a.y, b.y), Mathf.Max(a.z, b.z));

    /// <param name="t">Clamped to 0..1.</param>
    public static Vector3 Lerp(Vector3 a, Vector3 b, float t) => LerpUnclamped(a, b, Mathf.Clamp01(t));

    public static Vector3 LerpUnclamped(Vector3 a, Vector3 b, float t) => a + (b - a) * t;

    /// <summary>Along the arc between two directions, the length between their lengths.</summary>
    public static Vector3 Slerp(Vector3 a, Vector3 b, float t)
    {
        t = Mathf.Clamp01(t);
        var turn = Quaternion.Slerp(Quaternion.identity, Quaternion.FromToRotation(a, b), t);
        return turn * a.normalized * Mathf.Lerp(a.magnitude, b.magnitude, t);
    }

    /// <summary>Ends exactly on the target; a negative step moves away from it.</summary>
    public static Vector3 MoveTowards(Vector3 current, Vector3 target, float maxDistanceDelta)
    {
        var way = target - current;
        var distance = way.magnitude;
        return distance == 0 || (maxDistanceDelta >= 0 && distance <= maxDistanceDelta) ? target : current + way / distance * maxDistanceDelta;
    }

    /// <summary>Degrees, 0 to 180; 0 when either is zero.</summary>
    public static float Angle(Vector3 from, Vector3 to)
    {
        var lengths = MathF.Sqrt(from.sqrMagnitude * to.sqrMagnitude);
        return lengths < Tiny ? 0 : MathF.Acos(Mathf.Clamp(Dot(from, to) / lengths, -1, 1)) * Mathf.Rad2Deg;
    }

    /// <summary>Degrees; positive for a positive turn about the axis, and when the axis does not tell.</summary>
    public static float SignedAngle(Vector3 from, Vector3 to, Vector3 axis) => Angle(from, to) * Mathf.Sign(Dot(axis, Cross(from, to)));

    /// <summary>Zero for a zero normal.</summary>
    public static Vector3 Project(Vector3 vector, Vector3 onNormal) =>
        onNormal.sqrMagnitude is >= Mathf.Epsilon and var square ? onNormal * (Dot(vector, onNormal) / square) : zero;

    /// <summary>The vector itself for a zero normal.</summary>
    public static Vector3 ProjectOnPlane(Vector3 vector, Vector3 planeNormal) => vector - Project(vector, planeNormal);

    public static Vector3 Reflect(Vector3 inDirection, Vector3 inNormal) => inDirection - 2 * Dot(inNormal, inDirection) * inNormal;

    public static Vector3 ClampMagnitude(Vector3 vector, float maxLength) =>
        vector.sqrMagnitude > maxLength * maxLength ? vector / vector.magnitude * maxLength : vector;

    public static Vector3 SmoothDamp(Vector3 current, Vector3 target, ref Vector3 currentVelocity, float smoothTime, float maxSpeed = Mathf.Infinity) =>
        SmoothDamp(current, target, ref currentVelocity, smoothTime, maxSpeed, Time.deltaTime);

    /// <summary>As <see cref="Mathf.SmoothDamp(float, float, ref float, float, float, float)"/>, for a point.</summary>
    public static Vector3 SmoothDamp(Vector3 current, Vector3 target, ref Vector3 currentVelocity, float smoothTime, float maxSpeed, float deltaTime)
    {
        if (deltaTime <= 0)
            return current;
        smoothTime = Mathf.SafeSmoothTime(smoothTime);
        var omega = 2 / smoothTime;
        var decay = Mathf.Decay(omega * deltaTime);
        var change = ClampMagnitude(current - target, maxSpeed * smoothTime);
        var moved = (currentVelocity + omega * change) * deltaTime;
        currentVelocity = (currentVelocity - omega * moved) * decay;
        var result = current - change + (change + moved) * decay;
        if (Dot(target - current, result - target) > 0)
        {
            result = target;
            currentVelocity = zero;
        }
        return result;
    }

    public void Normalize() => this = Normalize(this);

    public void Scale(Vector3 scale) => this = Scale(this, scale);

    public void Set(float newX, float newY, float newZ) => this = new Vector3(newX, newY, newZ);

    public readonly bool Equals(Vector3 other) => x == other.x && y == other.y && z == other.z;

    public override readonly bool Equals(object? obj) => obj is Vector3 other && Equals(other);

    public override readonly int GetHashCode() => HashCode.Combine(x, y, z);

    public override readonly string ToString() => ToString("F2", null);

    public readonly string ToString(string? format) => ToString(format, null);

    public readonly string ToString(string? format, IFormatProvider? formatProvider)
    {
        format = string.IsNullOrEmpty(format) ? "F2" : format;
        var culture = formatProvider ?? CultureInfo.InvariantCulture;
        return $"({x.ToString(format, culture)}, {y.ToString(format, culture)}, {z.ToString(format, culture)})";
    }

    /// <summary>The same point or direction in the space of the rest of the library: right-handed, a person's left is +X.</summary>
    public readonly Numerics.Vector3 ToRightHanded() => new(-x, y, z);

    /// <summary>A point or direction of the rest of the library in Unity's space.</summary>
    public static Vector3 FromRightHanded(Numerics.Vector3 v) => new(-v.X, v.Y, v.Z);

    static IndexOutOfRangeException Outside(int index) => new($"A vector has the components 0, 1 and 2; there is no component {index}.");
}
