using System.Globalization;
using Avatars.Imaging;

namespace Avatars.Cli;

/// <summary>Sizes on the command line: "352x512", or "256" for a square.</summary>
static class Size
{
    /// <param name="option">Name in error messages.</param>
    /// <exception cref="ArgumentException">It is not a size, or one that no picture can have.</exception>
    public static (int Width, int Height) Parse(string text, string option)
    {
        var sides = text.Split('x', 'X');
        var width = SideOf(sides[0]);
        var height = sides.Length == 2 ? SideOf(sides[1]) : sides.Length == 1 ? width : 0;
        if (width is < 1 or > PictureSize.MaximumSide || height is < 1 or > PictureSize.MaximumSide)
            throw new ArgumentException($"{option} '{text}' is not a size. Write width x height in pixels, each 1 to {PictureSize.MaximumSide}, for "
                + "example 256x256.");
        return (width, height);
    }

    static int SideOf(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var side) ? side : 0;
}
