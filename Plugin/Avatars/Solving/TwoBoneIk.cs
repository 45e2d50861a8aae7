using System;
using System.Numerics;

namespace Avatars.Solving;

/// <summary>Two-bone inverse kinematics in closed form: where the middle joint of a limb is when its end reaches for a target.</summary>
public static class TwoBoneIk
{
    const float Straight = 0.9999f; // of the length: keeps the plane of the bend defined

    /// <param name="root">Position of the first joint.</param>
    /// <param name="upper">Length of the first bone, more than 0.</param>
    /// <param name="lower">Length of the second bone, more than 0.</param>
    /// <param name="bend">The side to which the middle joint points; only its part perpendicular to the direction of the target counts.</param>
    /// <returns>The middle joint, and the end: at the target, or on the line to it where it is out of reach.</returns>
    public static (Vector3 Middle, Vector3 End) Solve(Vector3 root, float upper, float lower, Vector3 target, Vector3 bend) =>
        Solve(root, upper, lower, target, bend, MathF.Abs(upper - lower) * 1.0001f, Straight * (upper + lower));

    /// <param name="least">Least distance of the end from the root, for joints that cannot fold completely.</param>
    /// <param name="most">Largest distance of the end from the root.</param>
    internal static (Vector3 Middle, Vector3 End) Solve(Vector3 root, float upper, float lower, Vector3 target, Vector3 bend, float least, float most)
    {
        var reach = target - root;
        var length = reach.Length();
        var along = length > 1e-6f ? reach / length : Perpendicular(bend);
        var distance = Math.Clamp(length, MathF.Max(least, 1e-6f), most);
        var sideways = bend - along * Vector3.Dot(bend, along);
        sideways = sideways.LengthSquared() > 1e-12f ? Vector3.Normalize(sideways) : Perpendicular(along);
        var cosine = Math.Clamp((upper * upper + distance * distance - lower * lower) / (2 * upper * distance), -1, 1);
        var sine = MathF.Sqrt(1 - cosine * cosine);
        return (root + upper * (cosine * along + sine * sideways), root + distance * along);
    }

    /// <summary>
    /// The side of the bend towards a pole. Where the target comes near the line through the pole, that side is undefined: there it goes over
    /// smoothly into <paramref name="otherwise"/>, so that the joint does not flip.
    /// </summary>
    /// <param name="pole">Position to which the middle joint points.</param>
    /// <param name="otherwise">A bend that is defined and continuous there, unit length.</param>
    public static Vector3 BendToPole(Vector3 root, Vector3 target, Vector3 pole, Vector3 otherwise)
    {
        var along = target - root;
        var toPole = pole - root;
        if (along.LengthSquared() < 1e-12f || toPole.LengthSquared() < 1e-12f)
            return otherwise;
        along = Vector3.Normalize(along);
        toPole = Vector3.Normalize(toPole);
        var sideways = toPole - along * Vector3.Dot(toPole, along);
        var sine = sideways.Length(); // of the angle between target and pole
        var share = Math.Clamp(sine / 0.35f, 0, 1); // 20 degrees
        share = share * share * (3 - 2 * share);
        var other = otherwise - along * Vector3.Dot(otherwise, along);
        var mixed = (sine > 1e-6f ? share * sideways / sine : Vector3.Zero) + (1 - share) * other;
        return mixed.LengthSquared() > 1e-8f ? Vector3.Normalize(mixed) : otherwise;
    }

    static Vector3 Perpendicular(Vector3 direction)
    {
        var other = MathF.Abs(direction.X) < 0.7f * direction.Length() ? Vector3.UnitX : Vector3.UnitY;
        var cross = Vector3.Cross(direction, other);
        return cross.LengthSquared() > 0 ? Vector3.Normalize(cross) : Vector3.UnitZ;
    }
}
