using Avatars.ModelBuilding.Onnx;

namespace Avatars.ModelBuilding.Layers;

/// <summary>A picture's coarse colours as latent channels, and back; nothing is learnt here.</summary>
public static class ColourLayers
{
    /// <summary>Latent units per unit of brightness: colours of -1..1 then deviate by about 1, as latents do.</summary>
    const float Gain = 2;

    /// <summary>Twice the mean colour of every cell in the first channels, zeros in the others: [B, C, H, W] to [B,
    /// <paramref name="channels"/>, H / cell, W / cell].</summary>
    public static Value CellColours(this Graph graph, Value image, int cell, int channels)
    {
        var colours = image[1];
        var weights = new float[channels * colours * cell * cell]; // input channel (row, column, colour), as SpaceToDepth lays them
        for (var i = 0; i < cell * cell; i++)
            for (var colour = 0; colour < colours; colour++)
                weights[colour * colours * cell * cell + i * colours + colour] = Gain / (cell * cell);
        return graph.FixedConv(graph.SpaceToDepth(image, cell), "cell_colours", channels, 1, weights);
    }

    /// <summary>The inverse as far as there is one, bilinear between the middles of the cells: [B, C, h, w] to
    /// [B, <paramref name="colours"/>, h cell, w cell].</summary>
    public static Value FromCellColours(this Graph graph, Value latents, int colours, int cell)
    {
        var channels = latents[1];
        var weights = new float[cell * cell * colours * channels * 9];
        for (var row = 0; row < cell; row++)
            for (var column = 0; column < cell; column++)
                for (var tap = 0; tap < 9; tap++)
                {
                    var share = Share(row, tap / 3 - 1, cell) * Share(column, tap % 3 - 1, cell) / Gain;
                    for (var colour = 0; colour < colours; colour++)
                        weights[(((row * cell + column) * colours + colour) * channels + colour) * 9 + tap] = share;
                }
        return graph.DepthToSpace(graph.FixedConv(latents, "cell_colours", cell * cell * colours, 3, weights), cell);
    }

    /// <summary>What the cell at <paramref name="neighbour"/> (-1, 0, 1) gives to pixel <paramref name="pixel"/> of this one.</summary>
    static float Share(int pixel, int neighbour, int cell)
    {
        var distance = (pixel + 0.5f) / cell - 0.5f - neighbour; // in cells
        return MathF.Max(0, 1 - MathF.Abs(distance));
    }

    static Value FixedConv(this Graph graph, Value x, string stem, int channels, int kernel, float[] weights)
    {
        var pad = kernel / 2;
        return graph.Add("Conv", stem, [x, graph.Constant([channels, x[1], kernel, kernel], weights)], [x[0], channels, x[2], x[3]],
            NodeAttribute.Integers("kernel_shape", kernel, kernel), NodeAttribute.Integers("strides", 1, 1),
            NodeAttribute.Integers("pads", pad, pad, pad, pad));
    }
}
