using System;
using Avatars.Imaging;

namespace Avatars.Metrics;

/// <summary>A picture as numbers, for measuring. [height, width, channels].</summary>
public sealed record PictureValues(float[] Values, int Width, int Height, int Channels)
{
    /// <summary>0 to 255, as the bytes are.</summary>
    public static PictureValues OfBytes(RgbImage picture) => new(Array.ConvertAll(picture.Bytes, value => (float)value), picture.Width, picture.Height, 3);

    /// <summary>0 to 1.</summary>
    public static PictureValues OfUnit(RgbImage picture) => OfBytes(picture).Scaled(1 / 255.0);

    /// <summary>Every number times <paramref name="factor"/>.</summary>
    public PictureValues Scaled(double factor) => this with { Values = Array.ConvertAll(Values, value => (float)(value * factor)) };

    /// <exception cref="ArgumentException">They differ in size, or hold another number of values than their size says.</exception>
    internal static void RequireSameSize(PictureValues first, PictureValues second)
    {
        if ((first.Width, first.Height, first.Channels) != (second.Width, second.Height, second.Channels))
            throw new ArgumentException($"Pictures of {first.Width}x{first.Height} and {second.Width}x{second.Height} cannot be compared. Resize one of "
                + "them first.");
        var count = first.Width * first.Height * first.Channels;
        if (count == 0 || first.Values.Length != count || second.Values.Length != count)
            throw new ArgumentException($"A picture of {first.Width}x{first.Height}x{first.Channels} has {count} values; {first.Values.Length} "
                + $"and {second.Values.Length} were given.");
    }
}
