namespace Avatars.ModelBuilding.Quantization;

/// <summary>Sums of products of bytes as processors add them.</summary>
static class SaturatingPairs
{
    /// <summary>As x86 without VNNI does (PMADDUBSW): two products at a time in 16 bits that saturate.</summary>
    public static int Sum(ReadOnlySpan<byte> activations, ReadOnlySpan<sbyte> weights)
    {
        var sum = 0;
        for (var i = 0; i < weights.Length; i += 2)
            sum += Math.Clamp(activations[i] * weights[i] + (i + 1 < weights.Length ? activations[i + 1] * weights[i + 1] : 0), short.MinValue,
                short.MaxValue);
        return sum;
    }

    /// <summary>As VNNI and ARM's dot products do: in 32 bits.</summary>
    public static int ExactSum(ReadOnlySpan<byte> activations, ReadOnlySpan<sbyte> weights)
    {
        var sum = 0;
        for (var i = 0; i < weights.Length; i++)
            sum += activations[i] * weights[i];
        return sum;
    }
}
