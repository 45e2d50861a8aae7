using System;
using System.Numerics;
using Avatars.Rig;

namespace Avatars.Retargeting;

/// <summary>
/// Poses a humanoid by landmarks: limbs take the directions of the landmarks, hands the orientation of the palm; finger joints bend as hinges. Arms whose
/// landmarks are missing hang, other bones stay at rest on their parents, and the hips stay where they are. One instance belongs to one thread.
/// </summary>
internal sealed class LandmarkFitter
{
    const float ForearmTwist = 0.6f; // share of the hand's rotation about the forearm's axis that is given to the forearm (pronation)
    const float LargestForearmTwist = 1.6f; // radians

    // The nose seen from the middle between the ears, upright and facing +Z; metres of MakeHuman's head, but only the direction counts.
    static readonly Vector3 NoseFromEars = new(0, -0.023f, 0.119f);

    // An arm out of the picture hangs, the elbow not quite straight.
    static readonly Vector3 Hanging = new(0, -1, 0.12f);

    readonly TPose _target;
    readonly Quaternion[] _rotations; // per bone: away from the T pose, in the model
    readonly bool[] _isSet;
    readonly Quaternion[] _model; // per joint
    readonly Quaternion _down;
    readonly Quaternion _straight; // undoes the lean from hips to shoulders that the target has in its T pose

    public LandmarkFitter(TPose target)
    {
        _target = target;
        _rotations = new Quaternion[HumanBones.Count];
        _isSet = new bool[HumanBones.Count];
        _model = new Quaternion[target.Map.Skeleton.Count];
        _down = Quaternion.Conjugate(target.UpToY);
        Vector3 Middle(HumanBodyBones left) => (target.Positions[target.Map[left]] + target.Positions[target.Map[HumanBones.Mirror(left)]]) / 2;
        _straight = Quaternion.Conjugate(Frame(Vector3.UnitX, Middle(HumanBodyBones.LeftUpperArm) - Middle(HumanBodyBones.LeftUpperLeg)));
    }

    /// <param name="landmarks">One position per <see cref="Landmark"/>, +Y up, +Z toward the camera; NaN for missing ones.</param>
    /// <param name="local">Receives one placement per joint of the target.</param>
    /// <exception cref="ArgumentException">A span has another length.</exception>
    public void Fit(ReadOnlySpan<Vector3> landmarks, Span<JointTransform> local)
    {
        if (landmarks.Length != (int)Landmark.Count)
            throw new ArgumentException($"{landmarks.Length} landmarks were given; there are {(int)Landmark.Count}.", nameof(landmarks));
        _target.Map.Skeleton.RequirePose(local.Length);
        Array.Clear(_isSet, 0, _isSet.Length);
        FitTorso(landmarks);
        FitHead(landmarks);
        for (var side = 0; side < 2; side++)
        {
            FitArm(landmarks, left: side == 0);
            FitLeg(landmarks, left: side == 0);
        }
        Apply(local);
    }

    void FitTorso(ReadOnlySpan<Vector3> landmarks)
    {
        var shoulders = Across(landmarks, Landmark.LeftShoulder, Landmark.RightShoulder, out var chest);
        var hips = Across(landmarks, Landmark.LeftHip, Landmark.RightHip, out var pelvis);
        var up = IsSeen(chest) && IsSeen(pelvis) ? chest - pelvis : Vector3.UnitY;
        if (!IsSeen(shoulders))
            shoulders = Vector3.UnitX;
        if (!IsSeen(hips))
            hips = new Vector3(shoulders.X, 0, shoulders.Z);
        var chestRotation = Frame(shoulders, up) * _straight;
        var hipsRotation = Frame(hips, up) * _straight;
        Set(HumanBodyBones.Hips, hipsRotation);
        Set(HumanBodyBones.Spine, Quaternion.Slerp(hipsRotation, chestRotation, 1 / 3f));
        Set(HumanBodyBones.Chest, Quaternion.Slerp(hipsRotation, chestRotation, 2 / 3f));
        Set(HumanBodyBones.UpperChest, chestRotation);
        if (!_target.Map.Has(HumanBodyBones.UpperChest))
            Set(_target.Map.Has(HumanBodyBones.Chest) ? HumanBodyBones.Chest : HumanBodyBones.Spine, chestRotation);
    }

    void FitHead(ReadOnlySpan<Vector3> landmarks)
    {
        var ears = Across(landmarks, Landmark.LeftEar, Landmark.RightEar, out var middle);
        var nose = landmarks[(int)Landmark.Nose];
        if (!IsSeen(ears) || !IsSeen(nose) || !Rotations.TryFromAxes(ears, nose - middle, out var now)
            || !Rotations.TryFromAxes(Vector3.UnitX, NoseFromEars, out var straight))
            return;
        var head = now * Quaternion.Conjugate(straight);
        Set(HumanBodyBones.Head, head);
        Set(HumanBodyBones.Neck, Quaternion.Slerp(RotationOf(HumanBodyBones.UpperChest), head, 0.5f));
    }

