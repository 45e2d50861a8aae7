using System;
using System.Buffers.Binary;
using System.IO;
using System.IO.Compression;
using Avatars.Files;

namespace Avatars.Pictures;

/// <summary>
/// The chunks of a PNG file, checked before decoding: the header is valid, nothing is missing, and the pixels inflate to exactly the declared size.
/// The result is the same picture with only the necessary chunks. Checksums are ignored, as in common decoders.
/// </summary>
/// <remarks>W3C, Portable Network Graphics (third edition), 5, 8.1, 11.2 and 11.3.</remarks>
static class PngReader
{
    const uint Header = 0x49484452, Palette = 0x504C5445, Transparency = 0x74524E53, Data = 0x49444154, End = 0x49454E44, ExifData = 0x65584966,
        Apple = 0x43674249;
    const int PaletteType = 3, AlphaBit = 4;

    /// <summary>Bytes of pixels: an RGBA picture of 16 bits may have 33 million of them.</summary>
    const long MostBytes = 272L << 20;

    /// <summary>Programs that round up write a little more than is needed.</summary>
    const int Slack = 1 << 16;

    static ReadOnlySpan<byte> Signature => [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];

    public static bool HasSignature(ReadOnlySpan<byte> file) => file.StartsWith(Signature);

    /// <summary>The picture without unnecessary chunks, its orientation, and whether it has transparent pixels.</summary>
    /// <exception cref="FormatException">It is damaged, or larger than is read.</exception>
    public static (byte[] Clean, Orientation Orientation, bool HasAlpha) Read(ReadOnlySpan<byte> file, string name, Action<string>? onWarning)
    {
        var position = Signature.Length;
        ReadOnlySpan<byte> header = [], palette = [], transparency = [];
        var data = new MemoryStream(file.Length);
        var orientation = Orientation.TopLeft;
        while (true)
        {
            if (position + 8 > file.Length)
                throw Truncated(name, file.Length);
            var length = BinaryPrimitives.ReadUInt32BigEndian(file[position..]);
            var type = BinaryPrimitives.ReadUInt32BigEndian(file[(position + 4)..]);
            if (type == End)
                break;
            if (length > file.Length - position - 8)
                throw Truncated(name, file.Length);
            var chunk = file.Slice(position + 8, (int)length);
            if (header.IsEmpty && type != Header)
                throw Damaged(name, type == Apple ? "it is of Apple's own kind, which only their programs read"
                    : $"its first chunk is {NameOf(type)} and not IHDR");
            switch (type)
            {
                case Header:
                    header = chunk.Length == 13 && header.IsEmpty ? chunk : throw Damaged(name, "it has no header of 13 bytes, or two");
                    RequireHeader(header, name);
                    break;
                case Palette:
                    palette = chunk.Length % 3 == 0 && chunk.Length is > 0 and <= 3 * 256 ? chunk : throw Damaged(name, $"a palette of {chunk.Length} bytes");
                    break;
                case Transparency:
                    transparency = chunk;
                    break;
                case ExifData:
                    orientation = Exif.OrientationOf(chunk.StartsWith(Exif.Signature) ? chunk[Exif.Signature.Length..] : chunk, name, onWarning);
                    break;
                case Data:
                    data.Write(chunk);
                    break;
                default:
                    if ((type & 0x20000000) == 0) // a critical chunk (first letter is a capital) must not be ignored
                        throw Damaged(name, $"its chunk {NameOf(type)} is not known");
                    break;
            }
            position += 8 + chunk.Length + 4;
        }
        if (header.IsEmpty || data.Length == 0)
            throw Damaged(name, "it has no pixels");
        var colors = header[9];
        if (colors == PaletteType && palette.IsEmpty)
            throw Damaged(name, "it has no palette");
        if (!FitsColors(ref transparency, colors, palette.Length / 3))
            throw Damaged(name, $"its transparency has {transparency.Length} bytes");
        RequirePixels(data, header, name);
        return (Clean(header, colors == 0 || colors == AlphaBit ? [] : palette, transparency, data), orientation,
            (colors & AlphaBit) != 0 || !transparency.IsEmpty);
    }

    static void RequireHeader(ReadOnlySpan<byte> header, string name)
    {
        PictureLimits.Require(BinaryPrimitives.ReadUInt32BigEndian(header), BinaryPrimitives.ReadUInt32BigEndian(header[4..]), name);
        var (depth, colors) = (header[8], header[9]);
        var isKnown = colors switch { 0 => depth is 1 or 2 or 4 or 8 or 16, 3 => depth is 1 or 2 or 4 or 8, 2 or 4 or 6 => depth is 8 or 16, _ => false };
        if (!isKnown || header[10] != 0 || header[11] != 0 || header[12] > 1)
            throw Damaged(name, $"{depth} bits of colour type {colors}, compression {header[10]}, filter {header[11]}, interlace {header[12]} are no "
                + "kind of PNG");
    }

