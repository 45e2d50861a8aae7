using System;
using System.Numerics;

namespace Avatars.Imaging;

/// <summary>What is behind a person, as far as the pixels around tell: smooth, without new structure.</summary>
public static class InpaintedBackground
{
    const float Taken = 0.05f; // share of the person above which a pixel is not the background's

    /// <summary>The picture with the person, and the pixels around, filled from the background.</summary>
    /// <param name="matte">One per pixel: the person's share, 0 to 1.</param>
    /// <param name="margin">Pixels around the person that are filled too: shadows and mixed edges.</param>
    /// <exception cref="ArgumentException">The matte is not one of the picture's size.</exception>
    public static RgbImage Of(RgbImage picture, ReadOnlySpan<float> matte, int margin)
    {
        var (width, height) = (picture.Width, picture.Height);
        if (matte.Length != width * height)
            throw new ArgumentException($"The matte has {matte.Length} values for a picture of {width}x{height}. Give one per pixel.", nameof(matte));
        var taken = Largest(Largest(matte, width, height, margin, 1, width), height, width, margin, width, 1);
        var pixels = new Vector4[width * height];
        for (var i = 0; i < pixels.Length; i++)
            if (taken[i] < Taken)
                pixels[i] = new Vector4(picture.Bytes[3 * i], picture.Bytes[3 * i + 1], picture.Bytes[3 * i + 2], 1);
        UnknownPixels.Fill(pixels, width, height);
        var background = new RgbImage(width, height);
        for (var i = 0; i < pixels.Length; i++)
        {
            var colour = pixels[i].W > 0 ? pixels[i] / pixels[i].W : Vector4.Zero;
            background.Bytes[3 * i] = (byte)Math.Clamp(colour.X + 0.5f, 0, 255);
            background.Bytes[3 * i + 1] = (byte)Math.Clamp(colour.Y + 0.5f, 0, 255);
            background.Bytes[3 * i + 2] = (byte)Math.Clamp(colour.Z + 0.5f, 0, 255);
        }
        return background;
    }

    /// <summary>Largest value within <paramref name="reach"/> along one axis.</summary>
    static float[] Largest(ReadOnlySpan<float> values, int length, int lines, int reach, int step, int stride)
    {
        var largest = new float[values.Length];
        for (var line = 0; line < lines; line++)
            for (var i = 0; i < length; i++)
            {
                var most = 0f;
                for (var k = Math.Max(0, i - reach); k <= Math.Min(length - 1, i + reach); k++)
                    most = MathF.Max(most, values[line * stride + k * step]);
                largest[line * stride + i * step] = most;
            }
        return largest;
    }
}
