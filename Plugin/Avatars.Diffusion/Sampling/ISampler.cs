using System;

namespace Avatars.Sampling;

/// <summary>From noise to clean latents in steps. Made for one schedule and number of steps; a run allocates nothing.</summary>
public interface ISampler
{
    /// <summary>The noise levels at which the denoiser runs, noisiest first.</summary>
    ReadOnlySpan<NoiseLevel> Levels { get; }

    /// <summary>The factor from N(0, 1) to noise of the first level: 1 for all but Euler's.</summary>
    float StartScale { get; }

    /// <summary>One step, in place. Step 0 begins a new picture.</summary>
    /// <param name="step">Index into <see cref="Levels"/>.</param>
    /// <param name="latents">At that level; left at the next one, or clean after the last.</param>
    /// <param name="clean">Same length: the denoiser's estimate at that level.</param>
    void Step(int step, Span<float> latents, ReadOnlySpan<float> clean, INoise noise);
}
