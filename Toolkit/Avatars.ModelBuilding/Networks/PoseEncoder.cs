using Avatars.ModelBuilding.Layers;
using Avatars.ModelBuilding.Onnx;
using Avatars.ModelBuilding.Weights;

namespace Avatars.ModelBuilding.Networks;

/// <summary>Sizes of a <see cref="PoseEncoder"/>; the defaults are those of FPDM, PCDMs and IMAGPose.</summary>
public sealed record PoseEncoderConfiguration
{
    /// <summary>Of the pose map.</summary>
    public required int Height { get; init; }

    /// <inheritdoc cref="Height"/>
    public required int Width { get; init; }

    public int Channels { get; init; } = 3;

    /// <summary>The pose map is folded by this before the first layer: full-size layers are what costs.</summary>
    public int PatchSize { get; init; } = 1;

    /// <summary>The first layer's width and one more per halving; with the folding, an eighth of the size is reached.</summary>
    public int[] Widths { get; init; } = [16, 32, 96, 256];

    /// <summary>Channels of the result: those of the UNet's first level.</summary>
    public int Embedding { get; init; } = 320;

    public static PoseEncoderConfiguration FpdmPublished { get; } = new() { Height = 512, Width = 352 };
}

/// <summary>The pose map as a feature map at an eighth of its size (diffusers' ControlNetConditioningEmbedding).</summary>
public sealed class PoseEncoder(PoseEncoderConfiguration configuration)
{
    readonly PoseEncoderConfiguration _c = configuration;

    /// <summary>pose [B, 3, H, W] to pose_residual [B, E, H / 8, W / 8], which starts from zeros before training.</summary>
    public Graph Build()
    {
        var graph = new Graph("pose_encoder");
        var x = graph.SpaceToDepth(graph.Input("pose", Value.Batch, _c.Channels, _c.Height, _c.Width), _c.PatchSize);
        x = graph.Silu(graph.Conv(x, "conv_in", _c.Widths[0]));
        for (var i = 0; i < _c.Widths.Length - 1; i++)
        {
            x = graph.Silu(graph.Conv(x, $"blocks.{2 * i}", _c.Widths[i]));
            x = graph.Silu(graph.Conv(x, $"blocks.{2 * i + 1}", _c.Widths[i + 1], stride: 2));
        }
        graph.Output(graph.Conv(x, "conv_out", _c.Embedding, start: Initialisation.Zeros), "pose_residual");
        return graph;
    }
}
