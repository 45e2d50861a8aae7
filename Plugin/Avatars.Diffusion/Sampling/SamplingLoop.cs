using System;

namespace Avatars.Sampling;

/// <summary>Any sampler with any system.</summary>
internal static class SamplingLoop
{
    /// <summary>From noise to clean latents, in place.</summary>
    /// <param name="latents">N(0, 1) before, the picture's latents after.</param>
    /// <param name="scratch">Same length; overwritten.</param>
    public static void Run(this ISampler sampler, IDenoiser denoiser, INoise noise, Span<float> latents, Span<float> scratch)
    {
        if (sampler.StartScale != 1)
            foreach (ref var latent in latents)
                latent *= sampler.StartScale;
        for (var step = 0; step < sampler.Levels.Length; step++)
        {
            denoiser.Predict(latents, sampler.Levels[step], scratch);
            sampler.Step(step, latents, scratch, noise);
        }
    }
}
