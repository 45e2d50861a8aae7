using System;
using System.Numerics;

namespace Avatars.Perception;

/// <summary>An upright rectangle of any unit.</summary>
internal readonly record struct Box(float Left, float Top, float Width, float Height)
{
    public Vector2 Center => new(Left + Width / 2, Top + Height / 2);

    public float Area => Width * Height;

    public static Box Around(ReadOnlySpan<Vector2> points)
    {
        var (low, high) = (points[0], points[0]);
        foreach (var point in points)
            (low, high) = (Vector2.Min(low, point), Vector2.Max(high, point));
        return new Box(low.X, low.Y, high.X - low.X, high.Y - low.Y);
    }

    /// <summary>Intersection over union; 0 where there is no area.</summary>
    public static float Overlap(in Box a, in Box b)
    {
        var width = Math.Min(a.Left + a.Width, b.Left + b.Width) - Math.Max(a.Left, b.Left);
        var height = Math.Min(a.Top + a.Height, b.Top + b.Height) - Math.Max(a.Top, b.Top);
        if (!(width > 0 && height > 0))
            return 0;
        var both = width * height;
        return both / (a.Area + b.Area - both);
    }
}

/// <summary>What a detector found: a box and the key points that its network gives with it.</summary>
internal sealed record Detection(float Score, Box Box, Vector2[] Points)
{
    /// <summary>The detection in pixels of the picture: the box becomes the upright one around the turned corners.</summary>
    /// <param name="region">What the shares of this detection count in.</param>
    public Detection ToPicture(CropRegion region)
    {
        ReadOnlySpan<Vector2> corners =
        [
            region.ToPicture(new Vector2(Box.Left, Box.Top)), region.ToPicture(new Vector2(Box.Left + Box.Width, Box.Top)),
            region.ToPicture(new Vector2(Box.Left + Box.Width, Box.Top + Box.Height)), region.ToPicture(new Vector2(Box.Left, Box.Top + Box.Height)),
        ];
        return new Detection(Score, Box.Around(corners), Array.ConvertAll(Points, region.ToPicture));
    }
}
