using System;

namespace Avatars.Sampling;

/// <summary>What a network was trained to predict, and how clean latents follow from it.</summary>
public enum Prediction
{
    /// <summary>The noise.</summary>
    Epsilon,

    /// <summary>The velocity.</summary>
    Velocity,

    /// <summary>The clean latents themselves.</summary>
    Sample,
}

public static class Predictions
{
    /// <summary>By the name that model packages and the published configurations use.</summary>
    /// <exception cref="ArgumentException">There is no such prediction.</exception>
    public static Prediction Named(string name) => name switch
    {
        "epsilon" => Prediction.Epsilon,
        "v_prediction" => Prediction.Velocity,
        "sample" => Prediction.Sample,
        _ => throw new ArgumentException($"'{name}' is not something a network predicts. Known: epsilon, v_prediction, sample.", nameof(name)),
    };

    /// <summary>The clean latents that <paramref name="predicted"/> means at this level.</summary>
    /// <exception cref="ArgumentException">The spans differ in length, or noise is predicted where no signal is left.</exception>
    public static void ToClean(this Prediction prediction, NoiseLevel level, ReadOnlySpan<float> noisy, ReadOnlySpan<float> predicted, Span<float> clean)
    {
        Lengths.RequireSame(noisy, predicted, clean);
        switch (prediction)
        {
            case Prediction.Epsilon when level.Signal <= 0:
                throw new ArgumentException($"At timestep {level.Timestep} no signal is left, and predicted noise does not tell the picture. "
                    + "Use a schedule without zero terminal signal, or a network that predicts velocity.", nameof(prediction));
            case Prediction.Epsilon:
                for (var i = 0; i < clean.Length; i++)
                    clean[i] = (noisy[i] - level.Noise * predicted[i]) / level.Signal;
                break;
            case Prediction.Velocity:
                for (var i = 0; i < clean.Length; i++)
                    clean[i] = level.Signal * noisy[i] - level.Noise * predicted[i];
                break;
            default:
                predicted.CopyTo(clean);
                break;
        }
    }
}
