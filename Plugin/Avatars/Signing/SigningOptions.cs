namespace Avatars.Signing;

/// <summary>How a film signs.</summary>
public sealed record SigningOptions
{
    /// <summary>Frames a second of the clip.</summary>
    public float FrameRate { get; init; } = 25;

    /// <summary>1 is the pace of the notation; 2 signs twice as fast.</summary>
    public float Rate { get; init; } = 1;

    /// <summary>The left hand is dominant: everything is mirrored.</summary>
    public bool LeftHanded { get; init; }

    /// <summary>Breathing, a small sway of the body and blinks, which change no sign; off for tests.</summary>
    public bool Idle { get; init; } = true;

    /// <summary>Of sway and blinks.</summary>
    public ulong Seed { get; init; }

    /// <summary>Seconds that a letter is held at <see cref="Rate"/> 1; at least 0.12 at any rate.</summary>
    public float LetterHoldSeconds { get; init; } = 0.22f;

    /// <summary>Seconds from letter to letter at <see cref="Rate"/> 1.</summary>
    public float LetterMoveSeconds { get; init; } = 0.22f;

    /// <summary>Seconds before the first and after the last sign, hands at rest.</summary>
    public float RestSeconds { get; init; } = 0.4f;
}
