using Avatars.ModelBuilding.Onnx;

namespace Avatars.ModelBuilding.Layers;

/// <summary>Fixed filters; nothing is learnt here.</summary>
public static class SmoothingLayers
{
    static readonly float[] Binomial = [1 / 4f, 1 / 2f, 1 / 4f];

    /// <summary>
    /// Each channel through the 3x3 binomial filter, zeros beyond the edge: [B, C, H, W] to the same. It takes out what alternates from pixel to pixel, as
    /// the phases of a sub-pixel convolution (<see cref="ShapeLayers.DepthToSpace"/>) do where they have not learnt to agree.
    /// </summary>
    /// <remarks>A fixed smoothing layer against checkerboard artifacts: Sugawara, Shiota and Kiya 2018, arXiv:1806.02658.</remarks>
    public static Value Smooth(this Graph graph, Value x, string stem)
    {
        var channels = x[1];
        var weights = new float[channels * 9];
        for (var i = 0; i < weights.Length; i++)
            weights[i] = Binomial[i / 3 % 3] * Binomial[i % 3];
        return graph.Add("Conv", stem, [x, graph.Constant([channels, 1, 3, 3], weights)], [x[0], channels, x[2], x[3]],
            NodeAttribute.Integers("kernel_shape", 3, 3), NodeAttribute.Integers("strides", 1, 1), NodeAttribute.Integers("pads", 1, 1, 1, 1),
            NodeAttribute.Integer("group", channels));
    }
}
