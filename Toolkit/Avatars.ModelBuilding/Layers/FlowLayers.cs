using Avatars.ModelBuilding.Onnx;

namespace Avatars.ModelBuilding.Layers;

/// <summary>Pixels that move.</summary>
public static class FlowLayers
{
    /// <summary>A picture [B, C, S, S] at each pixel plus the offset [B, 2, h, w] (x and y, 2 is the whole side), which is interpolated between the cells.</summary>
    public static Value BringOver(this Graph graph, Value picture, Value offset, string stem)
    {
        var size = picture[2];
        var columns = graph.Constant([1, 1, size, 2], [.. Enumerable.Range(0, 2 * size).Select(i => i % 2 == 0 ? ShapeLayers.Middle(i / 2, size) : 0)]);
        var rows = graph.Constant([1, size, 1, 2], [.. Enumerable.Range(0, 2 * size).Select(i => i % 2 == 1 ? ShapeLayers.Middle(i / 2, size) : 0)]);
        var flow = graph.Add(graph.Add(graph.Transpose(graph.ResizeLinear(offset, size, size), 0, 2, 3, 1), columns), rows, stem + ":flow");
        return graph.GridSample(picture, flow, stem);
    }
}
