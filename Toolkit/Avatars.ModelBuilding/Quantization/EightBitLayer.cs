namespace Avatars.ModelBuilding.Quantization;

/// <summary>A convolution, or a product with a matrix, whose weights are constant: what can be worked out in 8 bits.</summary>
/// <param name="Name">Of the tensor that it makes.</param>
/// <param name="Input">Name of the tensor that it reads.</param>
/// <param name="Products">Of one element that it makes: multiplications of weights.</param>
/// <param name="IsConvolution">Else a product with a matrix; its result stays float32.</param>
public sealed record EightBitLayer(string Name, string Input, long Products, bool IsConvolution)
{
    const double BoundaryCost = 64; // operations that cost as much as quantising or dequantising one number, where 8-bit and float layers meet

    /// <param name="made">Elements of its result.</param>
    public double Operations(long made) => 2.0 * Products * made;

    /// <summary>What it may save in 8 bits, in operations: its own, and the quantise/dequantise boundaries that it would need as a
    /// float layer between 8-bit neighbours.</summary>
    /// <param name="read">Elements that it reads.</param>
    /// <param name="made">Elements of its result.</param>
    public double Saving(long read, long made) => Operations(made) + BoundaryCost * (read + made);

    /// <summary>Such layers of a model, in order of execution.</summary>
    public static IReadOnlyList<EightBitLayer> In(PlainModel model)
    {
        var layers = new List<EightBitLayer>();
        foreach (var node in model.Nodes)
            if (WeightOf(model, node) is { } weight && !model.Constants.ContainsKey(node.Inputs[0]))
                layers.Add(new(node.Outputs[0], node.Inputs[0], weight.Count / weight.Shape[OutputAxis(node)], node.Operator == "Conv"));
        return layers;
    }

    /// <summary>The weights of such a layer; null for any other node.</summary>
    internal static PlainTensor? WeightOf(PlainModel model, PlainNode node)
    {
        if (node.Domain.Length > 0 || node.Operator is not ("Conv" or "MatMul")
            || !model.Constants.TryGetValue(node.Inputs[1], out var weight) || !weight.IsFloat)
            return null;
        if (node.Operator == "MatMul")
            return weight.Shape.Length == 2 ? weight : null;
        return node.Inputs.Length < 3 || node.Inputs[2].Length == 0 || model.Constants.TryGetValue(node.Inputs[2], out var bias) && bias.IsFloat
            ? weight : null;
    }

    /// <summary>The axis of a layer's weights along which its channels lie.</summary>
    internal static int OutputAxis(PlainNode node) => node.Operator == "Conv" ? 0 : 1;
}
