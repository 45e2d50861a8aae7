using Avatars.ModelBuilding.Layers;
using Avatars.ModelBuilding.Onnx;

namespace Avatars.ModelBuilding.Networks;

/// <summary>Sizes of a <see cref="ConvolutionalVision"/>.</summary>
public sealed record ConvolutionalVisionConfiguration
{
    /// <summary>Side of the square picture that comes in; divides by 16.</summary>
    public int Size { get; init; } = 128;

    /// <summary>Channels at a quarter, an eighth and a sixteenth of the size.</summary>
    public int[] Widths { get; init; } = [48, 96, 192];

    /// <summary>What is kept of every cell of a sixteenth of the size.</summary>
    public int CellChannels { get; init; } = 64;

    public int Groups { get; init; } = 16;

    /// <summary>Of the embedding.</summary>
    public int Projection { get; init; } = 192;
}

/// <summary>
/// The first stage's picture tower at compact size, in the place of CLIP's: convolutions down to cells, and one linear layer that reads each cell by
/// its place, so that "an arm is up here on the left" is a direction of the embedding, for a picture as for a pose map.
/// </summary>
/// <remarks>Our own. CLIP's tower is pretrained on pictures; from random weights, patches and transformers
/// learnt far slower (Training/RESULTS.md).</remarks>
public sealed class ConvolutionalVision(ConvolutionalVisionConfiguration configuration)
{
    const float Epsilon = 1e-5f;

    readonly ConvolutionalVisionConfiguration _c = configuration;

    /// <summary>pixel_values [B, 3, S, S], CLIP-normalised, to image_embeds [B, P], not of unit length.</summary>
    /// <param name="name">Of the graph.</param>
    public Graph Build(string name = "fusion_encoder")
    {
        var graph = new Graph(name);
        var x = graph.Conv(graph.Input("pixel_values", Value.Batch, 3, _c.Size, _c.Size), "stem", _c.Widths[0], kernel: 4, stride: 4, padding: 0);
        x = Down(graph, x, 0);
        x = Down(graph, x, 1);
        x = graph.Silu(graph.Conv(graph.NormSilu(x, "cells.norm", _c.Groups, Epsilon), "cells", _c.CellChannels, kernel: 1));
        graph.Output(graph.Linear(graph.Reshape(x, Value.Batch, x[1] * x[2] * x[3]), "projection", _c.Projection, bias: false), "image_embeds");
        return graph;
    }

    /// <summary>Half the side, the next width, and a residual block there.</summary>
    Value Down(Graph graph, Value x, int level)
    {
        var width = _c.Widths[level + 1];
        x = graph.Conv(graph.NormSilu(x, $"down.{level}.norm", _c.Groups, Epsilon), $"down.{level}.conv", width, stride: 2);
        return graph.Resnet(x, $"down.{level}.resnet", width, _c.Groups, Epsilon);
    }
}
