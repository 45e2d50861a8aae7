using Avatars.ModelBuilding.Layers;
using Avatars.ModelBuilding.Onnx;

namespace Avatars.ModelBuilding.Networks;

/// <summary>Sizes of a <see cref="SourceProjector"/>; the defaults are FPDM's.</summary>
public sealed record SourceProjectorConfiguration
{
    public int Tokens { get; init; } = 1297;

    public int Channels { get; init; } = 1024;

    public int Hidden { get; init; } = 768;

    public int TokenChannels { get; init; } = 1024;

    public static SourceProjectorConfiguration Published { get; } = new();

    /// <summary>Behind dinov2-giant at 224x224.</summary>
    public static SourceProjectorConfiguration PcdmsPublished { get; } = new() { Tokens = 257, Channels = 1536 };
}

/// <summary>The source picture's tokens as cross-attention tokens (FPDM's srcimage_proj_model, PCDMs' image_proj_model_p).</summary>
public sealed class SourceProjector(SourceProjectorConfiguration configuration)
{
    readonly SourceProjectorConfiguration _c = configuration;

    /// <summary>last_hidden_state [B, T, H] to tokens [B, T, D].</summary>
    /// <param name="name">Of the graph.</param>
    public Graph Build(string name = "source_projector")
    {
        var graph = new Graph(name);
        var x = graph.Gelu(graph.Linear(graph.Input("last_hidden_state", Value.Batch, _c.Tokens, _c.Channels), "net.0", _c.Hidden));
        x = graph.LayerNorm(x, "net.3", 1e-5f); // PyTorch's default
        graph.Output(graph.Linear(x, "net.4", _c.TokenChannels), "tokens");
        return graph;
    }
}
