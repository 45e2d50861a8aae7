using System.Collections.Generic;
using System.Numerics;

namespace Avatars.Signing;

/// <summary>small, normal or big.</summary>
enum MotionSize
{
    Normal,
    Small,
    Big,
}

/// <summary>How a stroke's speed runs.</summary>
enum MotionManner
{
    Normal,
    Fast,
    Slow,
    Tense,
    Rest,
    Halt,
}

abstract class SignMotion
{
    public MotionManner Manner { get; set; }

    /// <summary>Divides the time.</summary>
    public float Speed { get; set; } = 1;

    public bool Bouncing { get; set; }

    /// <summary>Both hands in turn.</summary>
    public bool Alternating { get; set; }
}

sealed class DirectedMotion : SignMotion
{
    /// <summary>Unit, signer's space.</summary>
    public Vector3 Direction { get; init; }

    public MotionSize Size { get; init; }

    /// <summary>Toward which the path bulges; null for a straight one.</summary>
    public Vector3? Curve { get; init; }

    public MotionSize CurveSize { get; init; }

    /// <summary>zigzag or wavy.</summary>
    public string? Zigzag { get; init; }

    public MotionSize ZigzagSize { get; init; }

    /// <summary>The plane of the zigzag: h, v, ur, ul; null chooses.</summary>
    public string? ZigzagPlane { get; init; }

    /// <summary>+1 growing, -1 shrinking, 0 even.</summary>
    public int Growth { get; init; }

    /// <summary>Skin that is brushed in the middle of the path.</summary>
    public SignPlace? Brushed { get; init; }
}

sealed class CircularMotion : SignMotion
{
    /// <summary>Unit.</summary>
    public Vector3 Axis { get; init; }

    public MotionSize Size { get; init; }

    /// <summary>Clock direction at which it begins; null by the axis.</summary>
    public string? Start { get; init; }

    public string? End { get; init; }

    /// <summary>Turns.</summary>
    public int Turns { get; init; } = 1;

    /// <summary>Ratio of the shorter to the longer half axis; 1 for a circle.</summary>
    public float Flatness { get; init; } = 1;

    public string? EllipsePlane { get; init; }

    public int Growth { get; init; }
}

/// <summary>nodding, swinging, twisting, stircw, stirccw.</summary>
sealed class WristMotion : SignMotion
{
    public string Kind { get; init; } = "nodding";

    public MotionSize Size { get; init; }
}

sealed class FingerPlay : SignMotion
{
    public string Digits { get; init; } = "2345";
}

/// <summary>The hand stays, or only reaches a new posture.</summary>
sealed class Still : SignMotion
{
    /// <summary>True for <c>changeposture</c>, false for <c>nomotion</c>.</summary>
    public bool IsChange { get; init; }
}

sealed class TargetedMotion : SignMotion
{
    public SignMotion Motion { get; init; } = new Still();

    public Posture Posture { get; } = new();

    /// <summary>Fingers one after another: +1 toward the little finger, -1 toward the thumb.</summary>
    public int Successive { get; init; }
}

sealed class ParallelMotion : SignMotion
{
    public List<SignMotion> Motions { get; } = [];
}

sealed class SequentialMotion : SignMotion
{
    public List<SignMotion> Motions { get; } = [];

    public bool Fused { get; init; }
}

sealed class SplitMotion : SignMotion
{
    public SignMotion Dominant { get; init; } = new Still();

    public SignMotion Other { get; init; } = new Still();
}

sealed class RepeatedMotion : SignMotion
{
    public SignMotion Motion { get; init; } = new Still();

    public string Kind { get; init; } = "fromstart";

    public string? Second { get; init; }

    /// <summary>Moved each round; zero for in place. Unit.</summary>
    public Vector3 Shift { get; init; }

    public MotionSize ShiftSize { get; init; }

    public int Growth { get; init; }
}

/// <summary>A part of the body moves in place of a hand: head, shoulders, mouth.</summary>
sealed class BodyMotion : SignMotion
{
    public string Part { get; init; } = "head";

    public SignMotion Motion { get; init; } = new Still();
}

/// <summary>Something the face, head or body does during the sign.</summary>
/// <param name="Channel">shoulder, body, head, gaze, brows, lids, nose, mouth-gesture, mouth-picture, mouth-meta, extra, morph.</param>
/// <param name="Code">Such as RB, or the SAMPA text of a mouth picture.</param>
/// <param name="Group">Events of one tier with the same group play together, groups one after another.</param>
sealed record NonManualEvent(string Channel, string Code, float Amount, float Speed, int Group, string? PreSync, string? PostSync)
{
    /// <summary>Tier whose groups count.</summary>
    public string Tier { get; init; } = "";
}
