using System;
using Avatars.Imaging;

namespace Avatars.Pictures;

/// <summary>Limits of a picture's declared size, checked before memory is allocated.</summary>
static class PictureLimits
{
    /// <exception cref="FormatException">The size is none, or more than is read.</exception>
    public static void Require(uint width, uint height, string name)
    {
        if (width == 0 || height == 0)
            throw new FormatException($"'{name}' says that it is {width}x{height} pixels: its header is damaged. Save the picture again as PNG or JPEG.");
        if (width > PictureSize.MaximumSide || height > PictureSize.MaximumSide || (long)width * height > PictureFile.MaximumPixels)
            throw new FormatException($"'{name}' is {width}x{height} pixels; pictures of up to {PictureSize.MaximumSide} a side "
                + $"and {PictureFile.MaximumPixels} in all are read. Make it smaller.");
    }
}
