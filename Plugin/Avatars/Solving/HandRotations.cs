using System;
using System.Numerics;
using Avatars.Retargeting;

namespace Avatars.Solving;

/// <summary>
/// The angles of a <see cref="HandShape"/> as rotations away from the T pose, for the left hand: fingers along +X, palm down, thumb to +Z.
/// </summary>
static class HandRotations
{
    const float Degrees = MathF.PI / 180;

    // In the T pose the fingers lie along X, the palm faces -Y, and the thumb is on the side of +Z.
    static readonly Vector3 ThumbAtRest = TPose.ThumbDirectionOf(left: true);
    static readonly Vector3 BendAtRest = BendDirection(ThumbAtRest, 0);

    /// <param name="degrees">The 21 angles.</param>
    /// <param name="finger">0 thumb to 4 little.</param>
    /// <param name="segment">0 the base to 2 the last bone.</param>
    /// <returns>The rotation relative to the bone before, in the T pose's space.</returns>
    public static Quaternion Of(ReadOnlySpan<float> degrees, int finger, int segment)
    {
        var first = HandShape.FirstAngle(finger);
        if (finger > 0)
        {
            var bend = Quaternion.CreateFromAxisAngle(-Vector3.UnitZ, degrees[first + 1 + segment] * Degrees);
            return segment > 0 ? bend : Quaternion.CreateFromAxisAngle(-Vector3.UnitY, degrees[first] * Degrees) * bend;
        }
        return segment > 0 ? Quaternion.CreateFromAxisAngle(Vector3.Cross(ThumbAtRest, BendAtRest), degrees[2 + segment] * Degrees)
            : ThumbBase(degrees[0], degrees[1], degrees[2]);
    }

    /// <summary>The angles of a finger, from the rotations of its three bones.</summary>
    public static void Read(int finger, Quaternion proximal, Quaternion intermediate, Quaternion distal, Span<float> degrees)
    {
        var first = HandShape.FirstAngle(finger);
        if (finger > 0)
        {
            var hinge = Vector3.Transform(-Vector3.UnitZ, proximal); // a bend leaves it as it is
            degrees[first] = MathF.Atan2(hinge.X, -hinge.Z) / Degrees;
            var straight = Quaternion.CreateFromAxisAngle(Vector3.UnitY, degrees[first] * Degrees) * proximal;
            degrees[first + 1] = AngleAbout(straight, -Vector3.UnitZ);
            degrees[first + 2] = AngleAbout(intermediate, -Vector3.UnitZ);
            degrees[first + 3] = AngleAbout(distal, -Vector3.UnitZ);
            return;
        }
        var thumb = Vector3.Transform(ThumbAtRest, proximal);
        (degrees[0], degrees[1]) = ThumbAngles(thumb);
        var thumbHinge = Vector3.Cross(ThumbAtRest, BendAtRest);
        degrees[2] = SignedAngle(BendDirection(thumb, 0), Vector3.Transform(BendAtRest, proximal), thumb) / Degrees;
        degrees[3] = AngleAbout(intermediate, thumbHinge);
        degrees[4] = AngleAbout(distal, thumbHinge);
    }

    /// <summary>The two angles of a direction of the thumb's base bone.</summary>
    public static (float Outward, float ToPalm) ThumbAngles(Vector3 direction) =>
        (MathF.Atan2(direction.Z, direction.X) / Degrees, MathF.Asin(Math.Clamp(-direction.Y, -1, 1)) / Degrees);

    /// <summary>The direction into which a thumb that points along <paramref name="thumb"/> bends.</summary>
    /// <param name="roll">Radians; positive turns the pad to the fingertips.</param>
    public static Vector3 BendDirection(Vector3 thumb, float roll)
    {
        // Without a roll it bends across the palm, towards the base of the little finger.
        var across = new Vector3(0.25f, -0.1f, -1);
        var direction = Vector3.Normalize(across - thumb * Vector3.Dot(across, thumb));
        return roll == 0 ? direction : Vector3.Transform(direction, Quaternion.CreateFromAxisAngle(thumb, roll));
    }

    public static float SignedAngle(Vector3 from, Vector3 to, Vector3 axis) =>
        MathF.Atan2(Vector3.Dot(Vector3.Cross(from, to), axis), Vector3.Dot(from, to));

    static Quaternion ThumbBase(float outward, float toPalm, float roll)
    {
        var (a, b) = (outward * Degrees, toPalm * Degrees);
        var direction = new Vector3(MathF.Cos(b) * MathF.Cos(a), -MathF.Sin(b), MathF.Cos(b) * MathF.Sin(a));
        return Rig.Rotations.TryFromAxes(ThumbAtRest, BendAtRest, out var rest)
            && Rig.Rotations.TryFromAxes(direction, BendDirection(direction, roll * Degrees), out var posed)
            ? Quaternion.Normalize(posed * Quaternion.Conjugate(rest)) : Quaternion.Identity;
    }

    static float AngleAbout(Quaternion rotation, Vector3 axis)
    {
        var sine = Vector3.Dot(new Vector3(rotation.X, rotation.Y, rotation.Z), axis);
        var angle = 2 * MathF.Atan2(sine, rotation.W) / Degrees;
        return angle > 180 ? angle - 360 : angle < -180 ? angle + 360 : angle;
    }
}
