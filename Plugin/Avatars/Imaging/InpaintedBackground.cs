using System;
using System.Numerics;

namespace Avatars.Imaging;

/// <summary>What is behind a person, as far as the pixels around tell.</summary>
public static class InpaintedBackground
{
    const float Taken = 0.05f; // share of the person above which a pixel is not the background's
    const int Below = 2; // margins below the person: shadows on the floor

    /// <summary>The picture with the person, and the pixels around, filled with structure from the rest of the picture.</summary>
    /// <param name="matte">One per pixel: the person's share, 0 to 1.</param>
    /// <param name="margin">Pixels around the person that are filled too: shadows and mixed edges; below the person twice as many.</param>
    /// <exception cref="ArgumentException">The matte is not one of the picture's size.</exception>
    public static RgbImage Of(RgbImage picture, ReadOnlySpan<float> matte, int margin)
    {
        var taken = TakenPixels(picture, matte, margin, Below * margin);
        var background = Smooth(picture, taken);
        ExemplarInpainting.Fill(background, taken);
        return background;
    }

    /// <summary>The same without new structure: interpolated, in a fraction of the time.</summary>
    /// <inheritdoc cref="Of"/>
    public static RgbImage Smooth(RgbImage picture, ReadOnlySpan<float> matte, int margin) => Smooth(picture, TakenPixels(picture, matte, margin, margin));

    static RgbImage Smooth(RgbImage picture, bool[] taken)
    {
        var pixels = new Vector4[taken.Length];
        for (var i = 0; i < pixels.Length; i++)
            if (!taken[i])
                pixels[i] = new Vector4(picture.Bytes[3 * i], picture.Bytes[3 * i + 1], picture.Bytes[3 * i + 2], 1);
        UnknownPixels.Fill(pixels, picture.Width, picture.Height);
        var background = new RgbImage(picture.Width, picture.Height);
        for (var i = 0; i < pixels.Length; i++)
        {
            var colour = pixels[i].W > 0 ? pixels[i] / pixels[i].W : Vector4.Zero;
            background.Bytes[3 * i] = (byte)Math.Clamp(colour.X + 0.5f, 0, 255);
            background.Bytes[3 * i + 1] = (byte)Math.Clamp(colour.Y + 0.5f, 0, 255);
            background.Bytes[3 * i + 2] = (byte)Math.Clamp(colour.Z + 0.5f, 0, 255);
        }
        return background;
    }

    static bool[] TakenPixels(RgbImage picture, ReadOnlySpan<float> matte, int margin, int below)
    {
        var (width, height) = (picture.Width, picture.Height);
        if (matte.Length != width * height)
            throw new ArgumentException($"The matte has {matte.Length} values for a picture of {width}x{height}. Give one per pixel.", nameof(matte));
        var person = new bool[matte.Length];
        for (var i = 0; i < person.Length; i++)
            person[i] = matte[i] >= Taken;
        return Grown(Grown(person, width, height, margin, margin, 1, width), height, width, below, margin, width, 1);
    }

    /// <summary>True within a distance along one axis.</summary>
    /// <param name="before">Pixels from the last true one on.</param>
    /// <param name="behind">Pixels up to the next true one.</param>
    static bool[] Grown(bool[] values, int length, int lines, int before, int behind, int step, int stride)
    {
        var grown = new bool[values.Length];
        for (var line = 0; line < lines; line++)
        {
            var reach = -1;
            for (var i = 0; i < length; i++)
            {
                if (values[line * stride + i * step])
                    reach = i + before;
                grown[line * stride + i * step] = i <= reach;
            }
            reach = length;
            for (var i = length - 1; i >= 0; i--)
            {
                if (values[line * stride + i * step])
                    reach = i - behind;
                grown[line * stride + i * step] |= i >= reach && reach < length;
            }
        }
        return grown;
    }
}
