using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using Avatars.Files;
using Avatars.Imaging;

namespace Avatars.Body;

/// <summary>What is behind a person in place of the source picture's own background: a colour, a picture, or nothing. Immutable.</summary>
public sealed class PersonBackground
{
    const int PlainSide = 16; // pixels of a picture of one colour

    static readonly Dictionary<string, RgbColor> Names = new(StringComparer.OrdinalIgnoreCase)
    {
        ["black"] = new(0, 0, 0), ["white"] = new(255, 255, 255), ["grey"] = new(128, 128, 128), ["gray"] = new(128, 128, 128),
        ["silver"] = new(192, 192, 192), ["red"] = new(255, 0, 0), ["maroon"] = new(128, 0, 0), ["orange"] = new(255, 165, 0),
        ["yellow"] = new(255, 255, 0), ["olive"] = new(128, 128, 0), ["lime"] = new(0, 255, 0), ["green"] = new(0, 128, 0), ["teal"] = new(0, 128, 128),
        ["aqua"] = new(0, 255, 255), ["cyan"] = new(0, 255, 255), ["blue"] = new(0, 0, 255), ["navy"] = new(0, 0, 128), ["fuchsia"] = new(255, 0, 255),
        ["magenta"] = new(255, 0, 255), ["purple"] = new(128, 0, 128), ["brown"] = new(165, 42, 42), ["pink"] = new(255, 192, 203),
    };

    readonly RgbImage _picture;

    PersonBackground(RgbImage picture, bool isTransparent) => (_picture, IsTransparent) = (picture, isTransparent);

    /// <summary>Nothing: frames have alpha. The person is drawn before a middle grey, whose traces in thin hair show least.</summary>
    public static PersonBackground Transparent { get; } = new(Plain(new RgbColor(128, 128, 128)), isTransparent: true);

    /// <summary>Whether frames need alpha: see <c>ITransparentFrameGenerator</c>.</summary>
    public bool IsTransparent { get; }

    public static PersonBackground Of(RgbColor colour) => new(Plain(colour), isTransparent: false);

    /// <param name="picture">Frames of another shape show its middle. It may not change afterwards.</param>
    public static PersonBackground Of(RgbImage picture) => new(picture, isTransparent: false);

    /// <param name="text"><c>transparent</c>; a colour as #RRGGBB, #RGB or R,G,B, or by the name of one of CSS's basic colours; or a picture file.</param>
    /// <param name="read">Reads a picture file.</param>
    /// <exception cref="ArgumentException">It is none of these.</exception>
    public static PersonBackground Parse(string text, Func<string, RgbImage> read)
    {
        if (text.Equals("transparent", StringComparison.OrdinalIgnoreCase))
            return Transparent;
        if (ParseColour(text) is { } colour)
            return Of(colour);
        if (Path.GetExtension(text).ToLowerInvariant() is ".png" or ".jpg" or ".jpeg" || File.Exists(text))
            return Of(read(text));
        throw new ArgumentException($"{ErrorLine.Quote(text)} is no background. Give a picture (.png, .jpg), a colour (#RRGGBB, R,G,B, or a name such as "
            + "white, green, navy), or transparent.", nameof(text));
    }

    /// <summary>The same person before this background.</summary>
    public TexturedPerson Behind(TexturedPerson person) => person with { Background = _picture };

    /// <summary>A colour as <see cref="Parse"/> reads it; null when the text is none.</summary>
    public static RgbColor? ParseColour(string text)
    {
        if (Names.TryGetValue(text, out var named))
            return named;
        if (text.StartsWith('#') && text.Length is 4 or 7
            && int.TryParse(text.AsSpan(1), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value))
            return text.Length == 7 ? new RgbColor((byte)(value >> 16), (byte)(value >> 8), (byte)value)
                : new RgbColor((byte)(17 * (value >> 8)), (byte)(17 * (value >> 4 & 15)), (byte)(17 * (value & 15)));
        var parts = text.Split(',');
        return parts.Length == 3 && Channel(parts[0]) is { } red && Channel(parts[1]) is { } green && Channel(parts[2]) is { } blue
            ? new RgbColor(red, green, blue) : null;
    }

    static byte? Channel(string text) => byte.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : null;

    static RgbImage Plain(RgbColor colour)
    {
        var picture = new RgbImage(PlainSide, PlainSide);
        for (var i = 0; i < picture.Bytes.Length; i += 3)
            (picture.Bytes[i], picture.Bytes[i + 1], picture.Bytes[i + 2]) = (colour.R, colour.G, colour.B);
        return picture;
    }
}
