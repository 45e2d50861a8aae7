using System;
using System.Buffers.Binary;
using System.Text;
using Avatars.Files;

namespace Avatars.Formats;

/// <summary>Little-endian values from a file in memory; a read past the end throws with the offset where the file ends.</summary>
ref struct ByteReader
{
    readonly ReadOnlySpan<byte> _bytes;
    readonly string _source;

    public ByteReader(ReadOnlySpan<byte> bytes, string source)
    {
        _bytes = bytes;
        _source = source;
        Offset = 0;
    }

    /// <summary>Bytes from the start of the file.</summary>
    public int Offset { get; private set; }

    /// <summary>Bytes of the file.</summary>
    public readonly int Length => _bytes.Length;

    public readonly int Left => _bytes.Length - Offset;

    public ushort UInt16(string what) => BinaryPrimitives.ReadUInt16LittleEndian(Take(2, what));

    public short Int16(string what) => BinaryPrimitives.ReadInt16LittleEndian(Take(2, what));

    public uint UInt32(string what) => BinaryPrimitives.ReadUInt32LittleEndian(Take(4, what));

    public float Single(string what) => BitConverter.Int32BitsToSingle(BinaryPrimitives.ReadInt32LittleEndian(Take(4, what)));

    /// <summary>A uint16 byte count, then that many bytes of UTF-8.</summary>
    public string Text(string what)
    {
        var start = Offset;
        var bytes = Take(UInt16(what), what);
        try
        {
            return Strict.GetString(bytes);
        }
        catch (ArgumentException)
        {
            throw WrongAt(start, $"{what} is not UTF-8. This is not the file it claims to be, or it is damaged.");
        }
    }

    public void Singles(Span<float> values, string what)
    {
        var bytes = Take((long)values.Length * sizeof(float), what);
        for (var i = 0; i < values.Length; i++)
            values[i] = BitConverter.Int32BitsToSingle(BinaryPrimitives.ReadInt32LittleEndian(bytes[(i * sizeof(float))..]));
    }

    public ReadOnlySpan<byte> Take(long count, string what)
    {
        if (count > Left)
            throw Wrong($"the file ends where {what} was expected ({count} bytes, {Left} are left). It was cut off; fetch it again.");
        var start = Offset;
        Offset += (int)count;
        return _bytes.Slice(start, (int)count);
    }

    public readonly FormatException Wrong(string problem) => WrongAt(Offset, problem);

    readonly FormatException WrongAt(int offset, string problem) => new($"{_source}, byte {offset}: {ErrorLine.Printable(problem, 400)}");

    static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
}
