using System;

namespace Avatars.Sampling;

/// <summary>Where a sampler's random numbers come from.</summary>
public interface INoise
{
    /// <summary>Fills the span with the next independent draws of N(0, 1).</summary>
    void Fill(Span<float> gaussian);
}
