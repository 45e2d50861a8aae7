using System;
using System.Collections.Generic;
using System.Numerics;
using Avatars.Rig;

namespace Avatars.Signing.Synthesis;

/// <summary>
/// From the model of a sign to the movement of both hands: inheritance, symmetry, places, timing. Keeps the state of the hands from sign to sign. The
/// right hand is dominant; films of left-handed signers are mirrored afterwards.
/// </summary>
sealed partial class SignPlanner
{
    const float HoldAfterPosture = 0.28f; // seconds of a sign without motion

    readonly SignerRig _rig;
    readonly HandParts _parts;
    readonly HandState[] _hands = new HandState[2]; // right, left
    readonly HandKey[] _rest = new HandKey[2];

    public SignPlanner(SignerRig rig)
    {
        (_rig, _parts) = (rig, new HandParts(rig));
        for (var hand = 0; hand < 2; hand++)
        {
            _rest[hand] = RestKey(rig, hand == 1);
            var mirror = hand == 1 ? -1 : 1;
            _hands[hand] = new HandState
            {
                Fingers = Vector3.Normalize(new Vector3(0.33f * mirror, -0.67f, 0.67f)), Palm = new PalmSpec(hand == 1 ? "r" : "l", null),
                    Shape = ShapeSpec.Of("flat"),
                Key = _rest[hand],
            };
            _hands[hand].PalmNormal = SignDirections.Palm(_hands[hand].Fingers, _hands[hand].Palm);
        }
    }

    /// <summary>Hands in front of the belly.</summary>
    static HandKey RestKey(SignerRig rig, bool left)
    {
        var side = left ? 1 : -1;
        var fingers = Vector3.Normalize(new Vector3(-0.55f * side, -0.55f, 0.6f));
        var palm = Vector3.Normalize(new Vector3(-0.62f * side, -0.35f, -0.7f));
        palm = Vector3.Normalize(palm - fingers * Vector3.Dot(palm, fingers));
        var arm = rig.Arm(left);
        var hand = arm.HandRotation(fingers, palm);
        var wrist = arm.Reachable(rig.Point(0.50f * side, -1.10f, 0.62f));
        return new HandKey(wrist, hand, arm.BestSwivel(wrist, hand), 0, rig.Shape(Relaxed, left));
    }

    /// <summary>A hand that does nothing.</summary>
    static readonly ShapeSpec Relaxed = RelaxedShape();

    static ShapeSpec RelaxedShape()
    {
        var config = new Notation.MarkupElement("handconfig").With("handshape", "flat").With("bend2", "0.7 0.8 0.6").With("bend3", "0.9 1 0.7")
            .With("bend4", "1 1.1 0.8").With("bend5", "1.1 1.1 0.8");
        return ShapeSpec.Read(config, null)!;
    }

    public HandKey Rest(bool left) => _rest[left ? 1 : 0];

    /// <summary>Both hands at rest: the next sign begins there.</summary>
    public void ReturnToRest()
    {
        for (var hand = 0; hand < 2; hand++)
            _hands[hand].Key = _rest[hand];
    }

    public HandKey Key(bool left) => _hands[left ? 1 : 0].Key;

    public void SetKeys(in HandKey right, in HandKey left) => (_hands[0].Key, _hands[1].Key) = (right, left);

    /// <summary>Moves the right hand, and the left one where it is raised.</summary>
    public void Shift(Vector3 by, out HandKey right, out HandKey left)
    {
        var key = _hands[0].Key;
        Solve(0, key.Wrist + by, key.Hand, key.HeadShare);
        _hands[0].Key = _hands[0].Key with { Shape = key.Shape };
        (right, left) = (_hands[0].Key, _hands[1].Key);
    }

    /// <summary>Plans a sign from where the hands are.</summary>
    /// <param name="approachSeconds">To the initial posture; 0 chooses by the distance.</param>
    /// <param name="isLetter">The caller adds the hold.</param>
    public PlannedSign Plan(Sign sign, float approachSeconds = 0, bool isLetter = false)
    {
        var (right, left) = (new SeriesPiece(_hands[0].Key), new SeriesPiece(_hands[1].Key));
        var series = new[] { right, left };
        var approach = 0f;
        var starts = new List<float>();
        foreach (var part in sign.Parts)
        {
            starts.Add(right.Duration);
            var took = PlanPart(part, series, starts.Count == 1 ? approachSeconds : 0, starts.Count < sign.Parts.Count || part.Motions.Count > 0, isLetter);
            if (starts.Count == 1)
                approach = took;
        }
        var planned = new PlannedSign { Approach = approach, Left = left, Right = right, Duration = MathF.Max(right.Duration, left.Duration) };
        planned.Parts.AddRange(starts);
        return planned;
    }