    void FitArm(ReadOnlySpan<Vector3> landmarks, bool left)
    {
        var side = left ? Vector3.UnitX : -Vector3.UnitX;
        Vector3 shoulder = At(landmarks, left, Landmark.LeftShoulder), elbow = At(landmarks, left, Landmark.LeftElbow),
            wrist = At(landmarks, left, Landmark.LeftWrist);
        var chest = RotationOf(HumanBodyBones.UpperChest);
        if (IsSeen(elbow - shoulder))
            Set(left, HumanBodyBones.LeftUpperArm, UpperArm(chest, side, elbow - shoulder, wrist - elbow));
        else
            Set(left, HumanBodyBones.LeftUpperArm, Toward(Quaternion.Identity, side, Hanging + 0.15f * side));
        var hasForearm = IsSeen(elbow - shoulder) && IsSeen(wrist - elbow);
        var forearm = Toward(RotationOf(HumanBones.Side(left, HumanBodyBones.LeftUpperArm)), side, hasForearm ? wrist - elbow : Hanging);
        Set(left, HumanBodyBones.LeftLowerArm, forearm);

        var hand = landmarks.Slice((int)(left ? Landmark.LeftHand : Landmark.RightHand), 21);
        if (!HandRotation(hand, side, out var palm))
            return;
        if (hasForearm)
        {
            var axis = Vector3.Normalize(wrist - elbow);
            var twist = Rotations.Twist(palm * Quaternion.Conjugate(forearm), axis);
            var share = Math.Min(ForearmTwist, LargestForearmTwist / MathF.Max(1e-3f, Angle(twist)));
            Set(left, HumanBodyBones.LeftLowerArm, Quaternion.Slerp(Quaternion.Identity, twist, share) * forearm);
            Set(left, HumanBodyBones.LeftHand, palm);
        }
        FitFingers(hand, left, side, palm);
    }

    /// <summary>The bend of the elbow gives the upper arm's roll; a straight arm takes the shortest rotation from the chest.</summary>
    static Quaternion UpperArm(Quaternion chest, Vector3 side, Vector3 upper, Vector3 lower)
    {
        var plain = Toward(chest, side, upper);
        if (!IsSeen(lower) || !Rotations.TryFromAxes(upper, lower, out var now) || !Rotations.TryFromAxes(side, Vector3.UnitZ, out var straight))
            return plain;
        var bend = Vector3.Cross(Vector3.Normalize(upper), Vector3.Normalize(lower)).Length();
        var trust = Math.Clamp((bend - 0.15f) / 0.35f, 0, 1);
        return Quaternion.Slerp(plain, now * Quaternion.Conjugate(straight), trust);
    }

    /// <summary>The palm: fingers to the side, and backward from index to little finger, in the T pose.</summary>
    static bool HandRotation(ReadOnlySpan<Vector3> hand, Vector3 side, out Quaternion rotation)
    {
        rotation = Quaternion.Identity;
        var knuckles = (hand[5] + hand[9] + hand[13] + hand[17]) / 4;
        if (!IsSeen(knuckles - hand[0]) || !Rotations.TryFromAxes(knuckles - hand[0], hand[17] - hand[5], out var now)
            || !Rotations.TryFromAxes(side, -Vector3.UnitZ, out var flat))
            return false;
        rotation = now * Quaternion.Conjugate(flat);
        return true;
    }

    void FitFingers(ReadOnlySpan<Vector3> hand, bool left, Vector3 side, Quaternion palm)
    {
        // Fingers bend against the hand of the data; the hand of the rig may be oriented differently when the arm is missing.
        var rig = RotationOf(HumanBones.Side(left, HumanBodyBones.LeftHand));
        var toRig = rig * Quaternion.Conjugate(palm);
        for (var finger = 0; finger < HumanBones.FingersPerHand; finger++)
        {
            var parent = palm;
            for (var segment = 0; segment < HumanBones.BonesPerFinger; segment++)
            {
                var direction = hand[1 + 4 * finger + segment + 1] - hand[1 + 4 * finger + segment];
                if (!IsSeen(direction) || !(direction.LengthSquared() > 0))
                    break;
                parent = finger == 0
                    ? FingerBend.Thumb(parent, left, direction)
                    : FingerBend.Finger(parent, side, segment, direction);
                Set(HumanBones.Finger(left, finger, segment), toRig * parent);
            }
        }
    }

