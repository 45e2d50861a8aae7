using System;
using System.Numerics;

namespace Avatars.Signing.Synthesis;

/// <summary>Single strokes of one hand.</summary>
sealed partial class SignPlanner
{
    /// <summary>A motion of one hand from its state.</summary>
    /// <param name="from">Where it begins, where the state already has the new shape and rotation.</param>
    StrokePiece Simple(SignMotion motion, int hand, HandRole role, ManualPart part, HandKey? from = null, int successive = 0)
    {
        var start = from ?? _hands[hand].Key;
        var end = _hands[hand].Key;
        if (motion is DirectedMotion directed)
        {
            var way = Way(directed, hand, role, part, start.Wrist);
            if (part.OutOfPhase && role is (HandRole.Mirrored or HandRole.Parallel))
                way = -way;
            var arm = _rig.Arm(hand == 1);
            var wrist = arm.Reachable(Outside(start.Wrist + way, hand, end.Hand));
            end = end with { Wrist = wrist, Swivel = arm.BestSwivel(wrist, end.Hand), HeadShare = start.HeadShare * 0.5f };
        }
        else if (end.Wrist != start.Wrist || end.Hand != start.Hand)
            end = end with { Swivel = _rig.Arm(hand == 1).BestSwivel(end.Wrist, end.Hand) };
        var piece = Stroke(motion, hand, role, part, start, end, successive);
        _hands[hand].Key = piece.End;
        return piece;
    }

    Vector3 Outside(Vector3 wrist, int hand, Quaternion rotation)
    {
        var offset = _rig.Arm(hand == 1).FromHand(_parts.Middle(hand == 1), rotation);
        return _rig.Places.Outside(wrist + offset, 0) - offset;
    }

    /// <summary>How far a straight motion leads, metres.</summary>
    Vector3 Way(DirectedMotion motion, int hand, HandRole role, ManualPart part, Vector3 from)
    {
        var size = motion.Size switch { MotionSize.Small => 0.18f, MotionSize.Big => 0.73f, _ => 0.46f };
        if (from.Y > _rig.Origin.Y + 0.25f * _rig.Width)
            size *= 0.92f;
        return Turned(motion.Direction, role, part) * (size * _rig.Width);
    }

    /// <summary>A direction for the hand in its role.</summary>
    static Vector3 Turned(Vector3 direction, HandRole role, ManualPart part)
    {
        if (role == HandRole.Mirrored)
            direction *= MirrorX;
        if (role is HandRole.Mirrored or HandRole.Parallel)
        {
            if (part.UpDownSymmetry)
                direction.Y = -direction.Y;
            if (part.InOutSymmetry)
                direction.Z = -direction.Z;
        }
        return direction;
    }

    static float Timed(SignMotion motion, float normal, float fast, float slow)
    {
        var seconds = motion.Manner switch
        {
            MotionManner.Fast => fast, MotionManner.Slow => slow, MotionManner.Tense => normal * 1.6f, MotionManner.Rest => normal * 1.3f, _ => normal,
        };
        return seconds / motion.Speed;
    }

    /// <summary>The stroke of a single motion between two keys.</summary>
    StrokePiece Stroke(SignMotion motion, int hand, HandRole role, ManualPart part, in HandKey start, in HandKey end, int successive = 0)
    {
        var arm = _rig.Arm(hand == 1);
        Func<float, float> profile = motion.Manner == MotionManner.Slow ? SpeedProfile.MinimumJerk : SpeedProfile.Targeted;
        var hold = motion.Manner == MotionManner.Halt ? 0.3f : 0;
        var bounce = motion.Bouncing ? 0.35f : 0;
        switch (motion)
        {
            case DirectedMotion { Zigzag: { } style } zigzag:
            {
                var way = end.Wrist - start.Wrist;
                var width = (style == "zigzag", zigzag.ZigzagSize) switch
                {
                    (true, MotionSize.Small) => 0.19f, (true, MotionSize.Big) => 0.6f, (true, _) => 0.31f,
                    (_, MotionSize.Small) => 0.15f, (_, MotionSize.Big) => 0.5f, _ => 0.25f,
                };
                var wave = WaveDirection(way, zigzag.ZigzagPlane) * (width / 2 * _rig.Width);
                if (role == HandRole.Mirrored)
                    wave *= MirrorX;
                return new StrokePiece(start, end, Timed(motion, 0.96f, 0.44f, 1.5f), SpeedProfile.Even)
                {
                    Wave = wave, IsZigzag = style == "zigzag", Growth = zigzag.Growth, Successive = successive,
                };
            }
            case DirectedMotion directed:
            {
                var bulge = Vector3.Zero;
                var seconds = Timed(motion, 0.28f, 0.16f, 0.60f);
                if (directed.Curve is { } curve)
                {
                    var chord = Vector3.Distance(start.Wrist, end.Wrist);
                    var height = directed.CurveSize switch { MotionSize.Small => 0.22f, MotionSize.Big => 1.0f, _ => 0.40f };
                    var to = Turned(curve, role, part);
                    var along = end.Wrist - start.Wrist;
                    if (along.LengthSquared() > 1e-8f)
                    {
                        to -= along * (Vector3.Dot(to, along) / along.LengthSquared());
                        bulge = to.LengthSquared() < 1e-6f ? Vector3.Zero : Vector3.Normalize(to) * (height * chord);
                    }
                    seconds *= directed.CurveSize == MotionSize.Big ? 0.40f / 0.28f : 0.32f / 0.28f;
                }
                if (motion.Manner == MotionManner.Halt)
                    seconds *= 0.32f / 0.28f;
                return new StrokePiece(start, end, seconds, profile) { Bulge = bulge, Hold = hold, Bounce = bounce, Successive = successive };
            }
            case CircularMotion circle:
                return Circle(circle, role, part, start, end, successive);
            case WristMotion wrist:
                return Wrist(wrist, role, start, end, arm);
            case FingerPlay play:
                return new StrokePiece(start, end, Timed(motion, 0.56f, 0.4f, 0.9f), profile) { PlayDigits = play.Digits };
            case BodyMotion:
                return new StrokePiece(start, end, Timed(motion, 0.4f, 0.25f, 0.7f), profile);
            default:
                // A change of posture takes a stroke's time, no motion nearly none.
                var isChange = motion is Still { IsChange: true } || start != end;
                return new StrokePiece(start, end, Timed(motion, isChange ? 0.28f : 0.12f, 0.16f, 0.60f) * (hold > 0 ? 0.32f / 0.28f : 1), profile)
                {
                    Hold = hold, Bounce = bounce, Successive = successive,
                };
        }
    }

    /// <summary>Sideways to a path, in the plane that is named or else the one that is seen.</summary>
    static Vector3 WaveDirection(Vector3 way, string? plane)
    {
        var along = way.LengthSquared() < 1e-8f ? Vector3.UnitY : Vector3.Normalize(way);
        var to = plane switch
        {
            "h" => Vector3.UnitX, "v" => Vector3.UnitY, "ur" => Vector3.Normalize(new Vector3(-1, 1, 0)), "ul" => Vector3.Normalize(new Vector3(1, 1, 0)),
            _ => MathF.Abs(along.Y) > 0.7f ? Vector3.UnitX : MathF.Abs(along.Z) > 0.7f ? Vector3.UnitX : Vector3.UnitY,
        };
        to -= along * Vector3.Dot(to, along);
        return to.LengthSquared() < 1e-4f ? Vector3.Normalize(Vector3.Cross(along, Vector3.UnitZ) + 1e-4f * Vector3.UnitX) : Vector3.Normalize(to);
    }
}
