using Avatars.ModelBuilding.Onnx;

namespace Avatars.ModelBuilding.Layers;

/// <summary>Backward warping along an optical flow, and the separation of a person from the background.</summary>
public static class FlowLayers
{
    const float Margin = 3; // logits: a body with 95 % certainty, or none

    /// <summary>Backward warp: each pixel shows <paramref name="picture"/> [B, C, S, S] at its own position plus an offset;
    /// border pixels are repeated outside.</summary>
    /// <param name="offset">[B, 2, h, w]: x and y, where 2 is the whole side; interpolated bilinearly where cells are larger than pixels.</param>
    public static Value BackwardWarp(this Graph graph, Value picture, Value offset, string stem)
    {
        var size = picture[2];
        var columns = graph.Constant([1, 1, size, 2], [.. Enumerable.Range(0, 2 * size).Select(i => i % 2 == 0 ? ShapeLayers.Middle(i / 2, size) : 0)]);
        var rows = graph.Constant([1, size, 1, 2], [.. Enumerable.Range(0, 2 * size).Select(i => i % 2 == 1 ? ShapeLayers.Middle(i / 2, size) : 0)]);
        var fine = offset[2] == size ? offset : graph.ResizeLinear(offset, size, size);
        var flow = graph.Add(graph.Transpose(fine, 0, 2, 3, 1), graph.Add(columns, rows), stem + ":flow"); // the sum of constants is folded at load
        return graph.GridSample(picture, graph.Clip(flow, ShapeLayers.Middle(0, size), ShapeLayers.Middle(size - 1, size)), stem);
    }

    /// <summary>
    /// <see cref="ShapeLayers.ResizeLinear"/> to <paramref name="factor"/> times the size, but each pixel between the middles of four cells has
    /// weights of its own: at a motion boundary a pixel moves with one of the two sides, where a mean would give a value that neither has. Convex
    /// upsampling (Teed and Deng 2020, arXiv:2003.12039) with straight boundaries: free weights of every pixel learn to dither.
    /// </summary>
    /// <param name="x">[B, C, h, w].</param>
    /// <param name="borders">
    /// [B, 9, h + 1, w + 1]: for each square between four middles, what is added to the logits of three weights: of the upper right
    /// cell, of the lower right cell, of the lower two. For each a constant, its increase from the square's left to its right, and from
    /// its top to its bottom. Zeros give bilinear weights.
    /// </param>
    public static Value ConvexUpsample(this Graph graph, Value x, Value borders, int factor)
    {
        var (pixels, rows, columns) = (factor * factor, x[2] + 1, x[3] + 1);
        float At(int index) => (index + 0.5f) / factor;
        float Logit(int index) => MathF.Log(At(index) / (1 - At(index)));
        var linear = new float[3 * pixels];
        var basis = new float[3 * pixels * 9];
        for (var i = 0; i < linear.Length; i++)
        {
            var (share, row, column) = (i / pixels, i % pixels / factor, i % factor);
            linear[i] = Logit(share == 2 ? row : column);
            (basis[9 * i + 3 * share], basis[9 * i + 3 * share + 1], basis[9 * i + 3 * share + 2]) = (1, At(column) - 0.5f, At(row) - 0.5f);
        }
        Value[] parts = [borders, graph.Constant([3 * pixels, 9, 1, 1], basis), graph.Constant([3 * pixels], linear)];
        var logits = graph.Add("Conv", borders.Name + ":spread", parts, [x[0], 3 * pixels, rows, columns]);
        var own = graph.Sigmoid(logits);
        var (above, others) = graph.SplitChannels(own, pixels);
        var (below, low) = graph.SplitChannels(others, pixels);
        var upper = Between(Corner(0, 0), Corner(1, 0), above);
        var mixed = graph.Add(upper, graph.Multiply(Share(low), graph.Subtract(Between(Corner(0, 1), Corner(1, 1), below), upper)));
        var large = graph.DepthToSpace(graph.Reshape(mixed, Value.Batch, pixels * x[1], rows, columns), factor);
        var (first, height, width) = (factor / 2, factor * x[2], factor * x[3]);
        Value[] slice = [large, graph.Integers(first, first), graph.Integers(first + height, first + width), graph.Integers(2, 3)];
        return graph.Add("Slice", x.Name + ":upsampled", slice, [x[0], x[1], height, width]);

        Value Share(Value part) => graph.Reshape(part, Value.Batch, pixels, 1, rows * columns);
        Value Corner(int right, int lower) => graph.Reshape(graph.Shifted(graph.Shifted(x, 2, lower), 3, right), Value.Batch, 1, x[1], rows * columns);
        Value Between(Value a, Value b, Value part) => graph.Add(a, graph.Multiply(Share(part), graph.Subtract(b, a)));
    }

    /// <summary>One cell longer along the axis: the first cell twice (<paramref name="ahead"/> 0) or the last (1).</summary>
    static Value Shifted(this Graph graph, Value x, int axis, int ahead)
    {
        var from = Enumerable.Range(0, x[axis] + 1).Select(i => (long)Math.Clamp(i - 1 + ahead, 0, x[axis] - 1)).ToArray();
        var shape = x.Shape.ToArray();
        shape[axis]++;
        return graph.Add("Gather", x.Name + ":shifted", [x, graph.Constant([from.Length], from)], shape, NodeAttribute.Integer("axis", axis));
    }