    /// <returns>Seconds of the approach.</returns>
    float PlanPart(ManualPart part, SeriesPiece[] series, float approachSeconds, bool hasMore, bool isLetter)
    {
        var acting = part.NonDominant ? 1 : 0;
        var roles = new HandRole[2];
        roles[acting] = HandRole.Acting;
        var initial = part.Initial;
        roles[1 - acting] = part.Mirrored ? HandRole.Mirrored
            : part.BothHands ? HandRole.Parallel
            : initial.Other is not null || initial.OtherPlace is not null || initial.Pair is not null || UsesOther(part.Motions) ? HandRole.Separate
            : HandRole.Idle;
        var before = new[] { _hands[0].Key, _hands[1].Key };
        SetPosture(initial, roles, acting, part, isInitial: true);
        if (part.OutOfPhase && part.Motions.Count > 0)
            StartFarEnd(part.Motions[0], roles, acting, part);
        // A hand on the other hand needs a hand to be on.
        if (roles[1 - acting] == HandRole.Idle && IsOnOtherHand(initial.Place))
            roles[1 - acting] = HandRole.Separate;
        var approach = approachSeconds > 0 ? approachSeconds : ApproachSeconds(before, hasMore);
        for (var hand = 0; hand < 2; hand++)
        {
            var left = hand == 1;
            if (roles[hand] != HandRole.Idle)
                series[hand].Add(new JoinPiece(_rig.Arm(left), before[hand], _hands[hand].Key, approach, SpeedProfile.MinimumJerk));
            else if (part.Holdover || (before[hand].Wrist - _rest[hand].Wrist).LengthSquared() < 1e-6f)
                series[hand].Add(new HoldPiece(before[hand], approach, isStroke: false));
            else
            {
                _hands[hand].Key = _rest[hand];
                series[hand].Add(new JoinPiece(_rig.Arm(left), before[hand], _rest[hand], MathF.Max(approach, 0.28f), SpeedProfile.MinimumJerk));
            }
        }
        if (part.Motions.Count == 0 && !isLetter)
            series[acting].Add(new HoldPiece(_hands[acting].Key, HoldAfterPosture));
        foreach (var motion in part.Motions)
            Move(motion, roles, acting, part, series);
        Even(series);
        return approach;
    }

    static bool UsesOther(List<SignMotion> motions)
    {
        foreach (var motion in motions)
            if (motion is SplitMotion or TargetedMotion { Posture.Other: not null } or TargetedMotion { Posture.OtherPlace: not null }
                or TargetedMotion { Posture.Pair: not null }
                || motion is SequentialMotion series && UsesOther(series.Motions) || motion is ParallelMotion par && UsesOther(par.Motions)
                || motion is RepeatedMotion repeated && UsesOther([repeated.Motion]))
                return true;
        return false;
    }

    static bool IsOnOtherHand(SignPlace? place) => place?.Hand is not null;

    /// <summary>Longer when the wrist would otherwise go faster than arms do.</summary>
    float ApproachSeconds(HandKey[] before, bool hasMore)
    {
        const float FastestWrist = 2.4f; // metres a second at the peak of a join
        var farthest = 0f;
        for (var hand = 0; hand < 2; hand++)
            farthest = MathF.Max(farthest, Vector3.Distance(before[hand].Wrist, _hands[hand].Key.Wrist));
        return MathF.Max(hasMore ? 0.32f : 0.28f, 1.875f * farthest / FastestWrist); // a minimum-jerk path peaks at 1.875 of its mean speed
    }

    /// <summary>The shorter side holds until the other is done.</summary>
    static void Even(SeriesPiece[] series)
    {
        var longest = MathF.Max(series[0].Duration, series[1].Duration);
        foreach (var one in series)
            if (longest - one.Duration > 1e-4f)
                one.Add(new HoldPiece(one.End, longest - one.Duration));
    }
}
