using System;

namespace Avatars.Imaging;

/// <summary>Lays pictures with alpha over others of the same size. Straight alpha, sRGB bytes, as editors of pictures and films do.</summary>
public static class PictureLayers
{
    /// <exception cref="ArgumentException">The sizes differ.</exception>
    public static void Over(RgbaImage front, RgbImage picture)
    {
        RequireSameSize(front, picture.Width, picture.Height);
        for (int from = 0, to = 0; from < front.Bytes.Length; from += 4, to += 3)
        {
            var alpha = front.Bytes[from + 3];
            if (alpha > 0)
                for (var channel = 0; channel < 3; channel++)
                    picture.Bytes[to + channel] = (byte)((front.Bytes[from + channel] * alpha + picture.Bytes[to + channel] * (255 - alpha) + 127) / 255);
        }
    }

    /// <param name="alpha">[height, width]: of the front, straight.</param>
    /// <inheritdoc cref="Over(RgbaImage, RgbImage)"/>
    public static void Over(RgbImage front, ReadOnlySpan<byte> alpha, RgbImage picture)
    {
        if ((front.Width, front.Height, alpha.Length) != (picture.Width, picture.Height, picture.Width * picture.Height))
            throw new ArgumentException($"The layer is {front.Width}x{front.Height} with {alpha.Length} bytes of alpha, the picture {picture.Width}x"
                + $"{picture.Height}. Resize it first.", nameof(front));
        for (var i = 0; i < alpha.Length; i++)
            if (alpha[i] > 0)
                for (var channel = 3 * i; channel < 3 * i + 3; channel++)
                    picture.Bytes[channel] = (byte)((front.Bytes[channel] * alpha[i] + picture.Bytes[channel] * (255 - alpha[i]) + 127) / 255);
    }

    /// <inheritdoc cref="Over(RgbaImage, RgbImage)"/>
    public static void Over(RgbaImage front, RgbaImage picture)
    {
        RequireSameSize(front, picture.Width, picture.Height);
        for (var i = 0; i < front.Bytes.Length; i += 4)
        {
            int alpha = front.Bytes[i + 3], below = picture.Bytes[i + 3] * (255 - alpha); // below counts in 1/255 of a byte
            if (alpha == 0)
                continue;
            var sum = alpha * 255 + below;
            for (var channel = 0; channel < 3; channel++)
                picture.Bytes[i + channel] = (byte)((front.Bytes[i + channel] * alpha * 255 + picture.Bytes[i + channel] * below + sum / 2) / sum);
            picture.Bytes[i + 3] = (byte)((sum + 127) / 255);
        }
    }

    static void RequireSameSize(RgbaImage front, int width, int height)
    {
        if ((front.Width, front.Height) != (width, height))
            throw new ArgumentException($"The layer is {front.Width}x{front.Height}, the picture {width}x{height}. Resize it first.", nameof(front));
    }
}
