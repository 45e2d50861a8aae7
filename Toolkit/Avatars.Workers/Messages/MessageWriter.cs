using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace Avatars.Workers.Messages;

/// <summary>Fills one message: numbers little endian, texts as UTF-8 behind their length. Its buffer grows to the largest message and stays.</summary>
sealed class MessageWriter
{
    byte[] _buffer = new byte[4096];

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Written => _buffer.AsSpan(0, Length);

    public void Clear() => Length = 0;

    public void Byte(int value) => Take(1)[0] = checked((byte)value);

    public void Flag(bool value) => Byte(value ? 1 : 0);

    public void Int32(int value) => BinaryPrimitives.WriteInt32LittleEndian(Take(4), value);

    public void Int64(long value) => BinaryPrimitives.WriteInt64LittleEndian(Take(8), value);

    public void Single(float value) => BinaryPrimitives.WriteSingleLittleEndian(Take(4), value);

    public void Double(double value) => BinaryPrimitives.WriteDoubleLittleEndian(Take(8), value);

    public void Text(string value)
    {
        Int32(Encoding.UTF8.GetByteCount(value));
        Encoding.UTF8.GetBytes(value, Take(Encoding.UTF8.GetByteCount(value)));
    }

    /// <summary>How many, then the values as they lie in memory: both processes run on one machine.</summary>
    public void Values<T>(ReadOnlySpan<T> values) where T : unmanaged
    {
        Int32(values.Length);
        Raw(values);
    }

    /// <summary>Values whose number the other side knows.</summary>
    public void Raw<T>(ReadOnlySpan<T> values) where T : unmanaged
    {
        var bytes = MemoryMarshal.AsBytes(values);
        bytes.CopyTo(Take(bytes.Length));
    }

    Span<byte> Take(int count)
    {
        if (_buffer.Length - Length < count)
            Array.Resize(ref _buffer, checked((int)Math.Max(2L * _buffer.Length, Length + (long)count)));
        Length += count;
        return _buffer.AsSpan(Length - count, count);
    }
}
