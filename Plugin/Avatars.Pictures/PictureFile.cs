using System;
using System.IO;
using Avatars.Files;
using Avatars.Imaging;
using StbImageSharp;
using StbImageWriteSharp;
using ReadComponents = StbImageSharp.ColorComponents;
using WriteComponents = StbImageWriteSharp.ColorComponents;

namespace Avatars.Pictures;

/// <summary>
/// Pictures in files and in memory: PNG and JPEG in, PNG and JPEG out. Grey and CMYK become RGB, 16 bits become 8. Read as RGB, a picture is rotated
/// by its Exif orientation and composited over <see cref="Background"/>. Read as RGBA, it is unchanged, for textures. Thread-safe.
/// </summary>
public static class PictureFile
{
    /// <summary>Pixels of the largest picture that is read, 8192 x 6144: the largest photographs of phones in use.</summary>
    public const int MaximumPixels = 8192 * 6144;

    /// <summary>Bytes of the largest file that is read.</summary>
    public const long MaximumFileBytes = 1L << 28;

    /// <summary>What shows through transparent parts of a picture that is read as RGB: a plain light grey, as behind the people that the default
    /// model was trained on. Mixed in sRGB, as browsers do.</summary>
    public static RgbColor Background { get; } = new(224, 224, 224);

    /// <summary>Artefacts at 95 have no effect on the networks.</summary>
    public const int DefaultJpegQuality = 95;

    /// <param name="onWarning">Receives a sentence about what was passed over, such as damaged Exif data.</param>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="FormatException">It is no whole PNG or JPEG picture, or a too large one.</exception>
    public static RgbImage ReadRgb(string path, Action<string>? onWarning = null) => DecodeRgb(ReadBytes(path), path, onWarning);

    /// <inheritdoc cref="ReadRgb"/>
    public static RgbaImage ReadRgba(string path) => DecodeRgba(ReadBytes(path), path);

    /// <param name="name">Name of the picture in error messages.</param>
    /// <param name="onWarning">Receives a sentence about what was passed over, such as damaged Exif data.</param>
    /// <exception cref="FormatException">It is no whole PNG or JPEG picture, or a too large one.</exception>
    public static RgbImage DecodeRgb(byte[] encoded, string name, Action<string>? onWarning = null)
    {
        var (clean, orientation, hasAlpha) = Check(encoded, name, onWarning);
        if (JpegReader.HasSignature(clean) && DecodeJpeg(clean, name) is { } decoded)
            return OrientedPicture.Upright(decoded, orientation);
        var result = Decode(clean, name, hasAlpha ? ReadComponents.RedGreenBlueAlpha : ReadComponents.RedGreenBlue);
        var picture = hasAlpha ? CompositeOverBackground(result) : new RgbImage(result.Width, result.Height, result.Data);
        return OrientedPicture.Upright(picture, orientation);
    }

    /// <inheritdoc cref="DecodeRgb"/>
    public static RgbaImage DecodeRgba(byte[] encoded, string name)
    {
        var result = Decode(Check(encoded, name, null).Clean, name, ReadComponents.RedGreenBlueAlpha);
        return new RgbaImage(result.Width, result.Height, result.Data);
    }

    public static byte[] EncodePng(RgbImage picture) =>
        Encode(stream => new ImageWriter().WritePng(picture.Bytes, picture.Width, picture.Height, WriteComponents.RedGreenBlue, stream));

    /// <inheritdoc cref="EncodePng(RgbImage)"/>
    public static byte[] EncodePng(RgbaImage picture) =>
        Encode(stream => new ImageWriter().WritePng(picture.Bytes, picture.Width, picture.Height, WriteComponents.RedGreenBlueAlpha, stream));

    /// <param name="quality">1 to 100.</param>
    /// <exception cref="ArgumentOutOfRangeException">The quality is not in 1..100.</exception>
    public static byte[] EncodeJpeg(RgbImage picture, int quality = DefaultJpegQuality)
    {
        if (quality is < 1 or > 100)
            throw new ArgumentOutOfRangeException(nameof(quality), $"JPEG quality is 1 to 100, not {quality}.");
        return Encode(stream => new ImageWriter().WriteJpg(picture.Bytes, picture.Width, picture.Height, WriteComponents.RedGreenBlue, stream, quality));
    }

    /// <summary>Writes PNG or JPEG, by the file name extension. The file is written completely or not at all.</summary>
    /// <exception cref="NotSupportedException">The name ends in something else.</exception>
    public static void Write(string path, RgbImage picture, int jpegQuality = DefaultJpegQuality)
    {
        var encoded = Path.GetExtension(path).ToUpperInvariant() switch
        {
            ".PNG" => EncodePng(picture),
            ".JPG" or ".JPEG" => EncodeJpeg(picture, jpegQuality),
            _ => throw new NotSupportedException($"'{path}': pictures are written as .png, .jpg or .jpeg. Give the file one of these endings."),
        };
        WholeFile.Write(path, encoded);
    }

    /// <summary>Writes PNG, the one of the two formats that has alpha. The file is written completely or not at all.</summary>
    /// <exception cref="NotSupportedException">The name does not end in .png.</exception>
    public static void Write(string path, RgbaImage picture)
    {
        if (!path.EndsWith(".png", StringComparison.OrdinalIgnoreCase))
            throw new NotSupportedException($"'{path}': a picture with alpha is written as .png. Give the file that ending.");
        WholeFile.Write(path, EncodePng(picture));
    }

    static byte[] ReadBytes(string path) => WholeFile.Read(path, MaximumFileBytes);

    /// <summary>Checks before stb decodes: stb accepts more formats, fills the missing end of a JPEG with grey, and allocates whatever size a header
    /// declares.</summary>
    static (byte[] Clean, Orientation Orientation, bool HasAlpha) Check(byte[] encoded, string name, Action<string>? onWarning)
    {
        if (PngReader.HasSignature(encoded))
            return PngReader.Read(encoded, name, onWarning);
        if (!JpegReader.HasSignature(encoded))
            throw new FormatException($"'{name}' is neither PNG nor JPEG, whatever its name says. Save the picture as one of these.");
        var (clean, orientation) = JpegReader.Read(encoded, name, onWarning);
        return (clean, orientation, false);
    }

    /// <returns>Null for four colours, which stb decodes.</returns>
    static RgbImage? DecodeJpeg(byte[] clean, string name)
    {
        try
        {
            return JpegDecoder.Decode(clean);
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            throw Undecodable(name, error);
        }
    }

    static ImageResult Decode(byte[] clean, string name, ReadComponents components)
    {
        try
        {
            return ImageResult.FromMemory(clean, components);
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            throw Undecodable(name, error);
        }
    }

    static FormatException Undecodable(string name, Exception error) =>
        new($"'{name}' cannot be decoded: its pixels are damaged. Save the picture again as PNG or JPEG.", error);

    static RgbImage CompositeOverBackground(ImageResult result)
    {
        var picture = new RgbImage(result.Width, result.Height);
        Span<byte> background = [Background.R, Background.G, Background.B];
        for (int from = 0, to = 0; to < picture.Bytes.Length; from += 4, to += 3)
        {
            var alpha = result.Data[from + 3];
            for (var channel = 0; channel < 3; channel++)
                picture.Bytes[to + channel] = (byte)((result.Data[from + channel] * alpha + background[channel] * (255 - alpha) + 127) / 255);
        }
        return picture;
    }

    static byte[] Encode(Action<Stream> write)
    {
        using var stream = new MemoryStream();
        write(stream);
        return stream.ToArray();
    }
}
