using System;
using Avatars.Imaging;

namespace Avatars.Latents;

/// <summary>From an autoencoder's planes to bytes: <c>round(clamp(x / 2 + 0.5, 0, 1) * 255)</c>, half to even.</summary>
public static class PictureBytes
{
    /// <param name="planes">[3, height, width].</param>
    /// <exception cref="ArgumentException">The picture has another size.</exception>
    public static void Write(ReadOnlySpan<float> planes, RgbImage picture)
    {
        var pixels = picture.Width * picture.Height;
        if (planes.Length != pixels * 3)
            throw new ArgumentException($"The picture is {picture.Width}x{picture.Height}, {pixels * 3} values, but {planes.Length} were decoded. Give a picture of the model's size.", nameof(picture));
        ReadOnlySpan<float> red = planes[..pixels], green = planes.Slice(pixels, pixels), blue = planes.Slice(2 * pixels, pixels);
        var bytes = picture.Bytes.AsSpan(0, pixels * 3);
        for (int i = 0, at = 0; i < red.Length; i++, at += 3)
        {
            bytes[at] = ToByte(red[i]);
            bytes[at + 1] = ToByte(green[i]);
            bytes[at + 2] = ToByte(blue[i]);
        }
    }

    // Not a number becomes black: Max and Min alone would let it through.
    static byte ToByte(float value)
    {
        var scaled = value * 127.5f + 127.5f;
        return scaled > 0 ? (byte)MathF.Round(Math.Min(scaled, 255)) : (byte)0;
    }
}
