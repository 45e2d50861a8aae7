using System;

namespace Avatars.Sampling;

/// <summary>
/// The variances that training adds, step by step, in the float32 arithmetic of the published code: near both ends of a schedule
/// the rounding shows in what samplers make of it.
/// </summary>
/// <remarks>Ho et al. 2020 (linear), Rombach et al. 2022 (scaled linear), Nichol and Dhariwal 2021 (squared cosine), Xu et
/// al. 2022, arXiv:2203.02923 (sigmoid).</remarks>
static class BetaTables
{
    const int Lanes = 8; // SIMD lanes: PyTorch fills eight values at a time with AVX2; each group begins at a rounded value

    public static float[] Linear(double start, double end, int count) => EvenlySpaced((float)start, (float)end, count);

    public static float[] ScaledLinear(double start, double end, int count) =>
        Array.ConvertAll(EvenlySpaced((float)Math.Sqrt(start), (float)Math.Sqrt(end), count), root => root * root);

    public static float[] Sigmoid(double start, double end, int count) =>
        Array.ConvertAll(EvenlySpaced(-6, 6, count), x => (float)(1 / (1 + Math.Exp(-x))) * (float)(end - start) + (float)start);

    public static float[] SquaredCosine(int count)
    {
        var betas = new float[count];
        for (var t = 0; t < count; t++)
            betas[t] = (float)Math.Min(1 - Left((t + 1.0) / count) / Left((double)t / count), 0.999);
        return betas;

        static double Left(double time) => Math.Pow(Math.Cos((time + 0.008) / 1.008 * Math.PI / 2), 2);
    }

    /// <summary>Stretched so that nothing of the picture is left at the last step.</summary>
    /// <remarks>Lin et al. 2023, arXiv:2305.08891, Algorithm 1.</remarks>
    /// <exception cref="InvalidOperationException">There is one step, or no noise.</exception>
    public static float[] WithZeroTerminalSnr(float[] betas)
    {
        var roots = Array.ConvertAll(SignalLeft(betas), MathF.Sqrt);
        var (first, last) = (roots[0], roots[^1]);
        if (first <= last)
            throw new InvalidOperationException("A schedule of one step, or without noise, cannot be stretched to zero signal. Use more training steps.");
        var left = Array.ConvertAll(roots, root => (root - last) * (first / (first - last)));
        left = Array.ConvertAll(left, root => root * root);
        var stretched = new float[betas.Length];
        for (var t = 0; t < betas.Length; t++)
            stretched[t] = 1 - (t > 0 ? left[t] / left[t - 1] : left[0]);
        return stretched;
    }

    /// <summary>The share of the picture's variance that is left after each step: multiplied up in double precision, kept in float32.</summary>
    public static float[] SignalLeft(float[] betas)
    {
        var left = 1.0;
        return Array.ConvertAll(betas, beta => (float)(left *= 1 - beta));
    }

    /// <summary>As PyTorch's linspace on an x86 processor: from both ends towards the middle, groups of eight from one fused product and sum.</summary>
    static float[] EvenlySpaced(float start, float end, int count)
    {
        var values = new float[count];
        var step = count > 1 ? (end - start) / (count - 1) : 0;
        for (var group = 0; group < count; group += Lanes)
        {
            var first = (float)(group < count / 2 || count == 1 ? start + (double)step * group : end - (double)step * (count - 1 - group));
            for (var lane = 0; lane < Lanes && group + lane < count; lane++)
                values[group + lane] = (float)(first + (double)step * lane);
        }
        return values;
    }
}
