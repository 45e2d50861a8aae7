using System;
using System.Collections.Generic;
using System.Linq;

namespace Avatars.Posing;

/// <summary>A gloss over time. It holds what is signed (notation, a recording or letters), so that signing can make its keys anew.</summary>
/// <param name="Start">Seconds; the hands set out for the sign.</param>
/// <param name="End">Seconds, the hold included.</param>
/// <param name="Text">The word that it stands for.</param>
/// <param name="Hold">Seconds at the end in which the hands stay as they are.</param>
/// <param name="IsSpelled">The text, else the gloss, is fingerspelled.</param>
/// <param name="Notation">SiGML of the sign; of a spelled word the letters, where the alphabet is not a built-in one; empty for none.</param>
/// <param name="Recording">A <c>.pose</c> file or a scene that shows the sign.</param>
/// <param name="From">Seconds of the recording.</param>
/// <param name="To">Seconds of the recording; 0 is its end.</param>
/// <param name="IsMirrored">Left and right of the recording are exchanged.</param>
public sealed record SignItem(string Person, string Sign, float Start, float End, string Gloss, string Text = "", float Hold = 0, bool IsSpelled = false,
    string Notation = "", FileReference Recording = default, float From = 0, float To = 0, bool IsMirrored = false) : SceneItem($"sign/{Person}/{Sign}")
{
    public override string Owner => Person;

    public float Seconds => End - Start;
}

/// <summary>How a person signs the glosses of the scene.</summary>
/// <param name="Language">ISO 639-3 code of the manual alphabet.</param>
/// <param name="IsLeftHanded">Everything is mirrored.</param>
/// <param name="Rate">Pace of fingerspelling and of signs that are added; 1 is that of the notation.</param>
/// <param name="HasIdle">Breathing, sway and blinks.</param>
/// <param name="Seed">Of sway and blinks.</param>
/// <param name="Tracks">Targets of the tracks that signing made last, and replaces when a gloss changes.</param>
public sealed record SignSettings(string Person, string Language = "ase", bool IsLeftHanded = false, float Rate = 1, bool HasIdle = true, ulong Seed = 0,
    IReadOnlyList<string>? Tracks = null) : SceneItem(IdOf(Person))
{
    public override string Owner => Person;

    public IReadOnlyList<string> Tracks { get; init; } = Tracks ?? [];

    public static string IdOf(string person) => $"signing/{person}";

    public bool Equals(SignSettings? other) => other is not null && Id == other.Id && Language == other.Language && IsLeftHanded == other.IsLeftHanded
        && Rate == other.Rate && HasIdle == other.HasIdle && Seed == other.Seed && Tracks.SequenceEqual(other.Tracks);

    public override int GetHashCode() => HashCode.Combine(Id, Language, Rate, Seed, Tracks.Count);
}