    void FitLeg(ReadOnlySpan<Vector3> landmarks, bool left)
    {
        Vector3 hip = At(landmarks, left, Landmark.LeftHip), knee = At(landmarks, left, Landmark.LeftKnee),
            ankle = At(landmarks, left, Landmark.LeftAnkle), toe = At(landmarks, left, Landmark.LeftToe);
        if (!IsSeen(knee - hip))
            return;
        var thigh = Toward(RotationOf(HumanBodyBones.Hips), -Vector3.UnitY, knee - hip);
        Set(left, HumanBodyBones.LeftUpperLeg, thigh);
        if (!IsSeen(ankle - knee))
            return;
        var shin = Toward(thigh, -Vector3.UnitY, ankle - knee);
        Set(left, HumanBodyBones.LeftLowerLeg, shin);
        var foot = _target.Map[HumanBones.Side(left, HumanBodyBones.LeftFoot)];
        var toes = _target.Map[HumanBones.Side(left, HumanBodyBones.LeftToes)];
        if (IsSeen(toe - ankle) && foot >= 0 && toes >= 0)
            Set(left, HumanBodyBones.LeftFoot, Toward(shin, _target.Positions[toes] - _target.Positions[foot], toe - ankle));
    }

    void Apply(Span<JointTransform> local)
    {
        var skeleton = _target.Map.Skeleton;
        for (var i = 0; i < local.Length; i++)
        {
            var joint = skeleton[i];
            var parent = joint.Parent < 0 ? Quaternion.Identity : _model[joint.Parent];
            var bone = _target.Map.BoneOf(i);
            var isSet = bone != HumanBodyBones.LastBone && _isSet[(int)bone];
            var rotation = isSet ? Quaternion.Normalize(Quaternion.Conjugate(parent) * (_down * _rotations[(int)bone] * _target.Rotations[i]))
                : joint.Rest.Rotation;
            _model[i] = Quaternion.Normalize(parent * rotation);
            local[i] = joint.Rest with { Rotation = rotation };
        }
    }

    /// <summary>A bone's rotation: its own if landmarks gave one, else that of the parent bone combined with its rest rotation.</summary>
    Quaternion RotationOf(HumanBodyBones bone)
    {
        var rest = Quaternion.Identity;
        for (; bone != HumanBodyBones.LastBone; bone = HumanBones.Parent(bone))
        {
            if (_isSet[(int)bone])
                return _rotations[(int)bone] * rest;
            rest = RestRotation(bone) * rest;
        }
        return rest;
    }

    /// <summary>Rotation of a bone at rest relative to its parent at rest, away from the T pose.</summary>
    Quaternion RestRotation(HumanBodyBones bone)
    {
        var joint = _target.Map[bone];
        if (joint < 0)
            return Quaternion.Identity;
        var parent = _target.Map.Skeleton[joint].Parent;
        if (parent < 0)
            return Quaternion.Identity;
        return Quaternion.Normalize(_target.Rotations[parent] * _target.Map.Skeleton[joint].Rest.Rotation * Quaternion.Conjugate(_target.Rotations[joint]));
    }

    void Set(bool left, HumanBodyBones leftBone, Quaternion rotation) => Set(HumanBones.Side(left, leftBone), rotation);

    void Set(HumanBodyBones bone, Quaternion rotation)
    {
        rotation = Quaternion.Normalize(rotation);
        if (!float.IsFinite(rotation.X + rotation.Y + rotation.Z + rotation.W)) // landmarks that coincide or overflow are treated as missing
            return;
        _rotations[(int)bone] = rotation;
        _isSet[(int)bone] = true;
    }

    /// <summary>The rotation nearest to the parent's that points <paramref name="inT"/> along <paramref name="direction"/>.</summary>
    static Quaternion Toward(Quaternion parent, Vector3 inT, Vector3 direction) =>
        Rotations.FromTo(Vector3.Transform(inT, parent), direction) * parent;

    static Quaternion Frame(Vector3 across, Vector3 up) => Rotations.TryFromAxes(across, up, out var frame) ? frame : Quaternion.Identity;

    static Vector3 Across(ReadOnlySpan<Vector3> landmarks, Landmark left, Landmark right, out Vector3 middle)
    {
        middle = (landmarks[(int)left] + landmarks[(int)right]) / 2;
        return landmarks[(int)left] - landmarks[(int)right];
    }

    /// <summary>Left and right are consecutive in <see cref="Landmark"/>.</summary>
    static Vector3 At(ReadOnlySpan<Vector3> landmarks, bool left, Landmark leftLandmark) => landmarks[(int)leftLandmark + (left ? 0 : 1)];

    static bool IsSeen(Vector3 position) => !float.IsNaN(position.X);

    static float Angle(Quaternion rotation) => 2 * MathF.Acos(Math.Clamp(MathF.Abs(rotation.W), 0, 1));
}
