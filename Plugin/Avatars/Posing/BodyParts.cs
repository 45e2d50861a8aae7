using System.Collections.Generic;
using Avatars.Rig;

namespace Avatars.Posing;

/// <summary>The parts of the body that clips and stored poses can be limited to.</summary>
public static class BodyParts
{
    public const string Face = "face";

    /// <summary>body, head, leftArm, rightArm, leftHand, rightHand, legs, face.</summary>
    public static IReadOnlyList<string> All { get; } = ["body", "head", "leftArm", "rightArm", "leftHand", "rightHand", "legs", Face];

    /// <summary>The part that a bone belongs to; a hand's bone belongs to its arm, the fingers are the hand.</summary>
    public static string Of(HumanBodyBones bone)
    {
        if (HumanBones.IsFinger(bone))
            return HumanBones.IsLeft(bone) ? "leftHand" : "rightHand";
        return bone switch
        {
            HumanBodyBones.LeftShoulder or HumanBodyBones.LeftUpperArm or HumanBodyBones.LeftLowerArm or HumanBodyBones.LeftHand => "leftArm",
            HumanBodyBones.RightShoulder or HumanBodyBones.RightUpperArm or HumanBodyBones.RightLowerArm or HumanBodyBones.RightHand => "rightArm",
            HumanBodyBones.Neck or HumanBodyBones.Head => "head",
            HumanBodyBones.LeftEye or HumanBodyBones.RightEye or HumanBodyBones.Jaw => Face,
            HumanBodyBones.LeftUpperLeg or HumanBodyBones.LeftLowerLeg or HumanBodyBones.LeftFoot or HumanBodyBones.LeftToes
                or HumanBodyBones.RightUpperLeg or HumanBodyBones.RightLowerLeg or HumanBodyBones.RightFoot or HumanBodyBones.RightToes => "legs",
            _ => "body",
        };
    }
}
