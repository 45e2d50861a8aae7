using System.Buffers.Binary;
using System.Text;
using Avatars.Files;

namespace Avatars.ModelBuilding.TfLite;

/// <summary>
/// A FlatBuffers file of unknown origin. Every offset is checked against the file, and all lists together hold at most as much as the file could hold
/// once: tables that point to one another cannot make little into much.
/// </summary>
/// <remarks>flatbuffers.dev, "FlatBuffers internals": little-endian; tables find their fields by a vtable, everything else lies at 32-bit offsets.</remarks>
/// <param name="file">For messages.</param>
sealed class FlatBuffer(ReadOnlyMemory<byte> bytes, string file)
{
    const int LongestText = 4096;

    long _left = bytes.Length + 65536L;

    public string File { get; } = file;

    /// <exception cref="FormatException">The file has another identifier.</exception>
    public FlatTable Root(string identifier)
    {
        if (bytes.Length < 8 || !bytes.Span.Slice(4, 4).SequenceEqual(Encoding.ASCII.GetBytes(identifier)))
            throw new FormatException($"'{File}' is no {identifier} file: the identifier at byte 4 is missing.");
        return Table(Follow(0), "root");
    }

    public FormatException Broken(long at, string why) => new($"'{File}', byte {at}: {ErrorLine.Printable(why, 300)}. Download the file again.");

    public ReadOnlySpan<byte> Span(long at, long length)
    {
        if (at < 0 || length < 0 || at > bytes.Length - length)
            throw Broken(at, $"{length} bytes go beyond the end of the file ({bytes.Length})");
        return bytes.Span.Slice((int)at, (int)length);
    }

    public ReadOnlyMemory<byte> Memory(long at, long length)
    {
        _ = Span(at, length);
        return bytes.Slice((int)at, (int)length);
    }

    public int Int(long at) => BinaryPrimitives.ReadInt32LittleEndian(Span(at, 4));

    public ushort Short(long at) => BinaryPrimitives.ReadUInt16LittleEndian(Span(at, 2));

    /// <summary>Where the offset at <paramref name="at"/> points to.</summary>
    public long Follow(long at)
    {
        var offset = BinaryPrimitives.ReadUInt32LittleEndian(Span(at, 4));
        return offset > 0 && at + offset < bytes.Length ? at + offset : throw Broken(at, "an offset points outside the file");
    }

    public FlatTable Table(long at, string name)
    {
        Charge(at, 4);
        var vtable = at - Int(at);
        int vtableLength = Short(vtable), length = Short(vtable + 2);
        if (vtableLength < 4 || length < 4)
            throw Broken(vtable, $"the vtable of '{name}' is damaged");
        _ = Span(vtable, vtableLength);
        _ = Span(at, length);
        return new FlatTable(this, at, vtable, vtableLength, length, name);
    }

    /// <summary>Where a vector's elements begin, and how many there are.</summary>
    /// <param name="side">Bytes of an element.</param>
    public (long At, int Count) Vector(long at, int side, string name)
    {
        var count = BinaryPrimitives.ReadUInt32LittleEndian(Span(at, 4));
        if (count * (long)side > bytes.Length - at - 4)
            throw Broken(at, $"'{name}' should hold {count} elements, which go beyond the end of the file");
        return (at + 4, (int)count);
    }

    public string Text(long at, string name)
    {
        var (start, length) = Vector(at, 1, name);
        if (length > LongestText)
            throw Broken(at, $"'{name}' is a text of {length} bytes");
        Charge(at, length);
        return Encoding.UTF8.GetString(Span(start, length));
    }

    /// <summary>To be called before a list of <paramref name="count"/> elements is made.</summary>
    public void Charge(long at, long count)
    {
        _left -= count;
        if (_left < 0)
            throw Broken(at, "the same parts of the file are used again and again");
    }
}
