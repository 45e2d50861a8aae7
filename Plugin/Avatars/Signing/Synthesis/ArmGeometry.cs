using System;
using System.Numerics;
using Avatars.Rig;

namespace Avatars.Signing.Synthesis;

/// <summary>Local rotations of the four joints of an arm.</summary>
readonly record struct ArmPose(Quaternion Shoulder, Quaternion Upper, Quaternion Lower, Quaternion Hand)
{
    public static ArmPose Slerp(in ArmPose a, in ArmPose b, float t) => new(Quaternion.Slerp(a.Shoulder, b.Shoulder, t), Quaternion.Slerp(a.Upper, b.Upper, t),
        Quaternion.Slerp(a.Lower, b.Lower, t), Quaternion.Slerp(a.Hand, b.Hand, t));
}

/// <summary>An arm at rest, and its inverse kinematics: wrist place, hand rotation and elbow swivel to joint rotations.</summary>
sealed class ArmGeometry
{
    const float Degrees = MathF.PI / 180;
    const float LongestReach = 0.98f; // of the arm's length
    const float ShortestReach = 0.30f; // the elbow bends to 145 degrees
    const float ForearmShare = 0.6f; // of the twist between elbow and hand, the rest turns in the wrist

    readonly bool _left, _hasShoulder;
    readonly Vector3 _clavicle, _restUpper, _restLower, _hinge; // directions at rest
    readonly Quaternion _beforeShoulder, _beforeUpper, _beforeLower, _beforeHand; // inverse rest rotations of the parent joints
    readonly Quaternion _shoulderRest, _upperRest, _lowerRest, _handRest;
    readonly HandGeometry _hand;
    readonly Quaternion _handFrame;

    public ArmGeometry(HumanoidMap map, ModelPose rest, HandGeometry hand)
    {
        _left = hand.Left;
        _hand = hand;
        int Joint(HumanBodyBones bone) => map[HumanBones.Side(_left, bone)];
        Quaternion Before(int joint) => Quaternion.Conjugate(map.Skeleton[joint].Parent is var parent and >= 0 ? rest.Rotations[parent] : Quaternion.Identity);
        int shoulder = Joint(HumanBodyBones.LeftShoulder), upper = Joint(HumanBodyBones.LeftUpperArm), lower = Joint(HumanBodyBones.LeftLowerArm),
            wrist = Joint(HumanBodyBones.LeftHand);
        (ShoulderJoint, UpperJoint, LowerJoint, HandJoint) = (shoulder, upper, lower, wrist);
        _hasShoulder = shoulder >= 0;
        _clavicle = rest.Positions[_hasShoulder ? shoulder : upper];
        Shoulder = rest.Positions[upper];
        Elbow = rest.Positions[lower];
        _restUpper = Vector3.Normalize(Elbow - Shoulder);
        _restLower = Vector3.Normalize(rest.Positions[wrist] - Elbow);
        UpperLength = Vector3.Distance(Shoulder, Elbow);
        LowerLength = Vector3.Distance(Elbow, rest.Positions[wrist]);
        // The elbow bends forward from a straight hanging arm.
        _hinge = Vector3.Normalize(Vector3.Cross(_restUpper, Vector3.UnitZ));
        _beforeShoulder = _hasShoulder ? Before(shoulder) : Quaternion.Identity;
        (_beforeUpper, _beforeLower, _beforeHand) = (Before(upper), Before(lower), Before(wrist));
        _shoulderRest = _hasShoulder ? rest.Rotations[shoulder] : Quaternion.Identity;
        (_upperRest, _lowerRest, _handRest) = (rest.Rotations[upper], rest.Rotations[lower], rest.Rotations[wrist]);
        _ = Rotations.TryFromAxes(hand.RestFingers, hand.RestPalm, out _handFrame);
        _handFrame = Quaternion.Conjugate(_handFrame);
    }

    public int ShoulderJoint { get; }

    public int UpperJoint { get; }

    public int LowerJoint { get; }

    public int HandJoint { get; }

    /// <summary>Upper-arm joint at rest.</summary>
    public Vector3 Shoulder { get; }

    /// <summary>Elbow at rest.</summary>
    public Vector3 Elbow { get; }

    public float UpperLength { get; }

    public float LowerLength { get; }

    public float Length => UpperLength + LowerLength;

