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
    /// <param name="open">Of <see cref="Graph.OpenSize"/>.</param>
    public static ProtoMessage Info(Value value, ElementType type, (int Height, int Width)? open = null)
    {
        var sides = new ProtoMessage();
        for (var axis = 0; axis < value.Rank; axis++)
            sides.Message(1, value[axis] == Value.Batch ? new ProtoMessage().Text(2, "batch")
                : open is { } frame && value.Rank == 4 && axis >= 2
                ? new ProtoMessage().Text(2, axis == 2 ? Share("height", frame.Height, value[axis]) : Share("width", frame.Width, value[axis]))
                : new ProtoMessage().Integer(1, value[axis]));
        var tensor = new ProtoMessage().Integer(1, (int)type).Message(2, sides);
        return new ProtoMessage().Text(1, value.Name).Message(2, new ProtoMessage().Message(1, tensor));
    }

    /// <summary>Whether a graph's input, a <c>ValueInfoProto</c>, has a side that is a share of the frame's.</summary>
    public static bool HasOpenSize(ArraySegment<byte> info, string file)
    {
        IEnumerable<ProtoField> Inside(IEnumerable<ArraySegment<byte>> messages, int field) =>
            messages.SelectMany(message => ProtoField.Read(message, file)).Where(one => one.Field == field);
        var tensors = Inside(Inside([info], 2).Select(type => type.Content), 1);
        var sides = Inside(Inside(tensors.Select(tensor => tensor.Content), 2).Select(shape => shape.Content), 1);
        return Inside(sides.Select(side => side.Content), 2).Any(name => name.Text.Split('/')[0] is "height" or "width");
    }

    /// <summary>The name of a side that is a share of the frame's: Plugin/Avatars.Diffusion/Inference/OpenSides.cs reads it.</summary>
    static string Share(string name, int whole, int side) => whole == side ? name
        : whole % side == 0 ? $"{name}/{whole / side}"
        : throw new InvalidOperationException($"A side of {side} is no share of the frame's {name}, {whole}.");
}
