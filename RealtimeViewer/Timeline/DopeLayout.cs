using Avatars.Viewer.Ui;

namespace Avatars.Viewer.Timeline;

/// <summary>Where the parts of a dope sheet are, points.</summary>
/// <param name="Ruler">Time, markers and the loop range; above the tracks.</param>
/// <param name="Names">Of the rows; left of the tracks.</param>
/// <param name="Tracks">The keys.</param>
readonly record struct DopeLayout(Box Ruler, Box Names, Box Tracks)
{
    public const float RowHeight = 20;

    const float RulerHeight = 34;
    const float NamesWidth = 150;

    /// <summary>The ruler's upper strip: loop range and markers. The lower one is for the playhead.</summary>
    public Box MarkerStrip => Ruler.Top(14);

    /// <summary>A range of time before the ruler begins takes clicks for 0 s.</summary>
    public static DopeLayout Of(Box box)
    {
        var below = box.WithoutTop(RulerHeight);
        return new(box.Top(RulerHeight).WithoutLeft(NamesWidth), below.Left(NamesWidth), below.WithoutLeft(NamesWidth));
    }

    /// <param name="scroll">Points that the rows are moved up.</param>
    public Box NameOf(int row, float scroll) => Names with { Y = Names.Y + row * RowHeight - scroll, Height = RowHeight };

    public Box TrackOf(int row, float scroll) => Tracks with { Y = Tracks.Y + row * RowHeight - scroll, Height = RowHeight };

    /// <returns>The row at a height; it may not exist.</returns>
    public int RowAt(float y, float scroll) => (int)MathF.Floor((y - Tracks.Y + scroll) / RowHeight);
}
