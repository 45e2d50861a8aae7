using System;
using System.Numerics;
using Avatars.Rig;

namespace Avatars.Solving;

/// <summary>Two-bone inverse kinematics of an arm: the elbow bends as it bends at rest, and the collarbone is raised for high targets.</summary>
public static class ArmReach
{
    const float Degrees = MathF.PI / 180;

    /// <summary>Where the elbow of a hanging arm points, for the left arm.</summary>
    public static readonly Vector3 ElbowBack = new(0.25f, -0.2f, -1);

    /// <param name="direction">From the shoulder, in the chest's frame, as for the left arm: +X is outward.</param>
    /// <param name="extension">0.3 to 1: distance over the arm's length.</param>
    /// <param name="elbow">Where the elbow points, in the chest's frame, as for the left arm.</param>
    /// <param name="roll">Rotation of the forearm and palm about the forearm's axis, radians.</param>
    public static void Solve(PosedBody body, bool left, Vector3 direction, float extension, Vector3 elbow, float roll)
    {
        var mirror = new Vector3(left ? 1 : -1, 1, 1);
        var length = Length(body, left);
        RaiseCollarbone(body, left, Vector3.Normalize(direction));
        var chest = ChestRotation(body, left);
        var target = body.Position(HumanBones.Side(left, HumanBodyBones.LeftUpperArm))
            + Vector3.Transform(Vector3.Normalize(direction) * mirror, chest) * (extension * (length.Upper + length.Lower));
        Bend(body, left, target, Vector3.Transform(elbow * mirror, chest), roll);
    }

    /// <param name="restPosition">Target position in front of the body at rest; it follows the chest's rotation.</param>
    public static void ToPosition(PosedBody body, bool left, Vector3 restPosition, Vector3 elbow, float roll)
    {
        var mirror = new Vector3(left ? 1 : -1, 1, 1);
        var upper = HumanBones.Side(left, HumanBodyBones.LeftUpperArm);
        RaiseCollarbone(body, left, Vector3.Normalize((restPosition - body.RestPosition(upper)) * mirror));
        var chest = ChestRotation(body, left);
        var collar = body.Map[HumanBones.Side(left, HumanBodyBones.LeftShoulder)];
        var anchor = body.Skeleton[collar].Parent;
        var target = body.Model.Positions[anchor] + Vector3.Transform(restPosition - body.RestPosition(anchor), chest);
        Bend(body, left, target, Vector3.Transform(elbow * mirror, chest), roll);
    }

    static void RaiseCollarbone(PosedBody body, bool left, Vector3 direction)
    {
        var raise = Math.Clamp((direction.Y + 0.3f) / 1.3f, 0, 1) * 24 * Degrees;
        var forward = Math.Clamp(direction.Z, 0, 1) * Math.Clamp(0.6f - direction.X, 0, 1) * 14 * Degrees;
        var side = left ? 1 : -1;
        body.SetLocalRotation(HumanBones.Side(left, HumanBodyBones.LeftShoulder),
            Quaternion.CreateFromAxisAngle(Vector3.UnitZ, side * raise) * Quaternion.CreateFromAxisAngle(Vector3.UnitY, -side * forward));
        body.Update();
    }

    static Quaternion ChestRotation(PosedBody body, bool left) => body.ParentRotation(HumanBones.Side(left, HumanBodyBones.LeftShoulder));

    static (float Upper, float Lower) Length(PosedBody body, bool left)
    {
        var elbow = body.RestPosition(HumanBones.Side(left, HumanBodyBones.LeftLowerArm));
        return (Vector3.Distance(body.RestPosition(HumanBones.Side(left, HumanBodyBones.LeftUpperArm)), elbow),
            Vector3.Distance(elbow, body.RestPosition(HumanBones.Side(left, HumanBodyBones.LeftHand))));
    }

    static void Bend(PosedBody body, bool left, Vector3 target, Vector3 elbowSide, float roll)
    {
        var (upper, lower, hand) = (HumanBones.Side(left, HumanBodyBones.LeftUpperArm), HumanBones.Side(left, HumanBodyBones.LeftLowerArm),
            HumanBones.Side(left, HumanBodyBones.LeftHand));
        var (upperLength, lowerLength) = Length(body, left);
        var shoulder = body.Position(upper);
        var reach = target - shoulder;
        // Clamped to the distances that the elbow's limits allow.
        var distance = Math.Clamp(reach.Length(), 0.42f * (upperLength + lowerLength), 0.992f * (upperLength + lowerLength));
        var along = Vector3.Normalize(reach);
        var sideways = elbowSide - along * Vector3.Dot(elbowSide, along);
        if (sideways.Length() < 1e-3f)
            sideways = Vector3.Cross(along, Vector3.UnitX);
        var bend = Vector3.Normalize(sideways);
        var cosine = (upperLength * upperLength + distance * distance - lowerLength * lowerLength) / (2 * upperLength * distance);
        var sine = MathF.Sqrt(MathF.Max(0, 1 - cosine * cosine));
        var elbow = shoulder + upperLength * (cosine * along + sine * bend);
        var wrist = shoulder + distance * along;

        var restUpper = body.RestPosition(lower) - body.RestPosition(upper);
        var restLower = body.RestPosition(hand) - body.RestPosition(lower);
        var restHinge = Vector3.Cross(restUpper, restLower);
        var hinge = Vector3.Cross(elbow - shoulder, wrist - elbow);
        body.SetModelRotation(upper, FrameRotation(restUpper, restHinge, elbow - shoulder, hinge));
        body.Update();
        var forearm = FrameRotation(restLower, restHinge, wrist - elbow, hinge);
        body.SetModelRotation(lower, Quaternion.CreateFromAxisAngle(Vector3.Normalize(wrist - elbow), left ? roll : -roll) * forearm);
        body.Update();
    }

    static Quaternion FrameRotation(Vector3 fromAlong, Vector3 fromAcross, Vector3 toAlong, Vector3 toAcross) =>
        Rotations.TryFromAxes(fromAlong, fromAcross, out var from) && Rotations.TryFromAxes(toAlong, toAcross, out var to)
            ? to * Quaternion.Conjugate(from)
            : Rotations.FromTo(fromAlong, toAlong);
}
