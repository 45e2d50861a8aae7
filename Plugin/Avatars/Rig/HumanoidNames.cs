using System;
using System.Collections.Generic;
using System.Linq;

namespace Avatars.Rig;

/// <summary>
/// The naming conventions that a humanoid is recognised by. Each is a table of the midline and left bones; the right side
/// follows by replacing the side word. Capitals, name spaces (<c>mixamorig:</c>) and separators do not matter.
/// </summary>
public static class HumanoidNames
{
    sealed record Convention(string Name, string Left, string Right, string Bones, string Fingers = "");

    // Fingers: the names of thumb, index, middle, ring, little; # stands for the segment's number. Bones: "bone joint" pairs.
    static readonly Convention[] Conventions =
    [
        new("Mixamo", "Left", "Right",
            "Hips Hips, Spine Spine, Chest Spine1, UpperChest Spine2, Neck Neck, Head Head, Jaw Jaw, LeftEye LeftEye, LeftShoulder LeftShoulder, LeftUpperArm LeftArm, LeftLowerArm LeftForeArm, LeftHand LeftHand, LeftUpperLeg LeftUpLeg, LeftLowerLeg LeftLeg, LeftFoot LeftFoot, LeftToes LeftToeBase",
            "LeftHandThumb#, LeftHandIndex#, LeftHandMiddle#, LeftHandRing#, LeftHandPinky#"),
        new("CMU, MotionBuilder", "Left", "Right",
            "Hips Hips, Spine LowerBack, Chest Spine, UpperChest Spine1, Neck Neck, Head Head, LeftShoulder LeftShoulder, LeftUpperArm LeftArm, LeftLowerArm LeftForeArm, LeftHand LeftHand, LeftUpperLeg LeftUpLeg, LeftLowerLeg LeftLeg, LeftFoot LeftFoot, LeftToes LeftToeBase"),
        new("CMU, Daz and Poser", "l", "r",
            "Hips hip, Spine abdomen, Chest chest, Neck neck, Head head, LeftEye leftEye, RightEye rightEye, LeftShoulder lCollar, LeftUpperArm lShldr, LeftLowerArm lForeArm, LeftHand lHand, LeftUpperLeg lThigh, LeftLowerLeg lShin, LeftFoot lFoot, LeftToes lToe",
            "lThumb#, lIndex#, lMid#, lRing#, lPinky#"),
        new("CMU, 3ds Max", "Left", "Right",
            "Hips Hips, Spine Chest, Chest CS_BVH, Neck Neck, Head Head, LeftShoulder LeftCollar, LeftUpperArm LeftShoulder, LeftLowerArm LeftElbow, LeftHand LeftWrist, LeftUpperLeg LeftHip, LeftLowerLeg LeftKnee, LeftFoot LeftAnkle, LeftToes LeftToe"),
        new("Unreal, Mesh2Motion", "_l", "_r",
            "Hips pelvis, Spine spine_01, Chest spine_02, UpperChest spine_03, Neck neck_01, Head head, LeftShoulder clavicle_l, LeftUpperArm upperarm_l, LeftLowerArm lowerarm_l, LeftHand hand_l, LeftUpperLeg thigh_l, LeftLowerLeg calf_l, LeftFoot foot_l, LeftToes ball_l",
            "thumb_0#_l, index_0#_l, middle_0#_l, ring_0#_l, pinky_0#_l"),
        new("MakeHuman", ".L", ".R",
            "Hips root, Spine spine05, Chest spine03, UpperChest spine01, Neck neck01, Head head, Jaw jaw, LeftEye eye.L, LeftShoulder clavicle.L, LeftUpperArm upperarm01.L, LeftLowerArm lowerarm01.L, LeftHand wrist.L, LeftUpperLeg upperleg01.L, LeftLowerLeg lowerleg01.L, LeftFoot foot.L, LeftToes toe1-1.L",
            "finger1-#.L, finger2-#.L, finger3-#.L, finger4-#.L, finger5-#.L"),
        new("Blender", ".L", ".R",
            "Hips hips, Spine spine, Chest chest, UpperChest upper_chest, Neck neck, Head head, Jaw jaw, LeftEye eye.L, LeftShoulder shoulder.L, LeftUpperArm upper_arm.L, LeftLowerArm forearm.L, LeftHand hand.L, LeftUpperLeg thigh.L, LeftLowerLeg shin.L, LeftFoot foot.L, LeftToes toe.L",
            "thumb.0#.L, f_index.0#.L, f_middle.0#.L, f_ring.0#.L, f_pinky.0#.L"),
        new("VRM", "_L_", "_R_",
            "Hips J_Bip_C_Hips, Spine J_Bip_C_Spine, Chest J_Bip_C_Chest, UpperChest J_Bip_C_UpperChest, Neck J_Bip_C_Neck, Head J_Bip_C_Head, LeftEye J_Adj_L_FaceEye, LeftShoulder J_Bip_L_Shoulder, LeftUpperArm J_Bip_L_UpperArm, LeftLowerArm J_Bip_L_LowerArm, LeftHand J_Bip_L_Hand, LeftUpperLeg J_Bip_L_UpperLeg, LeftLowerLeg J_Bip_L_LowerLeg, LeftFoot J_Bip_L_Foot, LeftToes J_Bip_L_ToeBase",
            "J_Bip_L_Thumb#, J_Bip_L_Index#, J_Bip_L_Middle#, J_Bip_L_Ring#, J_Bip_L_Little#"),
        new("CesiumMan", "_L_", "_R_",
            "RightUpperArm Skeleton_arm_joint_R, RightLowerArm Skeleton_arm_joint_R__2_, RightHand Skeleton_arm_joint_R__3_, Hips Skeleton_torso_joint_1, Spine Skeleton_torso_joint_2, Chest torso_joint_3, Neck Skeleton_neck_joint_1, Head Skeleton_neck_joint_2, LeftUpperArm Skeleton_arm_joint_L__4_, LeftLowerArm Skeleton_arm_joint_L__3_, LeftHand Skeleton_arm_joint_L__2_, LeftUpperLeg leg_joint_L_1, LeftLowerLeg leg_joint_L_2, LeftFoot leg_joint_L_3, LeftToes leg_joint_L_5"),
        new("Unity", "Left", "Right", string.Join(", ", Enumerable.Range(0, HumanBones.Count).Select(i => (HumanBodyBones)i).Where(bone => !HumanBones.IsRight(bone)).Select(bone => $"{bone} {bone}"))),
    ];

