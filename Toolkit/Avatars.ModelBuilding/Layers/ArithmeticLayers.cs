using Avatars.ModelBuilding.Onnx;

namespace Avatars.ModelBuilding.Layers;

/// <summary>Constants and element-wise arithmetic.</summary>
public static class ArithmeticLayers
{
    public static Value Constant(this Graph graph, int[] shape, ReadOnlySpan<float> values) =>
        graph.Add("Constant", "constant", [], shape, NodeAttribute.Tensor("value", shape, values));

    public static Value Constant(this Graph graph, int[] shape, ReadOnlySpan<long> values) =>
        graph.Add("Constant", "constant", [], shape, NodeAttribute.Tensor("value", shape, values));

    public static Value Integers(this Graph graph, params long[] values) => graph.Constant([values.Length], values);

    public static Value Add(this Graph graph, Value a, Value b, string? stem = null) => graph.Elementwise("Add", a, b, stem);

    public static Value Multiply(this Graph graph, Value a, Value b, string? stem = null) => graph.Elementwise("Mul", a, b, stem);

    public static Value Subtract(this Graph graph, Value a, Value b, string? stem = null) => graph.Elementwise("Sub", a, b, stem);

    public static Value Divide(this Graph graph, Value a, Value b, string? stem = null) => graph.Elementwise("Div", a, b, stem);

    public static Value Silu(this Graph graph, Value x) => graph.Call("Silu", x.Name + ":silu", [x], x.Shape);

    /// <summary>The exact form, with the error function.</summary>
    public static Value Gelu(this Graph graph, Value x) => graph.Call("Gelu", x.Name + ":gelu", [x], x.Shape);

    public static Value QuickGelu(this Graph graph, Value x) => graph.Call("QuickGelu", x.Name + ":gelu", [x], x.Shape);

    /// <summary>By the name that diffusers' configurations use.</summary>
    /// <exception cref="ArgumentException">No activation has this name.</exception>
    public static Value Activate(this Graph graph, Value x, string activation) => activation switch
    {
        "silu" or "swish" => graph.Silu(x),
        "gelu" => graph.Gelu(x),
        "relu" => graph.Relu(x),
        "mish" => graph.Multiply(x, graph.Add("Tanh", x.Name + ":tanh", [graph.Add("Softplus", x.Name + ":softplus", [x], x.Shape)], x.Shape),
            x.Name + ":mish"),
        _ => throw new ArgumentException($"'{activation}' is not an activation. Known: silu, swish, gelu, relu, mish.", nameof(activation)),
    };

    public static Value Relu(this Graph graph, Value x) => graph.Add("Relu", x.Name + ":relu", [x], x.Shape);

    public static Value Clip(this Graph graph, Value x, float least, float most) =>
        graph.Add("Clip", x.Name + ":clipped", [x, graph.Constant([], [least]), graph.Constant([], [most])], x.Shape);

    public static Value Sigmoid(this Graph graph, Value x) => graph.Add("Sigmoid", x.Name + ":sigmoid", [x], x.Shape);

    public static Value Negate(this Graph graph, Value x) => graph.Add("Neg", x.Name + ":negative", [x], x.Shape);

    public static Value Exp(this Graph graph, Value x) => graph.Add("Exp", x.Name + ":exp", [x], x.Shape);

    /// <summary>x / max(length of x, 1e-12) over the last axis, as PyTorch's normalize.</summary>
    public static Value ToUnitLength(this Graph graph, Value x)
    {
        int[] shape = [.. x.Shape[..^1], 1];
        var length = graph.Add("ReduceL2", x.Name + ":length", [x], shape, NodeAttribute.Integers("axes", -1), NodeAttribute.Integer("keepdims", 1));
        var positive = graph.Add("Max", x.Name + ":positive", [length, graph.Constant([], [1e-12f])], shape);
        return graph.Add("Div", x.Name + ":unit", [x, positive], x.Shape);
    }

    /// <summary>Broadcasts as NumPy does: the missing sides of the shorter shape are 1.</summary>
    static Value Elementwise(this Graph graph, string op, Value a, Value b, string? stem)
    {
        var shape = new int[Math.Max(a.Rank, b.Rank)];
        for (var i = 1; i <= shape.Length; i++)
        {
            var (left, right) = (i <= a.Rank ? a[-i] : 1, i <= b.Rank ? b[-i] : 1);
            if (left != right && left != 1 && right != 1)
                throw new InvalidOperationException($"{op} cannot join {a} and {b} in network '{graph.Name}'.");
            shape[^i] = left == 1 ? right : left;
        }
        return graph.Add(op, stem ?? $"{a.Name}:{op.ToLowerInvariant()}", [a, b], shape);
    }
}
