using System;

namespace Avatars.Metrics;

/// <summary>Finding the right one in a gallery of embeddings by cosine similarity.</summary>
public static class Retrieval
{
    /// <summary>Rank of the correct entry when the gallery is sorted by similarity; 1 is best. Ties keep the order of the gallery.</summary>
    /// <param name="query">[dimensions].</param>
    /// <param name="gallery">[count, dimensions].</param>
    /// <param name="target">Number of the right one.</param>
    /// <param name="among">The only ones that count; empty for all.</param>
    /// <param name="without">One that does not count, or -1.</param>
    /// <exception cref="ArgumentException">The gallery is not a whole number of embeddings, or lacks the target.</exception>
    public static int RankOf(ReadOnlySpan<float> query, ReadOnlySpan<float> gallery, int target, ReadOnlySpan<int> among = default, int without = -1)
    {
        var dimensions = query.Length;
        if (dimensions == 0 || gallery.Length % dimensions != 0 || target < 0 || target >= gallery.Length / dimensions)
            throw new ArgumentException($"A gallery of {gallery.Length} numbers with embeddings of {dimensions} has no number {target}.", nameof(gallery));
        var right = Cosine(query, gallery.Slice(target * dimensions, dimensions));
        var rank = 1;
        for (var i = 0; i < gallery.Length / dimensions; i++)
        {
            if (i == target || i == without || !among.IsEmpty && among.IndexOf(i) < 0)
                continue;
            var similarity = Cosine(query, gallery.Slice(i * dimensions, dimensions));
            if (similarity > right || similarity == right && i < target)
                rank++;
        }
        return rank;
    }

    /// <summary>The share of ranks up to <paramref name="k"/>, 0..1: R@k.</summary>
    public static double Recall(ReadOnlySpan<int> ranks, int k)
    {
        var found = 0;
        foreach (var rank in ranks)
            found += rank <= k ? 1 : 0;
        return (double)found / ranks.Length;
    }

    /// <summary>0 where one of the two is.</summary>
    public static double Cosine(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        double dot = 0, squaresA = 0, squaresB = 0;
        for (var i = 0; i < a.Length; i++)
        {
            dot += (double)a[i] * b[i];
            squaresA += (double)a[i] * a[i];
            squaresB += (double)b[i] * b[i];
        }
        var lengths = Math.Sqrt(squaresA * squaresB);
        return lengths > 0 ? dot / lengths : 0;
    }
}
