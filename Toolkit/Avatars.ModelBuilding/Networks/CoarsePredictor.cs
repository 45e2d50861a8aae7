using Avatars.ModelBuilding.Layers;
using Avatars.ModelBuilding.Onnx;
using Avatars.ModelBuilding.Weights;

namespace Avatars.ModelBuilding.Networks;

/// <summary>Sizes of a <see cref="CoarsePredictor"/>.</summary>
public sealed record CoarsePredictorConfiguration
{
    /// <summary>Side of the picture.</summary>
    public int Size { get; init; } = 256;

    /// <summary>Channels of pose_features.</summary>
    public required int Features { get; init; }

    public int LatentChannels { get; init; } = 8;

    /// <summary>Channels at a quarter and at an eighth of the size that read the warped source.</summary>
    public int[] PixelWidths { get; init; } = [48, 64];

    public int Width { get; init; } = 96;

    public int Groups { get; init; } = 16;

    /// <summary>Channels of the residual: those of the UNet's first level.</summary>
    public int Embedding { get; init; } = 48;
}

/// <summary>
/// The coarse latent predictor: latents of the target from the warped source of a <see cref="FlowPoseEncoder"/>, and the
/// pose residual of the UNet, which refines them.
/// </summary>
/// <remarks>It has convolutions of its own in the place of the autoencoder's encoder, which is finer than coarse latents
/// need and would run for every frame.</remarks>
public sealed class CoarsePredictor(CoarsePredictorConfiguration configuration)
{
    const float Epsilon = 1e-5f;
    const int Factor = 8; // of the latents

    readonly CoarsePredictorConfiguration _c = configuration;

    int Cells => _c.Size / Factor;

    /// <summary>
    /// pose_features [B, F, S / 8, S / 8] and warped_source [B, 3, S, S], -1 to 1, to pose_residual [B, E + L, S / 8, S / 8], whose first E channels
    /// are zero before training and whose others are the coarse latents (<see cref="UNet2DConditionConfiguration.CoarseLatents"/>); and
    /// coarse_latents [B, L, S / 8, S / 8]: the same alone, before training the mean colours of the cells.
    /// </summary>
    public Graph Build()
    {
        var graph = new Graph("coarse_predictor");
        var features = graph.Input("pose_features", Value.Batch, _c.Features, Cells, Cells);
        var warped = graph.Input("warped_source", Value.Batch, 3, _c.Size, _c.Size);
        var pixels = Read(graph, warped);
        var learnt = graph.Conv(pixels, "pixels.latents", _c.LatentChannels, start: Initialisation.Zeros);
        var latents = graph.Add(learnt, graph.CellColours(warped, Factor, _c.LatentChannels), "read");
        var x = graph.Conv(graph.Concat("joined:input", 1, features, latents, pixels), "joined", _c.Width);
        x = graph.Resnet(x, "refine.0", _c.Width, _c.Groups, Epsilon);
        x = graph.Silu(graph.GroupNorm(x, "norm_out", _c.Groups, Epsilon));
        var scaled = graph.Multiply(latents, graph.Weight("coarse.scale", Initialisation.Ones, 1));
        var gated = graph.Multiply(scaled, graph.Sigmoid(graph.Conv(x, "coarse.gate", 1, start: Initialisation.Zeros)));
        var doubled = graph.Add(gated, gated); // a sigmoid starts at a half
        var coarse = graph.Add(doubled, graph.Conv(x, "coarse.correction", _c.LatentChannels, start: Initialisation.Zeros), "coarse");
        graph.Output(graph.Concat("residual", 1, graph.Conv(x, "conv_out", _c.Embedding, start: Initialisation.Zeros), coarse), "pose_residual");
        graph.Output(coarse, "coarse_latents");
        return graph;
    }

    Value Read(Graph graph, Value warped)
    {
        var x = graph.Conv(graph.SpaceToDepth(warped, 4), "pixels.0", _c.PixelWidths[0]);
        x = graph.Resnet(x, "pixels.near", _c.PixelWidths[0], groups: 0, Epsilon); // without normalisation, which would remove the contrast
        return graph.Silu(graph.Conv(graph.Silu(x), "pixels.1", _c.PixelWidths[1], stride: 2));
    }
}
