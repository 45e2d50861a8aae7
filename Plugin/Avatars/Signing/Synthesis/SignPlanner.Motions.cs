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
}
