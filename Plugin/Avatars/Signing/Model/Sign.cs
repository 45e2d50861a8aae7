using System.Collections.Generic;

namespace Avatars.Signing;

/// <summary>One sign, read from notation: what the hands, the face, the head and the body do. Immutable once read.</summary>
public sealed class Sign
{
    internal Sign(string gloss) => Gloss = gloss;

    /// <summary>Its name, trimmed, in Unicode's composed form; may be empty.</summary>
    public string Gloss { get; }

    /// <summary>What was repaired, left out or failed in reading it.</summary>
    public IReadOnlyList<SignDiagnostic> Diagnostics { get; internal set; } = [];

    /// <summary>False for a sign of which nothing can be shown.</summary>
    public bool IsPlayable => Parts.Count > 0 || NonManual.Count > 0;

    /// <summary>Line of the file at which it begins.</summary>
    public int Line { get; internal set; }

    /// <summary>What it was read from; null for a sign that was put together otherwise.</summary>
    internal Notation.MarkupElement? Source { get; set; }

    /// <summary>One after another; more than one for a compound.</summary>
    internal List<ManualPart> Parts { get; } = [];

    internal List<NonManualEvent> NonManual { get; } = [];

    /// <summary>Divides all times.</summary>
    internal float Speed { get; set; } = 1;

    /// <summary>Seconds of the whole sign; null as long as it takes.</summary>
    internal float? DurationSeconds { get; set; }

    public override string ToString() => Gloss;
}

/// <summary>A posture and the motions that follow it.</summary>
sealed class ManualPart
{
    public bool BothHands { get; set; }

    public bool Mirrored { get; set; }

    public bool UpDownSymmetry { get; set; }

    public bool InOutSymmetry { get; set; }

    public bool OutOfPhase { get; set; }

    public bool RealSpace { get; set; }

    /// <summary>Made by the other hand.</summary>
    public bool NonDominant { get; set; }

    /// <summary>The other hand keeps its posture.</summary>
    public bool Holdover { get; set; }

    public Posture Initial { get; } = new();

    public List<SignMotion> Motions { get; } = [];
}

/// <summary>What one posture sets; null inherits.</summary>
sealed class Posture
{
    public HandSetting? Dominant { get; set; }

    /// <summary>Only where both hands differ.</summary>
    public HandSetting? Other { get; set; }

    public SignPlace? Place { get; set; }

    /// <summary>Only where the places of both hands differ.</summary>
    public SignPlace? OtherPlace { get; set; }

    public bool IsPlaceSplit { get; set; }

    public HandConstellation? Pair { get; set; }

    public bool IsEmpty => Dominant is null && Other is null && Place is null && OtherPlace is null && Pair is null;
}

/// <summary>Shape and orientation of a hand; null inherits.</summary>
sealed class HandSetting
{
    public ShapeSpec? Shape { get; set; }

    public System.Numerics.Vector3? Fingers { get; set; }

    public PalmSpec? Palm { get; set; }
}

/// <summary>Letters of the palm's direction, averaged with a second one where that is given.</summary>
readonly record struct PalmSpec(string Letters, string? Second);

/// <summary>A place on the body, the arm or the other hand.</summary>
sealed class SignPlace
{
    /// <summary>Body place; null with <see cref="Hand"/>.</summary>
    public string? Name { get; set; }

    public string? Side { get; set; }

    public string? SecondName { get; set; }

    public string? SecondSide { get; set; }

    /// <summary>touch, close, armextended; null for in front of the place.</summary>
    public string? Contact { get; set; }

    public bool Behind { get; set; }

    /// <summary>The place is on the other hand.</summary>
    public HandPlace? Hand { get; set; }

    /// <summary>The part of the acting hand that goes there; null chooses by the hand shape.</summary>
    public HandPlace? Acting { get; set; }
}

/// <summary>A part of a hand.</summary>
/// <param name="Part">tip, nail, pad, midjoint, base, side, palm, handback, thumbside, pinkyside, thumbball, wristback.</param>
/// <param name="Digits">1 to 5; empty for the part's usual finger.</param>
sealed record HandPlace(string Part, string Digits, string? Side, string? SecondPart, string SecondDigits);

/// <summary>Two hands at each other.</summary>
sealed class HandConstellation
{
    public string? Contact { get; set; }

    public HandPlace? Dominant { get; set; }

    public HandPlace? Other { get; set; }

    public SignPlace? At { get; set; }
}
