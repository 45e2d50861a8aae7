using Avatars.Viewer.Ui;

namespace Avatars.Viewer.Panels;

/// <summary>Bounds of the panels in a window of a given size, points.</summary>
/// <param name="Rig">A square, like the two next to it.</param>
/// <param name="Performance">Empty where the window is too low for it.</param>
readonly record struct ViewerLayout(Box Side, Box Rig, Box Map, Box Person, Box Performance, Box Timeline)
{
    public const float CaptionHeight = 30;

    const float SideWidth = 276;
    const float TimelineHeight = 64;
    const float LeastPerformance = 96, MostPerformance = 360;

    public static ViewerLayout Of(Box window)
    {
        var side = window.Left(SideWidth);
        var rest = window.WithoutLeft(SideWidth).Inset(Theme.Padding);
        var timeline = rest.BottomPart(TimelineHeight);
        var above = rest.WithoutBottom(TimelineHeight + Theme.Padding);
        var square = Math.Max(Math.Min(above.Column(0, 3, Theme.Padding).Width, above.Height - CaptionHeight), 0);
        var left = above.Height - CaptionHeight - square - Theme.Padding;
        if (left < LeastPerformance)
        {
            square = Math.Max(Math.Min(square, above.Height - CaptionHeight - Theme.Padding - LeastPerformance), 0);
            left = LeastPerformance;
        }
        var performance = above.BottomPart(Math.Min(left, MostPerformance));
        var panes = above.WithoutBottom(performance.Height + Theme.Padding).WithoutTop(CaptionHeight);
        Box Pane(int index) => panes.Column(index, 3, Theme.Padding) is var column
            ? new Box(column.X + (column.Width - square) / 2, panes.Y + (panes.Height - square) / 2, square, square) : default;
        return new(side, Pane(0), Pane(1), Pane(2), performance, timeline);
    }

    /// <summary>The line above a pane.</summary>
    public static Box CaptionOf(Box pane) => new(pane.X, pane.Y - CaptionHeight, pane.Width, CaptionHeight);
}
