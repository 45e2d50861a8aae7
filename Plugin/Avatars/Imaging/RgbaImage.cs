using System;

namespace Avatars.Imaging;

/// <summary>An 8-bit sRGB picture with straight alpha: rows from the top, four bytes a pixel, no padding.</summary>
public sealed class RgbaImage
{
    /// <summary>Takes ownership of <paramref name="bytes"/>.</summary>
    /// <exception cref="ArgumentException">The array does not hold width x height x 4 bytes.</exception>
    public RgbaImage(int width, int height, byte[] bytes)
    {
        PictureSize.Require(width, height);
        if (bytes.Length != width * height * 4)
            throw new ArgumentException($"A {width}x{height} RGBA picture has {width * height * 4} bytes, not {bytes.Length}.", nameof(bytes));
        Width = width;
        Height = height;
        Bytes = bytes;
    }

    public int Width { get; }

    public int Height { get; }

    public byte[] Bytes { get; }

    /// <summary>Takes colours and alpha apart.</summary>
    /// <param name="colors">Of the same size.</param>
    /// <param name="alpha">[height, width].</param>
    public void Split(RgbImage colors, Span<byte> alpha)
    {
        for (var i = 0; i < alpha.Length; i++)
        {
            Bytes.AsSpan(4 * i, 3).CopyTo(colors.Bytes.AsSpan(3 * i));
            alpha[i] = Bytes[4 * i + 3];
        }
    }
}
