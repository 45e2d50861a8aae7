using System;
using Avatars.Imaging;

namespace Avatars.Pictures;

/// <summary>Orientation of the stored pixels: the side at which the first row and the first column are displayed. Values of Exif.</summary>
/// <remarks>Exif 2.32, 4.6.4, tag 0x0112.</remarks>
enum Orientation
{
    TopLeft = 1,
    TopRight = 2,
    BottomRight = 3,
    BottomLeft = 4,
    LeftTop = 5,
    RightTop = 6,
    RightBottom = 7,
    LeftBottom = 8,
}

/// <summary>Rotates and mirrors pixels to the displayed orientation.</summary>
static class OrientedPicture
{
    /// <summary>The picture upright; the same object where it is so already.</summary>
    public static RgbImage Upright(RgbImage stored, Orientation orientation)
    {
        if (orientation == Orientation.TopLeft)
            return stored;
        var swaps = orientation >= Orientation.LeftTop;
        var upright = swaps ? new RgbImage(stored.Height, stored.Width) : new RgbImage(stored.Width, stored.Height);
        var (right, bottom) = (stored.Width - 1, stored.Height - 1);
        for (var y = 0; y < upright.Height; y++)
        {
            var row = upright.Row(y);
            for (var x = 0; x < upright.Width; x++)
            {
                var (column, line) = orientation switch
                {
                    Orientation.TopRight => (right - x, y),
                    Orientation.BottomRight => (right - x, bottom - y),
                    Orientation.BottomLeft => (x, bottom - y),
                    Orientation.LeftTop => (y, x),
                    Orientation.RightTop => (y, bottom - x),
                    Orientation.RightBottom => (right - y, bottom - x),
                    _ => (right - y, x),
                };
                stored.Row(line).Slice(3 * column, 3).CopyTo(row.Slice(3 * x, 3));
            }
        }
        return upright;
    }
}
