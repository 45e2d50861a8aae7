using System;
using Avatars.Imaging;

namespace Avatars.Body;

/// <summary>
/// Colours of a body in its atlas, with how well each is known as alpha, and the same at half the size again and again (mip levels). Colours are filtered
/// by their confidence, so that what no picture shows does not bleed into what was seen. Immutable.
/// </summary>
public sealed class BodyTexture
{
    readonly byte[][] _levels;

    /// <param name="atlas">Square, a power of two from 16 to 4096; alpha is the confidence.</param>
    /// <exception cref="ArgumentException">The size is another.</exception>
    public BodyTexture(RgbaImage atlas)
    {
        if (atlas.Width != atlas.Height || atlas.Width is < 16 or > 4096 || (atlas.Width & (atlas.Width - 1)) != 0)
            throw new ArgumentException($"An atlas of {atlas.Width}x{atlas.Height} pixels. Give a square one, its side a power of two from 16 to 4096.",
                nameof(atlas));
        Side = atlas.Width;
        var count = 1;
        while (Side >> count >= 8)
            count++;
        _levels = new byte[count][];
        _levels[0] = (byte[])atlas.Bytes.Clone();
        for (var level = 1; level < count; level++)
            _levels[level] = Half(_levels[level - 1], Side >> level);
    }

    /// <summary>Texels of the largest level.</summary>
    public int Side { get; }

    public int LevelCount => _levels.Length;

    /// <summary>RGBA, rows from the top, (Side >> level) texels a side. Shared: do not write to it.</summary>
    public byte[] Level(int level) => _levels[level];

    static byte[] Half(byte[] above, int side)
    {
        var half = new byte[4 * side * side];
        for (var y = 0; y < side; y++)
            for (var x = 0; x < side; x++)
            {
                int red = 0, green = 0, blue = 0, alpha = 0;
                for (var k = 0; k < 4; k++)
                {
                    var from = 4 * ((2 * y + k / 2) * 2 * side + 2 * x + k % 2);
                    var weight = above[from + 3];
                    red += weight * above[from];
                    green += weight * above[from + 1];
                    blue += weight * above[from + 2];
                    alpha += weight;
                }
                if (alpha == 0)
                    continue;
                var to = 4 * (y * side + x);
                half[to] = (byte)((red + alpha / 2) / alpha);
                half[to + 1] = (byte)((green + alpha / 2) / alpha);
                half[to + 2] = (byte)((blue + alpha / 2) / alpha);
                half[to + 3] = (byte)((alpha + 2) / 4);
            }
        return half;
    }
}
