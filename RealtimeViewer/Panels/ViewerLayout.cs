using Avatars.Viewer.Ui;

namespace Avatars.Viewer.Panels;

/// <summary>Bounds of the panels in a window of a given size, points. A part that is not shown is empty.</summary>
/// <param name="Menu">The bar at the top.</param>
/// <param name="Center">Between the docks: rig and pictures with their captions.</param>
readonly record struct ViewerLayout(Box Menu, Box Left, Box Right, Box Bottom, Box Center, Box Rig, Box Person, Box Map, Box Performance)
{
    public const float CaptionHeight = 26;
    public const float SplitterWidth = 6;

    const float MenuHeight = 28;
    const float LeastDetails = 96, DetailsShare = 0.28f; // of the pictures' height

    public static ViewerLayout Of(Box window) => Of(window, new PanelSizes());

    public static ViewerLayout Of(Box window, PanelSizes sizes)
    {
        var menu = window.Top(MenuHeight);
        var rest = window.WithoutTop(MenuHeight);
        var bottom = rest.BottomPart(sizes.HasBottom ? SizeOf(sizes.Bottom, rest.Height, 0.24f, 120, 260) : 0);
        rest = rest.WithoutBottom(bottom.Height);
        var left = rest.Left(sizes.HasLeft ? SizeOf(sizes.Left, window.Width, 0.17f, 200, 300) : 0);
        var right = rest.RightPart(sizes.HasRight ? SizeOf(sizes.Right, window.Width, 0.2f, 220, 340) : 0);
        var center = rest.WithoutLeft(left.Width).WithoutRight(right.Width).Inset(Theme.Gap);
        var pictures = center.RightPart(sizes.Pictures > 0 ? Math.Clamp(sizes.Pictures, center.Width * 0.2f, center.Width * 0.7f) : PicturesOf(center));
        var rig = center.WithoutRight(pictures.Width + Theme.Gap).WithoutTop(CaptionHeight);
        if (!sizes.HasDetails)
            return new(menu, left, right, bottom, center, rig, pictures.WithoutTop(CaptionHeight), default, default);
        var details = pictures.BottomPart(DetailsOf(pictures));
        var person = pictures.WithoutBottom(details.Height + Theme.Gap).WithoutTop(CaptionHeight);
        var map = details.WithoutTop(CaptionHeight);
        map = map.Left(MathF.Min(map.Height, map.Width / 2));
        return new(menu, left, right, bottom, center, rig, person, map, details.WithoutLeft(map.Width + Theme.Gap));
    }

    /// <summary>The line above a pane.</summary>
    public static Box CaptionOf(Box pane) => new(pane.X, pane.Y - CaptionHeight, pane.Width, CaptionHeight);

    /// <summary>The chosen size, or a share of the window, within limits that leave room for the rest.</summary>
    static float SizeOf(float chosen, float whole, float share, float least, float most) =>
        chosen > 0 ? Math.Clamp(chosen, MathF.Min(least, whole * 0.2f), whole * 0.4f) : Math.Clamp(whole * share, MathF.Min(least, whole * 0.25f), most);

    /// <summary>As wide as the person is high, and never more than half.</summary>
    static float PicturesOf(Box center) => MathF.Min(center.Width * 0.46f, center.Height - 2 * CaptionHeight - LeastDetails);

    /// <summary>What the person's square leaves, or a share.</summary>
    static float DetailsOf(Box pictures)
    {
        var share = MathF.Max(pictures.Height * DetailsShare - CaptionHeight, LeastDetails);
        var left = pictures.Height - 2 * CaptionHeight - Theme.Gap - pictures.Width;
        return MathF.Min(pictures.Height * 0.5f, CaptionHeight + MathF.Max(share, left));
    }
}
