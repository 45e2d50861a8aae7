using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Avatars.Tests.Pictures;

/// <summary>PNG and JPEG files put together piece by piece.</summary>
static class HandMadePicture
{
    public static byte[] Png(int width, int height, int depth, int colorType, byte[] rows, byte[]? palette = null, byte[]? transparency = null,
        byte[]? exif = null, int interlace = 0)
    {
        var file = new MemoryStream();
        file.Write([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]);
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9], header[12]) = ((byte)depth, (byte)colorType, (byte)interlace);
        Chunk(file, "IHDR", header);
        if (exif is not null)
            Chunk(file, "eXIf", exif);
        if (palette is not null)
            Chunk(file, "PLTE", palette);
        if (transparency is not null)
            Chunk(file, "tRNS", transparency);
        Chunk(file, "IDAT", Zlib(rows));
        Chunk(file, "IEND", []);
        return file.ToArray();
    }

    public static byte[] Zlib(byte[] bytes)
    {
        var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.SmallestSize, leaveOpen: true))
            zlib.Write(bytes);
        return packed.ToArray();
    }

    public static void Chunk(Stream file, string type, byte[] data)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        file.Write(number);
        byte[] body = [.. Encoding.ASCII.GetBytes(type), .. data];
        file.Write(body);
        BinaryPrimitives.WriteUInt32BigEndian(number, Crc(body));
        file.Write(number);
    }

    /// <summary>An APP1 segment, its marker included, that says this orientation.</summary>
    public static byte[] ExifSegment(byte[] tiff)
    {
        byte[] body = [.. "Exif\0\0"u8, .. tiff];
        return [0xFF, 0xE1, (byte)((body.Length + 2) >> 8), (byte)(body.Length + 2), .. body];
    }

    /// <summary>A TIFF directory of two entries, the second the orientation.</summary>
    public static byte[] Tiff(int orientation, bool isBig, int type = 3)
    {
        var tiff = new byte[8 + 2 + 2 * 12 + 4];
        tiff[0] = tiff[1] = (byte)(isBig ? 'M' : 'I');
        void Two(int at, int value)
        {
            if (isBig)
                BinaryPrimitives.WriteInt16BigEndian(tiff.AsSpan(at), (short)value);
            else
                BinaryPrimitives.WriteInt16LittleEndian(tiff.AsSpan(at), (short)value);
        }
        void Four(int at, int value)
        {
            if (isBig)
                BinaryPrimitives.WriteInt32BigEndian(tiff.AsSpan(at), value);
            else
                BinaryPrimitives.WriteInt32LittleEndian(tiff.AsSpan(at), value);
        }
        Two(2, 42);
        Four(4, 8);
        Two(8, 2);
        Two(10, 0x0100); // width, which is not read
        Two(12, 4);
        Four(14, 1);
        Four(18, 999);
        Two(22, 0x0112);
        Two(24, type);
        Four(26, 1);
        if (type == 4)
            Four(30, orientation);
        else
            Two(30, orientation);
        return tiff;
    }

    /// <summary>Where a segment of this marker begins, at its 0xFF.</summary>
    public static int Find(byte[] jpeg, byte marker)
    {
        for (var at = 2; at + 4 <= jpeg.Length;)
        {
            if (jpeg[at + 1] == marker)
                return at;
            at += 2 + (jpeg[at + 2] << 8 | jpeg[at + 3]);
        }
        throw new ArgumentException($"No segment 0x{marker:X2}.");
    }

    public static byte[] Insert(byte[] bytes, int at, params byte[] more) => [.. bytes[..at], .. more, .. bytes[at..]];

    public static uint Crc(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var value in bytes)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc & 1) != 0 ? crc >> 1 ^ 0xEDB88320 : crc >> 1;
        }
        return ~crc;
    }
}
