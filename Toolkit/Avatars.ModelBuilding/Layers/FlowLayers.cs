using Avatars.ModelBuilding.Onnx;

namespace Avatars.ModelBuilding.Layers;

/// <summary>Pixels that move, and what is behind them.</summary>
public static class FlowLayers
{
    const float Margin = 3; // logits: what is a body with 95 % certainty, or none

    /// <summary>A picture [B, C, S, S] at each pixel plus the offset [B, 2, h, w] (x and y, 2 is the whole side), which is interpolated between the cells where they are larger than pixels; the border's pixels go on outside.</summary>
    public static Value BringOver(this Graph graph, Value picture, Value offset, string stem)
    {
        var size = picture[2];
        var columns = graph.Constant([1, 1, size, 2], [.. Enumerable.Range(0, 2 * size).Select(i => i % 2 == 0 ? ShapeLayers.Middle(i / 2, size) : 0)]);
        var rows = graph.Constant([1, size, 1, 2], [.. Enumerable.Range(0, 2 * size).Select(i => i % 2 == 1 ? ShapeLayers.Middle(i / 2, size) : 0)]);
        var fine = offset[2] == size ? offset : graph.ResizeLinear(offset, size, size);
        var flow = graph.Add(graph.Transpose(fine, 0, 2, 3, 1), graph.Add(columns, rows), stem + ":flow"); // the sum of constants is folded at load
        return graph.GridSample(picture, graph.Clip(flow, ShapeLayers.Middle(0, size), ShapeLayers.Middle(size - 1, size)), stem);
    }

    /// <summary>
    /// <see cref="ShapeLayers.ResizeLinear"/> to <paramref name="factor"/> times the size, but between the middles of four cells the pixels have shares in those of their own: at a border between two that
    /// move apart a pixel goes with one of them, where a mean would take it to a place between. Convex upsampling (Teed and Deng 2020, arXiv:2003.12039) whose borders are straight: free shares of every
    /// pixel learn to dither.
    /// </summary>
    /// <param name="x">[B, C, h, w].</param>
    /// <param name="borders">
    /// [B, 9, h + 1, w + 1], for each square between four middles what is added to the logits of three shares: the right cell's above, the right one's below, the lower two's. For each a number, and how much it
    /// rises from the square's left to its right and from its top to its bottom. Zeros leave the linear shares.
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
        var logits = graph.Add("Conv", borders.Name + ":spread", [borders, graph.Constant([3 * pixels, 9, 1, 1], basis), graph.Constant([3 * pixels], linear)], [x[0], 3 * pixels, rows, columns]);
        var own = graph.Sigmoid(logits);
        var (above, others) = graph.SplitChannels(own, pixels);
        var (below, low) = graph.SplitChannels(others, pixels);
        var upper = Between(Corner(0, 0), Corner(1, 0), above);
        var mixed = graph.Add(upper, graph.Multiply(Share(low), graph.Subtract(Between(Corner(0, 1), Corner(1, 1), below), upper)));
        var large = graph.DepthToSpace(graph.Reshape(mixed, Value.Batch, pixels * x[1], rows, columns), factor);
        var (first, height, width) = (factor / 2, factor * x[2], factor * x[3]);
        return graph.Add("Slice", x.Name + ":upsampled", [large, graph.Integers(first, first), graph.Integers(first + height, first + width), graph.Integers(2, 3)], [x[0], x[1], height, width]);

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

    /// <summary>The picture without the person: in the person's place, and a cell around it, the mean colours of the nearest cells of the wall.</summary>
    /// <param name="seen">The logit of the body being there, [B, 1, h, w].</param>
    public static Value Backdrop(this Graph graph, Value picture, Value seen)
    {
        var body = graph.Add(graph.MaxPool(seen, 3, stride: 1, padding: 1), graph.Constant([1], [Margin]));
        var colours = graph.AveragePool(picture, picture[2] / seen[2], picture[2] / seen[2], padding: 0);
        return graph.Cover(picture, graph.Sigmoid(graph.ResizeLinear(body, picture[2], picture[2])), graph.Nearest(colours, graph.Relu(body), picture[2], "wall"));
    }

