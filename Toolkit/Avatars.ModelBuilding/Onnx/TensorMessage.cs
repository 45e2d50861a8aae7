using System.Runtime.InteropServices;

namespace Avatars.ModelBuilding.Onnx;

/// <summary>Encodes <c>TensorProto</c> and <c>ValueInfoProto</c>.</summary>
static class TensorMessage
{
    public const int RawData = 9;

    public static ProtoMessage Of(int[] shape, ReadOnlySpan<long> values) =>
        Header(shape, ElementType.Int64, "").Bytes(RawData, MemoryMarshal.AsBytes(values));

    public static ProtoMessage Of(int[] shape, ReadOnlySpan<float> values) =>
        Header(shape, ElementType.Float32, "").Bytes(RawData, MemoryMarshal.AsBytes(values));

    /// <summary>Everything but the data.</summary>
    public static ProtoMessage Header(ReadOnlySpan<int> shape, ElementType type, string name)
    {
        var message = new ProtoMessage();
        foreach (var side in shape)
            message.Integer(1, side);
        message.Integer(2, (int)type);
        return name.Length > 0 ? message.Text(8, name) : message;
    }

    /// <summary>Name, type and shape of a graph's input or output.</summary>
    public static ProtoMessage Info(Value value, ElementType type)
    {
        var sides = new ProtoMessage();
        foreach (var side in value.Shape)
            sides.Message(1, side == Value.Batch ? new ProtoMessage().Text(2, "batch") : new ProtoMessage().Integer(1, side));
        var tensor = new ProtoMessage().Integer(1, (int)type).Message(2, sides);
        return new ProtoMessage().Text(1, value.Name).Message(2, new ProtoMessage().Message(1, tensor));
    }
}