    /// <summary>Whether the transparency chunk has a valid length; it is ignored in a picture with alpha, as is the surplus of a palette's.</summary>
    static bool FitsColors(ref ReadOnlySpan<byte> transparency, int colors, int paletteColors)
    {
        if ((colors & AlphaBit) != 0)
            transparency = [];
        if (colors == PaletteType && transparency.Length > paletteColors)
            transparency = transparency[..paletteColors];
        return transparency.IsEmpty || colors == PaletteType || transparency.Length == (colors == 0 ? 2 : 6);
    }

    /// <summary>Inflates the pixels without storing them, to check that their number is the declared one.</summary>
    static void RequirePixels(MemoryStream data, ReadOnlySpan<byte> header, string name)
    {
        var promised = BytesOf(header);
        if (promised > MostBytes)
            throw new FormatException($"'{name}' has {promised} bytes of pixels; up to {MostBytes} are read. Make it smaller, or save it with 8 bits a "
                + "colour.");
        var zlib = data.GetBuffer().AsSpan(0, (int)data.Length);
        if (zlib.Length < 6 || (zlib[0] & 15) != 8 || (zlib[0] << 8 | zlib[1]) % 31 != 0 || (zlib[1] & 0x20) != 0)
            throw Damaged(name, "its pixels are not compressed as PNG's are");
        var inflated = 0L;
        try
        {
            using var stream = new MemoryStream(data.GetBuffer(), 2, (int)data.Length - 2, writable: false);
            using var inflate = new DeflateStream(stream, CompressionMode.Decompress);
            var buffer = new byte[Slack];
            while (inflated <= promised + Slack && inflate.Read(buffer, 0, buffer.Length) is > 0 and var read)
                inflated += read;
        }
        catch (InvalidDataException error)
        {
            throw Damaged(name, "its compressed pixels are broken", error);
        }
        if (inflated < promised)
            throw Damaged(name, $"it breaks off after {inflated} of {promised} bytes of pixels");
        if (inflated > promised + Slack)
            throw Damaged(name, $"it has more than the {promised} bytes of pixels that its header tells");
    }

    /// <summary>Of the filtered rows: of the picture, or of the seven of an interlaced one.</summary>
    static long BytesOf(ReadOnlySpan<byte> header)
    {
        var (width, height) = (BinaryPrimitives.ReadInt32BigEndian(header), BinaryPrimitives.ReadInt32BigEndian(header[4..]));
        var bits = header[8] * header[9] switch { 2 => 3, 4 => 2, 6 => 4, _ => 1 };
        long Rows(int columns, int rows) => columns == 0 ? 0 : rows * (1 + ((long)columns * bits + 7) / 8);
        if (header[12] == 0)
            return Rows(width, height);
        ReadOnlySpan<(int X, int Y, int StepX, int StepY)> passes = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2),
            (0, 1, 1, 2)];
        var sum = 0L;
        foreach (var pass in passes)
            sum += Rows((width - pass.X + pass.StepX - 1) / pass.StepX, Math.Max((height - pass.Y + pass.StepY - 1) / pass.StepY, 0));
        return sum;
    }

    static byte[] Clean(ReadOnlySpan<byte> header, ReadOnlySpan<byte> palette, ReadOnlySpan<byte> transparency, MemoryStream data)
    {
        var clean = new MemoryStream((int)data.Length + 2048);
        clean.Write(Signature);
        Write(clean, Header, header);
        if (!palette.IsEmpty)
            Write(clean, Palette, palette);
        if (!transparency.IsEmpty)
            Write(clean, Transparency, transparency);
        Write(clean, Data, data.GetBuffer().AsSpan(0, (int)data.Length));
        Write(clean, End, []);
        return clean.ToArray();
    }

    static void Write(MemoryStream stream, uint type, ReadOnlySpan<byte> chunk)
    {
        Span<byte> number = stackalloc byte[8];
        BinaryPrimitives.WriteInt32BigEndian(number, chunk.Length);
        BinaryPrimitives.WriteUInt32BigEndian(number[4..], type);
        stream.Write(number);
        stream.Write(chunk);
        stream.Write([0, 0, 0, 0]); // a checksum, which decoders ignore
    }

    static string NameOf(uint type) =>
        ErrorLine.Quote(new string([(char)(type >> 24), (char)(type >> 16 & 255), (char)(type >> 8 & 255), (char)(type & 255)]));

    static FormatException Damaged(string name, string what, Exception? inner = null) =>
        new($"'{name}' is a PNG picture that is damaged: {what}. Save the picture again as PNG or JPEG.", inner);

    static FormatException Truncated(string name, int length) =>
        new($"'{name}' is a PNG picture that breaks off or is damaged before byte {length}. Copy or save it again.");
}