    /// <summary>
    /// The person without the wall, and without the outermost pixels: in their place the mean colours of the nearest cells of the person. So who takes a pixel too many at the edge takes no wall along, and none comes from between the fingers.
    /// </summary>
    /// <param name="matte">The logit of a pixel being the person's, [B, 1, S, S].</param>
    /// <param name="cells">How many lie along a side.</param>
    public static Value Foreground(this Graph graph, Value picture, Value matte, int cells)
    {
        const float Steep = 2, Middle = 1; // of the logits: a pixel with 73 % certainty is half filled
        const float Some = 0.1f; // share of a cell: less than that of the person says little of the colour
        var size = picture[2] / cells;
        var inside = graph.Negate(graph.MaxPool(graph.Negate(matte), 3, stride: 1, padding: 1)); // the outermost pixels' colours are mixed with the wall's
        var kept = graph.Sigmoid(graph.Multiply(graph.Subtract(inside, graph.Constant([1], [Middle])), graph.Constant([1], [Steep])));
        var share = graph.AveragePool(kept, size, size, padding: 0);
        var colours = graph.Divide(graph.AveragePool(graph.Multiply(picture, kept), size, size, padding: 0), graph.Add(share, graph.Constant([1], [1e-3f])));
        var barred = graph.Relu(graph.Subtract(graph.Constant([1], [1f]), graph.Multiply(share, graph.Constant([1], [1 / Some]))));
        return graph.Cover(graph.Nearest(colours, barred, picture[2], "person"), kept, picture);
    }

    /// <summary>A picture in which the wall itself is seen where surely nobody is: it stands still there whatever moves elsewhere, and keeps its own colours.</summary>
    /// <param name="mask">The logit of the person being there, [B, 1, h, w]; zeros leave the picture as it is.</param>
    /// <param name="factor">Pixels along a side of its cells.</param>
    public static Value BeforeWall(this Graph graph, Value picture, Value mask, Value wall, int factor)
    {
        const float Steep = 2, Sure = 6;
        var nobody = graph.Sigmoid(graph.Multiply(graph.Add(graph.MaxPool(mask, 3, stride: 1, padding: 1), graph.Constant([1], [Sure])), graph.Constant([1], [-Steep])));
        var kernel = new float[factor * factor * 9]; // linear between the middles of cells; beyond the picture's edge there is no wall
        for (var i = 0; i < kernel.Length; i++)
            kernel[i] = Linear(i / 9 / factor, i % 9 / 3 - 1) * Linear(i / 9 % factor, i % 3 - 1);
        var share = graph.DepthToSpace(graph.Add("Conv", mask.Name + ":nobody", [nobody, graph.Constant([factor * factor, 1, 3, 3], kernel)], [mask[0], factor * factor, mask[2], mask[3]], NodeAttribute.Integers("pads", 1, 1, 1, 1)), factor);
        return graph.Cover(picture, share, wall);

        float Linear(int pixel, int cell) => MathF.Max(0, 1 - MathF.Abs((pixel + 0.5f) / factor - 0.5f - cell));
    }

    static Value Cover(this Graph graph, Value picture, Value share, Value other) => graph.Add(picture, graph.Multiply(share, graph.Subtract(other, picture)));

    /// <summary>At each of size x size pixels the colours [B, C, h, w] of the nearest cells that are not barred.</summary>
    /// <param name="barred">From 0 upwards, [B, 1, h, w].</param>
    static Value Nearest(this Graph graph, Value colours, Value barred, int size, string stem)
    {
        const float Steep = 8; // a cell that is surely barred is not worth the way across the whole body
        var (rows, columns) = (barred[2], barred[3]);
        var grid = graph.RepeatOverBatch(graph.CellGrid(rows, columns), barred);
        var absent = graph.Multiply(graph.Reshape(barred, Value.Batch, 1, rows * columns), graph.Constant([1], [Steep]));
        var sharpness = graph.Constant([1], [rows * columns / 12f]); // the bell of the distances is a little more than a cell wide
        return graph.ResizeLinear(graph.ToPicture(graph.Look(grid, grid, graph.ToTokens(colours), sharpness, absent, stem + ".look"), rows, columns), size, size);
    }
}
