using System;

namespace Avatars.Sampling;

/// <summary>A level as multistep solvers count it, in float32 as published: where little signal is left, large
/// numbers cancel and the rounding shows.</summary>
readonly struct SolverPoint
{
    public SolverPoint(NoiseLevel level)
    {
        var ratio = (float)level.Sigma;
        Alpha = 1 / MathF.Sqrt(ratio * ratio + 1);
        Sigma = ratio * Alpha;
        Lambda = MathF.Log(Alpha) - MathF.Log(Sigma);
    }

    /// <summary>The signal's share.</summary>
    public float Alpha { get; }

    /// <summary>The noise's share.</summary>
    public float Sigma { get; }

    /// <summary>Half the logarithm of the signal-to-noise ratio; infinite where it is clean.</summary>
    public float Lambda { get; }
}
