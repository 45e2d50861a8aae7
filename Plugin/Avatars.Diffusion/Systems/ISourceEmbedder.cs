using System;
using System.Collections.Generic;
using Avatars.Body;

namespace Avatars.Systems;

/// <summary>A system whose networks read the source picture once, apart from any pose, so that what they make of it can be kept with the person.</summary>
public interface ISourceEmbedder : IFrameGenerator
{
    /// <summary>What <see cref="IFrameGenerator.SetSource"/> computes, as a copy to keep in <see cref="PersonSource.Embeddings"/>; frames with and without
    /// are identical. The source that was set stays.</summary>
    /// <exception cref="ArgumentException">The model cannot show the source.</exception>
    IReadOnlyList<SourceEmbedding> Embed(PersonSource source);
}
