using System;
using System.Numerics;

namespace Avatars.Signing.Synthesis;

/// <summary>Repetitions, and hands in opposite phase.</summary>
sealed partial class SignPlanner
{
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
