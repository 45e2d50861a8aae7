using System;
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

    /// <summary>From the wrist to the part of the hand that goes to a place, model space.</summary>
    Vector3 Offset(int hand, HandPlace? part, bool isSkin, Quaternion rotation)
    {
        var left = hand == 1;
        var (point, _) = part is not null ? PartOf(hand, part)
            : isSkin ? PartOf(hand, DefaultPart(_hands[hand].Shape)) : (HandPoint(hand), Vector3.UnitY);
        return _rig.Arm(left).FromHand(point, rotation);
    }

    /// <summary>In the palm, about the knuckles: what goes to a place in space.</summary>
    Vector3 HandPoint(int hand) => new Vector3(0.31f, 0.06f, 0) * _rig.Hand(hand == 1).Length;

    /// <summary>The part of a hand that touches where none is named.</summary>
    static HandPlace DefaultPart(ShapeSpec shape)
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
    (Vector3 Point, Vector3 Normal) PartOf(int hand, HandPlace place)
    {
        var (point, normal) = PartOf(hand, place.Part, place.Digits, place.Side);
        if (place.SecondPart is null && place.SecondDigits.Length == 0)
            return (point, normal);
        var (second, secondNormal) = PartOf(hand, place.SecondPart ?? place.Part, place.SecondDigits, place.Side);
        var sum = normal + secondNormal;
        return ((point + second) / 2, sum.LengthSquared() < 1e-4f ? normal : Vector3.Normalize(sum));
    }

    (Vector3 Point, Vector3 Normal) PartOf(int hand, string part, string digits, string? side)
    {
        var geometry = _rig.Hand(hand == 1);
        var joints = _rig.Shape(_hands[hand].Shape, hand == 1).Joints;
        var length = geometry.Length;
        var flesh = 0.045f * length;
        switch (part)
        {
            case "palm":
                return side == "dorsal" ? (new Vector3(0.31f, -0.06f, 0) * length, -Vector3.UnitY) : (HandPoint(hand), Vector3.UnitY);
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
            digits = part is "tip" or "nail" or "pad" && _hands[hand].Shape["specialfingers"] is { Length: > 0 } special ? special[..1] : "2";
        var (sum, normals) = (Vector3.Zero, Vector3.Zero);
        foreach (var digit in digits)
        {
            var first = (digit - '1') * 4;
            Vector3 Along(int from) => Vector3.Normalize(joints[first + from + 1] - joints[first + from]);
            // Palm side of a bone: perpendicular to it, in the finger's plane.
            Vector3 Palmar(int from)
            {
                var along = Along(from);
                var across = digit == '1' ? Vector3.Normalize(new Vector3(0.2f, 0.3f, -1)) : Vector3.UnitZ;
                return digit == '1' ? Vector3.Normalize(across - along * Vector3.Dot(across, along)) : Vector3.Normalize(Vector3.Cross(across, along));
            }
            var (point, normal) = part switch
            {
                "nail" or "pad" when side == "palmar" || part == "pad" => ((joints[first + 2] + joints[first + 3]) / 2 + Palmar(2) * flesh, Palmar(2)),
                "nail" => ((joints[first + 2] + joints[first + 3]) / 2 - Palmar(2) * flesh, -Palmar(2)),
                "midjoint" => ((joints[first + 1] + joints[first + 2]) / 2 + (side == "palmar" ? 1 : side == "dorsal" ? -1 : 0) * flesh * Palmar(1),
                    side == "palmar" ? Palmar(1) : -Palmar(1)),
                "base" => (joints[first] + (side == "palmar" ? 1 : side == "dorsal" ? -1 : 0) * flesh * Palmar(0), side == "palmar" ? Palmar(0) : -Palmar(0)),
                "side" => ((joints[first + 1] + joints[first + 2]) / 2 + new Vector3(0, 0, side == "ulnar" || digit == '5' ? -flesh : flesh),
                    side == "ulnar" || digit == '5' ? -Vector3.UnitZ : Vector3.UnitZ),
                _ => (joints[first + 3] + Along(2) * (0.3f * flesh), Along(2)),
            };
            sum += point;
            normals += normal;
        }
        return (sum / digits.Length, normals.LengthSquared() < 1e-4f ? Vector3.UnitX : Vector3.Normalize(normals));
    }

    /// <summary>The hand's part, at a part of the other hand as that is now.</summary>
    void AtOtherHand(int hand, HandPlace on, string? contact, HandPlace? actingPart)
    {
        var other = 1 - hand;
        if (on.Part is "upperarm" or "lowerarm" or "elbow" or "elbowinside")
        {
            AtOtherArm(hand, new SignPlace { Name = on.Part, Side = on.Side, Contact = contact, Acting = actingPart });
            return;
        }
        if ((_hands[other].Key.Wrist - _rest[other].Wrist).LengthSquared() < 1e-6f)
            PutInSpace(other, isBase: true);
        var (point, normal) = PartOf(other, on);
        var otherArm = _rig.Arm(other == 1);
        var otherKey = _hands[other].Key;
        var target = otherKey.Wrist + otherArm.FromHand(point, otherKey.Hand);
        var outward = otherArm.FromHand(normal, otherKey.Hand);
        if (contact is null or "close")
            target += outward * (0.15f * _rig.Width);
        AtPoint(hand, target, actingPart);
    }

    void AtOtherArm(int hand, SignPlace place)
    {
        var other = 1 - hand;
        if ((_hands[other].Key.Wrist - _rest[other].Wrist).LengthSquared() < 1e-6f)
            PutInSpace(other, isBase: true);
        var arm = _rig.Arm(other == 1);
        var key = _hands[other].Key;
        var (elbow, wrist, _) = arm.Forward(arm.Solve(key.Wrist, key.Hand, key.Swivel));
        var radius = 0.13f * _rig.Width;
        var palm = arm.PalmOf(key.Hand);
        var (from, to) = place.Name == "upperarm" ? (arm.Shoulder, elbow) : (elbow, wrist);
        var along = Vector3.Normalize(to - from);
        var outward = place.Name == "upperarm" ? new Vector3(other == 1 ? 1 : -1, 0, 0.4f) : place.Side == "palmar" ? palm : -palm;
        outward = Vector3.Normalize(outward - along * Vector3.Dot(outward, along) + 1e-4f * Vector3.UnitY);
        var point = place.Name switch
        {
            "elbow" => elbow - 0.5f * radius * outward,
            "elbowinside" => elbow + radius * Vector3.Normalize(new Vector3(0, 0.3f, 1)),
            _ => (from + to) / 2 + radius * outward,
        };
        if (place.Contact == "close")
            point += 0.15f * _rig.Width * outward;
        AtPoint(hand, point, place.Acting);
    }

    void AtPoint(int hand, Vector3 target, HandPlace? part)
    {
        ref var state = ref _hands[hand];
        var rotation = _rig.Arm(hand == 1).HandRotation(state.Fingers, state.PalmNormal);
        Solve(hand, target - Offset(hand, part, true, rotation), rotation, 0);
    }

    /// <summary>Two hands at each other, the middle between them at a place.</summary>
    void Pair(HandConstellation pair, int acting, HandRole[] roles)
    {
        var other = 1 - acting;
        if (roles[other] == HandRole.Idle)
            roles[other] = HandRole.Separate;
        var at = pair.At is { Hand: null } place ? _rig.Places.Of(place, acting == 1, false, false, isCentred: true)
            : new PlacePoint(_rig.Point(0, -0.35f, 1.0f), Vector3.UnitZ, false, false);
        var (partA, partB) = (pair.Dominant ?? Facing(acting), pair.Other ?? Facing(other));
        var (armA, armB) = (_rig.Arm(acting == 1), _rig.Arm(other == 1));
        var (handA, handB) = (armA.HandRotation(_hands[acting].Fingers, _hands[acting].PalmNormal),
            armB.HandRotation(_hands[other].Fingers, _hands[other].PalmNormal));
        var (pointA, normalA) = PartOf(acting, partA);
        var (pointB, normalB) = PartOf(other, partB);
        var (offsetA, offsetB) = (armA.FromHand(pointA, handA), armB.FromHand(pointB, handB));
        // From the other hand's part toward the acting one's: along the normals that face each other, else each to its side.
        var apart = armB.FromHand(normalB, handB) - armA.FromHand(normalA, handA);
        var side = new Vector3(acting == 1 ? 1 : -1, 0, 0);
        apart = apart.LengthSquared() < 0.3f ? side : Vector3.Normalize(apart);
        var isTouch = pair.Contact is "touch" or "interlock" or "cross";
        var distance = isTouch ? 0.012f * _rig.Width : 0.17f * _rig.Width;
        var middle = at.Point;
        var (wristA, wristB) = (middle + apart * (distance / 2) - offsetA, middle - apart * (distance / 2) - offsetB);
        // Both are moved together until both arms reach.
        for (var i = 0; i < 4; i++)
        {
            var back = (armA.Reachable(wristA) - wristA + armB.Reachable(wristB) - wristB) / 2;
            if (back.LengthSquared() < 1e-8f)
                break;
            (wristA, wristB) = (wristA + back * 1.2f, wristB + back * 1.2f);
        }
        Solve(other, wristB, handB, at.OnHead ? 1 : 0);
        Solve(acting, wristA, handA, at.OnHead ? 1 : 0);
    }

    /// <summary>The part with which a hand meets the other where none is named: the one that faces the other's side, or the usual tip.</summary>
    HandPlace Facing(int hand)
    {
        var part = DefaultPart(_hands[hand].Shape);
        if (part.Part != "palm")
            return part;
        var inward = new Vector3(hand == 1 ? -1 : 1, 0, 0);
        var arm = _rig.Arm(hand == 1);
        var rotation = arm.HandRotation(_hands[hand].Fingers, _hands[hand].PalmNormal);
        var (best, most) = ("palm", float.MinValue);
        foreach (var (name, normal) in new[] { ("palm", Vector3.UnitY), ("handback", -Vector3.UnitY), ("thumbside", Vector3.UnitZ),
            ("pinkyside", -Vector3.UnitZ), ("tip", Vector3.UnitX) })
            if (Vector3.Dot(arm.FromHand(normal, rotation), inward) is var facing && facing > most + 0.05f)
                (best, most) = (name, facing);
        return new HandPlace(best, best == "tip" ? "3" : "", null, null, "");
    }
}
