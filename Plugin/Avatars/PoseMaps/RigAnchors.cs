using System;
using System.Collections.Generic;
using System.Numerics;
using Avatars.Retargeting;
using Avatars.Rig;

namespace Avatars.PoseMaps;

/// <summary>
/// Where each keypoint sits on a humanoid: worked out once, in the T pose, from the joints and a few measures of MakeHuman's body.
/// </summary>
sealed class RigAnchors
{
    const float MeasuredLeg = 0.799f; // metres, thigh and shin of MakeHuman's base mesh: the body that the offsets below were measured on
    const float MeasuredEyes = 0.0616f; // metres between its eyeballs

    static readonly Vector3 Crown = new(0, 0.155f, 0.025f); // from the head joint: the body is 1.67 m tall
    static readonly Vector3 BigToe = new(-0.026f, 0.002f, 0.062f); // left foot, from the toe joint
    static readonly Vector3 SmallToe = new(0.045f, 0.002f, 0.010f);
    static readonly Vector3 Ball = new(0, -0.065f, 0.122f); // from the ankle, for rigs without toes
    static readonly Vector3 Heel = new(0, -0.055f, -0.045f); // from the ankle

    readonly HumanoidMap _map;
    readonly TPose _pose;
    readonly FaceTemplate? _face;

    public RigAnchors(HumanoidMap map, FaceTemplate? face)
    {
        _map = map;
        _pose = TPose.OfRest(map);
        Scale = _pose.LegLength / MeasuredLeg;
        _face = map.Has(HumanBodyBones.Head) ? face ?? Fit(FaceTemplate.Default) : null;
    }

    /// <summary>The skeleton's units per metre of MakeHuman's body.</summary>
    public float Scale { get; }

    /// <summary>The anchor of every keypoint of a layout.</summary>
    public RigAnchor[] For(KeypointLayout layout)
    {
        var anchors = new RigAnchor[layout.Count];
        if (layout.Parts.Length == 0)
            FillPart(anchors, layout, layout.Name.StartsWith("hand", StringComparison.Ordinal) ? "hand" : "");
        foreach (var part in layout.Parts)
            FillPart(anchors.AsSpan(part.Start, part.Count), part.Layout, part.Name);
        return anchors;
    }

    /// <summary>A position given in the T pose, as an offset from a joint.</summary>
    public RigAnchor At(HumanBodyBones bone, Vector3 offset)
    {
        var joint = _map[bone];
        return joint < 0 ? RigAnchor.None : RigAnchor.At(joint, ToLocal(joint, offset));
    }

    void FillPart(Span<RigAnchor> anchors, KeypointLayout layout, string part)
    {
        if (part == "hand")
            throw new ArgumentException($"The layout '{layout.Name}' does not say which hand it is. Project a layout with both hands, such as "
                + $"'{KeypointLayout.Avatar128.Name}', and take the part.", nameof(layout));
        for (var i = 0; i < anchors.Length; i++)
            anchors[i] = part switch
            {
                "leftHand" => Hand(true, i),
                "rightHand" => Hand(false, i),
                _ => Named(layout.Names[i]),
            };
    }

    RigAnchor Named(string name)
    {
        if (name.StartsWith("Face", StringComparison.Ordinal) && int.TryParse(name[4..], out var number))
            return Face(number);
        if (name.StartsWith("Mesh", StringComparison.Ordinal) && int.TryParse(name[4..], out var vertex))
            return vertex switch
            {
                468 => Sided(false, "Pupil"), // centres of the irises
                473 => Sided(true, "Pupil"),
                _ => Face(FaceNumbering.MeshOf68.IndexOf(vertex)),
            };
        if (name.StartsWith("Left", StringComparison.Ordinal))
            return Sided(true, name[4..]);
        if (name.StartsWith("Right", StringComparison.Ordinal))
            return Sided(false, name[5..]);
        return name switch
        {
            "Nose" => Face(30),
            "Neck" => RigAnchor.Between(Sided(true, "Shoulder"), Sided(false, "Shoulder")),
            "HeadTop" => At(HumanBodyBones.Head, Crown * Scale),
            "MidHip" => RigAnchor.Between(Sided(true, "Hip"), Sided(false, "Hip")),
            _ => RigAnchor.None,
        };
    }

