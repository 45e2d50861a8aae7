namespace Silk.NET.Maths;

public struct Vector2D<T> : IEquatable<Vector2D<T>>, IFormattable where T : unmanaged, IFormattable, IEquatable<T>, IComparable<T>
{
    public T X;
    public T Y;

    public Vector2D(T value) : this(value, value) { }

    public Vector2D(T x, T y) => (X, Y) = (x, y);

    public static Vector2D<T> Zero => default;

    public static bool operator ==(Vector2D<T> left, Vector2D<T> right) => left.Equals(right);

    public static bool operator !=(Vector2D<T> left, Vector2D<T> right) => !left.Equals(right);

    public bool Equals(Vector2D<T> other) => X.Equals(other.X) && Y.Equals(other.Y);

    public override bool Equals(object? obj) => obj is Vector2D<T> other && Equals(other);

    public override int GetHashCode() => HashCode.Combine(X, Y);

    public override string ToString() => ToString("G");

    public string ToString(string? format) => ToString(format, null);

    public string ToString(string? format, IFormatProvider? formatProvider) =>
        $"<{X.ToString(format, formatProvider)}, {Y.ToString(format, formatProvider)}>";
}
