using System;
using System.Numerics;

namespace Avatars.Imaging;

/// <summary>Fills unknown pixels smoothly from those around them.</summary>
/// <remarks>Gortler et al. 1996, "The Lumigraph": pull (average down), then push (fill from the coarser level).</remarks>
internal static class UnknownPixels
{
    /// <summary>Weight that filled pixels get.</summary>
    public const float Filled = 1e-3f;

    /// <param name="pixels">Colour times weight, and weight: 0 where unknown. Unknown ones receive a colour with the weight <see cref="Filled"/>.</param>
    public static void Fill(Vector4[] pixels, int width, int height)
    {
        if (width <= 1 && height <= 1)
            return;
        var (halfWidth, halfHeight) = ((width + 1) / 2, (height + 1) / 2);
        var half = new Vector4[halfWidth * halfHeight];
        for (var y = 0; y < height; y++)
            for (var x = 0; x < width; x++)
                half[y / 2 * halfWidth + x / 2] += pixels[y * width + x];
        foreach (ref var pixel in half.AsSpan())
            if (pixel.W > 1)
                pixel /= pixel.W;
        Fill(half, halfWidth, halfHeight);
        for (var y = 0; y < height; y++)
            for (var x = 0; x < width; x++)
                if (pixels[y * width + x].W == 0 && Blend(half, halfWidth, halfHeight, (x - 0.5f) / 2, (y - 0.5f) / 2) is { W: > 0 } blend)
                    pixels[y * width + x] = blend * (Filled / blend.W);
    }

    static Vector4 Blend(Vector4[] pixels, int width, int height, float x, float y)
    {
        (x, y) = (Math.Clamp(x, 0, width - 1), Math.Clamp(y, 0, height - 1));
        var (left, top) = ((int)x, (int)y);
        var (right, bottom) = (Math.Min(left + 1, width - 1), Math.Min(top + 1, height - 1));
        return Vector4.Lerp(Vector4.Lerp(pixels[top * width + left], pixels[top * width + right], x - left),
            Vector4.Lerp(pixels[bottom * width + left], pixels[bottom * width + right], x - left), y - top);
    }
}
