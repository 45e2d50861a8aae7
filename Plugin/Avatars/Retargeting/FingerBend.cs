using System;
using System.Numerics;
using Avatars.Rig;

namespace Avatars.Retargeting;

/// <summary>
/// Finger joints as they can bend: the knuckle to and fro and a little to the sides, the other two as hinges. Estimated landmarks of a
/// hand often violate this; violations are corrected and the rest is unchanged.
/// </summary>
static class FingerBend
{
    const float Spread = 0.45f; // radians to either side of straight
    const float LargestThumbAngle = 1.2f; // radians, each joint

    // Least and largest bend toward the palm, radians.
    static readonly (float Least, float Largest)[] Bends = [(-0.5f, 1.75f), (-0.1f, 2.0f), (-0.15f, 1.6f)];

    /// <param name="parent">Rotation of the hand or of the previous bone, away from the T pose.</param>
    /// <param name="side">Where fingers point in the T pose: +X left, -X right; the palm is down and the index finger in front.</param>
    /// <param name="direction">Along the bone, model space.</param>
    public static Quaternion Finger(Quaternion parent, Vector3 side, int segment, Vector3 direction)
    {
        var inParent = Vector3.Transform(Vector3.Normalize(direction), Quaternion.Conjugate(parent));
        var forward = Vector3.Dot(inParent, side);
        var bend = Math.Clamp(MathF.Atan2(-inParent.Y, forward), Bends[segment].Least, Bends[segment].Largest);
        var spread = segment == 0 ? Math.Clamp(MathF.Asin(Math.Clamp(inParent.Z, -1, 1)), -Spread, Spread) : 0;
        if (-inParent.Y < 0 && forward < 0) // bent over backward by noise: straight is nearer than a fist
            bend = 0;
        var bending = Quaternion.CreateFromAxisAngle(Vector3.UnitZ, -bend * side.X);
        var spreading = Quaternion.CreateFromAxisAngle(Vector3.UnitY, -spread * side.X);
        return parent * (bending * spreading);
    }

    /// <summary>The thumb rotates about any axis, within limits.</summary>
    public static Quaternion Thumb(Quaternion parent, bool left, Vector3 direction)
    {
        var straight = TPose.ThumbDirectionOf(left);
        var rotation = Rotations.FromTo(Vector3.Transform(straight, parent), direction);
        var angle = 2 * MathF.Acos(Math.Clamp(MathF.Abs(rotation.W), 0, 1));
        return angle > LargestThumbAngle
            ? Quaternion.Slerp(Quaternion.Identity, rotation.W < 0 ? Quaternion.Negate(rotation) : rotation, LargestThumbAngle / angle) * parent
            : rotation * parent;
    }
}
