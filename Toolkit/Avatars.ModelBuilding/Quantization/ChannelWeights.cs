namespace Avatars.ModelBuilding.Quantization;

/// <summary>
/// A layer's weights as signed bytes with a step for each channel that they make. They stay within <see cref="Largest"/>: x86 processors without VNNI add
/// pairs of products of an unsigned and a signed byte in saturating 16 bits, and 2 * 255 * 64 is the most that fits there.
/// </summary>
/// <param name="Steps">Row-major, as the weights.</param>
/// <param name="Scales">Of a channel's step.</param>
public sealed record ChannelWeights(sbyte[] Steps, float[] Scales)
{
    public const int Largest = 64;
    const int Cuts = 24; // a cut for each 1/64 of the largest weight: Training/avatar_training/rounding.py tries the same

    /// <summary>Steps that bring each channel nearest to its weights, by mean square: a few large weights may be cut off.</summary>
    /// <param name="weights">A channel's lie <paramref name="inner"/> behind one another, channel after channel, and so again.</param>
    /// <param name="leastScales">Per channel; steps are no finer.</param>
    public static ChannelWeights Of(float[] weights, int channels, int inner, ReadOnlySpan<float> leastScales)
    {
        var (steps, scales, channel) = (new sbyte[weights.Length], new float[channels], new float[weights.Length / channels]);
        for (var c = 0; c < channels; c++)
        {
            for (var i = 0; i < channel.Length; i++)
                channel[i] = weights[Place(i)];
            scales[c] = Math.Max(Best(channel), leastScales[c]);
            if (scales[c] == 0)
                scales[c] = 1;
            for (var i = 0; i < channel.Length; i++)
                steps[Place(i)] = (sbyte)Step(channel[i], scales[c]);

            int Place(int i) => i / inner * channels * inner + c * inner + i % inner;
        }
        return new(steps, scales);
    }

    static float Best(float[] weights)
    {
        var (most, best, least) = (weights.Max(Math.Abs), 0f, double.PositiveInfinity);
        for (var cut = 0; cut <= Cuts && most > 0; cut++)
        {
            var (scale, error) = (most * ((64 - cut) / 64f) / Largest, 0.0);
            foreach (var weight in weights)
            {
                var distance = Step(weight, scale) * (double)scale - weight;
                error += distance * distance;
            }
            if (error < least)
                (best, least) = (scale, error);
        }
        return best;
    }

    static float Step(float weight, float scale) => Math.Clamp(MathF.Round(weight / scale), -Largest, Largest);
}
