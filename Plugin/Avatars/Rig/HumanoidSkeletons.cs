using System;
using System.Collections.Generic;
using System.Numerics;

namespace Avatars.Rig;

/// <summary>Skeletons that come with the program, for motion that brings no body of its own.</summary>
public static class HumanoidSkeletons
{
    // Left side and middle, metres; the right side is its mirror. Measured on one of the MakeHuman people (CC0) and scaled to 1.75 m;
    // names as in MakeHuman's rig for Mixamo.
    static readonly (string Name, string Parent, float X, float Y, float Z)[] LeftAndMiddle =
    [
        ("Hips", "", 0.0000f, 0.9334f, 0.0067f),
        ("Spine", "Hips", 0.0000f, 0.0841f, -0.0312f),
        ("Spine1", "Spine", 0.0000f, 0.0673f, 0.0093f),
        ("Spine2", "Spine1", 0.0000f, 0.0610f, -0.0080f),
        ("LeftShoulder", "Spine2", 0.0226f, 0.2651f, 0.0510f),
        ("LeftArm", "LeftShoulder", 0.1670f, -0.0286f, -0.0069f),
        ("LeftForeArm", "LeftArm", 0.1650f, -0.1902f, -0.0013f),
        ("LeftHand", "LeftForeArm", 0.1375f, -0.1338f, 0.2006f),
        ("LeftHandIndex1", "LeftHand", 0.0293f, -0.0408f, 0.1040f),
        ("LeftHandIndex2", "LeftHandIndex1", 0.0038f, -0.0153f, 0.0232f),
        ("LeftHandIndex3", "LeftHandIndex2", -0.0005f, -0.0168f, 0.0184f),
        ("LeftHandIndex4", "LeftHandIndex3", -0.0035f, -0.0207f, 0.0198f),
        ("LeftHandMiddle1", "LeftHand", 0.0470f, -0.0537f, 0.0857f),
        ("LeftHandMiddle2", "LeftHandMiddle1", 0.0078f, -0.0267f, 0.0228f),
        ("LeftHandMiddle3", "LeftHandMiddle2", 0.0031f, -0.0224f, 0.0194f),
        ("LeftHandMiddle4", "LeftHandMiddle3", 0.0001f, -0.0236f, 0.0170f),
        ("LeftHandPinky1", "LeftHand", 0.0570f, -0.0723f, 0.0462f),
        ("LeftHandPinky2", "LeftHandPinky1", 0.0064f, -0.0202f, 0.0090f),
        ("LeftHandPinky3", "LeftHandPinky2", 0.0019f, -0.0153f, 0.0068f),
        ("LeftHandPinky4", "LeftHandPinky3", 0.0028f, -0.0196f, 0.0083f),
        ("LeftHandRing1", "LeftHand", 0.0555f, -0.0625f, 0.0673f),
        ("LeftHandRing2", "LeftHandRing1", 0.0101f, -0.0255f, 0.0161f),
        ("LeftHandRing3", "LeftHandRing2", 0.0046f, -0.0222f, 0.0145f),
        ("LeftHandRing4", "LeftHandRing3", 0.0028f, -0.0254f, 0.0131f),
        ("LeftHandThumb1", "LeftHand", 0.0006f, -0.0070f, 0.0480f),
        ("LeftHandThumb2", "LeftHandThumb1", -0.0221f, -0.0085f, 0.0233f),
        ("LeftHandThumb3", "LeftHandThumb2", -0.0132f, -0.0143f, 0.0343f),
        ("LeftHandThumb4", "LeftHandThumb3", -0.0063f, -0.0171f, 0.0235f),
        ("Neck", "Spine2", 0.0000f, 0.3385f, 0.0376f),
        ("Head", "Neck", 0.0000f, 0.0967f, 0.0308f),
        ("Jaw", "Head", 0.0000f, 0.0067f, 0.0149f),
        ("LeftEye", "Head", 0.0276f, 0.0377f, 0.0774f),
        ("HeadTop_End", "Head", 0.0000f, 0.1454f, -0.0023f),
        ("LeftUpLeg", "Hips", 0.1070f, -0.0057f, -0.0103f),
        ("LeftLeg", "LeftUpLeg", 0.0399f, -0.4081f, 0.0336f),
        ("LeftFoot", "LeftLeg", 0.0565f, -0.4487f, -0.0144f),
        ("LeftToeBase", "LeftFoot", 0.0057f, -0.0637f, 0.1276f),
        ("LeftToe_End", "LeftToeBase", -0.0045f, 0.0073f, 0.0711f),
    ];

    /// <summary>A grown-up of 1.75 m with all fingers, in an A pose, standing on the floor at the origin. Names end as Mixamo's do.</summary>
    public static HumanoidMap Default { get; } = HumanoidMap.Find(new Skeleton(Joints()));

    static List<Joint> Joints()
    {
        var joints = new List<Joint> { new("Root", -1, JointTransform.Identity) };
        Append(joints, "", 0);
        return joints;
    }

    // Depth first: a left branch, then its mirror.
    static void Append(List<Joint> joints, string parent, int parentIndex)
    {
        foreach (var (name, above, x, y, z) in LeftAndMiddle)
        {
            if (above != Unmirrored(parent))
                continue;
            var isRight = parent.StartsWith("Right", StringComparison.Ordinal);
            Add(isRight ? Mirrored(name) : name, isRight ? -x : x);
            if (!isRight && name.StartsWith("Left", StringComparison.Ordinal) && !parent.StartsWith("Left", StringComparison.Ordinal))
                Add(Mirrored(name), -x);

            void Add(string side, float sideX)
            {
                joints.Add(new Joint("mixamorig:" + side, parentIndex, new JointTransform(new Vector3(sideX, y, z), Quaternion.Identity)));
                Append(joints, side, joints.Count - 1);
            }
        }
    }

    static string Mirrored(string name) => "Right" + name.Substring("Left".Length);

    static string Unmirrored(string name) => name.StartsWith("Right", StringComparison.Ordinal) ? "Left" + name.Substring("Right".Length) : name;
}
