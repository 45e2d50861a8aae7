using System.Runtime.InteropServices;
using Google.FlatBuffers;

namespace Avatars.ModelBuilding.TfLite;

/// <summary>A small .tflite file, written by Google's own FlatBuffers library: a padded 3x3 convolution of stride 2 with float16 weights, a sparse 1x1
/// convolution, and a reshape.</summary>
static class SmallTfLite
{
    public const int Side = 4, Middle = 2;

    const int Conv = 3, Dequantize = 6, Reshape = 22, Densify = 124, Conv2DOptions = 1;
    const byte Float32 = 0, Float16 = 1, Int32 = 2;

    /// <summary>[out, height, width, in] of the first convolution, small whole numbers.</summary>
    public static readonly float[] First = [.. Enumerable.Range(0, Middle * 9).Select(i => (float)(i % 7 - 3))];

    /// <summary>Row r of the second convolution reads one channel: values 2 and 3 at columns 1 and 0.</summary>
    public static readonly float[] Second = [0, 2, 3, 0];

    public static byte[] Bytes()
    {
        var builder = new FlatBufferBuilder(1024);
        var buffers = new List<byte[]> { Array.Empty<byte>(), Half(First), Floats(1, -1), Half(2, 3), Floats(0, 0), Ints(1, 8) };
        int[] Tensors() =>
        [
            Tensor(builder, "in", [1, Side, Side, 1], Float32, 0), Tensor(builder, "first:half", [Middle, 3, 3, 1], Float16, 1),
            Tensor(builder, "first", [Middle, 3, 3, 1], Float32, 0), Tensor(builder, "first:bias", [Middle], Float32, 2),
            Tensor(builder, "convolved", [1, 2, 2, Middle], Float32, 0), Tensor(builder, "second:sparse", [Middle, 1, 1, Middle], Float16, 3, isSparse: true),
            Tensor(builder, "second:half", [Middle, 1, 1, Middle], Float16, 0), Tensor(builder, "second", [Middle, 1, 1, Middle], Float32, 0),
            Tensor(builder, "second:bias", [Middle], Float32, 4), Tensor(builder, "mixed", [1, 2, 2, Middle], Float32, 0),
            Tensor(builder, "shape", [2], Int32, 5), Tensor(builder, "out", [1, 8], Float32, 0),
        ];
        var tensors = Tables(builder, Tensors());
        var operators = Tables(builder,
            Operator(builder, 1, [1], [2], 0), Operator(builder, 0, [0, 2, 3], [4], stride: 2), Operator(builder, 2, [5], [6], 0),
            Operator(builder, 1, [6], [7], 0), Operator(builder, 0, [4, 7, 8], [9], stride: 1), Operator(builder, 3, [9, 10], [11], 0));
        var (inputs, outputs) = (IntVector(builder, 0), IntVector(builder, 11));
        builder.StartTable(5);
        builder.AddOffset(0, tensors.Value, 0);
        builder.AddOffset(1, inputs.Value, 0);
        builder.AddOffset(2, outputs.Value, 0);
        builder.AddOffset(3, operators.Value, 0);
        var graphs = Tables(builder, builder.EndTable());
        var data = Tables(builder, [.. buffers.Select(bytes => Buffer(builder, bytes))]);
        var codes = Tables(builder, [.. new[] { Conv, Dequantize, Densify, Reshape }.Select(code => Code(builder, code))]);
        builder.StartTable(5);
        builder.AddInt(0, 3, 0);
        builder.AddOffset(1, codes.Value, 0);
        builder.AddOffset(2, graphs.Value, 0);
        builder.AddOffset(4, data.Value, 0);
        builder.Finish(builder.EndTable(), "TFL3");
        return builder.SizedByteArray();
    }