    RigAnchor Sided(bool left, string name) => name switch
    {
        "Shoulder" => Joint(left, HumanBodyBones.LeftUpperArm),
        "Elbow" => Joint(left, HumanBodyBones.LeftLowerArm),
        "Wrist" => Joint(left, HumanBodyBones.LeftHand),
        "Hip" => Joint(left, HumanBodyBones.LeftUpperLeg),
        "Knee" => Joint(left, HumanBodyBones.LeftLowerLeg),
        "Ankle" => Joint(left, HumanBodyBones.LeftFoot),
        "Heel" => Joint(left, HumanBodyBones.LeftFoot, Heel),
        "BigToe" or "FootIndex" => Toe(left, BigToe),
        "SmallToe" => Toe(left, SmallToe),
        "Index" => Joint(left, HumanBodyBones.LeftIndexProximal),
        "Little" => Joint(left, HumanBodyBones.LeftLittleProximal),
        "Thumb" => Joint(left, HumanBodyBones.LeftThumbIntermediate),
        "Eye" or "Pupil" when _face is not null => OnFace(left ? _face.LeftEye : _face.RightEye),
        "Ear" when _face is not null => At(HumanBodyBones.Head, left ? _face.LeftEar : _face.RightEar),
        "EyeInner" => Face(left ? 42 : 39),
        "EyeOuter" => Face(left ? 45 : 36),
        "Mouth" => Face(left ? 54 : 48),
        _ => RigAnchor.None,
    };

    /// <summary>Keypoint of the 21-point hand: wrist, then four a finger.</summary>
    RigAnchor Hand(bool left, int keypoint)
    {
        if (keypoint == 0)
            return Joint(left, HumanBodyBones.LeftHand);
        var finger = (keypoint - 1) / 4;
        var segment = (keypoint - 1) % 4;
        return segment < HumanBones.BonesPerFinger ? Bone(HumanBones.Finger(left, finger, segment), Vector3.Zero) : FingerTip(left, finger);
    }

    /// <summary>The tips of the fingers that the rig has.</summary>
    public IEnumerable<RigAnchor> FingerTips(bool left)
    {
        for (var finger = 0; finger < HumanBones.FingersPerHand; finger++)
            if (FingerTip(left, finger) is { Kind: not AnchorKind.None } tip)
                yield return tip;
    }

    /// <summary>Rigs end at the last knuckle, or have a leaf joint at an arbitrary position: the tip continues the direction of the last two.</summary>
    RigAnchor FingerTip(bool left, int finger)
    {
        var last = _map[HumanBones.Finger(left, finger, 2)];
        var before = _map[HumanBones.Finger(left, finger, 1)];
        return last < 0 || before < 0
            ? RigAnchor.None
            : RigAnchor.At(last, ToLocal(last, (_pose.Positions[last] - _pose.Positions[before]) * HumanBones.LastBoneOf(finger)));
    }

    RigAnchor Toe(bool left, Vector3 offset) => _map.Has(HumanBones.Side(left, HumanBodyBones.LeftToes))
        ? Joint(left, HumanBodyBones.LeftToes, offset)
        : Joint(left, HumanBodyBones.LeftFoot, Ball + offset);

    RigAnchor Joint(bool left, HumanBodyBones leftBone, Vector3 leftOffset = default) =>
        Bone(HumanBones.Side(left, leftBone), (left ? leftOffset : leftOffset * new Vector3(-1, 1, 1)) * Scale);

    RigAnchor Bone(HumanBodyBones bone, Vector3 offset) => At(bone, offset);

    RigAnchor Face(int landmark) => _face is null || landmark < 0 || landmark >= _face.Points.Length ? RigAnchor.None : OnFace(_face.Points[landmark]);

    RigAnchor OnFace(Vector3 offset)
    {
        var normal = FaceTemplate.NormalAt(offset / Scale);
        var joint = _map[HumanBodyBones.Head];
        return At(HumanBodyBones.Head, offset) with { Kind = AnchorKind.Face,
            Normal = Vector3.Transform(normal, Quaternion.Conjugate(_pose.Rotations[joint])) };
    }

    FaceTemplate Fit(FaceTemplate face)
    {
        int left = _map[HumanBodyBones.LeftEye], right = _map[HumanBodyBones.RightEye], head = _map[HumanBodyBones.Head];
        if (left < 0 || right < 0)
            return face.Scaled(Scale, Vector3.Zero);
        var scale = Vector3.Distance(_pose.Positions[left], _pose.Positions[right]) / MeasuredEyes;
        var middle = (_pose.Positions[left] + _pose.Positions[right]) / 2 - _pose.Positions[head];
        return face.Scaled(scale, middle - scale * (face.LeftEye + face.RightEye) / 2);
    }

    Vector3 ToLocal(int joint, Vector3 offset) => Vector3.Transform(offset, Quaternion.Conjugate(_pose.Rotations[joint])) / _pose.ScaleOf(joint);
}
