using System;

namespace Avatars.Imaging;

/// <summary>The sizes of picture that Avatar takes; checked before memory is.</summary>
public static class PictureSize
{
    /// <summary>Longest side, pixels: what OpenGL 4.1 promises for a texture.</summary>
    public const int MaximumSide = 16384;

    /// <exception cref="ArgumentOutOfRangeException">A side is not in 1..<see cref="MaximumSide"/>.</exception>
    public static void Require(int width, int height)
    {
        if (width is < 1 or > MaximumSide || height is < 1 or > MaximumSide)
            throw new ArgumentOutOfRangeException(nameof(width), $"A picture of {width}x{height} pixels cannot be taken: each side must be 1 "
                + $"to {MaximumSide}. Resize it first.");
    }
}
