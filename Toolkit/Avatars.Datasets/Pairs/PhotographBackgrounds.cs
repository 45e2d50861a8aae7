using Avatars.Graphics.Scenes;
using Avatars.Imaging;
using Avatars.Pictures;

namespace Avatars.Datasets.Pairs;

/// <summary>Photographs as backgrounds: each time another part of one, of any size, perhaps mirrored, turned upright or out of focus.</summary>
public sealed class PhotographBackgrounds
{
    const float SmallestPart = 0.35f; // of the photograph's shorter side
    const int MostFiles = 10_000;

    readonly RgbImage[] _photographs;

    /// <param name="folder">JPEG and PNG files; subfolders are not read.</param>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <exception cref="FormatException">It holds no picture, or a damaged one.</exception>
    public PhotographBackgrounds(string folder)
    {
        if (!Directory.Exists(folder))
            throw new DirectoryNotFoundException($"{folder}: there is no such folder. Name a folder of JPEG or PNG photographs, or leave --photographs out.");
        string[] files = [.. Directory.EnumerateFiles(folder).Where(IsPicture).Order(StringComparer.Ordinal).Take(MostFiles)];
        if (files.Length == 0)
            throw new FormatException($"{folder}: there is no JPEG or PNG file in it. Put photographs there, or leave --photographs out.");
        _photographs = [.. files.Select(file => PictureFile.ReadRgb(file))];
    }

    public int Count => _photographs.Length;

    static bool IsPicture(string file) => Path.GetExtension(file).ToUpperInvariant() is ".JPG" or ".JPEG" or ".PNG";

    /// <param name="size">Side of the picture, pixels.</param>
    public SceneBackground Sample(SeededRandom random, int size)
    {
        var photograph = random.Pick(_photographs);
        var side = (int)(random.Between(SmallestPart, 1) * Math.Min(photograph.Width, photograph.Height));
        var part = new PixelBox(random.Below(photograph.Width - side + 1), random.Below(photograph.Height - side + 1), side, side).CutFrom(photograph)!;
        var focus = random.Chance(0.35f) ? (int)random.Between(12, size / 2f) : size; // out of focus: through a smaller picture
        if (focus < size)
            part = PictureResizer.Resize(part, focus, focus, ResizeFilter.Bicubic);
        part = PictureResizer.Resize(part, size, size, ResizeFilter.Bicubic);
        return SceneBackground.Photograph(Opaque(part, random.Chance(0.5f), random.Between(0.6f, 1.15f)));
    }

    static RgbaImage Opaque(RgbImage picture, bool isMirrored, float brightness)
    {
        var bytes = new byte[picture.Width * picture.Height * 4];
        for (var i = 0; i < picture.Width * picture.Height; i++)
        {
            var (row, column) = Math.DivRem(i, picture.Width);
            var from = 3 * (row * picture.Width + (isMirrored ? picture.Width - 1 - column : column));
            for (var k = 0; k < 3; k++)
                bytes[4 * i + k] = (byte)Math.Min(picture.Bytes[from + k] * brightness, 255);
            bytes[4 * i + 3] = 255;
        }
        return new RgbaImage(picture.Width, picture.Height, bytes);
    }
}
