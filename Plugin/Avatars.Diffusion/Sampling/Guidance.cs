using System;

namespace Avatars.Sampling;

/// <summary>Classifier-free guidance: away from what a network predicts without its condition.</summary>
/// <remarks>Ho and Salimans 2022, arXiv:2207.12598.</remarks>
public static class Guidance
{
    /// <summary><c>guided = unconditional + scale * (conditional - unconditional)</c>.</summary>
    /// <exception cref="ArgumentException">The spans differ in length.</exception>
    public static void Combine(ReadOnlySpan<float> unconditional, ReadOnlySpan<float> conditional, float scale, Span<float> guided)
    {
        Lengths.RequireSame(unconditional, conditional, guided);
        for (var i = 0; i < guided.Length; i++)
            guided[i] = unconditional[i] + scale * (conditional[i] - unconditional[i]);
    }

    /// <summary>Brings one picture's guided prediction back towards the spread of the conditional one, in place.</summary>
    /// <param name="share">0 leaves it alone, 1 gives it the same standard deviation.</param>
    /// <remarks>Lin et al. 2023, arXiv:2305.08891, section 3.4; standard deviations with n - 1 as in the published code.</remarks>
    /// <exception cref="ArgumentException">The spans differ in length.</exception>
    public static void Rescale(Span<float> guided, ReadOnlySpan<float> conditional, float share)
    {
        Lengths.RequireSame(guided, conditional, guided);
        var factor = (float)(share * (Deviation(conditional) / Deviation(guided)) + (1 - share));
        foreach (ref var value in guided)
            value *= factor;
    }

    static double Deviation(ReadOnlySpan<float> values)
    {
        var mean = 0.0;
        foreach (var value in values)
            mean += value;
        mean /= values.Length;
        var squares = 0.0;
        foreach (var value in values)
            squares += (value - mean) * (value - mean);
        return Math.Sqrt(squares / (values.Length - 1));
    }
}
