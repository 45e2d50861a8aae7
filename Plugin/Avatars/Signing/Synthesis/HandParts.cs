using System;
using System.Numerics;

namespace Avatars.Signing.Synthesis;

/// <summary>Where the parts of a hand are that signs name: points on the skin, in the hand's frame.</summary>
/// <remarks>X along the fingers, Y out of the palm, Z to the thumb; from the wrist, metres.</remarks>
sealed class HandParts(SignerRig rig)
{
    /// <summary>In the palm, about the knuckles: what goes to a place in space.</summary>
    public Vector3 Middle(bool left) => new Vector3(0.31f, 0.06f, 0) * rig.Hand(left).Length;

    /// <summary>The part of a hand that touches where none is named.</summary>
    public static HandPlace Touching(ShapeSpec shape)
    {
        var name = shape.Class;
        if (name is "fist" or "flat" or "finger2345")
            return new HandPlace("palm", "", null, null, "");
        if (name.StartsWith("pinch", StringComparison.Ordinal) || name.StartsWith("cee", StringComparison.Ordinal))
            return new HandPlace("tip", "1", null, null, "");
        var selected = shape["specialfingers"];
        return new HandPlace("tip", selected is { Length: > 0 } ? selected[..1] : "2", null, null, "");
    }

    /// <summary>A part of a hand: its point in the hand's frame, on the skin, and the normal there.</summary>
    public (Vector3 Point, Vector3 Normal) Of(HandPlace place, ShapeSpec shape, bool left)
    {
        var (point, normal) = Of(shape, left, place.Part, place.Digits, place.Side);
        if (place.SecondPart is null && place.SecondDigits.Length == 0)
            return (point, normal);
        var (second, secondNormal) = Of(shape, left, place.SecondPart ?? place.Part, place.SecondDigits, place.Side);
        var sum = normal + secondNormal;
        return ((point + second) / 2, sum.LengthSquared() < 1e-4f ? normal : Vector3.Normalize(sum));
    }

    (Vector3 Point, Vector3 Normal) Of(ShapeSpec shape, bool left, string part, string digits, string? side)
    {
        var geometry = rig.Hand(left);
        var joints = rig.Shape(shape, left).Joints;
        var length = geometry.Length;
        var flesh = 0.045f * length;
        switch (part)
        {
            case "palm":
                return side == "dorsal" ? (new Vector3(0.31f, -0.06f, 0) * length, -Vector3.UnitY) : (Middle(left), Vector3.UnitY);
            case "handback":
                return (new Vector3(0.31f, -0.06f, 0) * length, -Vector3.UnitY);
            case "thumbside":
                return (joints[4] with { X = 0.36f * length } + new Vector3(0, 0, flesh), Vector3.UnitZ);
            case "pinkyside":
                return (joints[16] with { X = 0.33f * length } - new Vector3(0, 0, flesh), -Vector3.UnitZ);
            case "thumbball":
                return (joints[1] * 0.8f + new Vector3(0, flesh, 0), Vector3.Normalize(new Vector3(0, 1, 0.6f)));
            case "wristback":
                return (new Vector3(0, side == "palmar" ? flesh : -flesh, 0), side == "palmar" ? Vector3.UnitY : -Vector3.UnitY);
        }
        if (digits.Length == 0)
            digits = part is "tip" or "nail" or "pad" && shape["specialfingers"] is { Length: > 0 } special ? special[..1] : "2";
        var (sum, normals) = (Vector3.Zero, Vector3.Zero);
        foreach (var digit in digits)
        {
            var (point, normal) = OfFinger(joints.AsSpan((digit - '1') * 4, 4), digit, part, side, flesh);
            sum += point;
            normals += normal;
        }
        return (sum / digits.Length, normals.LengthSquared() < 1e-4f ? Vector3.UnitX : Vector3.Normalize(normals));
    }

    /// <param name="joints">Knuckle, the two joints and the tip of the finger.</param>
    static (Vector3 Point, Vector3 Normal) OfFinger(ReadOnlySpan<Vector3> joints, char digit, string part, string? side, float flesh)
    {
        var (isPalmar, facing) = (side == "palmar" || part == "pad", side == "palmar" ? 1 : side == "dorsal" ? -1 : 0);
        switch (part)
        {
            case "nail" or "pad":
                var outward = isPalmar ? Palmar(joints, 2, digit) : -Palmar(joints, 2, digit);
                return ((joints[2] + joints[3]) / 2 + outward * flesh, outward);
            case "midjoint":
                return ((joints[1] + joints[2]) / 2 + facing * flesh * Palmar(joints, 1, digit), side == "palmar" ? Palmar(joints, 1, digit)
                    : -Palmar(joints, 1, digit));
            case "base":
                return (joints[0] + facing * flesh * Palmar(joints, 0, digit), side == "palmar" ? Palmar(joints, 0, digit) : -Palmar(joints, 0, digit));
            case "side":
                var across = side == "ulnar" || digit == '5' ? -Vector3.UnitZ : Vector3.UnitZ;
                return ((joints[1] + joints[2]) / 2 + across * flesh, across);
            default:
                var along = Vector3.Normalize(joints[3] - joints[2]);
                return (joints[3] + along * (0.3f * flesh), along);
        }
    }

    /// <summary>Palm side of a bone: perpendicular to it, in the finger's plane.</summary>
    static Vector3 Palmar(ReadOnlySpan<Vector3> joints, int bone, char digit)
    {
        var along = Vector3.Normalize(joints[bone + 1] - joints[bone]);
        if (digit != '1')
            return Vector3.Normalize(Vector3.Cross(Vector3.UnitZ, along));
        var across = Vector3.Normalize(new Vector3(0.2f, 0.3f, -1));
        return Vector3.Normalize(across - along * Vector3.Dot(across, along));
    }
}
