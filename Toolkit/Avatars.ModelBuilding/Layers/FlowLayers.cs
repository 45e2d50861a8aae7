using Avatars.ModelBuilding.Onnx;

namespace Avatars.ModelBuilding.Layers;

/// <summary>Pixels that move, and what is behind them.</summary>
public static class FlowLayers
{
    /// <summary>A picture [B, C, S, S] at each pixel plus the offset [B, 2, h, w] (x and y, 2 is the whole side), which is interpolated between the cells; the border's pixels go on outside.</summary>
    public static Value BringOver(this Graph graph, Value picture, Value offset, string stem)
    {
        var size = picture[2];
        var columns = graph.Constant([1, 1, size, 2], [.. Enumerable.Range(0, 2 * size).Select(i => i % 2 == 0 ? ShapeLayers.Middle(i / 2, size) : 0)]);
        var rows = graph.Constant([1, size, 1, 2], [.. Enumerable.Range(0, 2 * size).Select(i => i % 2 == 1 ? ShapeLayers.Middle(i / 2, size) : 0)]);
        var flow = graph.Add(graph.Transpose(graph.ResizeLinear(offset, size, size), 0, 2, 3, 1), graph.Add(columns, rows), stem + ":flow"); // the sum of constants is folded at load
        return graph.GridSample(picture, graph.Clip(flow, ShapeLayers.Middle(0, size), ShapeLayers.Middle(size - 1, size)), stem);
    }

    /// <summary>The picture without the person: in the person's place, and a cell around it, the mean colours of the nearest cells of the wall.</summary>
    /// <param name="seen">The logit of the body being there, [B, 1, h, w].</param>
    public static Value Backdrop(this Graph graph, Value picture, Value seen)
    {
        const float Steep = 8, Margin = 3; // logits: a cell that is surely body is not worth the way across the whole body
        var (rows, columns, size) = (seen[2], seen[3], picture[2]);
        var body = graph.Add(graph.MaxPool(seen, 3, stride: 1, padding: 1), graph.Constant([1], [Margin]));
        var grid = graph.RepeatOverBatch(graph.CellGrid(rows, columns), seen);
        var absent = graph.Multiply(graph.Relu(graph.Reshape(body, Value.Batch, 1, rows * columns)), graph.Constant([1], [Steep]));
        var sharpness = graph.Constant([1], [rows * columns / 12f]); // the bell of the distances is a little more than a cell wide
        var colours = graph.ToTokens(graph.AveragePool(picture, size / rows, size / rows, padding: 0));
        var wall = graph.ResizeLinear(graph.ToPicture(graph.Look(grid, grid, colours, sharpness, absent, "wall.look"), rows, columns), size, size);
        return graph.Add(picture, graph.Multiply(graph.Sigmoid(graph.ResizeLinear(body, size, size)), graph.Subtract(wall, picture)));
    }
}
