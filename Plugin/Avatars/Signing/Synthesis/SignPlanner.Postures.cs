using System.Numerics;
using Avatars.Rig;

namespace Avatars.Signing.Synthesis;

/// <summary>Postures: what the hands look like and where they are.</summary>
sealed partial class SignPlanner
{
    static readonly Vector3 MirrorX = new(-1, 1, 1);

    /// <summary>Applies a posture to both hands' states.</summary>
    void SetPosture(Posture posture, HandRole[] roles, int acting, ManualPart part, bool isInitial)
    {
        var other = 1 - acting;
        Set(posture.Dominant, ref _hands[acting], HandRole.Acting, part, isInitial);
        if (posture.Other is not null)
            Set(posture.Other, ref _hands[other], HandRole.Acting, part, isInitial);
        else if (roles[other] is HandRole.Mirrored or HandRole.Parallel)
            Set(posture.Dominant, ref _hands[other], roles[other], part, isInitial);
        else if (isInitial && roles[other] == HandRole.Separate && posture.Pair is not null && posture.Other is null)
            Set(posture.Dominant, ref _hands[other], HandRole.Mirrored, part, isInitial);
        if (posture.Pair is not null)
        {
            Pair(posture.Pair, acting, roles);
            return;
        }
        var (place, otherPlace) = (posture.Place, posture.IsPlaceSplit ? posture.OtherPlace : null);
        var isPair = roles[other] is HandRole.Mirrored or HandRole.Parallel;
        // The hand that the other one touches is placed first.
        if (roles[other] == HandRole.Separate)
            Put(other, otherPlace, acting, isPair: otherPlace is null, isMirrored: false, isInitial);
        else if (isPair)
            Put(other, posture.IsPlaceSplit ? otherPlace : Mirrored(place), acting, true, part.RealSpace == false && !posture.IsPlaceSplit, isInitial);
        else if (isInitial && IsOnOtherHand(place))
        {
            _hands[other].Place = null;
            PutInSpace(other, isBase: true);
        }
        if (place is not null || isInitial || posture.Dominant is not null)
            Put(acting, place, acting, isPair && !posture.IsPlaceSplit, false, isInitial);
        // A place on the acting hand, for the other one.
        if (isPair && place?.Hand is not null)
            Put(other, place, acting, true, false, isInitial);
    }

    /// <summary>A place on the other hand is not mirrored onto the first.</summary>
    static SignPlace? Mirrored(SignPlace? place) => place?.Hand is null ? place : null;

    void Set(HandSetting? setting, ref HandState state, HandRole role, ManualPart part, bool isInitial)
    {
        if (setting is null)
        {
            if (isInitial)
                state.Place = null;
            return;
        }
        if (setting.Shape is { } shape)
            state.Shape = shape.Over(state.Shape);
        if (role == HandRole.Mirrored)
        {
            // The acting hand's vectors, mirrored.
            var acting = _hands[part.NonDominant ? 1 : 0];
            if (setting.Fingers is not null || setting.Palm is not null)
            {
                state.Fingers = acting.Fingers * MirrorX;
                state.PalmNormal = acting.PalmNormal * MirrorX;
                state.Palm = Swapped(acting.Palm);
            }
            return;
        }
        if (setting.Fingers is { } fingers)
            state.Fingers = fingers;
        if (setting.Palm is { } palm)
            state.Palm = role == HandRole.Parallel ? Swapped(palm) : palm;
        if (setting.Fingers is not null || setting.Palm is not null)
            state.PalmNormal = SignDirections.Palm(state.Fingers, state.Palm);
    }

    static PalmSpec Swapped(PalmSpec palm) => new(Swap(palm.Letters)!, Swap(palm.Second));

    static string? Swap(string? letters) => letters?.Replace('l', '_').Replace('r', 'l').Replace('_', 'r');

    /// <summary>Solves a hand at a place; null keeps where it is, or for an initial posture means neutral space.</summary>
    void Put(int hand, SignPlace? place, int acting, bool isPair, bool isMirrored, bool isInitial)
    {
        ref var state = ref _hands[hand];
        if (place is null)
        {
            if (!isInitial)
            {
                Turned(hand);
                return;
            }
            state.Place = null;
            PutInSpace(hand, isPair);
            return;
        }
        state.Place = place;
        var left = hand == 1;
        if (place.Hand is { } onHand)
        {
            AtOtherHand(hand, onHand, place.Contact, place.Acting);
            return;
        }
        if (place.Name is "upperarm" or "lowerarm" or "elbow" or "elbowinside")
        {
            AtOtherArm(hand, place);
            return;
        }
        var point = _rig.Places.Of(place, left, isPair, isMirrored);
        var rotation = _rig.Arm(left).HandRotation(state.Fingers, state.PalmNormal);
        var offset = Offset(hand, place.Acting, point.OnSkin, rotation);
        var target = point.Point;
        Solve(hand, target - offset, rotation, point.OnHead ? 1 : 0);
    }

    /// <summary>The hand keeps its place; its point there stays while it turns.</summary>
    void Turned(int hand)
    {
        ref var state = ref _hands[hand];
        var rotation = _rig.Arm(hand == 1).HandRotation(state.Fingers, state.PalmNormal);
        Solve(hand, state.Key.Wrist, rotation, state.Key.HeadShare);
    }

    void PutInSpace(int hand, bool isPair = false, bool isBase = false)
    {
        ref var state = ref _hands[hand];
        var left = hand == 1;
        var rotation = _rig.Arm(left).HandRotation(state.Fingers, state.PalmNormal);
        var side = left ? 1 : -1;
        var point = isBase ? _rig.Point(0.12f * side, -0.45f, 1.05f) : _rig.Point(isPair ? 0.34f * side : 0, -0.35f, 1.26f);
        Solve(hand, point - Offset(hand, null, false, rotation), rotation, 0);
    }

    void Solve(int hand, Vector3 wrist, Quaternion rotation, float headShare)
    {
        var arm = _rig.Arm(hand == 1);
        wrist = arm.Reachable(wrist);
        _hands[hand].Key = new HandKey(wrist, rotation, arm.BestSwivel(wrist, rotation), headShare, _rig.Shape(_hands[hand].Shape, hand == 1));
    }

    (Vector3 Point, Vector3 Normal) PartOf(int hand, HandPlace place) => _parts.Of(place, _hands[hand].Shape, hand == 1);

    /// <summary>From the wrist to the part of the hand that goes to a place, model space.</summary>
    Vector3 Offset(int hand, HandPlace? part, bool isSkin, Quaternion rotation)
    {
        var left = hand == 1;
        var (point, _) = part is not null ? PartOf(hand, part)
            : isSkin ? PartOf(hand, HandParts.Touching(_hands[hand].Shape)) : (_parts.Middle(left), Vector3.UnitY);
        return _rig.Arm(left).FromHand(point, rotation);
    }
}
