using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Avatars.ModelBuilding.Weights;

/// <summary>Reads tensors of any stored type as float32, a piece at a time.</summary>
static class TensorPieces
{
    const int Piece = 1 << 16; // elements
    const long LargestView = 1L << 30; // bytes that a view with gaps may spread over; it is read whole

    /// <exception cref="FormatException">A view with gaps spreads over too much of the file.</exception>
    public static IEnumerable<ReadOnlyMemory<float>> Read(FileStream stream, StoredTensor tensor) =>
        tensor.Strides is { } strides ? ReadView(stream, tensor, strides) : ReadRow(stream, tensor);

    static IEnumerable<ReadOnlyMemory<float>> ReadRow(FileStream stream, StoredTensor tensor)
    {
        var size = tensor.ElementSize;
        var bytes = new byte[(int)Math.Min(tensor.End - tensor.Begin, (long)Piece * size)];
        var values = new float[bytes.Length / size];
        for (var at = tensor.Begin; at < tensor.End;)
        {
            var length = (int)Math.Min(tensor.End - at, bytes.Length);
            stream.Position = at; // other tensors may be read in between
            stream.ReadExactly(bytes, 0, length);
            Widen(bytes.AsSpan(0, length), tensor.Type, values);
            yield return values.AsMemory(0, length / size);
            at += length;
        }
    }

    static IEnumerable<ReadOnlyMemory<float>> ReadView(FileStream stream, StoredTensor tensor, long[] strides)
    {
        if (tensor.End - tensor.Begin > LargestView)
            throw new FormatException($"'{stream.Name}': '{tensor.Name}' is a view that spreads over {tensor.End - tensor.Begin:N0} bytes. "
                + "Save it with .contiguous() and import again.");
        var size = tensor.ElementSize;
        var bytes = new byte[tensor.End - tensor.Begin];
        stream.Position = tensor.Begin;
        stream.ReadExactly(bytes);
        var (picked, values) = (new byte[Piece * size], new float[Piece]);
        var index = new long[tensor.Shape.Length];
        for (var left = tensor.Count; left > 0;)
        {
            var length = (int)Math.Min(left, Piece);
            for (var i = 0; i < length; i++)
            {
                bytes.AsSpan((int)(OffsetOf(index, strides) * size), size).CopyTo(picked.AsSpan(i * size));
                Advance(index, tensor.Shape);
            }
            Widen(picked.AsSpan(0, length * size), tensor.Type, values);
            yield return values.AsMemory(0, length);
            left -= length;
        }
    }

    static long OffsetOf(long[] index, long[] strides)
    {
        var offset = 0L;
        for (var axis = 0; axis < index.Length; axis++)
            offset += index[axis] * strides[axis];
        return offset;
    }

    static void Advance(long[] index, long[] shape)
    {
        for (var axis = index.Length - 1; axis >= 0 && ++index[axis] == shape[axis]; axis--)
            index[axis] = 0;
    }

    static void Widen(ReadOnlySpan<byte> bytes, string type, Span<float> values)
    {
        switch (type)
        {
            case "F32": bytes.CopyTo(MemoryMarshal.AsBytes(values)); break;
            case "F16": Widen(MemoryMarshal.Cast<byte, Half>(bytes), values); break;
            case "F64": Widen(MemoryMarshal.Cast<byte, double>(bytes), values); break;
            case "I64": Widen(MemoryMarshal.Cast<byte, long>(bytes), values); break;
            case "I32": Widen(MemoryMarshal.Cast<byte, int>(bytes), values); break;
            case "I16": Widen(MemoryMarshal.Cast<byte, short>(bytes), values); break;
            case "U16": Widen(MemoryMarshal.Cast<byte, ushort>(bytes), values); break;
            case "I8": Widen(MemoryMarshal.Cast<byte, sbyte>(bytes), values); break;
            case "BF16":
                for (var i = 0; i < bytes.Length / 2; i++)
                    values[i] = BitConverter.Int32BitsToSingle(BinaryPrimitives.ReadUInt16LittleEndian(bytes[(2 * i)..]) << 16);
                break;
            default: Widen(bytes, values); break;
        }
    }

    static void Widen<T>(ReadOnlySpan<T> from, Span<float> to)
        where T : System.Numerics.INumber<T>
    {
        for (var i = 0; i < from.Length; i++)
            to[i] = float.CreateTruncating(from[i]);
    }
}
