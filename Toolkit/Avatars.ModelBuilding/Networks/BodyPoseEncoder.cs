using Avatars.ModelBuilding.Layers;
using Avatars.ModelBuilding.Onnx;

namespace Avatars.ModelBuilding.Networks;

/// <summary>Sizes of a <see cref="BodyPoseEncoder"/>.</summary>
public sealed record BodyPoseEncoderConfiguration
{
    /// <summary>Of the picture; multiples of 16.</summary>
    public int Height { get; init; } = 256;

    /// <inheritdoc cref="Height"/>
    public int Width { get; init; } = 256;

    /// <summary>Channels at a half, a quarter, an eighth and a sixteenth of the size.</summary>
    public int[] Widths { get; init; } = [32, 64, 96, 128];

    public int LatentChannels { get; init; } = 8;

    /// <summary>Channels of the residual: those of the UNet's first level.</summary>
    public int Embedding { get; init; } = 48;
}

/// <summary>
/// The pose encoder of packages whose pose map is the rasterised, textured body. It reads the skeleton drawing and the body's channels; gives the UNet's pose
/// residual with coarse latents, and features at a half and a quarter of the size for a <see cref="CompositingDecoder"/>, so that what is known stays sharp.
/// </summary>
/// <remarks>Our own. Pose guidance by rasterised bodies: Champ (Zhu et al. 2024, arXiv:2403.14781).</remarks>
public sealed class BodyPoseEncoder(BodyPoseEncoderConfiguration configuration)
{
    const float Epsilon = 1e-5f;

    /// <summary>Side of the picture over side of the latents.</summary>
    public const int Factor = 8;

    readonly BodyPoseEncoderConfiguration _c = configuration;

    /// <summary>
    /// pose, body_state, body_coordinates and body_normals [B, 3, H, W], 0 to 1, and body_warped [B, 3, H, W], -1 to 1, to pose_residual
    /// [B, E + L, H / 8, W / 8], whose last L channels are the coarse latents (<see cref="UNet2DConditionConfiguration.CoarseLatents"/>); coarse_latents, the
    /// same alone, before training the mean colours of the cells; half_features and quarter_features.
    /// </summary>
    public Graph Build()
    {
        var graph = new Graph("pose_encoder");
        var warped = Picture(graph, "body_warped");
        var all = graph.Concat("input", 1, Picture(graph, "pose"), warped, Picture(graph, "body_state"), Picture(graph, "body_coordinates"),
            Picture(graph, "body_normals"));
        var half = graph.Relu(graph.Conv(graph.SpaceToDepth(all, 2), "level1.in", _c.Widths[0]));
        var quarter = Block(graph, graph.Conv(half, "level2.in", _c.Widths[1], stride: 2), "level2.block");
        var near = Block(graph, graph.Conv(graph.Relu(quarter), "level3.in", _c.Widths[2], stride: 2), "level3.block");
        var far = Block(graph, graph.Conv(graph.Relu(near), "level4.in", _c.Widths[3], stride: 2), "level4.block");
        var up = graph.DepthToSpace(graph.Conv(graph.Relu(far), "level4.out", 4 * _c.Widths[2], kernel: 1), 2);
        var x = graph.Relu(Block(graph, graph.Add(near, up, "joined"), "level3.out"));
        var colours = graph.CellColours(warped, Factor, _c.LatentChannels);
        var coarse = graph.Add(colours, graph.Conv(x, "coarse.correction", _c.LatentChannels, start: Weights.Initialisation.Zeros), "coarse");
        graph.Output(graph.Concat("residual", 1, graph.Conv(x, "conv_out", _c.Embedding, start: Weights.Initialisation.Zeros), coarse), "pose_residual");
        graph.Output(coarse, "coarse_latents");
        graph.Output(half, "half_features");
        graph.Output(quarter, "quarter_features");
        return graph;
    }

    static Value Block(Graph graph, Value x, string stem) => graph.Resnet(x, stem, x[1], groups: 0, Epsilon, activation: "relu");

    Value Picture(Graph graph, string input) => graph.Input(input, Value.Batch, 3, _c.Height, _c.Width);
}
