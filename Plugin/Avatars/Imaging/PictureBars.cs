using System;

namespace Avatars.Imaging;

/// <summary>Letterboxing: a picture fitted into another aspect ratio with plain bars, without distortion.</summary>
public static class PictureBars
{
    /// <summary>Aspect ratios that differ by less than this share count as equal: the distortion is invisible.</summary>
    const double SameShape = 0.01;

    /// <summary>The smallest picture of the shape <paramref name="width"/> : <paramref name="height"/> with all of this one in its middle. The bars
    /// have the mean colour of its upper, left and right border, where people's backgrounds are.</summary>
    /// <returns>The picture itself where it has that shape.</returns>
    public static RgbImage Fit(RgbImage picture, int width, int height)
    {
        var shape = (double)width / height * picture.Height / picture.Width; // how much wider the frame is
        if (Math.Abs(shape - 1) < SameShape)
            return picture;
        var framed = shape > 1 ? new RgbImage((int)Math.Round(picture.Width * shape), picture.Height)
            : new RgbImage(picture.Width, (int)Math.Round(picture.Height / shape));
        Fill(framed, BorderColor(picture));
        var (left, top) = ((framed.Width - picture.Width) / 2, (framed.Height - picture.Height) / 2);
        for (var y = 0; y < picture.Height; y++)
            picture.Row(y).CopyTo(framed.Row(top + y).Slice(3 * left));
        return framed;
    }

    static void Fill(RgbImage picture, RgbColor color)
    {
        for (var i = 0; i < picture.Bytes.Length; i += 3)
            (picture.Bytes[i], picture.Bytes[i + 1], picture.Bytes[i + 2]) = (color.R, color.G, color.B);
    }

    static RgbColor BorderColor(RgbImage picture)
    {
        long red = 0, green = 0, blue = 0, count = 0;
        void Add(int x, int y)
        {
            var pixel = picture.Row(y).Slice(3 * x, 3);
            (red, green, blue, count) = (red + pixel[0], green + pixel[1], blue + pixel[2], count + 1);
        }

        for (var x = 0; x < picture.Width; x++)
            Add(x, 0);
        for (var y = 1; y < picture.Height; y++)
        {
            Add(0, y);
            Add(picture.Width - 1, y);
        }
        return new RgbColor((byte)((red + count / 2) / count), (byte)((green + count / 2) / count), (byte)((blue + count / 2) / count));
    }
}
