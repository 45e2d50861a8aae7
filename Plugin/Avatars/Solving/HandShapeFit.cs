using System;
using System.Numerics;

namespace Avatars.Solving;

/// <summary>The angles of a hand whose 21 points are known in space, such as MediaPipe's hand landmarks.</summary>
public static class HandShapeFit
{
    const float Degrees = MathF.PI / 180;
    const float StraightDegrees = 12; // a thumb that bends less does not show its roll

    /// <param name="points">21: wrist, then four a finger, thumb first; a right-handed space, any unit and orientation.</param>
    /// <param name="degrees">Receives the angles of <see cref="HandShape"/>.</param>
    /// <returns>False where the palm's points coincide.</returns>
    public static bool TryRead(ReadOnlySpan<Vector3> points, bool left, Span<float> degrees)
    {
        var across = points[5] - points[17]; // to the thumb's side
        var along = (points[5] + points[9] + points[13] + points[17]) / 4 - points[0];
        if (!Rig.Rotations.TryFromAxes(along, across, out var hand))
            return false;
        // X along the fingers, Z to the thumb, Y out of the back of the hand: the left hand in the T pose. A right hand is its mirror image.
        Span<Vector3> local = stackalloc Vector3[21];
        for (var i = 0; i < 21; i++)
        {
            var point = Vector3.Transform(points[i] - points[0], Quaternion.Conjugate(hand));
            local[i] = new Vector3(point.X, left ? -point.Z : point.Z, point.Y);
        }
        for (var finger = 1; finger < 5; finger++)
        {
            var first = HandShape.FirstAngle(finger);
            var bone = local[2 + 4 * finger] - local[1 + 4 * finger];
            var flat = MathF.Sqrt(bone.X * bone.X + bone.Z * bone.Z);
            degrees[first + 1] = MathF.Atan2(-bone.Y, bone.X < 0 ? -flat : flat) / Degrees;
            // A knuckle bent by 90 degrees does not show how far the finger is to the side.
            degrees[first] = MathF.Asin(Math.Clamp(bone.Z / MathF.Max(flat, 0.5f * bone.Length() + 1e-9f), -1, 1)) / Degrees;
            var hinge = Vector3.Transform(-Vector3.UnitZ, Quaternion.CreateFromAxisAngle(-Vector3.UnitY, degrees[first] * Degrees));
            for (var i = 0; i < 2; i++)
            {
                var next = local[3 + 4 * finger + i] - local[2 + 4 * finger + i];
                degrees[first + 2 + i] = HandRotations.SignedAngle(Flat(bone, hinge), Flat(next, hinge), hinge) / Degrees;
                bone = next;
            }
        }
        ReadThumb(local, degrees);
        return true;
    }

    static void ReadThumb(ReadOnlySpan<Vector3> points, Span<float> degrees)
    {
        var (first, second, third) = (Vector3.Normalize(points[2] - points[1]), Vector3.Normalize(points[3] - points[2]),
            Vector3.Normalize(points[4] - points[3]));
        (degrees[0], degrees[1]) = HandRotations.ThumbAngles(first);
        var unrolled = HandRotations.BendDirection(first, 0);
        var bent = second - first * Vector3.Dot(second, first) + 0.5f * (third - first * Vector3.Dot(third, first));
        var roll = bent.Length() > MathF.Sin(StraightDegrees * Degrees) ? HandRotations.SignedAngle(unrolled, Vector3.Normalize(bent), first) : 0;
        degrees[2] = Math.Clamp(roll / Degrees, -60, 90);
        var hinge = Vector3.Cross(first, HandRotations.BendDirection(first, degrees[2] * Degrees));
        degrees[3] = HandRotations.SignedAngle(Flat(first, hinge), Flat(second, hinge), hinge) / Degrees;
        degrees[4] = HandRotations.SignedAngle(Flat(second, hinge), Flat(third, hinge), hinge) / Degrees;
    }

    static Vector3 Flat(Vector3 vector, Vector3 normal)
    {
        var flat = vector - normal * Vector3.Dot(vector, normal);
        return flat.LengthSquared() > 1e-12f ? Vector3.Normalize(flat) : Vector3.UnitX;
    }
}
