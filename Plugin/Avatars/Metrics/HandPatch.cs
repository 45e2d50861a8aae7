using System;
using Avatars.Imaging;

namespace Avatars.Metrics;

/// <summary>The part of a picture that hands are compared on: a square around the knuckle of the middle finger.</summary>
/// <remarks>
/// FPDM's Hand SSIM on Phoenix takes 60 x 60 pixels of 210 x 260 around "the middle knuckle". The paper leaves open what happens at the
/// border and which hands count; here the patch is moved into the picture, and every hand whose knuckle is in the picture has the same weight. The
/// windows are <see cref="Ssim.Gaussian15"/>.
/// </remarks>
public static class HandPatch
{
    /// <summary>Pixels.</summary>
    public const int Side = 60;

    /// <summary>The patch around a knuckle, moved into the picture; smaller only where the picture is.</summary>
    /// <param name="x">Of the knuckle, pixels.</param>
    /// <returns>Null when the knuckle is not in the picture.</returns>
    public static PixelBox? Around(float x, float y, int width, int height)
    {
        if (!(x >= 0 && y >= 0 && x < width && y < height))
            return null;
        var (sideX, sideY) = (Math.Min(Side, width), Math.Min(Side, height));
        var left = Math.Clamp((int)MathF.Round(x) - Side / 2, 0, width - sideX);
        var top = Math.Clamp((int)MathF.Round(y) - Side / 2, 0, height - sideY);
        return new PixelBox(left, top, sideX, sideY);
    }
}
