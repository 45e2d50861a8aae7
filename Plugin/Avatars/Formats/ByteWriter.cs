using System;
using System.Buffers.Binary;
using System.IO;
using System.Text;

namespace Avatars.Formats;

/// <summary>Little-endian values into a stream.</summary>
sealed class ByteWriter
{
    readonly Stream _stream;
    readonly byte[] _scratch = new byte[4];

    public ByteWriter(Stream stream) => _stream = stream;

    /// <exception cref="ArgumentException">The value does not fit.</exception>
    public void UInt16(int value, string what)
    {
        if (value is < 0 or > ushort.MaxValue)
            throw new ArgumentException($"{value} for {what}: this format holds 0 to {ushort.MaxValue}.");
        BinaryPrimitives.WriteUInt16LittleEndian(_scratch, (ushort)value);
        _stream.Write(_scratch, 0, 2);
    }

    public void UInt32(uint value)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(_scratch, value);
        _stream.Write(_scratch, 0, 4);
    }

    public void Single(float value)
    {
        BinaryPrimitives.WriteInt32LittleEndian(_scratch, BitConverter.SingleToInt32Bits(value));
        _stream.Write(_scratch, 0, 4);
    }

    public void Singles(ReadOnlySpan<float> values)
    {
        Span<byte> block = stackalloc byte[4096];
        for (var start = 0; start < values.Length; start += block.Length / 4)
        {
            var count = Math.Min(block.Length / 4, values.Length - start);
            for (var i = 0; i < count; i++)
                BinaryPrimitives.WriteInt32LittleEndian(block[(4 * i)..], BitConverter.SingleToInt32Bits(values[start + i]));
            _stream.Write(block[..(4 * count)]);
        }
    }

    public void Text(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        UInt16(bytes.Length, $"the bytes of '{BvhReader.Shorten(text)}'");
        _stream.Write(bytes, 0, bytes.Length);
    }
}
