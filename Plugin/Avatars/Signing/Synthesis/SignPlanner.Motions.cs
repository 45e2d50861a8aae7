using System;
using System.Collections.Generic;
using System.Numerics;

namespace Avatars.Signing.Synthesis;

/// <summary>Motions: from where the hands are to where a motion brings them.</summary>
sealed partial class SignPlanner
{
    const float Degrees = MathF.PI / 180;
    const float ReturnSeconds = 0.16f;

    /// <summary>Plans a motion for both hands and adds it to their series, evened out.</summary>
    void Move(SignMotion motion, HandRole[] roles, int acting, ManualPart part, SeriesPiece[] series)
    {
        var pieces = Plan(motion, roles, acting, part);
        for (var hand = 0; hand < 2; hand++)
            if (pieces[hand] is { } piece)
                series[hand].Add(piece);
        Even(series);
    }

    /// <summary>One piece a hand; null for a hand that does not take part. The states move to the end.</summary>
    Piece?[] Plan(SignMotion motion, HandRole[] roles, int acting, ManualPart part)
    {
        switch (motion)
        {
            case SequentialMotion sequence:
                return Sequence(sequence, roles, acting, part);
            case ParallelMotion parallel:
                return Parallel(parallel, roles, acting, part);
            case RepeatedMotion repeated:
                return Repeat(repeated, roles, acting, part);
            case SplitMotion split:
                return Split(split, roles, acting, part);
            case TargetedMotion targeted:
                return Targeted(targeted, roles, acting, part);
            default:
                var pieces = new Piece?[2];
                pieces[acting] = Simple(motion, acting, HandRole.Acting, part);
                if (roles[1 - acting] is HandRole.Mirrored or HandRole.Parallel)
                    pieces[1 - acting] = Simple(motion, 1 - acting, roles[1 - acting], part);
                return pieces;
        }
    }

    Piece?[] Sequence(SequentialMotion sequence, HandRole[] roles, int acting, ManualPart part)
    {
        var series = new[] { new SeriesPiece(_hands[0].Key), new SeriesPiece(_hands[1].Key) };
        foreach (var motion in sequence.Motions)
            Move(motion, roles, acting, part, series);
        return [series[0], series[1]];
    }

    Piece?[] Split(SplitMotion split, HandRole[] roles, int acting, ManualPart part)
    {
        var other = 1 - acting;
        var alone = new[] { HandRole.Idle, HandRole.Idle };
        alone[acting] = HandRole.Acting;
        var a = Plan(split.Dominant, alone, acting, part)[acting];
        alone = [HandRole.Idle, HandRole.Idle];
        alone[other] = HandRole.Acting;
        var b = Plan(split.Other, alone, other, part)[other];
        var pieces = new Piece?[2];
        (pieces[acting], pieces[other]) = (a, b);
        if (roles[other] == HandRole.Idle)
            roles[other] = HandRole.Separate;
        return pieces;
    }

    Piece?[] Parallel(ParallelMotion parallel, HandRole[] roles, int acting, ManualPart part)
    {
        var before = new[] { _hands[0], _hands[1] };
        var parts = new[] { new List<Piece>(), new List<Piece>() };
        // Postures last: they are relative to what the other motions do.
        foreach (var motion in parallel.Motions)
        {
            (_hands[0].Key, _hands[1].Key) = (before[0].Key, before[1].Key);
            var pieces = Plan(motion, roles, acting, part);
            for (var hand = 0; hand < 2; hand++)
                if (pieces[hand] is { } piece)
                    parts[hand].Add(piece);
        }
        var together = new Piece?[2];
        for (var hand = 0; hand < 2; hand++)
        {
            _hands[hand].Key = before[hand].Key;
            if (parts[hand].Count == 0)
                continue;
            together[hand] = parts[hand].Count == 1 ? parts[hand][0] : new TogetherPiece(before[hand].Key, parts[hand]);
            _hands[hand].Key = together[hand]!.End;
        }
        return together;
    }

    Piece?[] Targeted(TargetedMotion targeted, HandRole[] roles, int acting, ManualPart part)
    {
        var before = new[] { _hands[0], _hands[1] };
        var posture = targeted.Posture;
        var isPlaced = posture.Place is not null || posture.OtherPlace is not null || posture.Pair is not null;
        if (targeted.Motion is not (DirectedMotion or CircularMotion or WristMotion or FingerPlay or Still or BodyMotion))
        {
            // A group of motions, then the posture: reached while the group runs.
            var pieces = Plan(targeted.Motion, roles, acting, part);
            var ends = new[] { _hands[0].Key, _hands[1].Key };
            SetPosture(posture, roles, acting, part, isInitial: false);
            for (var hand = 0; hand < 2; hand++)
                if (pieces[hand] is { } piece)
                {
                    if (!isPlaced)
                        _hands[hand].Key = _hands[hand].Key with { Wrist = ends[hand].Wrist };
                    var change = new StrokePiece(ends[hand], _hands[hand].Key, piece.Duration, SpeedProfile.MinimumJerk);
                    pieces[hand] = new TogetherPiece(before[hand].Key, [piece, new StrokePiece(before[hand].Key, before[hand].Key with
                    {
                        Wrist = before[hand].Key.Wrist + change.End.Wrist - ends[hand].Wrist,
                        Hand = Quaternion.Normalize(change.End.Hand * Quaternion.Conjugate(ends[hand].Hand) * before[hand].Key.Hand), Shape = change.End.Shape,
                    }, piece.Duration, SpeedProfile.MinimumJerk)]);
                    _hands[hand].Key = pieces[hand]!.End;
                }
            return pieces;
        }
        SetPosture(posture, roles, acting, part, isInitial: false);
        var result = new Piece?[2];
        for (var hand = 0; hand < 2; hand++)
        {
            var role = roles[hand];
            var isTargeted = hand == acting || role is HandRole.Mirrored or HandRole.Parallel || role == HandRole.Separate
                && (posture.Other is not null || posture.OtherPlace is not null || posture.Pair is not null);
            if (!isTargeted)
                continue;
            var end = _hands[hand].Key;
            if (!isPlaced && targeted.Motion is not Still)
            {
                _hands[hand].Key = before[hand].Key with { Hand = end.Hand, Shape = end.Shape };
                var piece = Simple(targeted.Motion, hand, hand == acting ? HandRole.Acting : role, part, before[hand].Key, targeted.Successive);
                result[hand] = piece;
                continue;
            }
            result[hand] = Stroke(targeted.Motion, hand, hand == acting ? HandRole.Acting : role, part, before[hand].Key, end, targeted.Successive);
            _hands[hand].Key = result[hand]!.End;
        }
        return result;
    }

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
        var offset = _rig.Arm(hand == 1).FromHand(HandPoint(hand), rotation);
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