    static int Tensor(FlatBufferBuilder builder, string name, int[] shape, byte type, int buffer, bool isSparse = false)
    {
        var (text, sides) = (builder.CreateString(name), IntVector(builder, shape));
        var sparsity = isSparse ? Sparsity(builder, shape) : 0;
        builder.StartTable(7);
        builder.AddOffset(0, sides.Value, 0);
        builder.AddByte(1, type, 0);
        builder.AddInt(2, buffer, 0);
        builder.AddOffset(3, text.Value, 0);
        builder.AddOffset(6, sparsity, 0);
        return builder.EndTable();
    }

    /// <summary>Two rows of one value each, in columns 1 and 0.</summary>
    static int Sparsity(FlatBufferBuilder builder, int[] shape)
    {
        var dimensions = Enumerable.Range(0, shape.Length).Select(i =>
        {
            var isLast = i == shape.Length - 1;
            var (segments, indices) = isLast ? (Small(builder, 0, 1, 2), Small(builder, 1, 0)) : (0, 0);
            builder.StartTable(6);
            builder.AddByte(0, isLast ? (byte)1 : (byte)0, 0);
            builder.AddInt(1, isLast ? 0 : shape[i], 0);
            builder.AddByte(2, isLast ? (byte)3 : (byte)0, 0);
            builder.AddOffset(3, segments, 0);
            builder.AddByte(4, isLast ? (byte)3 : (byte)0, 0);
            builder.AddOffset(5, indices, 0);
            return builder.EndTable();
        }).ToArray();
        var (list, order) = (Tables(builder, dimensions), IntVector(builder, [.. Enumerable.Range(0, shape.Length)]));
        builder.StartTable(3);
        builder.AddOffset(0, order.Value, 0);
        builder.AddOffset(2, list.Value, 0);
        return builder.EndTable();
    }

    static int Small(FlatBufferBuilder builder, params byte[] values) => Buffer(builder, values);

    /// <param name="stride">Of a convolution with the padding SAME; 0 for operators without options.</param>
    static int Operator(FlatBufferBuilder builder, int code, int[] inputs, int[] outputs, int stride)
    {
        var options = 0;
        if (stride > 0)
        {
            builder.StartTable(6);
            builder.AddInt(1, stride, 0);
            builder.AddInt(2, stride, 0);
            options = builder.EndTable();
        }
        var (read, made) = (IntVector(builder, inputs), IntVector(builder, outputs));
        builder.StartTable(5);
        builder.AddInt(0, code, 0);
        builder.AddOffset(1, read.Value, 0);
        builder.AddOffset(2, made.Value, 0);
        builder.AddByte(3, stride > 0 ? (byte)Conv2DOptions : (byte)0, 0);
        builder.AddOffset(4, options, 0);
        return builder.EndTable();
    }

    static int Code(FlatBufferBuilder builder, int code)
    {
        builder.StartTable(4);
        builder.AddInt(3, code, 0);
        return builder.EndTable();
    }

    static int Buffer(FlatBufferBuilder builder, byte[] bytes)
    {
        builder.StartVector(1, bytes.Length, 16);
        foreach (var value in bytes.Reverse())
            builder.AddByte(value);
        var vector = builder.EndVector();
        builder.StartTable(1);
        builder.AddOffset(0, vector.Value, 0);
        return builder.EndTable();
    }

    static VectorOffset IntVector(FlatBufferBuilder builder, params int[] values)
    {
        builder.StartVector(4, values.Length, 4);
        foreach (var value in values.Reverse())
            builder.AddInt(value);
        return builder.EndVector();
    }

    static VectorOffset Tables(FlatBufferBuilder builder, params int[] tables)
    {
        builder.StartVector(4, tables.Length, 4);
        foreach (var table in tables.Reverse())
            builder.AddOffset(table);
        return builder.EndVector();
    }

    static byte[] Half(params float[] values) => MemoryMarshal.AsBytes(Array.ConvertAll(values, value => (Half)value).AsSpan()).ToArray();

    static byte[] Floats(params float[] values) => MemoryMarshal.AsBytes(values.AsSpan()).ToArray();

    static byte[] Ints(params int[] values) => MemoryMarshal.AsBytes(values.AsSpan()).ToArray();
}
