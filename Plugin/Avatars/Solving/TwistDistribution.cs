using System;
using System.Numerics;
using Avatars.Rig;

namespace Avatars.Solving;

/// <summary>Spreads the twist of a hand or foot along the bone before it, so that the skin does not wring at one joint.</summary>
public static class TwistDistribution
{
    /// <summary>Moves part of the twist of a bone to its parent joint, which the twist does not bend. The bone's rotation in the model stays.</summary>
    /// <param name="bone">For example <see cref="HumanBodyBones.LeftHand"/>: the forearm takes its share.</param>
    /// <param name="share">0 leaves the twist in the bone, 1 moves all of it to the parent.</param>
    /// <param name="local">One transform per joint, changed in place.</param>
    public static void Apply(HumanoidMap map, HumanBodyBones bone, float share, Span<JointTransform> local)
    {
        var joint = map[bone];
        if (joint < 0 || map.Skeleton[joint].Parent is not (>= 0 and var parent))
            return;
        var axis = local[joint].Translation; // along the parent bone, in its own space
        if (axis.LengthSquared() < 1e-12f)
            return;
        axis = Vector3.Normalize(axis);
        var rest = map.Skeleton[joint].Rest.Rotation;
        var away = local[joint].Rotation * Quaternion.Conjugate(rest); // in the parent's space
        var twist = Rotations.Twist(away, axis);
        if (twist.W < 0)
            twist = Quaternion.Negate(twist);
        var part = Quaternion.Slerp(Quaternion.Identity, twist, Math.Clamp(share, 0, 1));
        local[parent] = local[parent] with { Rotation = Quaternion.Normalize(local[parent].Rotation * part) };
        // What else hangs on the parent is turned back; the twist is about the line to the bone, which keeps its place.
        for (var i = parent + 1; i < local.Length; i++)
            if (map.Skeleton[i].Parent == parent)
                local[i] = local[i] with
                {
                    Rotation = Quaternion.Normalize(Quaternion.Conjugate(part) * local[i].Rotation),
                    Translation = Vector3.Transform(local[i].Translation, Quaternion.Conjugate(part)),
                };
    }
}
