using System;
using Avatars.Animation;

namespace Avatars.Signing;

/// <summary>What stands in a signing score: a sign, a letter, a recording or a pause.</summary>
/// <param name="Gloss">For subtitles and annotation.</param>
/// <param name="Text">The word of the text that it stands for; empty for none.</param>
public abstract record SigningItem(string Gloss, string Text);

/// <summary>A sign from notation.</summary>
public sealed record NotatedSign(Sign Sign, string Gloss, string Text) : SigningItem(Gloss, Text);

/// <summary>A letter of a fingerspelled word.</summary>
/// <param name="Gloss">The letter.</param>
/// <param name="Text">The word.</param>
/// <param name="IsDoubled">The letter before was the same: the hand moves aside and shows it again.</param>
/// <param name="IsLast">The word's last, held twice as long.</param>
public sealed record SpelledLetter(Sign Sign, string Gloss, string Text, bool IsDoubled, bool IsLast) : SigningItem(Gloss, Text);

/// <summary>A recorded sign on the signer's skeleton.</summary>
public sealed record RecordedSign(AnimationClip Clip, string Gloss, string Text) : SigningItem(Gloss, Text)
{
    /// <summary>Where the recording is; null for one that is no file.</summary>
    public LexiconEntry? Entry { get; init; }

    /// <summary>Left and right of the recording were exchanged.</summary>
    public bool IsMirrored { get; init; }
}

/// <summary>The hands go down, as between sentences.</summary>
/// <param name="Seconds">At rest.</param>
public sealed record SigningPause(float Seconds) : SigningItem("", "");

/// <summary>When an item is shown.</summary>
/// <param name="Start">Seconds; the hands are on their way to it before.</param>
/// <param name="End">Seconds.</param>
public sealed record TimedSign(SigningItem Item, float Start, float End)
{
    /// <summary>Seconds before the end in which the hands stay as they are, besides the hold that the sign itself has.</summary>
    public float Hold { get; init; }
}

/// <summary>A film's movement, and what is signed when.</summary>
public sealed record SignedClip(AnimationClip Clip, System.Collections.Generic.IReadOnlyList<TimedSign> Signs);
