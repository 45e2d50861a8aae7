using System;

namespace Avatars.Systems;

/// <summary>A system whose first stage predicts the embedding of the target picture (FPDM).</summary>
public interface IFusionEmbedder : IFrameGenerator
{
    /// <summary>Embedding of the source picture, [channels]; not of unit length. Valid until the next source.</summary>
    ReadOnlySpan<float> SourceEmbedding { get; }

    /// <summary>Predicted embedding of the frame generated last, [channels], from source and pose. Valid until the next frame.</summary>
    ReadOnlySpan<float> Fusion { get; }
}
