using System.Runtime.InteropServices;
using Avatars.ModelBuilding.Onnx;

namespace Avatars.ModelBuilding.Quantization;

/// <summary>A constant of a <see cref="PlainModel"/>, as an encoded <c>TensorProto</c>.</summary>
/// <param name="Type">A number of <c>TensorProto.DataType</c>, those beyond <see cref="ElementType"/> included.</param>
sealed record PlainTensor(string Name, int Type, int[] Shape, byte[] Encoded)
{
    const int Dims = 1, DataType = 2, FloatData = 4, NameField = 8, DataLocation = 14;

    public const int Unsigned8 = 2, Signed8 = 3, Signed32 = 6; // TensorProto.DataType

    public bool IsFloat => Type == (int)ElementType.Float32;

    /// <summary>Number of scalars.</summary>
    public long Count => Shape.Aggregate(1L, (product, side) => product * side);

    public static PlainTensor Read(ArraySegment<byte> encoded, string file)
    {
        var (name, type) = ("", 0);
        foreach (var field in ProtoField.Read(encoded, file))
            switch (field.Field)
            {
                case DataType: type = field.Int32(file); break;
                case NameField: name = field.Text; break;
                case DataLocation when field.Number != 0:
                    throw new FormatException($"'{file}', byte {encoded.Offset}: a constant lies in another file. "
                        + "Models with weights of their own file are too large to be quantised.");
            }
        return new(name, type, new ProtoFields(encoded, file).Shape(Dims), encoded.ToArray());
    }

    public static PlainTensor Of<T>(string name, int type, int[] shape, ReadOnlySpan<T> values) where T : unmanaged =>
        new(name, type, shape, TensorMessage.Header(shape, (ElementType)type, name).Bytes(TensorMessage.RawData, MemoryMarshal.AsBytes(values)).ToArray());

    public static PlainTensor Of(string name, float value) => Of<float>(name, (int)ElementType.Float32, [], [value]);

    /// <summary>The values of a float32 tensor, row-major.</summary>
    /// <exception cref="FormatException">It is not float32, or not as long as its shape says.</exception>
    public float[] Floats(string file)
    {
        if (!IsFloat)
            throw new FormatException($"'{file}': the constant '{Name}' is not float32.");
        var values = new List<float>();
        foreach (var field in ProtoField.Read(Encoded, file))
            if (field.Field is TensorMessage.RawData or FloatData)
                values.AddRange(MemoryMarshal.Cast<byte, float>(field.Content));
        return values.Count == Count ? [.. values]
            : throw new FormatException($"'{file}': the constant '{Name}' holds {values.Count} values, and its shape takes {Count}. Build the package again.");
    }
}
