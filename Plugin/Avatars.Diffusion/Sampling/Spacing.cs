using System;

namespace Avatars.Sampling;

/// <summary>Which of the training's timesteps a sampler visits.</summary>
public static class Spacing
{
    /// <summary>Timesteps, high to low, by the name that the published configurations use.</summary>
    /// <param name="steps">How many; 1 to <paramref name="trainSteps"/>.</param>
    /// <param name="offset">Added to each; only leading spacing uses it.</param>
    /// <remarks>Lin et al. 2023, arXiv:2305.08891, table 2. Rounding is half to even.</remarks>
    /// <exception cref="ArgumentException">No spacing has this name, or the number of steps does not fit.</exception>
    public static int[] Timesteps(string spacing, int steps, int trainSteps, int offset)
    {
        if (steps < 1 || steps > trainSteps)
            throw new ArgumentOutOfRangeException(nameof(steps), $"{steps} steps were asked for; this model can take 1 to {trainSteps}.");
        var timesteps = new int[steps];
        for (var i = 0; i < steps; i++)
            timesteps[i] = spacing switch
            {
                "leading" => (steps - 1 - i) * (trainSteps / steps) + offset,
                "trailing" => (int)Math.Round(trainSteps - i * ((double)trainSteps / steps)) - 1,
                "linspace" => steps == 1 ? 0 : (int)Math.Round((steps - 1 - i) * ((trainSteps - 1.0) / (steps - 1))),
                _ => throw new ArgumentException($"'{spacing}' is not a spacing of timesteps. Known: leading, trailing, linspace.", nameof(spacing)),
            };
        if (timesteps[0] >= trainSteps)
            throw new ArgumentOutOfRangeException(nameof(offset), $"An offset of {offset} leads beyond the last timestep {trainSteps - 1}. Use fewer steps or no offset.");
        return timesteps;
    }
}
