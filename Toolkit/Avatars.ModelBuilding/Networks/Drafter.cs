using Avatars.ModelBuilding.Layers;
using Avatars.ModelBuilding.Onnx;
using Avatars.ModelBuilding.Weights;

namespace Avatars.ModelBuilding.Networks;

/// <summary>Sizes of a <see cref="Drafter"/>.</summary>
public sealed record DrafterConfiguration
{
    /// <summary>Cells along a side.</summary>
    public int Size { get; init; } = 32;

    /// <summary>Channels of pose_features.</summary>
    public required int Features { get; init; }

    public int LatentChannels { get; init; } = 8;

    public int Width { get; init; } = 96;

    public int Groups { get; init; } = 16;

    /// <summary>Channels of the residual: those of the UNet's first level.</summary>
    public int Embedding { get; init; } = 48;
}

/// <summary>
/// Mends the latents of the pixels that a <see cref="FlowPoseEncoder"/> brought over, into a draft of the picture, and tells the UNet what it knows of the pose.
/// </summary>
public sealed class Drafter(DrafterConfiguration configuration)
{
    const float Epsilon = 1e-5f;

    readonly DrafterConfiguration _c = configuration;

    /// <summary>
    /// pose_features [B, F, h, w] and moments [B, 2 L, h, w], the autoencoder's of brought_over, to pose_residual [B, E + L, h, w], whose first E channels start from zeros
    /// before training and whose others are the draft (<see cref="UNet2DConditionConfiguration.Draft"/>); and draft, those alone: it starts from the given means.
    /// </summary>
    public Graph Build()
    {
        var graph = new Graph("drafter");
        var features = graph.Input("pose_features", Value.Batch, _c.Features, _c.Size, _c.Size);
        var (mean, _) = graph.SplitChannels(graph.Input("moments", Value.Batch, 2 * _c.LatentChannels, _c.Size, _c.Size), _c.LatentChannels);
        var x = graph.Conv(graph.Concat("joined:input", 1, features, mean), "joined", _c.Width);
        x = graph.Resnet(graph.Resnet(x, "refine.0", _c.Width, _c.Groups, Epsilon), "refine.1", _c.Width, _c.Groups, Epsilon);
        x = graph.Silu(graph.GroupNorm(x, "norm_out", _c.Groups, Epsilon));
        var kept = graph.Multiply(graph.Multiply(mean, graph.Weight("draft.scale", Initialisation.Ones, 1)), graph.Sigmoid(graph.Conv(x, "draft.keep", 1, start: Initialisation.Zeros)));
        var draft = graph.Add(graph.Add(kept, kept), graph.Conv(x, "draft.mend", _c.LatentChannels, start: Initialisation.Zeros), "drafted"); // a sigmoid starts at a half
        graph.Output(graph.Concat("residual", 1, graph.Conv(x, "conv_out", _c.Embedding, start: Initialisation.Zeros), draft), "pose_residual");
        graph.Output(draft, "draft");
        return graph;
    }
}
