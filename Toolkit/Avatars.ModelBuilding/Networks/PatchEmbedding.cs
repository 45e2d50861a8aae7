using Avatars.ModelBuilding.Layers;
using Avatars.ModelBuilding.Onnx;

namespace Avatars.ModelBuilding.Networks;

/// <summary>Sizes of a <see cref="PatchEmbedding"/>; the defaults are IMAGPose's.</summary>
public sealed record PatchEmbeddingConfiguration
{
    /// <summary>Of the source's latents.</summary>
    public required int Height { get; init; }

    /// <inheritdoc cref="Height"/>
    public required int Width { get; init; }

    public int LatentChannels { get; init; } = 4;

    public int PatchSize { get; init; } = 16;

    /// <summary>Those of the picture encoder's tokens, which stand before these.</summary>
    public int TokenChannels { get; init; } = 768;

    public int Tokens => Height / PatchSize * (Width / PatchSize);
}

/// <summary>The source's latents as cross-attention tokens: the part of IMAGPose's feature-level conditioning that keeps texture.</summary>
/// <remarks>muzishen/IMAGPose, train_stage1.py, PatchEmbedding.</remarks>
public sealed class PatchEmbedding(PatchEmbeddingConfiguration configuration)
{
    readonly PatchEmbeddingConfiguration _c = configuration;

    /// <summary>latents [B, L, h, w], already multiplied by the latent scale, to patch_tokens [B, T, D], rows of patches one after another.</summary>
    public Graph Build()
    {
        var graph = new Graph("patch_embedding");
        var x = graph.Input("latents", Value.Batch, _c.LatentChannels, _c.Height, _c.Width);
        graph.Output(graph.ToTokens(graph.Conv(x, "proj", _c.TokenChannels, _c.PatchSize, _c.PatchSize, padding: 0)), "patch_tokens");
        return graph;
    }
}
