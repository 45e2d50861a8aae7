using Avatars.Imaging;

namespace Avatars.Datasets.MakeHuman;

/// <summary>Makes textures smaller; colours are weighted by alpha, so that edges of hair do not fringe.</summary>
static class PictureScaling
{
    public static RgbaImage HalveUntil(RgbaImage picture, int side)
    {
        while (Math.Max(picture.Width, picture.Height) > side && picture.Width > 1 && picture.Height > 1)
            picture = Halve(picture);
        return picture;
    }

    static RgbaImage Halve(RgbaImage picture)
    {
        var (width, height) = (picture.Width / 2, picture.Height / 2);
        var bytes = new byte[width * height * 4];
        for (var y = 0; y < height; y++)
            for (var x = 0; x < width; x++)
                Average(picture, x * 2, y * 2, bytes.AsSpan((y * width + x) * 4, 4));
        return new RgbaImage(width, height, bytes);
    }

    static void Average(RgbaImage picture, int x, int y, Span<byte> pixel)
    {
        int red = 0, green = 0, blue = 0, alpha = 0, weights = 0;
        for (var corner = 0; corner < 4; corner++)
        {
            var from = picture.Bytes.AsSpan(((y + corner / 2) * picture.Width + x + corner % 2) * 4, 4);
            var weight = from[3] + 1; // a transparent pixel contributes its colour only where all four are transparent
            red += weight * from[0];
            green += weight * from[1];
            blue += weight * from[2];
            alpha += from[3];
            weights += weight;
        }
        (pixel[0], pixel[1], pixel[2], pixel[3]) = ((byte)((red + weights / 2) / weights), (byte)((green + weights / 2) / weights),
            (byte)((blue + weights / 2) / weights), (byte)((alpha + 2) / 4));
    }
}
