namespace Avatars.ModelBuilding.Onnx;

/// <summary>What a network costs, whatever runs it.</summary>
public static class OperationCount
{
    /// <summary>
    /// Floating-point operations of one sample in convolutions, matrix products and attention, a product and its sum counting as two; the
    /// rest is not counted.
    /// </summary>
    public static long Of(Graph graph) => graph.Nodes.Sum(node => 2 * Products(node, graph.Shapes));

    static long Products(Node node, IReadOnlyDictionary<string, int[]> shapes)
    {
        var made = Count(shapes[node.Outputs[0]]);
        int[] Input(int index) => shapes[node.Inputs[index]];
        return node.Operator switch
        {
            "Conv" => made * Count(Input(1)[1..]),
            "UpsampleConv" => made * Input(1)[1] * 4, // each pixel reads 2x2 of the picture before
            "Linear" or "LinearNoBias" => made * Input(1)[1],
            "MatMul" => made * Input(0)[^1],
            "Attention" => 2 * made * Input(1)[1], // scores and mixture; the keys are [batch, tokens, channels]
            _ => 0,
        };
    }

    /// <summary>Elements of one sample.</summary>
    static long Count(int[] shape) => shape.Aggregate(1L, (product, side) => product * (side == Value.Batch ? 1 : side));
}
