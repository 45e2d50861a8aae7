using Avatars.ModelBuilding.Onnx;

namespace Avatars.ModelBuilding.Layers;

/// <summary>Operations that move numbers and compute nothing.</summary>
public static class ShapeLayers
{
    /// <summary>Same numbers in another shape; the batch side must stay where it is, in front.</summary>
    public static Value Reshape(this Graph graph, Value x, params int[] shape)
    {
        var sides = Array.ConvertAll(shape, side => side == Value.Batch ? 0L : side); // 0 copies the side from x
        var target = graph.Integers(sides);
        return graph.Add("Reshape", x.Name + ":reshaped", [x, target], shape);
    }

    public static Value Transpose(this Graph graph, Value x, params int[] order) =>
        graph.Add("Transpose", x.Name + ":transposed", [x], Array.ConvertAll(order, axis => x[axis]), NodeAttribute.Integers("perm", order));

    /// <summary>[B, C, H, W] to [B, H W, C], rows of the picture one after another.</summary>
    public static Value ToTokens(this Graph graph, Value x) =>
        graph.Transpose(graph.Add("Reshape", x.Name + ":reshaped", [x, graph.Integers(0, x[1], -1)], [x[0], x[1], x[2] * x[3]]), 0, 2, 1);

    /// <summary>[B, H W, C] to [B, C, H, W].</summary>
    public static Value ToPicture(this Graph graph, Value x, int height, int width) =>
        graph.Reshape(graph.Transpose(x, 0, 2, 1), Value.Batch, x[2], height, width);

    /// <summary>The same with the height and width of another picture of as many channels, whatever its size is at run time.</summary>
    public static Value ToPicture(this Graph graph, Value x, Value like)
    {
        if (like[1] != x[2])
            throw new InvalidOperationException($"{x} has other channels than {like}.");
        var shape = graph.Add("Shape", like.Name + ":shape", [like], [4]);
        return graph.Add("Reshape", x.Name + ":picture", [graph.Transpose(x, 0, 2, 1), shape], like.Shape);
    }

    public static Value Concat(this Graph graph, string stem, int axis, params Value[] parts)
    {
        var shape = parts[0].Shape.ToArray();
        shape[axis] = parts.Sum(part => part[axis]);
        return graph.Add("Concat", stem, parts, shape, NodeAttribute.Integer("axis", axis));
    }

    /// <summary>Two equal halves of the last axis.</summary>
    public static (Value First, Value Second) Halves(this Graph graph, Value x)
    {
        int[] shape = [.. x.Shape[..^1], x[-1] / 2];
        var halves = graph.AddMany("Split", x.Name + ":half", [x], [shape, shape], NodeAttribute.Integer("axis", -1));
        return (halves[0], halves[1]);
    }

    /// <summary>The first channels of [B, C, H, W], and the others.</summary>
    public static (Value First, Value Others) SplitChannels(this Graph graph, Value x, int first)
    {
        int[] Channels(int count) => [x[0], count, x[2], x[3]];
        int[][] shapes = [Channels(first), Channels(x[1] - first)];
        var parts = graph.AddMany("Split", x.Name + ":part", [x, graph.Integers(first, x[1] - first)], shapes, NodeAttribute.Integer("axis", 1));
        return (parts[0], parts[1]);
    }

    /// <summary>The token at <paramref name="index"/> of [B, T, C], as [B, C].</summary>
    public static Value Token(this Graph graph, Value x, int index) =>
        graph.Add("Gather", x.Name + ":token", [x, graph.Constant([], [(long)index])], [x[0], x[2]], NodeAttribute.Integer("axis", 1));

    /// <summary>A tensor [1, T, C] or [C] repeated over the batch, as [B, T, C].</summary>
    /// <param name="like">Any value whose first side is the batch.</param>
    public static Value RepeatOverBatch(this Graph graph, Value token, Value like)
    {
        var batch = graph.Add("Shape", like.Name + ":batch", [like], [1], NodeAttribute.Integer("start", 0), NodeAttribute.Integer("end", 1));
        var count = token.Rank < 2 ? 1 : token[-2];
        var shape = graph.Add("Concat", token.Name + ":shape", [batch, graph.Integers(count, token[-1])], [3], NodeAttribute.Integer("axis", 0));
        return graph.Add("Expand", token.Name + ":repeated", [token, shape], [Value.Batch, count, token[-1]]);
    }

