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
/// Pictures in files and in memory: PNG and JPEG in, PNG and JPEG out. Grey becomes RGB, 16 bits become 8, and
/// reading as RGB leaves alpha out. Safe for several threads at once.
/// </summary>
public static class PictureFile
{
    /// <summary>Pixels of the largest picture that is read, 8192 x 8192: 256 MiB as RGBA.</summary>
    public const int MaximumPixels = 1 << 26;

    /// <summary>Bytes of the largest file that is read.</summary>
    public const long MaximumFileBytes = 1L << 28;

    /// <summary>Artefacts of 95 are below what the networks see.</summary>
    public const int DefaultJpegQuality = 95;

    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="FormatException">It is no whole PNG or JPEG picture, or a too large one.</exception>
    public static RgbImage ReadRgb(string path) => DecodeRgb(ReadBytes(path), path);

    /// <inheritdoc cref="ReadRgb"/>
    public static RgbaImage ReadRgba(string path) => DecodeRgba(ReadBytes(path), path);

    /// <param name="name">What the error message calls the picture.</param>
    /// <exception cref="FormatException">It is no whole PNG or JPEG picture, or a too large one.</exception>
    public static RgbImage DecodeRgb(byte[] encoded, string name)
    {
        var result = Decode(encoded, name, ReadComponents.RedGreenBlue);
        return new RgbImage(result.Width, result.Height, result.Data);
    }

    /// <inheritdoc cref="DecodeRgb"/>
    public static RgbaImage DecodeRgba(byte[] encoded, string name)
    {
        var result = Decode(encoded, name, ReadComponents.RedGreenBlueAlpha);
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

    /// <summary>Writes PNG or JPEG, as the name ends. The file is there whole or not at all.</summary>
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

    /// <summary>Writes PNG, the one of the two formats that has alpha. The file is there whole or not at all.</summary>
    /// <exception cref="NotSupportedException">The name does not end in .png.</exception>
    public static void Write(string path, RgbaImage picture)
    {
        if (!path.EndsWith(".png", StringComparison.OrdinalIgnoreCase))
            throw new NotSupportedException($"'{path}': a picture with alpha is written as .png. Give the file that ending.");
        WholeFile.Write(path, EncodePng(picture));
    }

    static byte[] ReadBytes(string path)
    {
        var length = new FileInfo(path) is { Exists: true } file ? file.Length : throw new FileNotFoundException($"There is no picture '{path}'. Check the path.", path);
        if (length > MaximumFileBytes)
            throw new FormatException($"'{path}' has {length} bytes; pictures of up to {MaximumFileBytes} are read. Save it smaller.");
        return File.ReadAllBytes(path);
    }

    static ImageResult Decode(byte[] encoded, string name, ReadComponents components)
    {
        RequireWhole(encoded, name);
        try
        {
            RequireSize(encoded, name);
            return ImageResult.FromMemory(encoded, components);
        }
        catch (Exception error) when (error is not (FormatException or OutOfMemoryException))
        {
            throw new FormatException($"'{name}' cannot be decoded ({error.Message}): the file is damaged. Save the picture again as PNG or JPEG.", error);
        }
    }

    static void RequireSize(byte[] encoded, string name)
    {
        using var stream = new MemoryStream(encoded, writable: false);
        var info = ImageInfo.FromStream(stream) ?? throw new FormatException($"'{name}' has a broken header, or more pixels than the {PictureSize.MaximumSide} a side that are read. Save the picture again as PNG or JPEG, or smaller.");
        if (info.Width is < 1 or > PictureSize.MaximumSide || info.Height is < 1 or > PictureSize.MaximumSide || (long)info.Width * info.Height > MaximumPixels)
            throw new FormatException($"'{name}' is {info.Width}x{info.Height} pixels; pictures of up to {PictureSize.MaximumSide} a side and {MaximumPixels} in all are read. Make it smaller.");
    }

    /// <summary>stb would take many formats more, and fills the missing end of a JPEG with grey.</summary>
    static void RequireWhole(byte[] encoded, string name)
    {
        ReadOnlySpan<byte> png = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];
        if (encoded.AsSpan().StartsWith(png))
            return;
        if (!JpegMarkers.StartsHere(encoded))
            throw new FormatException($"'{name}' is neither PNG nor JPEG, whatever its name says. Save the picture as one of these.");
        if (!JpegMarkers.ReachTheEnd(encoded, out var position))
            throw new FormatException($"'{name}' is a JPEG picture that breaks off or is damaged at byte {position} of {encoded.Length}. Copy or save it again.");
    }

    static byte[] Encode(Action<Stream> write)
    {
        using var stream = new MemoryStream();
        write(stream);
        return stream.ToArray();
    }
}
