using System;

namespace Avatars.Imaging;

/// <summary>An 8-bit sRGB picture: rows from the top, three bytes a pixel, no padding. Height x Width x 3.</summary>
public sealed class RgbImage
{
    /// <exception cref="ArgumentOutOfRangeException">A side is not in 1..16384.</exception>
    public RgbImage(int width, int height)
    {
        PictureSize.Require(width, height);
        Width = width;
        Height = height;
        Bytes = new byte[width * height * 3];
    }

    /// <summary>Takes ownership of <paramref name="bytes"/>.</summary>
    /// <exception cref="ArgumentException">The array does not hold width x height x 3 bytes.</exception>
    public RgbImage(int width, int height, byte[] bytes)
    {
        PictureSize.Require(width, height);
        if (bytes.Length != width * height * 3)
            throw new ArgumentException($"A {width}x{height} RGB picture has {width * height * 3} bytes, not {bytes.Length}.", nameof(bytes));
        Width = width;
        Height = height;
        Bytes = bytes;
    }

    public int Width { get; }

    public int Height { get; }

    public byte[] Bytes { get; }

    public Span<byte> Row(int y) => Bytes.AsSpan(y * Width * 3, Width * 3);
}
