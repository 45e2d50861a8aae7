using Avatars.ModelBuilding.Onnx;

namespace Avatars.ModelBuilding.Layers;

/// <summary>Pixels that move, and what is behind them.</summary>
public static class FlowLayers
{
    const float Margin = 3; // logits: what is a body with 95 % certainty, or none

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
        var body = graph.Add(graph.MaxPool(seen, 3, stride: 1, padding: 1), graph.Constant([1], [Margin]));
        return graph.FillIn(picture, body, graph.Relu(body), "wall");
    }

    /// <summary>The person without the wall: around the body the mean colours of the nearest cells that are surely body, so that who takes a pixel too many at the edge takes no wall along.</summary>
    /// <param name="seen">The logit of the body being there, [B, 1, h, w].</param>
    public static Value Foreground(this Graph graph, Value picture, Value seen)
    {
        const float Steep = 2; // the seam between person and filling is half as wide as the logits' own
        return graph.FillIn(picture, graph.Multiply(seen, graph.Constant([1], [-Steep])), graph.Relu(graph.Subtract(graph.Constant([1], [Margin]), seen)), "person");
    }

    /// <summary>The picture, and where a cell is covered the mean colours of the nearest cells that are not barred.</summary>
    /// <param name="covered">A logit, [B, 1, h, w].</param>
    /// <param name="barred">From 0 upwards, [B, 1, h, w].</param>
    static Value FillIn(this Graph graph, Value picture, Value covered, Value barred, string stem)
    {
        const float Steep = 8; // a cell that is surely barred is not worth the way across the whole body
        var (rows, columns, size) = (covered[2], covered[3], picture[2]);
        var grid = graph.RepeatOverBatch(graph.CellGrid(rows, columns), covered);
        var absent = graph.Multiply(graph.Reshape(barred, Value.Batch, 1, rows * columns), graph.Constant([1], [Steep]));
        var sharpness = graph.Constant([1], [rows * columns / 12f]); // the bell of the distances is a little more than a cell wide
        var colours = graph.ToTokens(graph.AveragePool(picture, size / rows, size / rows, padding: 0));
        var nearest = graph.ResizeLinear(graph.ToPicture(graph.Look(grid, grid, colours, sharpness, absent, stem + ".look"), rows, columns), size, size);
        return graph.Add(picture, graph.Multiply(graph.Sigmoid(graph.ResizeLinear(covered, size, size)), graph.Subtract(nearest, picture)));
    }
}
