using System.Numerics;

namespace Avatars.Signing.Synthesis;

/// <summary>One hand at one moment of a plan.</summary>
/// <param name="Wrist">Signer's space, metres.</param>
/// <param name="Hand">Rotation from rest.</param>
/// <param name="Swivel">Of the elbow, radians.</param>
/// <param name="HeadShare">1 where the place moves with the head.</param>
/// <param name="Arm">Joint rotations where they are known, as for a recording; null solves them.</param>
readonly record struct HandKey(Vector3 Wrist, Quaternion Hand, float Swivel, float HeadShare, HandPose Shape, ArmPose? Arm = null);

/// <summary>One hand at one moment of the film.</summary>
struct HandSample
{
    public Vector3 Wrist;
    public Quaternion Hand;
    public float Swivel, HeadShare;

    /// <summary>The hand's shape is between these two.</summary>
    public HandPose From, To;
    public float Blend;

    /// <summary>Joint rotations, where they are given and not solved from wrist and hand.</summary>
    public ArmPose? Arm;

    /// <summary>Digits that wiggle, their moment in the cycle, and how strongly.</summary>
    public string? PlayDigits;
    public float PlayPhase;

    /// <summary>0 free, 1 within a stroke that may touch the body.</summary>
    public bool IsStroke;

    /// <summary>Fingers change one after another: +1 toward the little finger, -1 toward the thumb.</summary>
    public int Successive;

    public static HandSample Of(in HandKey key) => new()
    {
        Wrist = key.Wrist, Hand = key.Hand, Swivel = key.Swivel, HeadShare = key.HeadShare, From = key.Shape, To = key.Shape, IsStroke = true,
    };
}
