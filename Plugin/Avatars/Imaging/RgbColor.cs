using System;

namespace Avatars.Imaging;

/// <summary>An sRGB colour, a byte a channel.</summary>
public readonly record struct RgbColor(byte R, byte G, byte B)
{
    public static RgbColor Black => default;

    public static RgbColor White { get; } = new(255, 255, 255);

    /// <summary>Hue, saturation and value, each 0..1; channels are rounded to the nearest, ties to even.</summary>
    public static RgbColor FromHsv(double hue, double saturation, double value)
    {
        var sector = (int)(hue * 6);
        var within = hue * 6 - sector;
        var low = value * (1 - saturation);
        var falling = value * (1 - saturation * within);
        var rising = value * (1 - saturation * (1 - within));
        return (sector % 6) switch
        {
            0 => FromUnit(value, rising, low),
            1 => FromUnit(falling, value, low),
            2 => FromUnit(low, value, rising),
            3 => FromUnit(low, falling, value),
            4 => FromUnit(rising, low, value),
            _ => FromUnit(value, low, falling),
        };
    }

    /// <summary>Each channel times <paramref name="factor"/> (0..1), cut off towards zero as NumPy's conversion to bytes does.</summary>
    public RgbColor Dimmed(double factor) => new((byte)(R * factor), (byte)(G * factor), (byte)(B * factor));

    /// <summary>Red and blue exchanged: what was written as BGR, read as RGB.</summary>
    public RgbColor Swapped() => new(B, G, R);

    static RgbColor FromUnit(double r, double g, double b) => new((byte)Math.Round(r * 255), (byte)Math.Round(g * 255), (byte)Math.Round(b * 255));
}
