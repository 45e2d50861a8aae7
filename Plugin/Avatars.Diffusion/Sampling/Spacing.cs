using System;

namespace Avatars.Sampling;

/// <summary>Which of the training's timesteps a sampler visits, high to low. Rounding is half to even.</summary>
/// <remarks>Lin et al. 2023, arXiv:2305.08891, table 2; the names are those of the published configurations.</remarks>
internal static class Spacing
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
            "trailing" => Trailing(steps, trainSteps, (double)trainSteps / steps),
            "linspace" => Each(steps, i => steps == 1 ? 0 : Round((steps - 1 - i) * ((trainSteps - 1.0) / (steps - 1)))),
            _ => throw Unknown(spacing),
        };
        return Checked(timesteps, steps, trainSteps);
    }

    /// <summary>For multistep solvers, whose last stop lies below the last timestep: leading and linspace are cut from one step more.</summary>
    /// <param name="visible">The timesteps that are not cut off, from 0; all of <paramref name="trainSteps"/> as a rule.</param>
    /// <inheritdoc cref="Timesteps"/>
    public static int[] SolverTimesteps(string spacing, int steps, int trainSteps, int visible, int offset)
    {
        RequireSteps(steps, trainSteps);
        var timesteps = spacing switch
        {
            "leading" => Each(steps, i => (steps - i) * (visible / (steps + 1)) + offset),
            "trailing" => Trailing(visible == trainSteps ? steps : (int)Math.Ceiling(visible / ((double)trainSteps / steps)), visible,
                (double)trainSteps / steps),
            "linspace" => Each(steps, i => Round((steps - i) * ((visible - 1.0) / steps))),
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

    /// <summary>The options' own timesteps.</summary>
    /// <exception cref="ArgumentException">They are not as many as steps, do not go down, or do not fit the schedule.</exception>
    public static int[] Custom(SamplerOptions options, int trainSteps)
    {
        var timesteps = new int[options.Timesteps!.Count];
        for (var i = 0; i < timesteps.Length; i++)
            timesteps[i] = options.Timesteps[i];
        if (timesteps.Length != options.Steps)
            throw new ArgumentException($"{timesteps.Length} timesteps were given for {options.Steps} steps. Give one for each.", nameof(options));
        if (timesteps.Length == 0 || timesteps[^1] < 0)
            throw new ArgumentException($"Timesteps must be 0 to {trainSteps - 1}, and there must be one or more.", nameof(options));
        return Checked(timesteps, options.Steps, trainSteps);
    }

    /// <summary>For consistency models: evenly out of the timesteps that the network was distilled with.</summary>
    /// <exception cref="ArgumentException">The number of steps does not fit.</exception>
    public static int[] Distilled(SamplerOptions options, int trainSteps)
    {
        var (steps, distilledSteps) = (options.Steps, options.DistilledSteps);
        if (distilledSteps < 1 || distilledSteps > trainSteps)
            throw new ArgumentOutOfRangeException(nameof(options),
                $"A distillation of {distilledSteps} steps does not fit a training of {trainSteps}. Use 1 to {trainSteps}.");
        if (!(options.Strength is > 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(options), $"A strength of {options.Strength} cannot be taken: it is more than 0, to 1.");
        if (options.Timesteps is not null)
            return options.Strength == 1 ? Custom(options, trainSteps)
                : throw new ArgumentException("timesteps and strength exclude each other. Give the timesteps that are left.", nameof(options));
        var walked = (int)((options.UsesAllTimesteps ? trainSteps : distilledSteps) * options.Strength);
        if (steps < 1 || steps > Math.Min(walked, distilledSteps))
            throw new ArgumentOutOfRangeException(nameof(options), $"{steps} steps were asked for; samplers of distilled models (lcm, "
                + $"tcd) take 1 to {Math.Min(walked, distilledSteps)} of this distillation. Use fewer steps, or another sampler.");
        var (stride, first) = options.UsesAllTimesteps ? (1, 0) : (trainSteps / distilledSteps, trainSteps / distilledSteps - 1);
        return Each(steps, i => (walked - 1 - (int)(i * ((double)walked / steps))) * stride + first);
    }

    /// <summary>For a prior: from the last timestep to the first, both visited.</summary>
    /// <exception cref="ArgumentException">The number of steps does not fit.</exception>
    public static int[] PriorTimesteps(int steps, int trainSteps)
    {
        RequireSteps(steps, trainSteps);
        return steps == 1 ? [trainSteps - 1] : Timesteps("linspace", steps, trainSteps, 0);
    }

    static int[] Trailing(int count, int visible, double stride) => Each(count, i => Round(visible - i * stride) - 1);

    static int[] Checked(int[] timesteps, int steps, int trainSteps)
    {
        if (timesteps[0] >= trainSteps)
            throw new ArgumentOutOfRangeException(nameof(steps), $"{steps} steps with an offset lead to timestep {timesteps[0]}, beyond the last one, "
                + $"{trainSteps - 1}. Use fewer steps or no offset.");
        for (var i = 1; i < timesteps.Length; i++)
            if (timesteps[i] >= timesteps[i - 1])
                throw new ArgumentOutOfRangeException(nameof(steps), $"{steps} steps stop at timestep {timesteps[i]} twice with this sampler and "
                    + "spacing. Use fewer steps.");
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

    static ArgumentException Unknown(string spacing) =>
        new($"'{spacing}' is not a spacing of timesteps. Known: leading, trailing, linspace.", nameof(spacing));
}
