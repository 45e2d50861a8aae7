using Avatars.Formats;

namespace Avatars.Viewer.Timeline;

enum DopeRowKind
{
    /// <summary>All tracks together.</summary>
    Summary,

    /// <summary>A part of the body, or a person.</summary>
    Group,

    Track,

    Clip,

    Signs,

    /// <summary>A recording, as a waveform.</summary>
    Sound,
}

/// <summary>A clip or sign as a block over time.</summary>
/// <param name="Id">Of its item.</param>
/// <param name="Start">Seconds; likewise the end.</param>
/// <param name="Hold">Seconds at the end of a sign in which the hands stay.</param>
sealed record DopeBar(string Id, float Start, float End, string Name, float Hold = 0);

/// <summary>A line of the dope sheet.</summary>
/// <param name="Id">Stays while keys change: of an item, or the name of a group.</param>
/// <param name="Depth">0 for the outermost.</param>
/// <param name="Tracks">Ids of the tracks whose keys it shows.</param>
/// <param name="Times">Of the keys, rising, seconds.</param>
/// <param name="CanOpen">Whether there are rows below it to show.</param>
sealed record DopeRow(DopeRowKind Kind, string Id, string Name, int Depth, IReadOnlyList<string> Tracks, float[] Times, bool CanOpen = false,
    bool IsOpen = false)
{
    /// <summary>Blocks of a row of clips or signs, rising in time.</summary>
    public IReadOnlyList<DopeBar> Bars { get; init; } = [];

    /// <summary>Of a row of a recording; null where it cannot be read.</summary>
    public WavSound? Sound { get; init; }

    /// <summary>Index of the first key at or after a time.</summary>
    public int FirstFrom(float time)
    {
        var index = Array.BinarySearch(Times, time);
        return index < 0 ? ~index : index;
    }
}