    /// <summary>The background, inpainted: the body's cells and those beside them show the mean colours of the nearest background cells.</summary>
    /// <param name="seen">The logit of the body being there, [B, 1, h, w].</param>
    public static Value InpaintBackground(this Graph graph, Value picture, Value seen)
    {
        var body = graph.Add(graph.MaxPool(seen, 3, stride: 1, padding: 1), graph.Constant([1], [Margin]));
        var colours = graph.AveragePool(picture, picture[2] / seen[2], picture[2] / seen[2], padding: 0);
        var mask = graph.Sigmoid(graph.ResizeLinear(body, picture[2], picture[2]));
        return graph.Blend(picture, mask, graph.NearestColours(colours, graph.Relu(body), picture[2], "background"));
    }

    /// <summary>
    /// The person without the background and without the outermost pixels, which are mixed with it: both show the mean colours of the nearest cells
    /// of the person. A warp that reads a pixel beyond the edge then finds no background, nor does one that reads between fingers.
    /// </summary>
    /// <param name="matte">The logit of a pixel being the person's, [B, 1, S, S].</param>
    /// <param name="cells">How many lie along a side.</param>
    public static Value Foreground(this Graph graph, Value picture, Value matte, int cells)
    {
        const float Steep = 2, Middle = 1; // of the logits: a pixel with 73 % certainty is half filled
        const float LeastShare = 0.1f; // share of a cell that the person fills: with less, its mean colour is unreliable
        var size = picture[2] / cells;
        var inside = graph.Negate(graph.MaxPool(graph.Negate(matte), 3, stride: 1, padding: 1)); // erosion by a pixel
        var kept = graph.Sigmoid(graph.Multiply(graph.Subtract(inside, graph.Constant([1], [Middle])), graph.Constant([1], [Steep])));
        var share = graph.AveragePool(kept, size, size, padding: 0);
        var colours = graph.Divide(graph.AveragePool(graph.Multiply(picture, kept), size, size, padding: 0), graph.Add(share, graph.Constant([1], [1e-3f])));
        var excluded = graph.Relu(graph.Subtract(graph.Constant([1], [1f]), graph.Multiply(share, graph.Constant([1], [1 / LeastShare]))));
        return graph.Blend(graph.NearestColours(colours, excluded, picture[2], "foreground"), kept, picture);
    }

    /// <summary>Composites the picture over a background: where the mask excludes a person with certainty, the background's own pixels remain.</summary>
    /// <param name="mask">The logit of the person being there, [B, 1, h, w]; zeros leave the picture as it is.</param>
    /// <param name="background">[B, C, S, S], as <paramref name="picture"/>.</param>
    /// <param name="factor">Pixels along a side of the mask's cells.</param>
    public static Value CompositeOverBackground(this Graph graph, Value picture, Value mask, Value background, int factor)
    {
        const float Steep = 2, Certain = 6; // logits: half background at -6
        var absent = graph.Sigmoid(graph.Multiply(graph.Add(graph.MaxPool(mask, 3, stride: 1, padding: 1), graph.Constant([1], [Certain])),
            graph.Constant([1], [-Steep])));
        var kernel = new float[factor * factor * 9]; // bilinear between the middles of cells; beyond the picture's edge the mask counts as a person
        for (var i = 0; i < kernel.Length; i++)
            kernel[i] = Linear(i / 9 / factor, i % 9 / 3 - 1) * Linear(i / 9 % factor, i % 3 - 1);
        var phases = graph.Add("Conv", mask.Name + ":background", [absent, graph.Constant([factor * factor, 1, 3, 3], kernel)],
            [mask[0], factor * factor, mask[2], mask[3]], NodeAttribute.Integers("pads", 1, 1, 1, 1));
        return graph.Blend(picture, graph.DepthToSpace(phases, factor), background);

        float Linear(int pixel, int cell) => MathF.Max(0, 1 - MathF.Abs((pixel + 0.5f) / factor - 0.5f - cell));
    }

    /// <summary>Linear interpolation from the picture to <paramref name="other"/>.</summary>
    public static Value Blend(this Graph graph, Value picture, Value share, Value other) =>
        graph.Add(picture, graph.Multiply(share, graph.Subtract(other, picture)));

    /// <summary>At each of size x size pixels the colours [B, C, h, w] of the nearest cells that are not excluded.</summary>
    /// <param name="excluded">From 0 upwards, [B, 1, h, w].</param>
    static Value NearestColours(this Graph graph, Value colours, Value excluded, int size, string stem)
    {
        const float Steep = 8; // an excluded cell weighs less than one that is allowed at the other side of the body
        var (rows, columns) = (excluded[2], excluded[3]);
        var grid = graph.RepeatOverBatch(graph.CellGrid(rows, columns), excluded);
        var penalty = graph.Multiply(graph.Reshape(excluded, Value.Batch, 1, rows * columns), graph.Constant([1], [Steep]));
        var sharpness = graph.Constant([1], [rows * columns / 12f]); // the Gaussian of the distances is a little more than a cell wide
        var nearest = graph.DistanceAttention(grid, grid, graph.ToTokens(colours), sharpness, penalty, stem + ".lookup");
        return graph.ResizeLinear(graph.ToPicture(nearest, rows, columns), size, size);
    }
}