    Piece?[] Repeat(RepeatedMotion repeated, HandRole[] roles, int acting, ManualPart part)
    {
        var count = repeated.Kind switch { "fromstart_several" or "continue_several" or "manyrandom" => 3, "tofroto" => 3, _ => 2 };
        if (repeated.Kind == "reverse" && repeated.Second == "reverse")
            count = 4;
        else if (repeated.Second is "fromstart" or "continue")
            count++;
        else if (repeated.Second is "fromstart_several" or "continue_several")
            count += 2;
        var isContinued = repeated.Kind is "continue" or "continue_several";
        var isReverse = repeated.Kind is "reverse" or "tofroto";
        var series = new[] { new SeriesPiece(_hands[0].Key), new SeriesPiece(_hands[1].Key) };
        var before = new[] { _hands[0], _hands[1] };
        Piece?[]? first = null;
        for (var round = 0; round < count; round++)
        {
            if (isReverse && round % 2 == 1 && first is not null)
            {
                for (var hand = 0; hand < 2; hand++)
                    if (first[hand] is { } piece)
                    {
                        series[hand].Add(new ReversedPiece(piece));
                        _hands[hand].Key = piece.Start;
                    }
                Even(series);
                continue;
            }
            if (round > 0 && !isReverse && !isContinued)
            {
                var shift = repeated.Shift * ((repeated.ShiftSize switch { MotionSize.Small => 0.1f, MotionSize.Big => 0.4f, _ =>
                    0.2f }) * _rig.Width * round);
                for (var hand = 0; hand < 2; hand++)
                    if (first?[hand] is not null)
                    {
                        var role = hand == acting ? HandRole.Acting : roles[hand];
                        var back = before[hand].Key;
                        if (shift != Vector3.Zero)
                            back = back with { Wrist = _rig.Arm(hand == 1).Reachable(back.Wrist + Turned(shift, role, part)) };
                        if (_hands[hand].Key != back)
                            series[hand].Add(new StrokePiece(_hands[hand].Key, back, ReturnSeconds, SpeedProfile.MinimumJerk));
                        _hands[hand] = before[hand] with { Key = back };
                    }
                Even(series);
            }
            var pieces = Plan(repeated.Motion, roles, acting, part);
            first ??= pieces;
            if (repeated.Alternating && round == 0 && pieces[1 - acting] is not null && pieces[acting] is { } leading)
            {
                // The hands take turns: the other one begins when the first has done half.
                series[1 - acting].Add(new HoldPiece(pieces[1 - acting]!.Start, leading.Duration * 0.5f));
            }
            for (var hand = 0; hand < 2; hand++)
                if (pieces[hand] is { } piece)
                    series[hand].Add(piece);
            if (!repeated.Alternating)
                Even(series);
        }
        Even(series);
        return [first?[0] is null ? null : series[0], first?[1] is null ? null : series[1]];
    }

    /// <summary>Hands in opposite phase: the other one begins at the far end of a straight path, or half a turn on.</summary>
    void StartFarEnd(SignMotion motion, HandRole[] roles, int acting, ManualPart part)
    {
        var other = 1 - acting;
        if (roles[other] is not (HandRole.Mirrored or HandRole.Parallel))
            return;
        var inner = motion;
        while (inner is RepeatedMotion or SequentialMotion or ParallelMotion or TargetedMotion)
            inner = inner switch
            {
                RepeatedMotion repeated => repeated.Motion, SequentialMotion sequence => sequence.Motions[0], ParallelMotion parallel => parallel.Motions[0],
                TargetedMotion targeted => targeted.Motion, _ => inner,
            };
        var key = _hands[other].Key;
        var shift = inner switch
        {
            DirectedMotion directed => Way(directed, other, roles[other], part, key.Wrist),
            CircularMotion circle => Turned(SpokeOf(circle), roles[other], part)
                * ((circle.Size switch { MotionSize.Small => 0.095f, MotionSize.Big => 0.48f, _ => 0.24f }) * -2 * _rig.Width),
            _ => Vector3.Zero,
        };
        if (shift != Vector3.Zero)
            Solve(other, key.Wrist + shift, key.Hand, key.HeadShare);
    }
}

/// <summary>A piece backwards, at even speed.</summary>
sealed class ReversedPiece : Piece
{
    readonly Piece _piece;

    public ReversedPiece(Piece piece)
    {
        _piece = piece;
        (Start, End, Duration) = (piece.End, piece.Start, piece.Duration);
    }

    public override HandSample At(float t)
    {
        var sample = _piece.At(Duration - t);
        sample.Successive = -sample.Successive;
        return sample;
    }
}
