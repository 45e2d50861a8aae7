using System;

namespace Avatars.Solving;

/// <summary>Hands and feet that stay where they are while something else is dragged.</summary>
[Flags]
public enum BodyPins
{
    None = 0,
    LeftFoot = 1,
    RightFoot = 2,
    LeftHand = 4,
    RightHand = 8,
    Feet = LeftFoot | RightFoot,
    Hands = LeftHand | RightHand,
}

/// <summary>How the rest of the body takes part in a drag.</summary>
public sealed record SolveOptions
{
    public static SolveOptions Default { get; } = new();

    public BodyPins Pins { get; init; } = BodyPins.Feet;

    /// <summary>0: the spine follows the limb as far as it can; 1: it does not move.</summary>
    public float SpineStiffness { get; init; } = 0.3f;

    /// <summary>0: the hips follow as far as the pinned feet allow; 1: they do not move.</summary>
    public float HipsStiffness { get; init; } = 0.3f;

    /// <summary>Null for joints without limits.</summary>
    public JointLimits? Limits { get; init; } = JointLimits.Human;

    /// <summary>Volumes that hands and fingers touch instead of sinking in; null for none.</summary>
    public BodyVolume? Volume { get; init; }
}
