using System;

namespace Avatars.Sampling;

/// <summary>One level of the variance-preserving noising: <c>noisy = Signal * clean + Noise * gaussian</c>.</summary>
public readonly struct NoiseLevel
{
    public NoiseLevel(float timestep, double alphaBar)
    {
        Timestep = timestep;
        AlphaBar = alphaBar;
        Signal = (float)Math.Sqrt(alphaBar);
        Noise = (float)Math.Sqrt(1 - alphaBar);
    }

    /// <summary>The timestep of training that is the network's input; some samplers stop between two of them.</summary>
    public float Timestep { get; }

    /// <summary>The share of the clean latents' variance that is left: 1 is clean, 0 is noise alone.</summary>
    public double AlphaBar { get; }

    /// <summary>Square root of <see cref="AlphaBar"/>.</summary>
    public float Signal { get; }

    /// <summary>Square root of what <see cref="AlphaBar"/> lacks to 1.</summary>
    public float Noise { get; }

    /// <summary>Standard deviation of the noise over that of the signal: 0 is clean.</summary>
    public double Sigma => Math.Sqrt((1 - AlphaBar) / AlphaBar);

    /// <param name="sigma">As <see cref="Sigma"/>; 0 or more.</param>
    public static NoiseLevel OfSigma(float timestep, double sigma) => new(timestep, 1 / (1 + sigma * sigma));

    /// <summary>Noises clean latents: what a network is trained on.</summary>
    /// <exception cref="ArgumentException">The spans differ in length.</exception>
    public void AddNoise(ReadOnlySpan<float> clean, ReadOnlySpan<float> gaussian, Span<float> noisy) => Mix(Signal, clean, Noise, gaussian, noisy);

    /// <summary>The velocity that a v-predicting network is trained towards: <c>Signal * gaussian - Noise * clean</c>.</summary>
    /// <remarks>Salimans and Ho 2022, arXiv:2202.00512.</remarks>
    /// <exception cref="ArgumentException">The spans differ in length.</exception>
    public void Velocity(ReadOnlySpan<float> clean, ReadOnlySpan<float> gaussian, Span<float> velocity) => Mix(Signal, gaussian, -Noise, clean, velocity);

    static void Mix(float a, ReadOnlySpan<float> x, float b, ReadOnlySpan<float> y, Span<float> sum)
    {
        Lengths.RequireSame(x, y, sum);
        for (var i = 0; i < sum.Length; i++)
            sum[i] = a * x[i] + b * y[i];
    }
}
