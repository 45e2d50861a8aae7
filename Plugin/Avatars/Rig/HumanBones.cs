using System;

namespace Avatars.Rig;

/// <summary>Parents, sides and mirror images of <see cref="HumanBodyBones"/>.</summary>
public static class HumanBones
{
    public const int Count = (int)HumanBodyBones.LastBone;

    /// <summary>Thumb, index, middle, ring, little.</summary>
    public const int FingersPerHand = 5;

    /// <summary>Proximal, intermediate, distal.</summary>
    public const int BonesPerFinger = 3;

    static readonly HumanBodyBones[] RequiredTable =
    [
        HumanBodyBones.Hips, HumanBodyBones.LeftUpperLeg, HumanBodyBones.LeftLowerLeg, HumanBodyBones.RightUpperLeg, HumanBodyBones.RightLowerLeg,
        HumanBodyBones.LeftUpperArm, HumanBodyBones.LeftLowerArm, HumanBodyBones.RightUpperArm, HumanBodyBones.RightLowerArm,
    ];

    static readonly HumanBodyBones[] UnityTable =
    [
        .. RequiredTable, HumanBodyBones.Spine, HumanBodyBones.Head, HumanBodyBones.LeftHand, HumanBodyBones.RightHand, HumanBodyBones.LeftFoot,
            HumanBodyBones.RightFoot,
    ];

    static readonly float[] LastBoneTable = [0.65f, 1.02f, 0.99f, 1.03f, 1.29f]; // MakeHuman's hand

    static readonly bool[] LeftTable = Table(bone => bone.ToString().StartsWith("Left", StringComparison.Ordinal));
    static readonly bool[] RightTable = Table(bone => bone.ToString().StartsWith("Right", StringComparison.Ordinal));
    static readonly HumanBodyBones[] MirrorTable = Table(MirrorByName);
    static readonly HumanBodyBones[] ParentTable = Table(ParentByName);

    /// <summary>What a skeleton must have to be posed as a person: hips, upper and lower limbs.</summary>
    public static ReadOnlySpan<HumanBodyBones> Required => RequiredTable;

    /// <summary>The 15 bones that Unity's humanoids need: <see cref="Required"/>, spine, head, hands and feet.</summary>
    public static ReadOnlySpan<HumanBodyBones> RequiredByUnity => UnityTable;

    public static bool IsLeft(HumanBodyBones bone) => LeftTable[(int)bone];

    public static bool IsRight(HumanBodyBones bone) => RightTable[(int)bone];

    public static bool IsFinger(HumanBodyBones bone) => bone is >= HumanBodyBones.LeftThumbProximal and <= HumanBodyBones.RightLittleDistal;

    /// <summary>The same bone of the other side; the bone itself on the midline.</summary>
    public static HumanBodyBones Mirror(HumanBodyBones bone) => MirrorTable[(int)bone];

    /// <summary>The parent bone; <see cref="HumanBodyBones.LastBone"/> for the hips.</summary>
    public static HumanBodyBones Parent(HumanBodyBones bone) => ParentTable[(int)bone];

    /// <param name="finger">0 thumb, 1 index, 2 middle, 3 ring, 4 little.</param>
    /// <param name="segment">0 proximal, 1 intermediate, 2 distal.</param>
    public static HumanBodyBones Finger(bool left, int finger, int segment) =>
        (left ? HumanBodyBones.LeftThumbProximal : HumanBodyBones.RightThumbProximal) + finger * BonesPerFinger + segment;

    /// <summary>Length of a finger's last bone, up to the tip, against the one before it. Rigs end at the last knuckle.</summary>
    internal static float LastBoneOf(int finger) => LastBoneTable[finger];

    /// <summary>Picks the bone of one side: <c>Side(left, HumanBodyBones.LeftHand)</c>.</summary>
    public static HumanBodyBones Side(bool left, HumanBodyBones leftBone) => left ? leftBone : Mirror(leftBone);

    static T[] Table<T>(Func<HumanBodyBones, T> value)
    {
        var table = new T[Count];
        for (var i = 0; i < Count; i++)
            table[i] = value((HumanBodyBones)i);
        return table;
    }

    static HumanBodyBones MirrorByName(HumanBodyBones bone)
    {
        var name = bone.ToString();
        return name.StartsWith("Left", StringComparison.Ordinal) ? Enum.Parse<HumanBodyBones>("Right" + name[4..])
            : name.StartsWith("Right", StringComparison.Ordinal) ? Enum.Parse<HumanBodyBones>("Left" + name[5..])
            : bone;
    }

    static HumanBodyBones ParentByName(HumanBodyBones bone)
    {
        if (IsFinger(bone))
        {
            var left = bone < HumanBodyBones.RightThumbProximal;
            var segment = (bone - HumanBodyBones.LeftThumbProximal) % BonesPerFinger;
            return segment > 0 ? bone - 1 : left ? HumanBodyBones.LeftHand : HumanBodyBones.RightHand;
        }
        return bone switch
        {
            HumanBodyBones.Hips => HumanBodyBones.LastBone,
            HumanBodyBones.LeftUpperLeg or HumanBodyBones.RightUpperLeg or HumanBodyBones.Spine => HumanBodyBones.Hips,
            HumanBodyBones.LeftLowerLeg => HumanBodyBones.LeftUpperLeg,
            HumanBodyBones.RightLowerLeg => HumanBodyBones.RightUpperLeg,
            HumanBodyBones.LeftFoot => HumanBodyBones.LeftLowerLeg,
            HumanBodyBones.RightFoot => HumanBodyBones.RightLowerLeg,
            HumanBodyBones.LeftToes => HumanBodyBones.LeftFoot,
            HumanBodyBones.RightToes => HumanBodyBones.RightFoot,
            HumanBodyBones.Chest => HumanBodyBones.Spine,
            HumanBodyBones.UpperChest => HumanBodyBones.Chest,
            HumanBodyBones.Neck or HumanBodyBones.LeftShoulder or HumanBodyBones.RightShoulder => HumanBodyBones.UpperChest,
            HumanBodyBones.Head => HumanBodyBones.Neck,
            HumanBodyBones.LeftEye or HumanBodyBones.RightEye or HumanBodyBones.Jaw => HumanBodyBones.Head,
            HumanBodyBones.LeftUpperArm => HumanBodyBones.LeftShoulder,
            HumanBodyBones.RightUpperArm => HumanBodyBones.RightShoulder,
            HumanBodyBones.LeftLowerArm => HumanBodyBones.LeftUpperArm,
            HumanBodyBones.RightLowerArm => HumanBodyBones.RightUpperArm,
            HumanBodyBones.LeftHand => HumanBodyBones.LeftLowerArm,
            _ => HumanBodyBones.RightLowerArm,
        };
    }
}