    /// <summary>The hand's rotation from its rest that points fingers and palm in directions.</summary>
    /// <param name="fingers">Unit.</param>
    /// <param name="palm">Unit, perpendicular to it.</param>
    public Quaternion HandRotation(Vector3 fingers, Vector3 palm) =>
        Rotations.TryFromAxes(fingers, palm, out var frame) ? Quaternion.Normalize(frame * _handFrame) : Quaternion.Identity;

    public Vector3 FingersOf(Quaternion hand) => Vector3.Transform(_hand.RestFingers, hand);

    public Vector3 PalmOf(Quaternion hand) => Vector3.Transform(_hand.RestPalm, hand);

    /// <summary>A point of the hand's frame (along the fingers, out of the palm, toward the thumb) from the wrist, in model space.</summary>
    public Vector3 FromHand(Vector3 point, Quaternion hand)
    {
        var (f, p) = (FingersOf(hand), PalmOf(hand));
        var r = _left ? Vector3.Cross(p, f) : Vector3.Cross(f, p);
        return point.X * f + point.Y * p + point.Z * r;
    }

    /// <summary>The rotation of the collarbone and where it carries the upper-arm joint.</summary>
    Quaternion Collarbone(Vector3 wrist, out Vector3 shoulder)
    {
        shoulder = Shoulder;
        if (!_hasShoulder)
            return Quaternion.Identity;
        var to = (wrist - Shoulder) / Length;
        var outward = _left ? to.X : -to.X;
        var raise = Math.Clamp(0.55f * (to.Y + 0.15f), -0.05f, 0.36f);
        var forward = Math.Clamp(0.45f * (to.Z - 0.55f), 0, 0.2f) + Math.Clamp(-0.5f * (outward + 0.05f), 0, 0.22f) * Math.Clamp(2 * to.Z, 0, 1);
        var side = _left ? 1 : -1;
        var turn = Quaternion.CreateFromAxisAngle(Vector3.UnitY, -side * forward) * Quaternion.CreateFromAxisAngle(Vector3.UnitZ, side * raise);
        shoulder = _clavicle + Vector3.Transform(Shoulder - _clavicle, turn);
        return turn;
    }

    /// <summary>A wrist place within reach: pulled toward the shoulder, or pushed off it.</summary>
    public Vector3 Reachable(Vector3 wrist)
    {
        Collarbone(wrist, out var shoulder);
        var to = wrist - shoulder;
        var distance = to.Length();
        if (distance < 1e-4f)
            return shoulder + new Vector3(0, 0, ShortestReach * Length);
        return shoulder + to * (Math.Clamp(distance, ShortestReach * Length, LongestReach * Length) / distance);
    }

    /// <summary>Joint rotations that put the wrist at a place with a rotation of the hand.</summary>
    /// <param name="swivel">Of the elbow about the line from shoulder to wrist, radians; 0 lets it hang to the side, positive raises it.</param>
    public ArmPose Solve(Vector3 wrist, Quaternion hand, float swivel) => Solve(wrist, hand, swivel, out _, out _);