    /// <summary>Names of the conventions, for messages.</summary>
    public static string Known => string.Join("; ", Conventions.Select(convention => convention.Name));

    /// <returns>The joints of the convention that names most bones, or null when none names all required ones.</returns>
    internal static IReadOnlyDictionary<HumanBodyBones, int>? Recognise(Skeleton skeleton)
    {
        var indices = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < skeleton.Count; i++)
            indices.TryAdd(Normalise(skeleton[i].Name), i);
        Dictionary<HumanBodyBones, int>? best = null;
        foreach (var convention in Conventions)
        {
            var found = Match(convention, indices);
            if (IsWhole(found) && (best is null || found.Count > best.Count))
                best = found;
        }
        return best;
    }

    static Dictionary<HumanBodyBones, int> Match(Convention convention, Dictionary<string, int> indices)
    {
        var found = new Dictionary<HumanBodyBones, int>();
        void Add(HumanBodyBones bone, string name)
        {
            if (indices.TryGetValue(Normalise(name), out var joint) && !found.ContainsValue(joint))
                found.TryAdd(bone, joint);
        }
        foreach (var row in convention.Bones.Split(", "))
        {
            var space = row.IndexOf(' ', StringComparison.Ordinal);
            var bone = Enum.Parse<HumanBodyBones>(row[..space]);
            Add(bone, row[(space + 1)..]);
            if (HumanBones.IsLeft(bone))
                Add(HumanBones.Mirror(bone), OtherSide(convention, row[(space + 1)..]));
        }
        if (convention.Fingers.Length > 0)
            AddFingers(convention, Add);
        RemoveStubs(found);
        return found;
    }

    static void AddFingers(Convention convention, Action<HumanBodyBones, string> add)
    {
        var fingers = convention.Fingers.Split(", ");
        for (var finger = 0; finger < fingers.Length; finger++)
            for (var segment = 0; segment < HumanBones.BonesPerFinger; segment++)
            {
                var name = fingers[finger].Replace("#", ((char)('1' + segment)).ToString(), StringComparison.Ordinal);
                add(HumanBones.Finger(true, finger, segment), name);
                add(HumanBones.Finger(false, finger, segment), OtherSide(convention, name));
            }
    }

    /// <summary>A finger of one joint is a stub of the capture (CMU), not a finger that anybody moved.</summary>
    static void RemoveStubs(Dictionary<HumanBodyBones, int> found)
    {
        for (var side = 0; side < 2; side++)
            for (var finger = 0; finger < HumanBones.FingersPerHand; finger++)
                if (!found.ContainsKey(HumanBones.Finger(side == 0, finger, 1)))
                    found.Remove(HumanBones.Finger(side == 0, finger, 0));
    }

    static bool IsWhole(Dictionary<HumanBodyBones, int> found)
    {
        foreach (var bone in HumanBones.Required)
            if (!found.ContainsKey(bone))
                return false;
        return true;
    }

    static string OtherSide(Convention convention, string name)
    {
        var at = name.LastIndexOf(convention.Left, StringComparison.Ordinal);
        if (convention.Left.Length == 1 || convention.Left == "Left")
            at = name.StartsWith(convention.Left, StringComparison.Ordinal) ? 0 : at;
        return at < 0 ? name : name[..at] + convention.Right + name[(at + convention.Left.Length)..];
    }

    /// <summary>Lower case without name space; separators become one kind so that <c>thigh.l</c> and <c>thigh_l</c> are one name.</summary>
    static string Normalise(string name)
    {
        name = name[(name.LastIndexOfAny([':', '|']) + 1)..];
        return name.ToLowerInvariant().Replace('.', '_').Replace('-', '_').Replace(' ', '_');
    }
}
