using System;
using Avatars.Rig;
using Avatars.Solving;

namespace Avatars.Scripting;

/// <summary>A person's parts; names and values as in Unity.</summary>
public enum HumanPartDof
{
    Body = 0,
    Head = 1,
    LeftLeg = 2,
    RightLeg = 3,
    LeftArm = 4,
    RightArm = 5,
    LeftThumb = 6,
    LeftIndex = 7,
    LeftMiddle = 8,
    LeftRing = 9,
    LeftLittle = 10,
    RightThumb = 11,
    RightIndex = 12,
    RightMiddle = 13,
    RightRing = 14,
    RightLittle = 15,
    LastHumanPartDof = 16,
}

/// <summary>Muscles of the trunk, in the order of HumanTrait.</summary>
public enum BodyDof
{
    SpineFrontBack = 0,
    SpineLeftRight = 1,
    SpineRollLeftRight = 2,
    ChestFrontBack = 3,
    ChestLeftRight = 4,
    ChestRollLeftRight = 5,
    UpperChestFrontBack = 6,
    UpperChestLeftRight = 7,
    UpperChestRollLeftRight = 8,
    LastBodyDof = 9,
}

/// <summary>Muscles of neck, head, eyes and jaw.</summary>
public enum HeadDof
{
    NeckFrontBack = 0,
    NeckLeftRight = 1,
    NeckRollLeftRight = 2,
    HeadFrontBack = 3,
    HeadLeftRight = 4,
    HeadRollLeftRight = 5,
    LeftEyeDownUp = 6,
    LeftEyeInOut = 7,
    RightEyeDownUp = 8,
    RightEyeInOut = 9,
    JawDownUp = 10,
    JawLeftRight = 11,
    LastHeadDof = 12,
}

/// <summary>Muscles of a leg.</summary>
public enum LegDof
{
    UpperLegFrontBack = 0,
    UpperLegInOut = 1,
    UpperLegRollInOut = 2,
    LegCloseOpen = 3,
    LegRollInOut = 4,
    FootCloseOpen = 5,
    FootInOut = 6,
    ToesUpDown = 7,
    LastLegDof = 8,
}

/// <summary>Muscles of an arm.</summary>
public enum ArmDof
{
    ShoulderDownUp = 0,
    ShoulderFrontBack = 1,
    ArmDownUp = 2,
    ArmFrontBack = 3,
    ArmRollInOut = 4,
    ForeArmCloseOpen = 5,
    ForeArmRollInOut = 6,
    HandDownUp = 7,
    HandInOut = 8,
    LastArmDof = 9,
}

/// <summary>Muscles of a finger.</summary>
public enum FingerDof
{
    ProximalDownUp = 0,
    ProximalInOut = 1,
    IntermediateCloseOpen = 2,
    DistalCloseOpen = 3,
    LastFingerDof = 4,
}

/// <summary>Parts that a mask switches on and off; names and values as in Unity.</summary>
public enum AvatarMaskBodyPart
{
    Root = 0,
    Body = 1,
    Head = 2,
    LeftLeg = 3,
    RightLeg = 4,
    LeftArm = 5,
    RightArm = 6,
    LeftFingers = 7,
    RightFingers = 8,
    LeftFootIK = 9,
    RightFootIK = 10,
    LeftHandIK = 11,
    RightHandIK = 12,
    LastBodyPart = 13,
}

/// <summary>One muscle, by the part that it belongs to.</summary>
public readonly struct MuscleHandle
{
    static readonly int[] Starts = [0, 9, 21, 29, 37, 46, 55, 59, 63, 67, 71, 75, 79, 83, 87, 91];

    readonly int _index;

    public MuscleHandle(BodyDof bodyDof) : this(HumanPartDof.Body, (int)bodyDof) { }

    public MuscleHandle(HeadDof headDof) : this(HumanPartDof.Head, (int)headDof) { }

    /// <exception cref="InvalidOperationException">The part is no leg.</exception>
    public MuscleHandle(HumanPartDof partDof, LegDof legDof) : this(
        Require(partDof, HumanPartDof.LeftLeg, HumanPartDof.RightLeg, "leg"), (int)legDof) { }

    /// <exception cref="InvalidOperationException">The part is no arm.</exception>
    public MuscleHandle(HumanPartDof partDof, ArmDof armDof) : this(
        Require(partDof, HumanPartDof.LeftArm, HumanPartDof.RightArm, "arm"), (int)armDof) { }

    /// <exception cref="InvalidOperationException">The part is no finger.</exception>
    public MuscleHandle(HumanPartDof partDof, FingerDof fingerDof) : this(
        Require(partDof, HumanPartDof.LeftThumb, HumanPartDof.RightLittle, "finger"), (int)fingerDof) { }

    MuscleHandle(HumanPartDof part, int dof) => (humanPartDof, this.dof, _index) = (part, dof, Starts[(int)part] + dof);

    public static int muscleHandleCount => Muscles.Count;

    public HumanPartDof humanPartDof { get; }

    public int dof { get; }

    public string name => Muscles.All[_index].Name;

    /// <summary>Place among the 95 muscles.</summary>
    internal int Index => _index;

    static HumanPartDof Require(HumanPartDof part, HumanPartDof first, HumanPartDof last, string kind) => part >= first && part <= last ? part
        : throw new InvalidOperationException($"{part} is not a {kind}: give a part from {first} to {last}.");
}

/// <summary>Range of a bone's muscles, degrees.</summary>
public struct HumanLimit
{
    public bool useDefaultValues { get; set; }

    public Vector3 min { get; set; }

    public Vector3 max { get; set; }

    public Vector3 center { get; set; }

    /// <summary>Metres.</summary>
    public float axisLength { get; set; }
}

/// <summary>Settings of a humanoid; shares from 0 to 1.</summary>
public struct HumanDescription
{
    public HumanDescription() { }

    /// <summary>The widest range of a muscle that may be set, degrees to either side.</summary>
    public const float MuscleRange = 180;

    public float upperArmTwist { get; set; } = 0.5f;

    public float lowerArmTwist { get; set; } = 0.5f;

    public float upperLegTwist { get; set; } = 0.5f;

    public float lowerLegTwist { get; set; } = 0.5f;

    public float armStretch { get; set; } = 0.05f;

    public float legStretch { get; set; } = 0.05f;

    public float feetSpacing { get; set; }

    public bool hasTranslationDoF { get; set; }
}
