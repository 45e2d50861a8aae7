using System;
using Avatars.Files;
using Avatars.Rig;
using Avatars.Solving;

namespace Avatars.Posing;

/// <summary>What a track animates.</summary>
public enum TrackKind
{
    /// <summary>A bone's angles away from the T pose: twist, sideways, main bend, degrees.</summary>
    Joint,

    /// <summary>The hips' position in the model, metres.</summary>
    HipsPosition,

    /// <summary>The 21 angles of a hand; a key may name a hand shape.</summary>
    Hand,

    /// <summary>The weight of one facial expression.</summary>
    Expression,

    /// <summary>Where the eyes look: a place in the model, metres, and how much head and eyes follow, 0 to 1.</summary>
    Gaze,

    /// <summary>A camera: position and target in metres, vertical field of view in degrees.</summary>
    Camera,

    /// <summary>The name of the source picture that counts from the key on.</summary>
    Source,

    /// <summary>A bone's rotation on top of what clips and other keys show, about its own axes: twist, sideways, main bend, degrees.</summary>
    Offset,

    /// <summary>How far the hips are from where clips and other keys bring them, metres.</summary>
    HipsOffset,
}

/// <summary>The target of a track, written as one word: <c>joint/LeftUpperArm</c>, <c>hips/position</c>, <c>hand/left</c>, <c>expression/jawOpen</c>,
/// <c>gaze</c>, <c>camera</c>, <c>source</c>, and on top of clips <c>offset/LeftUpperArm</c>, <c>hips/offset</c>.</summary>
public readonly record struct TrackTarget(TrackKind Kind, HumanBodyBones Bone = HumanBodyBones.LastBone, string Name = "")
{
    public static TrackTarget HipsPosition { get; } = new(TrackKind.HipsPosition);

    public static TrackTarget Gaze { get; } = new(TrackKind.Gaze);

    public static TrackTarget Camera { get; } = new(TrackKind.Camera);

    public static TrackTarget Source { get; } = new(TrackKind.Source);

    public static TrackTarget HipsOffset { get; } = new(TrackKind.HipsOffset);

    /// <summary>Numbers of a key.</summary>
    public int Channels => Kind switch
    {
        TrackKind.Joint or TrackKind.HipsPosition or TrackKind.Offset or TrackKind.HipsOffset => 3,
        TrackKind.Hand => HandShape.AngleCount,
        TrackKind.Expression => 1,
        TrackKind.Gaze => 5,
        TrackKind.Camera => 7,
        _ => 0,
    };

    public static TrackTarget Joint(HumanBodyBones bone) => new(TrackKind.Joint, bone);

    public static TrackTarget Offset(HumanBodyBones bone) => new(TrackKind.Offset, bone);

    public static TrackTarget Hand(bool left) => new(TrackKind.Hand, left ? HumanBodyBones.LeftHand : HumanBodyBones.RightHand);

    public static TrackTarget Expression(string name) => new(TrackKind.Expression, Name: name);

    /// <exception cref="FormatException">The text names no target; the message says what does.</exception>
    public static TrackTarget Parse(string text)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        var (kind, name) = slash < 0 ? (text, "") : (text[..slash], text[(slash + 1)..]);
        switch (kind)
        {
            case "joint" or "offset" when Enum.TryParse<HumanBodyBones>(name, out var bone) && bone is >= 0 and < HumanBodyBones.LastBone
                && bone.ToString() == name:
                return kind == "joint" ? Joint(bone) : Offset(bone);
            case "joint" or "offset":
                throw new FormatException($"{ErrorLine.Quote(name)} is no bone of a humanoid. Bones have Unity's names, for example LeftUpperArm");
            case "hand" when name is "left" or "right":
                return Hand(name == "left");
            case "expression" when name.Length > 0:
                return Expression(name);
            case "hips" when name == "position":
                return HipsPosition;
            case "hips" when name == "offset":
                return HipsOffset;
            case "gaze" or "camera" or "source" when slash < 0:
                return kind == "gaze" ? Gaze : kind == "camera" ? Camera : Source;
            default:
                throw new FormatException($"{ErrorLine.Quote(text)} is nothing that a track animates. Known: joint/BONE, offset/BONE, hips/position, "
                    + "hips/offset, hand/left, hand/right, expression/NAME, gaze, camera, source");
        }
    }

    public override string ToString() => Kind switch
    {
        TrackKind.Joint => $"joint/{Bone}",
        TrackKind.HipsPosition => "hips/position",
        TrackKind.Offset => $"offset/{Bone}",
        TrackKind.HipsOffset => "hips/offset",
        TrackKind.Hand => Bone == HumanBodyBones.LeftHand ? "hand/left" : "hand/right",
        TrackKind.Expression => $"expression/{Name}",
        TrackKind.Gaze => "gaze",
        TrackKind.Camera => "camera",
        _ => "source",
    };
}
