using System.Numerics;

namespace Avatars.Signing.Synthesis;

/// <summary>Hands at the other hand or arm, and two hands at each other.</summary>
sealed partial class SignPlanner
{
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
        var part = HandParts.Touching(_hands[hand].Shape);
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
