using System;

namespace Avatars.Sampling;

/// <summary>A system's network with its conditions set: the only part of a system that a sampler uses.</summary>
public interface IDenoiser
{
    /// <summary>Estimates the clean latents behind <paramref name="noisy"/>, whatever the network itself predicts.</summary>
    /// <param name="noisy">[channels, height, width] at <paramref name="level"/>.</param>
    /// <param name="clean">Same length.</param>
    void Predict(ReadOnlySpan<float> noisy, NoiseLevel level, Span<float> clean);
}
