using System.Numerics;
using Avatars.Imaging;

namespace Avatars.Datasets.Bodies;

/// <summary>The person's share of each pixel, and what is behind the person.</summary>
static class Mattes
{
    /// <summary>A soft matte, with an edge as a network finds it.</summary>
    /// <param name="mask">A bit a pixel, rows padded to bytes.</param>
    /// <param name="threshold">The share of the pixels around that makes a pixel the person's: below a half the matte grows.</param>
    public static float[] FromMask(ReadOnlySpan<byte> mask, int width, int height, float threshold)
    {
        var stride = (width + 7) / 8;
        var hard = new float[width * height];
        for (var i = 0; i < hard.Length; i++)
            hard[i] = (mask[i / width * stride + i % width / 8] >> (7 - i % width % 8)) & 1;
        var soft = Mean(Mean(hard, width, height), width, height);
        for (var i = 0; i < soft.Length; i++)
            soft[i] = Math.Clamp((soft[i] - threshold) * 4 + 0.5f, 0, 1);
        return soft;
    }

    /// <summary>The picture with the person and <paramref name="margin"/> pixels around filled from the background.</summary>
    public static RgbImage Background(RgbImage picture, float[] matte, int margin)
    {
        var (width, height) = (picture.Width, picture.Height);
        var taken = Largest(Largest(matte, width, height, margin, 1, width), height, width, margin, width, 1);
        var pixels = new Vector4[width * height];
        for (var i = 0; i < pixels.Length; i++)
            if (taken[i] < 0.05f)
                pixels[i] = new Vector4(picture.Bytes[3 * i], picture.Bytes[3 * i + 1], picture.Bytes[3 * i + 2], 1);
        PushPull.Fill(pixels, width, height);
        var background = new RgbImage(width, height);
        for (var i = 0; i < pixels.Length; i++)
            for (var k = 0; k < 3 && pixels[i].W > 0; k++)
                background.Bytes[3 * i + k] = (byte)Math.Clamp(MathF.Round(pixels[i][k] / pixels[i].W), 0, 255);
        return background;
    }

    /// <summary>Largest value within <paramref name="reach"/> along one axis.</summary>
    static float[] Largest(float[] values, int length, int lines, int reach, int step, int stride)
    {
        var largest = new float[values.Length];
        for (var line = 0; line < lines; line++)
            for (var i = 0; i < length; i++)
                for (var k = Math.Max(0, i - reach); k <= Math.Min(length - 1, i + reach); k++)
                    largest[line * stride + i * step] = MathF.Max(largest[line * stride + i * step], values[line * stride + k * step]);
        return largest;
    }

    static float[] Mean(float[] values, int width, int height)
    {
        var mean = new float[values.Length];
        for (var y = 0; y < height; y++)
            for (var x = 0; x < width; x++)
            {
                var sum = 0f;
                for (var k = 0; k < 9; k++)
                    sum += values[Math.Clamp(y + k / 3 - 1, 0, height - 1) * width + Math.Clamp(x + k % 3 - 1, 0, width - 1)];
                mean[y * width + x] = sum / 9;
            }
        return mean;
    }
}
