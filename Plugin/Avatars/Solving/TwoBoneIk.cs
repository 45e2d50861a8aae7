using System;
using System.Numerics;
using Avatars.Rig;

namespace Avatars.Solving;

/// <summary>Two-bone inverse kinematics in closed form: where the middle joint of a limb is when its end reaches for a target.</summary>
public static class TwoBoneIk
{
    const float Straight = 0.9999f; // of the length: keeps the plane of the bend defined
    const float Bent = 1e-4f; // sine of the bend below which a limb has no bend axis of its own

    /// <param name="root">Position of the first joint.</param>
    /// <param name="upper">Length of the first bone, more than 0.</param>
    /// <param name="lower">Length of the second bone, more than 0.</param>
    /// <param name="bend">The side to which the middle joint points; only its part perpendicular to the direction of the target counts.</param>
    /// <returns>The middle joint, and the end: at the target, or on the line to it where it is out of reach.</returns>
    public static (Vector3 Middle, Vector3 End) Solve(Vector3 root, float upper, float lower, Vector3 target, Vector3 bend) =>
        Solve(root, upper, lower, target, bend, MathF.Abs(upper - lower) * 1.0001f, Straight * (upper + lower));

    /// <summary>The turns, about the joints in model space, that bring the end of a posed limb to a target: the middle joint bends about its own axis, then
    /// the whole limb swings, then it rolls towards a pole. Works in right- and left-handed space alike; a degenerate limb stays as it is.</summary>
    /// <param name="pole">Position to which the middle joint points; null keeps the present side.</param>
    /// <param name="poleWeight">0 to 1.</param>
    /// <returns>To be put before the model rotations; the middle joint's counts before the root has turned.</returns>
    public static (Quaternion Root, Quaternion Middle) Turns(Vector3 root, Vector3 middle, Vector3 end, Vector3 target, Vector3? pole = null,
        float poleWeight = 1)
    {
        var (upper, lower) = (middle - root, end - middle);
        var (upperLength, lowerLength) = (upper.Length(), lower.Length());
        var reach = target - root;
        if (upperLength < 1e-5f || lowerLength < 1e-5f || reach.Length() < 1e-5f)
            return (Quaternion.Identity, Quaternion.Identity);
        var axis = BendAxis(root, middle, end, target, pole);
        var (bent, at) = Solve(root, upperLength, lowerLength, target, Vector3.Cross(axis, reach), MathF.Abs(upperLength - lowerLength),
            upperLength + lowerLength);
        var bend = Angle(bent - root, at - bent) - Angle(upper, lower);
        var middleTurn = Quaternion.CreateFromAxisAngle(axis, bend);
        var rootTurn = Rotations.FromTo(middle + Vector3.Transform(lower, middleTurn) - root, reach);
        if (pole is { } side && poleWeight > 0)
        {
            var line = Vector3.Normalize(reach);
            var present = Across(Vector3.Transform(upper, rootTurn), line);
            var wanted = Across(side - root, line);
            if (present.Length() > Bent && wanted.Length() > Bent)
                rootTurn = Quaternion.CreateFromAxisAngle(line, SignedAngle(present, wanted, line) * poleWeight) * rootTurn;
        }
        return (rootTurn, middleTurn);
    }

    /// <summary>Of the limb itself; of a straight one from the pole, then the target, then up.</summary>
    static Vector3 BendAxis(Vector3 root, Vector3 middle, Vector3 end, Vector3 target, Vector3? pole)
    {
        var lower = Vector3.Normalize(end - middle);
        var axis = Vector3.Cross(Vector3.Normalize(middle - root), lower);
        if (axis.Length() < Bent && pole is { } side && side != root && end != root)
            axis = Vector3.Cross(Vector3.Normalize(side - root), Vector3.Normalize(end - root));
        if (axis.Length() < Bent)
            axis = Vector3.Cross(Vector3.Normalize(target - root), lower);
        if (axis.Length() < Bent)
            axis = Vector3.Cross(Vector3.UnitY, lower);
        if (axis.Length() < Bent)
            axis = Vector3.Cross(Vector3.UnitX, lower);
        return Vector3.Normalize(axis);
    }

    static float Angle(Vector3 from, Vector3 to) => MathF.Atan2(Vector3.Cross(from, to).Length(), Vector3.Dot(from, to));

    static float SignedAngle(Vector3 from, Vector3 to, Vector3 axis) =>
        MathF.Atan2(Vector3.Dot(Vector3.Cross(from, to), axis), Vector3.Dot(from, to));

    static Vector3 Across(Vector3 vector, Vector3 line) => vector - line * Vector3.Dot(vector, line);

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
