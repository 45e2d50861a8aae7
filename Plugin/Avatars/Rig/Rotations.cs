using System;
using System.Numerics;

namespace Avatars.Rig;

/// <summary>Rotations found from directions.</summary>
internal static class Rotations
{
    const float Tiny = 1e-9f;

    /// <summary>The smallest rotation from one direction to another; the identity when either is zero.</summary>
    public static Quaternion FromTo(Vector3 from, Vector3 to)
    {
        if (from.LengthSquared() < Tiny * Tiny || to.LengthSquared() < Tiny * Tiny)
            return Quaternion.Identity;
        from = Vector3.Normalize(from);
        to = Vector3.Normalize(to);
        var dot = Vector3.Dot(from, to);
        if (dot < -0.999999f) // 180 degrees about any perpendicular axis
        {
            var axis = Vector3.Cross(from, MathF.Abs(from.X) < 0.9f ? Vector3.UnitX : Vector3.UnitY);
            return Quaternion.CreateFromAxisAngle(Vector3.Normalize(axis), MathF.PI);
        }
        var cross = Vector3.Cross(from, to);
        return Quaternion.Normalize(new Quaternion(cross, 1 + dot));
    }

    /// <summary>
    /// The rotation that maps +X to <paramref name="along"/> and +Y as near as possible to <paramref name="across"/>. With two such
    /// frames, <c>to * Conjugate(from)</c> rotates one pair of directions to the other.
    /// </summary>
    /// <returns>False when the two are zero or parallel, and the rotation is the identity.</returns>
    public static bool TryFromAxes(Vector3 along, Vector3 across, out Quaternion frame)
    {
        frame = Quaternion.Identity;
        var normal = Vector3.Cross(along, across);
        var scale = along.Length() * across.Length();
        if (!(scale > Tiny) || normal.Length() < 1e-4f * scale)
            return false;
        var x = Vector3.Normalize(along);
        var z = Vector3.Normalize(normal);
        var y = Vector3.Cross(z, x);
        frame = Quaternion.CreateFromRotationMatrix(new Matrix4x4(x.X, x.Y, x.Z, 0, y.X, y.Y, y.Z, 0, z.X, z.Y, z.Z, 0, 0, 0, 0, 1));
        return true;
    }

    /// <summary>The twist component of a rotation about a unit axis (swing-twist decomposition).</summary>
    public static Quaternion Twist(Quaternion rotation, Vector3 axis)
    {
        var along = Vector3.Dot(new Vector3(rotation.X, rotation.Y, rotation.Z), axis);
        var twist = new Quaternion(axis * along, rotation.W);
        return twist.LengthSquared() < Tiny ? Quaternion.Identity : Quaternion.Normalize(twist);
    }

    /// <summary>The rotation mirrored at the plane x = 0.</summary>
    public static Quaternion MirrorX(Quaternion rotation) => new(rotation.X, -rotation.Y, -rotation.Z, rotation.W);
}
