using Numerics = System.Numerics;

namespace Avatars.Scripting;

/// <summary>A matrix for column vectors, as Unity's: <c>m03, m13, m23</c> is the translation.</summary>
public struct Matrix4x4
{
    Numerics.Matrix4x4 _rows; // the transpose: row vectors

    Matrix4x4(Numerics.Matrix4x4 rows) => _rows = rows;

    public static Matrix4x4 identity => new(Numerics.Matrix4x4.Identity);

    /// <summary>The inverse; all numbers are not numbers where there is none.</summary>
    public readonly Matrix4x4 inverse => new(Numerics.Matrix4x4.Invert(_rows, out var inverse) ? inverse : inverse);

    /// <param name="row">0 to 3.</param>
    /// <param name="column">0 to 3.</param>
    public readonly float this[int row, int column] => column switch
    {
        0 => At(row, _rows.M11, _rows.M12, _rows.M13, _rows.M14),
        1 => At(row, _rows.M21, _rows.M22, _rows.M23, _rows.M24),
        2 => At(row, _rows.M31, _rows.M32, _rows.M33, _rows.M34),
        _ => At(row, _rows.M41, _rows.M42, _rows.M43, _rows.M44),
    };

    /// <summary>Scaled, then rotated, then moved.</summary>
    public static Matrix4x4 TRS(Vector3 pos, Quaternion q, Vector3 s) => new(Numerics.Matrix4x4.CreateScale(s.x, s.y, s.z)
        * Numerics.Matrix4x4.CreateFromQuaternion(new Numerics.Quaternion(q.x, q.y, q.z, q.w))
        * Numerics.Matrix4x4.CreateTranslation(pos.x, pos.y, pos.z));

    /// <summary>The right one first, then the left one.</summary>
    public static Matrix4x4 operator *(Matrix4x4 a, Matrix4x4 b) => new(b._rows * a._rows);

    public readonly Vector3 MultiplyPoint3x4(Vector3 point) => From(Numerics.Vector3.Transform(new(point.x, point.y, point.z), _rows));

    public readonly Vector3 MultiplyVector(Vector3 vector) => From(Numerics.Vector3.TransformNormal(new(vector.x, vector.y, vector.z), _rows));

    static Vector3 From(Numerics.Vector3 v) => new(v.X, v.Y, v.Z);

    static float At(int row, float a, float b, float c, float d) => row switch { 0 => a, 1 => b, 2 => c, _ => d };
}
