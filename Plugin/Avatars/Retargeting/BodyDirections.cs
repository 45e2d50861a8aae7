using System;
using System.Numerics;
using Avatars.Rig;

namespace Avatars.Retargeting;

/// <summary>Directions of a posed humanoid's trunk and legs: unit vectors in the space of the given positions; zero where two positions coincide.</summary>
/// <param name="Up">From the middle of the thigh joints to the middle of the upper-arm joints.</param>
/// <param name="Legs">From the middle of the ankles (of the knees, where there are no feet) to the middle of the thigh joints.</param>
/// <param name="Across">From right to left: hips and shoulders together.</param>
readonly record struct BodyDirections(Vector3 Up, Vector3 Legs, Vector3 Across)
{
    public static BodyDirections Of(HumanoidMap map, ReadOnlySpan<Vector3> positions)
    {
        var shoulders = Middle(map, positions, HumanBodyBones.LeftUpperArm, out var shoulderLine);
        var thighs = Middle(map, positions, HumanBodyBones.LeftUpperLeg, out var hipLine);
        var hasFeet = map.Has(HumanBodyBones.LeftFoot) && map.Has(HumanBodyBones.RightFoot);
        var ankles = Middle(map, positions, hasFeet ? HumanBodyBones.LeftFoot : HumanBodyBones.LeftLowerLeg, out _);
        return new BodyDirections(Unit(shoulders - thighs), Unit(thighs - ankles), Unit(shoulderLine + hipLine));
    }

    /// <summary>The middle of a bone's joint and that of its mirror bone.</summary>
    public static Vector3 Middle(HumanoidMap map, ReadOnlySpan<Vector3> positions, HumanBodyBones leftBone) => Middle(map, positions, leftBone, out _);

    static Vector3 Middle(HumanoidMap map, ReadOnlySpan<Vector3> positions, HumanBodyBones leftBone, out Vector3 fromRightToLeft)
    {
        Vector3 left = positions[map[leftBone]], right = positions[map[HumanBones.Mirror(leftBone)]];
        fromRightToLeft = left - right;
        return (left + right) / 2;
    }

    static Vector3 Unit(Vector3 vector) => vector.LengthSquared() > 0 ? Vector3.Normalize(vector) : Vector3.Zero;
}
