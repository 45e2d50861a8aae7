using System;
using System.Numerics;

namespace Avatars.Body.Fitting;

/// <summary>Rotations as axis times angle, radians.</summary>
static class RotationVector
{
    public static Quaternion ToQuaternion(Vector3 vector)
    {
        var angle = vector.Length();
        return angle < 1e-8f ? Quaternion.Normalize(new Quaternion(vector / 2, 1)) : Quaternion.CreateFromAxisAngle(vector / angle, angle);
    }

    /// <summary>At most pi long.</summary>
    public static Vector3 Of(Quaternion rotation)
    {
        if (rotation.W < 0)
            rotation = -rotation;
        var imaginary = new Vector3(rotation.X, rotation.Y, rotation.Z);
        var length = imaginary.Length();
        return length < 1e-6f ? 2 * imaginary : 2 * MathF.Atan2(length, rotation.W) / length * imaginary;
    }

    /// <summary>How the vector of a rotation changes when a small rotation is applied after it: its derivative along <paramref name="step"/>.</summary>
    /// <param name="vector">Of the rotation.</param>
    /// <remarks>Inverse of the left Jacobian of SO(3).</remarks>
    public static Vector3 Change(Vector3 vector, Vector3 step)
    {
        var angle = vector.Length();
        var once = Vector3.Cross(vector, step);
        if (angle < 1e-3f)
            return step - once / 2;
        var factor = 1 / (angle * angle) - (1 + MathF.Cos(angle)) / (2 * angle * MathF.Max(MathF.Sin(angle), 1e-3f));
        return step - once / 2 + factor * Vector3.Cross(vector, once);
    }
}