    ArmPose Solve(Vector3 wrist, Quaternion hand, float swivel, out float twist, out Quaternion swing)
    {
        var collarbone = Collarbone(wrist, out var shoulder);
        var to = wrist - shoulder;
        var distance = Math.Clamp(to.Length(), ShortestReach * Length, 0.995f * Length);
        var along = to.LengthSquared() > 1e-8f ? Vector3.Normalize(to) : Vector3.UnitZ;
        var pole = new Vector3(_left ? 0.55f : -0.55f, -1, -0.25f);
        var sideways = pole - along * Vector3.Dot(pole, along);
        sideways = sideways.LengthSquared() < 1e-6f ? -Vector3.UnitZ : Vector3.Normalize(sideways);
        if (swivel != 0)
            sideways = Vector3.Transform(sideways, Quaternion.CreateFromAxisAngle(along, _left ? swivel : -swivel));
        var cosine = Math.Clamp((UpperLength * UpperLength + distance * distance - LowerLength * LowerLength) / (2 * UpperLength * distance), -1, 1);
        var sine = MathF.Sqrt(1 - cosine * cosine);
        var upperDirection = cosine * along + sine * sideways;
        var lowerDirection = (distance * along - UpperLength * upperDirection) / LowerLength;
        var hinge = Vector3.Cross(upperDirection, lowerDirection);
        if (hinge.LengthSquared() < 1e-8f)
            hinge = Vector3.Cross(along, -sideways);
        var upper = Frame(_restUpper, _hinge, upperDirection, hinge);
        var lower = Frame(_restLower, _hinge, lowerDirection, hinge);
        // What the hand turns against the forearm: about the forearm's axis, and the rest in the wrist.
        var relative = Quaternion.Normalize(Quaternion.Conjugate(lower) * hand);
        var rolled = Rotations.Twist(relative, _restLower);
        if (rolled.W < 0)
            rolled = -rolled;
        twist = 2 * MathF.Atan2(Vector3.Dot(new Vector3(rolled.X, rolled.Y, rolled.Z), _restLower), rolled.W);
        swing = Quaternion.Normalize(relative * Quaternion.Conjugate(rolled));
        lower *= Quaternion.CreateFromAxisAngle(_restLower, ForearmShare * twist);
        return new ArmPose(
            Quaternion.Normalize(_beforeShoulder * collarbone * _shoulderRest),
            Quaternion.Normalize(_beforeUpper * Quaternion.Conjugate(collarbone) * upper * _upperRest),
            Quaternion.Normalize(_beforeLower * Quaternion.Conjugate(upper) * lower * _lowerRest),
            Quaternion.Normalize(_beforeHand * Quaternion.Conjugate(lower) * hand * _handRest));
    }

    static Quaternion Frame(Vector3 fromAlong, Vector3 fromAcross, Vector3 toAlong, Vector3 toAcross) =>
        Rotations.TryFromAxes(fromAlong, fromAcross, out var from) && Rotations.TryFromAxes(toAlong, toAcross, out var to)
            ? Quaternion.Normalize(to * Quaternion.Conjugate(from))
            : Rotations.FromTo(fromAlong, toAlong);

    /// <summary>The elbow swivel that bends wrist and forearm least.</summary>
    public float BestSwivel(Vector3 wrist, Quaternion hand)
    {
        var (best, least) = (0f, float.MaxValue);
        for (var step = -2; step <= 8; step++)
        {
            var swivel = step * 11 * Degrees;
            Solve(wrist, hand, swivel, out var twist, out var swing);
            var bend = 2 * MathF.Acos(Math.Clamp(MathF.Abs(swing.W), 0, 1));
            var over = MathF.Max(0, MathF.Abs(twist) - 80 * Degrees);
            var cost = 0.7f * bend * bend + 2.5f * over * over + 0.12f * twist * twist + 0.8f * swivel * swivel;
            if (cost < least)
                (best, least) = (swivel, cost);
        }
        return best;
    }

    /// <summary>Where a pose puts elbow and wrist, and the hand's rotation from rest.</summary>
    public (Vector3 Elbow, Vector3 Wrist, Quaternion Hand) Forward(in ArmPose pose)
    {
        var collarbone = Quaternion.Conjugate(_beforeShoulder) * pose.Shoulder * Quaternion.Conjugate(_shoulderRest);
        var upper = collarbone * Quaternion.Conjugate(_beforeUpper) * pose.Upper * Quaternion.Conjugate(_upperRest);
        var lower = upper * Quaternion.Conjugate(_beforeLower) * pose.Lower * Quaternion.Conjugate(_lowerRest);
        var hand = lower * Quaternion.Conjugate(_beforeHand) * pose.Hand * Quaternion.Conjugate(_handRest);
        var shoulder = _hasShoulder ? _clavicle + Vector3.Transform(Shoulder - _clavicle, collarbone) : Shoulder;
        var elbow = shoulder + UpperLength * Vector3.Transform(_restUpper, upper);
        return (elbow, elbow + LowerLength * Vector3.Transform(_restLower, lower), Quaternion.Normalize(hand));
    }

    public void Put(in ArmPose pose, JointTransform[] local)
    {
        if (_hasShoulder)
            local[ShoulderJoint] = local[ShoulderJoint] with { Rotation = pose.Shoulder };
        local[UpperJoint] = local[UpperJoint] with { Rotation = pose.Upper };
        local[LowerJoint] = local[LowerJoint] with { Rotation = pose.Lower };
        local[HandJoint] = local[HandJoint] with { Rotation = pose.Hand };
    }
}
