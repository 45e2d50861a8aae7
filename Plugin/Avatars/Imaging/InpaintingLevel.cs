using System;

namespace Avatars.Imaging;

/// <summary>A picture of the pyramid of <see cref="ExemplarInpainting"/>, and which of its pixels are unknown.</summary>
sealed class InpaintingLevel
{
    InpaintingLevel(int width, int height) =>
        (Width, Height, Colours, Unknown) = (width, height, new float[3 * width * height], new bool[width * height]);

    public int Width { get; }

    public int Height { get; }

    /// <summary>RGB, 0 to 255.</summary>
    public float[] Colours { get; }

    public bool[] Unknown { get; }

    public static InpaintingLevel Of(RgbImage picture, bool[] unknown)
    {
        var level = new InpaintingLevel(picture.Width, picture.Height);
        for (var i = 0; i < level.Colours.Length; i++)
            level.Colours[i] = picture.Bytes[i];
        unknown.CopyTo(level.Unknown, 0);
        return level;
    }

    /// <summary>Half the size: the mean of the known pixels, unknown where most are.</summary>
    public InpaintingLevel Half()
    {
        var half = new InpaintingLevel(Width / 2, Height / 2);
        for (var y = 0; y < half.Height; y++)
            for (var x = 0; x < half.Width; x++)
            {
                var (known, to) = (0, y * half.Width + x);
                for (var k = 0; k < 4; k++)
                {
                    var from = (2 * y + k / 2) * Width + 2 * x + k % 2;
                    if (Unknown[from])
                        continue;
                    known++;
                    for (var c = 0; c < 3; c++)
                        half.Colours[3 * to + c] += Colours[3 * from + c];
                }
                half.Unknown[to] = known < 4;
                for (var c = 0; c < 3; c++)
                    half.Colours[3 * to + c] /= Math.Max(known, 1);
            }
        return half;
    }

    public void CopyTo(RgbImage picture)
    {
        for (var i = 0; i < Colours.Length; i++)
            if (Unknown[i / 3])
                picture.Bytes[i] = (byte)Math.Clamp(Colours[i] + 0.5f, 0, 255);
    }
}
