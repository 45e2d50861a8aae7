using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace Avatars.Workers.Messages;

/// <summary>Reads what <see cref="MessageWriter"/> wrote. Believes nothing: the other process may be broken or hostile.</summary>
ref struct MessageReader(ReadOnlySpan<byte> message)
{
    ReadOnlySpan<byte> _left = message;

    public byte Byte() => Take(1)[0];

    public bool Flag() => Byte() != 0;

    public int Int32() => BinaryPrimitives.ReadInt32LittleEndian(Take(4));

    public long Int64() => BinaryPrimitives.ReadInt64LittleEndian(Take(8));

    public float Single() => BinaryPrimitives.ReadSingleLittleEndian(Take(4));

    public double Double() => BinaryPrimitives.ReadDoubleLittleEndian(Take(8));

    public string Text() => Encoding.UTF8.GetString(Take(Count(1)));

    /// <summary>A list that was written with its length.</summary>
    public T[] Values<T>() where T : unmanaged
    {
        var values = new T[Count(Unsafe.SizeOf<T>())];
        Raw(values.AsSpan());
        return values;
    }

    /// <summary>The same into a list that is kept from message to message.</summary>
    public void Values<T>(ref T[] values) where T : unmanaged
    {
        var count = Count(Unsafe.SizeOf<T>());
        if (values.Length != count)
            values = new T[count];
        Raw(values.AsSpan());
    }

    /// <summary>So many values, which the message must hold before memory is taken for them.</summary>
    public T[] Raw<T>(long count) where T : unmanaged
    {
        if (count > _left.Length / Unsafe.SizeOf<T>())
            throw new FormatException($"A message between the processes names {count} values and has {_left.Length} bytes left.");
        var values = new T[count];
        Raw(values.AsSpan());
        return values;
    }

    public void Raw<T>(scoped Span<T> values) where T : unmanaged
    {
        var bytes = MemoryMarshal.AsBytes(values);
        Take(bytes.Length).CopyTo(bytes);
    }

    /// <summary>A number of things of at least <paramref name="size"/> bytes each, which the message can hold.</summary>
    public int Count(int size)
    {
        var count = Int32();
        return count >= 0 && (long)count * size <= _left.Length ? count
            : throw new FormatException($"A message between the processes names {count} values and has {_left.Length} bytes left.");
    }

    public readonly void RequireEnd()
    {
        if (_left.Length > 0)
            throw new FormatException($"A message between the processes has {_left.Length} bytes too many.");
    }

    ReadOnlySpan<byte> Take(int count)
    {
        if (count > _left.Length)
            throw new FormatException($"A message between the processes ends {count - _left.Length} bytes too early.");
        var taken = _left[..count];
        _left = _left[count..];
        return taken;
    }
}
