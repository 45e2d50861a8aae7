using System;

namespace Avatars.Imaging;

/// <summary>A rectangle of whole pixels; it may extend beyond the picture.</summary>
/// <param name="X">Left, pixels.</param>
/// <param name="Y">Top, pixels, down.</param>
public readonly record struct PixelBox(int X, int Y, int Width, int Height)
{
    /// <summary>The intersection with a picture of this size; a width or height of 0 when there is none.</summary>
    public PixelBox Within(int width, int height)
    {
        var (left, top) = (Math.Clamp(X, 0, width), Math.Clamp(Y, 0, height));
        var (right, bottom) = ((int)Math.Clamp((long)X + Width, left, width), (int)Math.Clamp((long)Y + Height, top, height));
        return new PixelBox(left, top, right - left, bottom - top);
    }

    /// <summary>The box in a picture that was resized from one size to another, rounded inwards to the top left.</summary>
    public PixelBox Scaled(int fromWidth, int fromHeight, int toWidth, int toHeight)
    {
        var (x, y) = ((double)toWidth / fromWidth, (double)toHeight / fromHeight);
        return new PixelBox((int)(X * x), (int)(Y * y), (int)(Width * x), (int)(Height * y));
    }

    /// <summary>The part of <paramref name="picture"/> in the box, as a separate picture; null when they do not intersect.</summary>
    public RgbImage? CutFrom(RgbImage picture)
    {
        var inside = Within(picture.Width, picture.Height);
        if (inside.Width < 1 || inside.Height < 1)
            return null;
        var part = new RgbImage(inside.Width, inside.Height);
        for (var y = 0; y < part.Height; y++)
            picture.Row(inside.Y + y).Slice(inside.X * 3, part.Width * 3).CopyTo(part.Row(y));
        return part;
    }
}
