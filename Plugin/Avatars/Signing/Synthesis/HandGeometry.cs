using System;
using System.Numerics;
using Avatars.Rig;

namespace Avatars.Signing.Synthesis;

/// <summary>Bone lengths of one hand at rest, in the hand's own frame: x along the fingers, y out of the palm, z toward the thumb; metres.</summary>
sealed class HandGeometry
{
    const int Fingers = HumanBones.FingersPerHand, Segments = HumanBones.BonesPerFinger;

    readonly Vector3 _f, _p, _r; // at rest, model space
    readonly Vector3[] _knuckles = new Vector3[Fingers];
    readonly float[,] _lengths = new float[Fingers, Segments];
    readonly Vector3[,] _restDirections = new Vector3[Fingers, Segments]; // model space
    readonly Quaternion[,] _before = new Quaternion[Fingers, Segments]; // rest rotation of the joint's parent, inverse
    readonly Quaternion[,] _rest = new Quaternion[Fingers, Segments];

    /// <exception cref="NotSupportedException">The rig has no hand, or a finger without three bones.</exception>
    public HandGeometry(HumanoidMap map, ModelPose rest, bool left)
    {
        Left = left;
        var wrist = At(HumanBones.Side(left, HumanBodyBones.LeftHand));
        Vector3 At(HumanBodyBones bone) => map.Has(bone) ? rest.Positions[map[bone]]
            : throw new NotSupportedException($"The skeleton has no {bone}: signing needs both hands with three bones a finger.");
        var middle = At(HumanBones.Finger(left, 2, 0));
        _f = Vector3.Normalize(middle - wrist);
        var across = At(HumanBones.Finger(left, 1, 0)) - At(HumanBones.Finger(left, 4, 0));
        _r = Vector3.Normalize(across - _f * Vector3.Dot(across, _f));
        _p = left ? Vector3.Cross(_f, _r) : Vector3.Cross(_r, _f); // r = f x p right hand, p x f left hand
        for (var finger = 0; finger < Fingers; finger++)
        {
            _knuckles[finger] = ToHand(At(HumanBones.Finger(left, finger, 0)) - wrist);
            for (var segment = 0; segment < Segments; segment++)
            {
                var bone = HumanBones.Finger(left, finger, segment);
                var bonePosition = At(bone);
                var along = segment < 2 ? At(HumanBones.Finger(left, finger, segment + 1)) - bonePosition
                    : (bonePosition - At(HumanBones.Finger(left, finger, 1))) * HumanBones.LastBoneOf(finger);
                _lengths[finger, segment] = along.Length();
                _restDirections[finger, segment] = Vector3.Normalize(along);
                var joint = map[bone];
                _before[finger, segment] = Quaternion.Conjugate(rest.Rotations[map.Skeleton[joint].Parent]);
                _rest[finger, segment] = rest.Rotations[joint];
            }
        }
        Length = _knuckles[2].X + _lengths[2, 0] + _lengths[2, 1] + _lengths[2, 2];
    }

    public bool Left { get; }

    /// <summary>Wrist joint to the tip of the straight middle finger, metres: one hand length.</summary>
    public float Length { get; }

    /// <summary>Finger direction at rest, model space.</summary>
    public Vector3 RestFingers => _f;

    /// <summary>Palm normal at rest, model space.</summary>
    public Vector3 RestPalm => _p;

    Vector3 ToHand(Vector3 model) => new(Vector3.Dot(model, _f), Vector3.Dot(model, _p), Vector3.Dot(model, _r));

    Vector3 FromHand(Vector3 hand) => hand.X * _f + hand.Y * _p + hand.Z * _r;

    /// <summary>The joints' rotations of a hand shape on this hand.</summary>
    public HandPose Solve(FingerAngles angles)
    {
        var pose = new HandPose();
        Span<Vector3> directions = stackalloc Vector3[Segments];
        for (var finger = 1; finger < Fingers; finger++)
        {
            var (a, b, c, side) = (angles.Fingers[finger - 1, 0], angles.Fingers[finger - 1, 1], angles.Fingers[finger - 1, 2], angles.Fingers[finger - 1, 3]);
            if (angles.Pinched.Contains((char)('1' + finger)))
                Reach(finger, PinchPoint(angles), ref a, ref b, ref c, ref side);
            directions[0] = Direction(a, side);
            directions[1] = Direction(a + b, side);
            directions[2] = Direction(a + b + c, side);
            Put(pose, finger, directions);
        }
        var tip = angles.Pinched.Length > 0 ? PinchPoint(angles) : angles.Thumb * Length;
        Thumb(tip, directions);
        Put(pose, 0, directions);
        return pose;
    }

    /// <summary>The fingers of a pose of the whole body.</summary>
    public HandPose Of(HumanoidMap map, ReadOnlySpan<JointTransform> local)
    {
        var pose = new HandPose();
        for (var finger = 0; finger < Fingers; finger++)
        {
            var (turn, position) = (Quaternion.Identity, _knuckles[finger]);
            for (var segment = 0; segment < Segments; segment++)
            {
                var rotation = local[map[HumanBones.Finger(Left, finger, segment)]].Rotation;
                pose.Local[finger * Segments + segment] = rotation;
                pose.Joints[finger * 4 + segment] = position;
                turn = Quaternion.Normalize(turn * Quaternion.Conjugate(_before[finger, segment]) * rotation * Quaternion.Conjugate(_rest[finger, segment]));
                position += ToHand(Vector3.Transform(_restDirections[finger, segment], turn)) * _lengths[finger, segment];
            }
            pose.Joints[finger * 4 + 3] = position;
        }
        return pose;
    }

