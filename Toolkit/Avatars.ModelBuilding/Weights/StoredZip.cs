using System.Buffers.Binary;
using System.Text;
using Avatars.Files;

namespace Avatars.ModelBuilding.Weights;

/// <summary>Where the entries of an uncompressed zip archive lie, so that they can be read by ranges. Compressed
/// entries are refused: PyTorch makes none.</summary>
/// <remarks>PKWARE's APPNOTE 4.3 and 4.5.3 (zip64).</remarks>
static class StoredZip
{
    const int EndLength = 22, LongestComment = 0xFFFF, LocatorLength = 20, CentralLength = 46, LocalLength = 30;
    const uint EndMark = 0x06054B50, LocatorMark = 0x07064B50, End64Mark = 0x06064B50, CentralMark = 0x02014B50, LocalMark = 0x04034B50;
    const long LargestDirectory = 1 << 26; // bytes: some 500,000 entries

    /// <summary>First byte and length of every entry, by name.</summary>
    /// <exception cref="FormatException">The archive is cut short, damaged, compressed or encrypted.</exception>
    public static Dictionary<string, (long Begin, long Length)> Read(FileStream stream)
    {
        var (at, size, count) = FindDirectory(stream);
        if (at < 0 || size < 0 || size > LargestDirectory || at > stream.Length - size || count > size / CentralLength)
            throw Broken(stream, at, $"the archive's directory of {count:N0} entries and {size:N0} bytes does not fit the file");
        var directory = Bytes(stream, at, (int)size);
        var entries = new Dictionary<string, (long, long)>(StringComparer.Ordinal);
        for (var offset = 0; offset < directory.Length;)
        {
            var (name, begin, length, whole) = Entry(stream, directory.AsSpan(offset));
            if (!entries.TryAdd(name, (begin, length)))
                throw Broken(stream, at, $"the archive names {ErrorLine.Quote(name)} twice");
            offset += whole;
        }
        return entries;
    }

    static (long At, long Size, long Count) FindDirectory(FileStream stream)
    {
        var tail = Bytes(stream, Math.Max(0, stream.Length - EndLength - LongestComment), (int)Math.Min(stream.Length, EndLength + LongestComment));
        for (var i = tail.Length - EndLength; i >= 0; i--)
        {
            if (U32(tail, i) != EndMark)
                continue;
            var (count, size, at) = (U16(tail, i + 10), U32(tail, i + 12), U32(tail, i + 16));
            var locator = i - LocatorLength;
            if (locator < 0 || U32(tail, locator) != LocatorMark)
                return (at, size, count);
            var end64 = Bytes(stream, I64(tail, locator + 8), 56);
            if (U32(end64, 0) != End64Mark)
                throw Broken(stream, I64(tail, locator + 8), "the archive's zip64 end is not where it should be");
            return (I64(end64, 48), I64(end64, 40), I64(end64, 32));
        }
        throw Broken(stream, stream.Length, "the archive's directory is missing at the end. The file is cut short: download it again");
    }

    static (string Name, long Begin, long Length, int Whole) Entry(FileStream stream, ReadOnlySpan<byte> directory)
    {
        if (directory.Length < CentralLength || U32(directory, 0) != CentralMark)
            throw Broken(stream, stream.Length, "the archive's directory is damaged");
        var (flags, method, nameLength, extraLength) = (U16(directory, 8), U16(directory, 10), U16(directory, 28), U16(directory, 30));
        var whole = CentralLength + nameLength + extraLength + U16(directory, 32);
        if (whole > directory.Length)
            throw Broken(stream, stream.Length, "the archive's directory is damaged");
        var name = Encoding.UTF8.GetString(directory.Slice(CentralLength, nameLength));
        long packed = U32(directory, 20), length = U32(directory, 24), header = U32(directory, 42);
        Widen(directory.Slice(CentralLength + nameLength, extraLength), ref length, ref packed, ref header);
        if (method != 0 || (flags & 1) != 0 || packed != length)
            throw Broken(stream, header, $"the entry {ErrorLine.Quote(name)} is compressed or encrypted, which PyTorch never does. "
                + "It was not unpacked; save the checkpoint anew with torch.save");
        if (header < 0 || length < 0 || header > stream.Length - LocalLength)
            throw Broken(stream, header, $"the entry {ErrorLine.Quote(name)} lies outside the file");
        var local = Bytes(stream, header, LocalLength);
        var begin = header + LocalLength + U16(local, 26) + U16(local, 28);
        if (U32(local, 0) != LocalMark || length > stream.Length - begin)
            throw Broken(stream, header, $"the entry {ErrorLine.Quote(name)} of {length:N0} bytes does not fit the file. It is cut short or damaged");
        return (name, begin, length, whole);
    }

    /// <summary>Takes from the zip64 field what did not fit 32 bits.</summary>
    static void Widen(ReadOnlySpan<byte> extra, ref long length, ref long packed, ref long header)
    {
        while (extra.Length >= 4)
        {
            var (id, size) = (BinaryPrimitives.ReadUInt16LittleEndian(extra), BinaryPrimitives.ReadUInt16LittleEndian(extra[2..]));
            if (size > extra.Length - 4)
                return;
            var field = extra.Slice(4, size);
            if (id == 1)
            {
                Take(ref field, ref length);
                Take(ref field, ref packed);
                Take(ref field, ref header);
            }
            extra = extra[(4 + size)..];
        }
    }

    static void Take(ref ReadOnlySpan<byte> field, ref long value)
    {
        if (value != uint.MaxValue || field.Length < 8)
            return;
        value = BinaryPrimitives.ReadInt64LittleEndian(field);
        field = field[8..];
    }

    static byte[] Bytes(FileStream stream, long at, int count)
    {
        if (at < 0 || at > stream.Length - count)
            throw Broken(stream, at, $"{count} bytes of the archive should stand here, outside the file. It is cut short or damaged");
        var bytes = new byte[count];
        stream.Position = at;
        stream.ReadExactly(bytes);
        return bytes;
    }

    static ushort U16(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt16LittleEndian(bytes[at..]);

    static uint U32(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]);

    static long I64(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadInt64LittleEndian(bytes[at..]);

    static FormatException Broken(FileStream stream, long at, string why) => new($"'{stream.Name}', byte {at}: {ErrorLine.Printable(why, 400)}.");
}
