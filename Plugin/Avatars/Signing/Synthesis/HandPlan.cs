using System.Collections.Generic;
using System.Numerics;

namespace Avatars.Signing.Synthesis;

/// <summary>What one hand inherits from posture to posture.</summary>
struct HandState
{
    /// <summary>As written, unit: where the fingers point.</summary>
    public Vector3 Fingers;

    /// <summary>Unit, perpendicular.</summary>
    public Vector3 PalmNormal;

    /// <summary>Letters of the palm, which give another normal when the fingers change; null after a mirrored one.</summary>
    public PalmSpec Palm;

    public ShapeSpec Shape;

    public HandKey Key;

    /// <summary>The place that the hand is at; null in space without one.</summary>
    public SignPlace? Place;
}

/// <summary>How a hand takes part in a sign.</summary>
enum HandRole
{
    /// <summary>As written.</summary>
    Acting,

    /// <summary>Same directions as the acting hand, sides mirrored.</summary>
    Parallel,

    /// <summary>Everything mirrored.</summary>
    Mirrored,

    /// <summary>Described on its own.</summary>
    Separate,

    /// <summary>Not in the sign.</summary>
    Idle,
}

/// <summary>One sign for both hands.</summary>
sealed class PlannedSign
{
    /// <summary>Seconds until the initial posture is reached.</summary>
    public float Approach { get; init; }

    public SeriesPiece Left { get; init; } = null!;

    public SeriesPiece Right { get; init; } = null!;

    /// <summary>Seconds, approach included.</summary>
    public float Duration { get; set; }

    /// <summary>Seconds at which each part of a compound begins.</summary>
    public List<float> Parts { get; } = [];
}
