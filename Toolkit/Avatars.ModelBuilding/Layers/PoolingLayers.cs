using Avatars.ModelBuilding.Onnx;

namespace Avatars.ModelBuilding.Layers;

/// <summary>Layers that sum pictures up, as PyTorch's of the same names; incomplete windows at the right and the bottom are dropped.</summary>
public static class PoolingLayers
{
    public static Value MaxPool(this Graph graph, Value x, int kernel, int stride, int padding = 0) => graph.Pool("MaxPool", x, kernel, stride, padding);

    /// <summary>Zeros of the border count.</summary>
    public static Value AveragePool(this Graph graph, Value x, int kernel, int stride, int padding) =>
        graph.Pool("AveragePool", x, kernel, stride, padding, NodeAttribute.Integer("count_include_pad", 1));

    /// <summary>[B, C, H, W] to [B, C].</summary>
    public static Value MeanOverPicture(this Graph graph, Value x) =>
        graph.Add("ReduceMean", x.Name + ":mean", [x], [x[0], x[1]], NodeAttribute.Integers("axes", 2, 3), NodeAttribute.Integer("keepdims", 0));

    static Value Pool(this Graph graph, string op, Value x, int kernel, int stride, int padding, params NodeAttribute[] more)
    {
        int SideOf(int side) => (side + 2 * padding - kernel) / stride + 1;
        return graph.Add(op, x.Name + ":pooled", [x], [x[0], x[1], SideOf(x[2]), SideOf(x[3])],
            [NodeAttribute.Integers("kernel_shape", kernel, kernel), NodeAttribute.Integers("strides", stride, stride),
                NodeAttribute.Integers("pads", padding, padding, padding, padding), .. more]);
    }
}