    /// <summary>Where the thumb and the pinched fingers meet: the thumb's place, moved toward the middle of those fingers.</summary>
    Vector3 PinchPoint(FingerAngles angles)
    {
        var point = angles.Thumb * Length;
        var middle = 0f;
        foreach (var digit in angles.Pinched)
            middle += _knuckles[digit - '1'].Z / angles.Pinched.Length;
        point.Z += 0.75f * (MathF.Min(point.Z, middle + 0.02f) - point.Z);
        if (!angles.Pinched.Contains('2')) // farther fingers are shorter and come less far
            point.Y *= angles.Pinched.Contains('5') ? 0.75f : 0.9f;
        return point;
    }

    /// <summary>A turn of a finger's first joint into the palm, to be applied before its local rotation.</summary>
    public Quaternion Flex(int finger, float radians)
    {
        var before = _before[finger, 0];
        return before * Quaternion.CreateFromAxisAngle(Vector3.Cross(_f, _p), radians) * Quaternion.Conjugate(before);
    }

    static Vector3 Direction(float bend, float side) => new(MathF.Cos(bend) * MathF.Cos(side), MathF.Sin(bend), MathF.Cos(bend) * MathF.Sin(side));

    /// <summary>Bends a finger until its tip is at a point, as near as its joints allow.</summary>
    void Reach(int finger, Vector3 point, ref float a, ref float b, ref float c, ref float side)
    {
        var to = point - _knuckles[finger];
        side = Math.Clamp(MathF.Atan2(to.Z, MathF.Max(to.X, 0.02f)), -0.35f, 0.35f) * 0.8f;
        var distance = to.Length();
        var (low, high) = (0f, 1.95f);
        for (var i = 0; i < 24; i++)
        {
            var middle = (low + high) / 2;
            if (Chord(finger, middle, 0.55f).Length() > distance)
                low = middle;
            else
                high = middle;
        }
        var chord = Chord(finger, low, 0.55f);
        var forward = MathF.Sqrt(to.X * to.X + to.Z * to.Z) * MathF.Sign(to.X == 0 ? 1 : to.X);
        a = Math.Clamp(MathF.Atan2(to.Y, forward) - MathF.Atan2(chord.Y, chord.X), -0.3f, 1.75f);
        (b, c) = (low, 0.55f * low);
    }

    /// <summary>Knuckle to tip in the finger's plane for a bend of the middle joint, and the outer one coupled to it.</summary>
    Vector2 Chord(int finger, float bend, float coupling)
    {
        var outer = bend * (1 + coupling);
        return new Vector2(_lengths[finger, 0] + _lengths[finger, 1] * MathF.Cos(bend) + _lengths[finger, 2] * MathF.Cos(outer),
            _lengths[finger, 1] * MathF.Sin(bend) + _lengths[finger, 2] * MathF.Sin(outer));
    }

    /// <summary>Three thumb bones to a tip: equal bends in the plane whose outer side faces away from the fingers.</summary>
    void Thumb(Vector3 tip, Span<Vector3> directions)
    {
        var to = tip - _knuckles[0];
        var distance = Math.Clamp(to.Length(), 0.25f * Length, 0.999f * (_lengths[0, 0] + _lengths[0, 1] + _lengths[0, 2]));
        var along = Vector3.Normalize(to);
        var (low, high) = (0f, 1.5f);
        for (var i = 0; i < 24; i++)
        {
            var middle = (low + high) / 2;
            if (Chord(0, middle, 1).Length() > distance)
                low = middle;
            else
                high = middle;
        }
        var chord = Chord(0, low, 1);
        var outward = new Vector3(-0.35f, 0.45f, 0.85f); // the thumb's back faces to its side and off the palm
        outward -= along * Vector3.Dot(outward, along);
        outward = outward.LengthSquared() < 1e-6f ? Vector3.UnitZ : Vector3.Normalize(outward);
        var first = MathF.Atan2(chord.Y, chord.X); // angle of the chord from the first bone
        for (var segment = 0; segment < Segments; segment++)
        {
            var angle = first - segment * low;
            directions[segment] = Vector3.Normalize(MathF.Cos(angle) * along + MathF.Sin(angle) * outward);
        }
    }

    void Put(HandPose pose, int finger, ReadOnlySpan<Vector3> directions)
    {
        var parent = Quaternion.Identity;
        var position = _knuckles[finger];
        for (var segment = 0; segment < Segments; segment++)
        {
            pose.Joints[finger * 4 + segment] = position;
            position += directions[segment] * _lengths[finger, segment];
            var turn = Rotations.FromTo(Vector3.Transform(_restDirections[finger, segment], parent), FromHand(directions[segment])) * parent;
            // The joint's local rotation: its model rotation, seen from its parent joint as the bone before it has turned that.
            pose.Local[finger * Segments + segment] = Quaternion.Normalize(
                _before[finger, segment] * Quaternion.Conjugate(parent) * turn * _rest[finger, segment]);
            parent = turn;
        }
        pose.Joints[finger * 4 + 3] = position;
    }
}

/// <summary>A hand shape on one hand.</summary>
sealed class HandPose
{
    /// <summary>15 local rotations, thumb first, from the knuckle outward.</summary>
    public Quaternion[] Local { get; } = new Quaternion[HumanBones.FingersPerHand * HumanBones.BonesPerFinger];

    /// <summary>20 positions in the hand's frame (along the fingers, out of the palm, toward the thumb), metres: four a finger, the tip last.</summary>
    public Vector3[] Joints { get; } = new Vector3[HumanBones.FingersPerHand * 4];
}
