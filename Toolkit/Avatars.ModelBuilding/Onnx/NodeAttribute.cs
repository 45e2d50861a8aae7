namespace Avatars.ModelBuilding.Onnx;

/// <summary>A named constant of a node, as an encoded <c>AttributeProto</c>.</summary>
public sealed class NodeAttribute
{
    const int FloatKind = 1, IntegerKind = 2, TextKind = 3, TensorKind = 4, IntegersKind = 7; // AttributeProto.AttributeType

    NodeAttribute(ProtoMessage message) => Encoded = message.ToArray();

    internal byte[] Encoded { get; }

    public static NodeAttribute Float(string name, float value) => new(Start(name, FloatKind).Float(2, value));

    public static NodeAttribute Integer(string name, long value) => new(Start(name, IntegerKind).Integer(3, value));

    public static NodeAttribute Text(string name, string value) => new(Start(name, TextKind).Text(4, value));

    public static NodeAttribute Integers(string name, params int[] values)
    {
        var message = Start(name, IntegersKind);
        foreach (var value in values)
            message.Integer(8, value);
        return new(message);
    }

    public static NodeAttribute Tensor(string name, int[] shape, ReadOnlySpan<long> values) =>
        new(Start(name, TensorKind).Message(5, TensorMessage.Of(shape, values)));

    public static NodeAttribute Tensor(string name, int[] shape, ReadOnlySpan<float> values) =>
        new(Start(name, TensorKind).Message(5, TensorMessage.Of(shape, values)));

    /// <summary>Inside a function body: the float attribute <paramref name="outer"/> of the call.</summary>
    public static NodeAttribute FloatOf(string name, string outer) => new(Start(name, FloatKind).Text(21, outer));

    /// <summary>Inside a function body: the integer attribute <paramref name="outer"/> of the call.</summary>
    public static NodeAttribute IntegerOf(string name, string outer) => new(Start(name, IntegerKind).Text(21, outer));

    static ProtoMessage Start(string name, int kind) => new ProtoMessage().Text(1, name).Integer(20, kind);
}
