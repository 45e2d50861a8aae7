using System;

namespace Avatars.Imaging;

/// <summary>Between pictures and tensors: [3, height, width], float32, plane after plane. Nothing here allocates.</summary>
public static class PictureTensor
{
    /// <summary>Numbers that a picture's tensor has.</summary>
    public static int LengthOf(int width, int height) => 3 * width * height;

    /// <param name="tensor">Receives [3, height, width].</param>
    /// <exception cref="ArgumentException">The tensor has another length.</exception>
    public static void Write(RgbImage picture, ChannelNormalization normalization, Span<float> tensor)
    {
        RequireLength(picture, tensor.Length);
        var plane = picture.Width * picture.Height;
        for (var channel = 0; channel < 3; channel++)
        {
            var table = normalization.Table(channel);
            var values = tensor.Slice(channel * plane, plane);
            var bytes = picture.Bytes.AsSpan(channel);
            for (var i = 0; i < values.Length; i++)
                values[i] = table[bytes[3 * i]];
        }
    }

    /// <summary>A part of a picture.</summary>
    /// <param name="part">Inside the picture.</param>
    /// <param name="tensor">Receives [3, part's height, part's width].</param>
    /// <exception cref="ArgumentException">The tensor has another length, or the part is not inside.</exception>
    public static void Write(RgbImage picture, PixelBox part, ChannelNormalization normalization, Span<float> tensor)
    {
        if (part != part.Within(picture.Width, picture.Height) || tensor.Length != LengthOf(part.Width, part.Height))
            throw new ArgumentException($"A tensor of {tensor.Length} numbers for the part {part} of a {picture.Width}x{picture.Height} picture.",
                nameof(part));
        for (var channel = 0; channel < 3; channel++)
        {
            var table = normalization.Table(channel);
            for (var y = 0; y < part.Height; y++)
            {
                var bytes = picture.Row(part.Y + y).Slice(3 * part.X + channel);
                var values = tensor.Slice((channel * part.Height + y) * part.Width, part.Width);
                for (var x = 0; x < values.Length; x++)
                    values[x] = table[bytes[3 * x]];
            }
        }
    }

    /// <summary>A tensor of -1..1 as bytes: cut off outside, rounded to the nearest, ties to even. NaN becomes 0.</summary>
    /// <remarks>diffusers 0.27.2, VaeImageProcessor.postprocess.</remarks>
    /// <param name="tensor">[3, height, width].</param>
    /// <exception cref="ArgumentException">The tensor has another length.</exception>
    public static void ReadSigned(ReadOnlySpan<float> tensor, RgbImage picture)
    {
        RequireLength(picture, tensor.Length);
        var plane = picture.Width * picture.Height;
        for (var channel = 0; channel < 3; channel++)
        {
            var values = tensor.Slice(channel * plane, plane);
            var bytes = picture.Bytes.AsSpan(channel);
            for (var i = 0; i < values.Length; i++)
                bytes[3 * i] = ToByte(values[i]);
        }
    }

    static byte ToByte(float value)
    {
        var unit = value / 2 + 0.5f;
        return unit > 0 ? (byte)RoundToEven(Math.Min(unit, 1f) * 255f) : (byte)0;
    }

    /// <summary>For 0..255: adding 1.5 * 2^23 leaves no bits for a fraction, so the sum is rounded to even.</summary>
    static int RoundToEven(float value) => (int)(value + 12582912f - 12582912f);

    static void RequireLength(RgbImage picture, int length)
    {
        if (length != LengthOf(picture.Width, picture.Height))
            throw new ArgumentException($"The tensor of a {picture.Width}x{picture.Height} picture has {LengthOf(picture.Width, picture.Height)} "
                + $"numbers, not {length}.", nameof(picture));
    }
}
