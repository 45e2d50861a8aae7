using Avatars.ModelBuilding.Onnx;

namespace Avatars.ModelBuilding.Layers;

/// <summary>An hourglass: downsampling until the receptive field covers the whole figure, then upsampling.</summary>
public static class HourglassLayers
{
    const float Epsilon = 1e-5f;

    /// <summary>Three levels, each half the side of the one before, residual blocks and one attention at the bottom.</summary>
    /// <param name="near">[B, widths[0], h, w]; the two sides divide by 4.</param>
    /// <param name="widths">Channels of the levels.</param>
    /// <returns>Far: [B, widths[1], h / 2, w / 2]; High: [B, widths[0], h, w].</returns>
    /// <remarks>Newell et al. 2016, arXiv:1603.06937, with joined instead of added skips.</remarks>
    public static (Value Far, Value High) Hourglass(this Graph graph, Value near, ReadOnlySpan<int> widths, int groups)
    {
        var middle = graph.Resnet(graph.Conv(near, "down.0", widths[1], stride: 2), "middle", widths[1], groups, Epsilon);
        var x = graph.Resnet(graph.Conv(middle, "down.1", widths[2], stride: 2), "whole.0", widths[2], groups, Epsilon);
        x = graph.Resnet(graph.PixelAttention(x, "whole.1", groups, Epsilon), "whole.2", widths[2], groups, Epsilon);
        x = graph.Concat("up.0:input", 1, graph.UpsampleConv(x, "up.0", widths[1]), middle);
        var far = graph.Resnet(x, "back", widths[1], groups, Epsilon);
        x = graph.Concat("up.1:input", 1, graph.UpsampleConv(far, "up.1", widths[0]), near);
        return (far, graph.Resnet(x, "high", widths[0], groups, Epsilon));
    }
}
