using System;
using Avatars.Imaging;

namespace Avatars.Perception;

/// <summary>What a crop shows beyond the picture's border.</summary>
internal enum CropBorder
{
    /// <summary>The pixels of the border, repeated.</summary>
    Repeat,

    /// <summary>Black, with a hard edge.</summary>
    Black,
}

/// <summary>Resamples a region of a picture into a network's input: bilinear, pixel centres at .5, no filter when shrinking.</summary>
internal static class CropTensor
{
    /// <param name="low">Value of a byte of 0.</param>
    /// <param name="high">Value of a byte of 255.</param>
    /// <param name="tensor">Receives [height, width, 3].</param>
    /// <exception cref="ArgumentException">The tensor has another size.</exception>
    public static void Write(RgbImage picture, in CropRegion region, int width, int height, CropBorder border, float low, float high, Span<float> tensor)
    {
        if (tensor.Length != width * height * 3)
            throw new ArgumentException($"A crop of {width}x{height} has {width * height * 3} values, not {tensor.Length}.", nameof(tensor));
        var (cos, sin) = (Math.Cos(region.Rotation), Math.Sin(region.Rotation));
        var (stepX, stepY) = (region.Size.X / width, region.Size.Y / height);
        var scale = (high - low) / 255;
        ReadOnlySpan<byte> bytes = picture.Bytes;
        var (lastColumn, lastRow, stride) = (picture.Width - 1, picture.Height - 1, picture.Width * 3);
        var at = 0;
        for (var row = 0; row < height; row++)
        {
            var down = (row + 0.5 - height / 2.0) * stepY;
            var (startX, startY) = (region.Center.X - down * sin, region.Center.Y + down * cos);
            for (var column = 0; column < width; column++, at += 3)
            {
                var right = (column + 0.5 - width / 2.0) * stepX;
                var (x, y) = (startX + right * cos, startY + right * sin);
                if (border == CropBorder.Black && !(x >= 0 && x <= picture.Width && y >= 0 && y <= picture.Height))
                {
                    tensor[at] = tensor[at + 1] = tensor[at + 2] = low;
                    continue;
                }
                var (sampleX, sampleY) = (Math.Clamp(x - 0.5, 0, lastColumn), Math.Clamp(y - 0.5, 0, lastRow));
                var (left, top) = ((int)sampleX, (int)sampleY);
                var (shareX, shareY) = ((float)(sampleX - left), (float)(sampleY - top));
                var (upper, across) = (top * stride + left * 3, left < lastColumn ? 3 : 0);
                var lower = upper + (top < lastRow ? stride : 0);
                for (var channel = 0; channel < 3; channel++)
                {
                    float a = bytes[upper + channel], b = bytes[upper + across + channel], c = bytes[lower + channel], d = bytes[lower + across + channel];
                    var above = a + (b - a) * shareX;
                    tensor[at + channel] = low + scale * (above + (c + (d - c) * shareX - above) * shareY);
                }
            }
        }
    }
}
