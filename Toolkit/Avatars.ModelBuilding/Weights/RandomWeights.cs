using Avatars.ModelBuilding.Onnx;

namespace Avatars.ModelBuilding.Weights;

/// <summary>Fresh weights from a seed. Every tensor has its own generator, so its values depend on seed and name alone.</summary>
public sealed class RandomWeights(ulong seed) : IWeightSource
{
    const int Piece = 1 << 16;

    public IEnumerable<ReadOnlyMemory<float>> Read(Weight weight)
    {
        var piece = new float[(int)Math.Min(weight.Count, Piece)];
        var state = seed ^ HashOf(weight.Name);
        for (var left = weight.Count; left > 0;)
        {
            var length = (int)Math.Min(left, piece.Length);
            Fill(piece.AsSpan(0, length), weight.Start, ref state);
            yield return piece.AsMemory(0, length);
            left -= length;
        }
    }

    static void Fill(Span<float> values, Initialisation start, ref ulong state)
    {
        if (start.Kind == InitialisationKind.Constant)
            values.Fill(start.Scale);
        else if (start.Kind == InitialisationKind.Uniform)
            foreach (ref var value in values)
                value = (float)((2 * Uniform(ref state) - 1) * start.Scale);
        else
            foreach (ref var value in values) // Box and Muller 1958; the second variate is dropped
                value = (float)(Math.Sqrt(-2 * Math.Log(1 - Uniform(ref state))) * Math.Cos(2 * Math.PI * Uniform(ref state)) * start.Scale);
    }

    /// <summary>SplitMix64 (Steele, Lea and Flood 2014), as a double in [0, 1).</summary>
    static double Uniform(ref ulong state)
    {
        var z = state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return ((z ^ (z >> 31)) >> 11) * (1.0 / (1UL << 53));
    }

    /// <summary>FNV-1a over the UTF-16 code units.</summary>
    static ulong HashOf(string name) =>
        name.Aggregate(14695981039346656037UL, (hash, letter) => (hash ^ letter) * 1099511628211UL);
}
