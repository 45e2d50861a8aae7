using System;
using System.Numerics;

namespace Avatars.Perception;

/// <summary>Brings a matte from where a network saw it into the picture: bilinear, pixel centres at .5, 8 bits.</summary>
internal static class MatteWarp
{
    /// <summary>A region's matte at its place in the picture; 0 outside the region.</summary>
    /// <param name="mask">[side, side].</param>
    /// <returns>[height, width].</returns>
    public static byte[] FromRegion(ReadOnlySpan<byte> mask, int side, CropRegion region, int width, int height)
    {
        var matte = new byte[width * height];
        var (cos, sin) = (Math.Cos(region.Rotation), Math.Sin(region.Rotation));
        ReadOnlySpan<Vector2> corners = 
        [
            region.ToPicture(Vector2.Zero), region.ToPicture(Vector2.UnitX), region.ToPicture(Vector2.UnitY), region.ToPicture(Vector2.One),
        ];
        var bounds = Box.Around(corners);
        var (firstColumn, lastColumn) = Span(bounds.Left, bounds.Width, width);
        var (firstRow, lastRow) = Span(bounds.Top, bounds.Height, height);
        for (var row = firstRow; row <= lastRow; row++)
            for (var column = firstColumn; column <= lastColumn; column++)
            {
                double x = column + 0.5 - region.Center.X, y = row + 0.5 - region.Center.Y;
                var (u, v) = ((x * cos + y * sin) / region.Size.X + 0.5, (-x * sin + y * cos) / region.Size.Y + 0.5);
                if (u is >= 0 and <= 1 && v is >= 0 and <= 1)
                    matte[row * width + column] = Sample(mask, side, side, u * side - 0.5, v * side - 0.5);
            }
        return matte;
    }

    /// <summary>A matte of the whole picture, enlarged to its size.</summary>
    /// <param name="mask">[rows, columns].</param>
    /// <returns>[height, width].</returns>
    public static byte[] Stretch(ReadOnlySpan<byte> mask, int columns, int rows, int width, int height)
    {
        var matte = new byte[width * height];
        for (var row = 0; row < height; row++)
            for (var column = 0; column < width; column++)
                matte[row * width + column] = Sample(mask, columns, rows, (column + 0.5) * columns / width - 0.5, (row + 0.5) * rows / height - 0.5);
        return matte;
    }

    static byte Sample(ReadOnlySpan<byte> mask, int columns, int rows, double x, double y)
    {
        (x, y) = (Math.Clamp(x, 0, columns - 1), Math.Clamp(y, 0, rows - 1));
        var (left, top) = ((int)x, (int)y);
        var (shareX, shareY) = (x - left, y - top);
        var (right, bottom) = (Math.Min(left + 1, columns - 1), Math.Min(top + 1, rows - 1));
        var above = mask[top * columns + left] + (mask[top * columns + right] - mask[top * columns + left]) * shareX;
        var below = mask[bottom * columns + left] + (mask[bottom * columns + right] - mask[bottom * columns + left]) * shareX;
        return (byte)(above + (below - above) * shareY + 0.5);
    }

    /// <summary>First and last pixel of a run, inside the picture.</summary>
    static (int First, int Last) Span(float start, float length, int size) =>
        ((int)Math.Clamp(Math.Floor(start), 0, size), (int)Math.Clamp(Math.Ceiling(start + length), -1, size - 1));
}
