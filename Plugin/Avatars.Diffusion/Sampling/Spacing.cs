using System;

namespace Avatars.Sampling;

/// <summary>Which of the training's timesteps a sampler visits, high to low. Rounding is half to even.</summary>
/// <remarks>Lin et al. 2023, arXiv:2305.08891, table 2; the names are those of the published configurations.</remarks>
public static class Spacing
{
    /// <summary>For samplers that stop at timesteps alone: DDPM and DDIM.</summary>
    /// <param name="steps">How many; 1 to <paramref name="trainSteps"/>.</param>
    /// <param name="offset">Added to each; only leading spacing uses it.</param>
    /// <exception cref="ArgumentException">No spacing has this name, or the number of steps does not fit.</exception>
    public static int[] Timesteps(string spacing, int steps, int trainSteps, int offset)
    {
        RequireSteps(steps, trainSteps);
        var timesteps = spacing switch
        {
            "leading" => Each(steps, i => (steps - 1 - i) * (trainSteps / steps) + offset),
            "trailing" => Trailing(steps, trainSteps),
            "linspace" => Each(steps, i => steps == 1 ? 0 : Round((steps - 1 - i) * ((trainSteps - 1.0) / (steps - 1)))),
            _ => throw Unknown(spacing),
        };
        return Checked(timesteps, steps, trainSteps);
    }

    /// <summary>For multistep solvers, whose last stop lies below the last timestep: leading and linspace are cut from one step more.</summary>
    /// <inheritdoc cref="Timesteps"/>
    public static int[] SolverTimesteps(string spacing, int steps, int trainSteps, int offset)
    {
        RequireSteps(steps, trainSteps);
        var timesteps = spacing switch
        {
            "leading" => Each(steps, i => (steps - i) * (trainSteps / (steps + 1)) + offset),
            "trailing" => Trailing(steps, trainSteps),
            "linspace" => Each(steps, i => Round((steps - i) * ((trainSteps - 1.0) / steps))),
            _ => throw Unknown(spacing),
        };
        return Checked(timesteps, steps, trainSteps);
    }

    /// <summary>For samplers that follow the noise's strength between the timesteps: linspace is not rounded.</summary>
    /// <inheritdoc cref="Timesteps"/>
    public static float[] FractionalTimesteps(string spacing, int steps, int trainSteps, int offset)
    {
        if (spacing != "linspace" || steps == 1)
            return Array.ConvertAll(Timesteps(spacing, steps, trainSteps, offset), t => (float)t);
        RequireSteps(steps, trainSteps);
        return Each(steps, i => (float)((steps - 1 - i) * ((trainSteps - 1.0) / (steps - 1))));
    }

    /// <summary>For consistency models: evenly out of the timesteps that the network was distilled with.</summary>
    /// <param name="distilledSteps">How many those are; they end at the last timestep.</param>
    /// <exception cref="ArgumentException">The number of steps does not fit.</exception>
    public static int[] DistilledTimesteps(int steps, int distilledSteps, int trainSteps)
    {
        if (distilledSteps < 1 || distilledSteps > trainSteps)
            throw new ArgumentOutOfRangeException(nameof(distilledSteps), $"A distillation of {distilledSteps} steps does not fit a training of {trainSteps}. Use 1 to {trainSteps}.");
        if (steps < 1 || steps > distilledSteps)
            throw new ArgumentOutOfRangeException(nameof(steps), $"{steps} steps were asked for; samplers of distilled models (lcm, tcd) take 1 to {distilledSteps}. Use fewer steps, or another sampler.");
        var stride = trainSteps / distilledSteps;
        return Each(steps, i => (distilledSteps - (int)(i * ((double)distilledSteps / steps))) * stride - 1);
    }

    /// <summary>For a prior: from the last timestep to the first, both visited.</summary>
    /// <exception cref="ArgumentException">The number of steps does not fit.</exception>
    public static int[] PriorTimesteps(int steps, int trainSteps)
    {
        RequireSteps(steps, trainSteps);
        return steps == 1 ? [trainSteps - 1] : Timesteps("linspace", steps, trainSteps, 0);
    }

    static int[] Trailing(int steps, int trainSteps) => Each(steps, i => Round(trainSteps - i * ((double)trainSteps / steps)) - 1);

    static int[] Checked(int[] timesteps, int steps, int trainSteps)
    {
        if (timesteps[0] >= trainSteps)
            throw new ArgumentOutOfRangeException(nameof(steps), $"{steps} steps with an offset lead to timestep {timesteps[0]}, beyond the last one, {trainSteps - 1}. Use fewer steps or no offset.");
        for (var i = 1; i < timesteps.Length; i++)
            if (timesteps[i] >= timesteps[i - 1])
                throw new ArgumentOutOfRangeException(nameof(steps), $"{steps} steps stop at timestep {timesteps[i]} twice with this sampler and spacing. Use fewer steps.");
        return timesteps;
    }

    static T[] Each<T>(int count, Func<int, T> timestep)
    {
        var timesteps = new T[count];
        for (var i = 0; i < count; i++)
            timesteps[i] = timestep(i);
        return timesteps;
    }

    static int Round(double timestep) => (int)Math.Round(timestep);

    static void RequireSteps(int steps, int trainSteps)
    {
        if (steps < 1 || steps > trainSteps)
            throw new ArgumentOutOfRangeException(nameof(steps), $"{steps} steps were asked for; this model can take 1 to {trainSteps}.");
    }

    static ArgumentException Unknown(string spacing) => new($"'{spacing}' is not a spacing of timesteps. Known: leading, trailing, linspace.", nameof(spacing));
}