    /// <summary>Nearest neighbour to an exact size: source row = floor(row * height / new height), and so for columns.</summary>
    public static Value ResizeNearest(this Graph graph, Value x, int height, int width)
    {
        var rows = graph.Pick(x, 2, height);
        return graph.Pick(rows, 3, width);
    }

    /// <summary>Middles of the cells of a grid, rows one after another, x and y in -1..1 from edge to edge: [1, rows columns, 2].</summary>
    public static Value CellGrid(this Graph graph, int rows, int columns) =>
        graph.Constant([1, rows * columns, 2],
            [.. Enumerable.Range(0, rows * columns).SelectMany(i => new[] { Middle(i % columns, columns), Middle(i / columns, rows) })]);

    /// <summary>The same as a picture: [1, 2, rows, columns].</summary>
    public static Value CellPicture(this Graph graph, int rows, int columns) =>
        graph.Constant([1, 2, rows, columns],
            [.. Enumerable.Range(0, 2 * rows * columns).Select(i => i < rows * columns ? Middle(i % columns, columns) : Middle(i / columns - rows, rows))]);

    /// <summary>Middle of a cell in -1..1.</summary>
    public static float Middle(int index, int count) => (2 * index + 1f) / count - 1;

    /// <summary>Bilinear to a multiple of the size, middles of pixels aligned.</summary>
    public static Value ResizeLinear(this Graph graph, Value x, int height, int width)
    {
        var none = graph.Constant([0], ReadOnlySpan<float>.Empty);
        var scales = graph.Constant([4], [1f, 1f, (float)height / x[2], (float)width / x[3]]);
        return graph.Add("Resize", x.Name + ":resized", [x, none, scales], [x[0], x[1], height, width],
            NodeAttribute.Text("mode", "linear"), NodeAttribute.Text("coordinate_transformation_mode", "half_pixel"));
    }

    /// <summary>x [B, C, H, W] at the points of a grid [B, h, w, 2] (column and row, -1..1 from edge to edge), bilinear, with zeros outside.</summary>
    /// <remarks>ONNX Runtime has a fast kernel for zero padding alone.</remarks>
    public static Value GridSample(this Graph graph, Value x, Value grid, string stem) =>
        graph.Add("GridSample", stem, [x, grid], [x[0], x[1], grid[1], grid[2]],
            NodeAttribute.Text("mode", "bilinear"), NodeAttribute.Text("padding_mode", "zeros"), NodeAttribute.Integer("align_corners", 0));

    /// <summary>[B, C, H, W] to [B, C size², H / size, W / size].</summary>
    public static Value SpaceToDepth(this Graph graph, Value x, int size) => size == 1 ? x :
        graph.Add("SpaceToDepth", x.Name + ":folded", [x], [x[0], x[1] * size * size, x[2] / size, x[3] / size], NodeAttribute.Integer("blocksize", size));

    /// <summary>The inverse of <see cref="SpaceToDepth"/>.</summary>
    public static Value DepthToSpace(this Graph graph, Value x, int size) => size == 1 ? x :
        graph.Add("DepthToSpace", x.Name + ":unfolded", [x], [x[0], x[1] / (size * size), x[2] * size, x[3] * size],
            NodeAttribute.Integer("blocksize", size), NodeAttribute.Text("mode", "DCR"));

    /// <summary>Integer arithmetic instead of a resize by a scale, whose rounding could pick a neighbour.</summary>
    static Value Pick(this Graph graph, Value x, int axis, int side)
    {
        if (x[axis] == side)
            return x;
        var from = new long[side];
        for (var i = 0; i < side; i++)
            from[i] = (long)i * x[axis] / side;
        var shape = x.Shape.ToArray();
        shape[axis] = side;
        return graph.Add("Gather", x.Name + ":resized", [x, graph.Constant([side], from)], shape, NodeAttribute.Integer("axis", axis));
    }
}
