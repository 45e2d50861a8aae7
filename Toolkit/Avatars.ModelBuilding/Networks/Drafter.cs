using Avatars.ModelBuilding.Layers;
using Avatars.ModelBuilding.Onnx;
using Avatars.ModelBuilding.Weights;

namespace Avatars.ModelBuilding.Networks;

/// <summary>Sizes of a <see cref="Drafter"/>.</summary>
public sealed record DrafterConfiguration
{
    /// <summary>Side of the picture.</summary>
    public int Size { get; init; } = 256;

    /// <summary>Channels of pose_features.</summary>
    public required int Features { get; init; }

    public int LatentChannels { get; init; } = 8;

    /// <summary>Channels at a quarter and at an eighth of the size that read the pixels.</summary>
    public int[] PixelWidths { get; init; } = [48, 64];

    public int Width { get; init; } = 96;

    public int Groups { get; init; } = 16;

    /// <summary>Channels of the residual: those of the UNet's first level.</summary>
    public int Embedding { get; init; } = 48;
}

/// <summary>
/// Turns the pixels that a <see cref="FlowPoseEncoder"/> brought over into latents and mends those, into a draft of the picture, and tells the UNet what it knows of the pose.
/// </summary>
/// <remarks>It reads the pixels itself: the autoencoder's own encoder is finer than a draft needs, and would run for every frame.</remarks>
public sealed class Drafter(DrafterConfiguration configuration)
{
    const float Epsilon = 1e-5f;
    const int Factor = 8; // of the latents

    readonly DrafterConfiguration _c = configuration;

    int Cells => _c.Size / Factor;

    /// <summary>
    /// pose_features [B, F, S / 8, S / 8] and brought_over [B, 3, S, S], -1 to 1, to pose_residual [B, E + L, S / 8, S / 8], whose first E channels start from zeros
    /// before training and whose others are the draft (<see cref="UNet2DConditionConfiguration.Draft"/>); and draft, those alone: it starts from the mean colours of the cells.
    /// </summary>
    public Graph Build()
    {
        var graph = new Graph("drafter");
        var features = graph.Input("pose_features", Value.Batch, _c.Features, Cells, Cells);
        var brought = graph.Input("brought_over", Value.Batch, 3, _c.Size, _c.Size);
        var pixels = Read(graph, brought);
        var latents = graph.Add(graph.Conv(pixels, "pixels.latents", _c.LatentChannels, start: Initialisation.Zeros), graph.CellColours(brought, Factor, _c.LatentChannels), "read");
        var x = graph.Conv(graph.Concat("joined:input", 1, features, latents, pixels), "joined", _c.Width);
        x = graph.Resnet(x, "refine.0", _c.Width, _c.Groups, Epsilon);
        x = graph.Silu(graph.GroupNorm(x, "norm_out", _c.Groups, Epsilon));
        var kept = graph.Multiply(graph.Multiply(latents, graph.Weight("draft.scale", Initialisation.Ones, 1)), graph.Sigmoid(graph.Conv(x, "draft.keep", 1, start: Initialisation.Zeros)));
        var draft = graph.Add(graph.Add(kept, kept), graph.Conv(x, "draft.mend", _c.LatentChannels, start: Initialisation.Zeros), "drafted"); // a sigmoid starts at a half
        graph.Output(graph.Concat("residual", 1, graph.Conv(x, "conv_out", _c.Embedding, start: Initialisation.Zeros), draft), "pose_residual");
        graph.Output(draft, "draft");
        return graph;
    }

    Value Read(Graph graph, Value brought)
    {
        var x = graph.Conv(graph.SpaceToDepth(brought, 4), "pixels.0", _c.PixelWidths[0]);
        x = graph.Resnet(x, "pixels.near", _c.PixelWidths[0], groups: 0, Epsilon); // without normalisation, which would take the contrast away
        return graph.Silu(graph.Conv(graph.Silu(x), "pixels.1", _c.PixelWidths[1], stride: 2));
    }
}
