using System;
using System.Numerics;

namespace Avatars.Signing.Synthesis;

/// <summary>Circles, and movements of the wrist.</summary>
sealed partial class SignPlanner
{
    /// <summary>Unit: from the centre of a circle to where it begins.</summary>
    static Vector3 SpokeOf(CircularMotion circle)
    {
        var axis = circle.Axis;
        if (circle.Start is { } clock)
            return ClockDirection(axis, clock);
        var to = MathF.Abs(axis.X) > 0.7f ? -Vector3.UnitZ : Vector3.UnitX;
        to -= axis * Vector3.Dot(to, axis);
        return Vector3.Normalize(to);
    }

    /// <summary>A clock direction in a circle's plane, seen along its axis.</summary>
    static Vector3 ClockDirection(Vector3 axis, string clock)
    {
        var up = MathF.Abs(axis.Y) > 0.7f ? Vector3.UnitZ : Vector3.UnitY;
        up = Vector3.Normalize(up - axis * Vector3.Dot(up, axis));
        var right = Vector3.Cross(axis, up);
        float Has(char letter) => clock.Contains(letter) ? 1 : 0;
        return Vector3.Normalize((Has('u') - Has('d')) * up + (Has('r') - Has('l')) * right);
    }

    StrokePiece Circle(CircularMotion circle, HandRole role, ManualPart part, in HandKey start, in HandKey end, int successive)
    {
        var radius = (circle.Size switch { MotionSize.Small => 0.095f, MotionSize.Big => 0.48f, _ => 0.24f }) * _rig.Width;
        var spoke = SpokeOf(circle);
        var quarter = Vector3.Cross(circle.Axis, spoke); // right-handed about the axis
        var sweep = 2 * MathF.PI * circle.Turns;
        if (circle.End is { } last)
        {
            var to = ClockDirection(circle.Axis, last);
            var angle = MathF.Atan2(Vector3.Dot(to, quarter), Vector3.Dot(to, spoke));
            sweep += angle <= 0.01f ? angle : angle - 2 * MathF.PI;
        }
        if (circle.Flatness < 1)
        {
            var wide = WaveDirection(circle.Axis, circle.EllipsePlane);
            Vector3 Flat(Vector3 v) => wide * Vector3.Dot(v, wide) + circle.Flatness * (v - wide * Vector3.Dot(v, wide));
            (spoke, quarter) = (Flat(spoke), Flat(quarter));
        }
        (spoke, quarter) = (Turned(spoke, role, part) * radius, Turned(quarter, role, part) * radius);
        if (part.OutOfPhase && role is (HandRole.Mirrored or HandRole.Parallel))
            (spoke, quarter) = (-spoke, -quarter);
        var one = circle.Size switch { MotionSize.Small => 0.52f, MotionSize.Big => 0.68f, _ => 0.56f };
        var seconds = Timed(circle, one, one * 0.6f, one * 2) + (circle.Turns - 1) * 0.5f;
        return new StrokePiece(start, end, seconds, SpeedProfile.Even) { Spoke = spoke, Quarter = quarter, Sweep = sweep, Growth = circle.Growth,
            Successive = successive }.Finish();
    }

    static StrokePiece Wrist(WristMotion wrist, HandRole role, in HandKey start, in HandKey end, ArmGeometry arm)
    {
        var (axis, forth, back, seconds, cycles) = (wrist.Kind, wrist.Size) switch
        {
            ("nodding", MotionSize.Small) => (Vector3.UnitZ, 14f, 14f, 0.64f, 2f),
            ("nodding", _) => (Vector3.UnitZ, 29f, 17f, 0.64f, 2f),
            ("swinging", MotionSize.Small) => (Vector3.UnitY, 8f, 8f, 0.64f, 2f),
            ("swinging", _) => (Vector3.UnitY, 17f, 17f, 0.64f, 2f),
            ("twisting", MotionSize.Big) => (Vector3.UnitX, 34f, 34f, 0.76f, 3f),
            ("twisting", _) => (Vector3.UnitX, 22f, 22f, 0.76f, 3f),
            _ => (Vector3.UnitX, 17f, 17f, 0.44f, 1f),
        };
        var stir = wrist.Kind switch { "stircw" => 1, "stirccw" => -1, _ => 0 };
        var mirror = role == HandRole.Mirrored && wrist.Kind is "swinging" or "twisting" ? -1 : 1;
        if (role == HandRole.Mirrored)
            stir = -stir;
        return new StrokePiece(start, end, Timed(wrist, seconds, seconds * 0.6f, seconds * 1.8f), SpeedProfile.Even)
        {
            WristAxis = axis, WristForth = forth * Degrees * mirror, WristBack = back * Degrees * mirror, Cycles = cycles, Stir = stir, Arm = arm,
        };
    }
}
