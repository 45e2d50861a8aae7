using System;

namespace Avatars.Metrics;

/// <summary>What FPDM's first stage is trained for and logs: how well the fusion of source and pose finds its target within a batch.</summary>
/// <remarks>Lee et al., FPDM; dhlee-work/FPDM src/fusion/models.py, combiner_fusion_info_nce_loss. The anchor is the target, as in that code.</remarks>
/// <param name="Loss">InfoNCE plus the weighted L1.</param>
/// <param name="L1">Mean absolute difference of source and fusion.</param>
/// <param name="Top1">Share of rows whose own fusion is the most similar.</param>
/// <param name="Top5">Share of rows whose own fusion is among the five most similar.</param>
/// <param name="MeanRank">1 is best.</param>
internal sealed record FusionScore(double Loss, double L1, double Top1, double Top5, double MeanRank)
{
    /// <summary>FPDM's.</summary>
    public const double Temperature = 0.07, L1Weight = 1e-4;

    /// <param name="source">[batch, dimensions]; so are the others.</param>
    /// <param name="isSourceEnhanced">Sources join both sides, so that a fusion is pushed away from them: the published model.</param>
    /// <exception cref="ArgumentException">The lengths differ, or are no whole batch.</exception>
    public static FusionScore Of(
        ReadOnlySpan<float> source, ReadOnlySpan<float> target, ReadOnlySpan<float> fusion, int dimensions, bool isSourceEnhanced,
        double temperature = Temperature, double l1Weight = L1Weight)
    {
        if (dimensions < 1 || source.Length == 0 || source.Length % dimensions != 0 || target.Length != source.Length || fusion.Length != source.Length)
            throw new ArgumentException($"A batch of embeddings of {dimensions} numbers was expected, thrice the same; {source.Length}, {target.Length} "
                + $"and {fusion.Length} numbers were given.");
        var anchors = isSourceEnhanced ? Join(target, source) : target.ToArray();
        var candidates = isSourceEnhanced ? Join(fusion, source) : fusion.ToArray();
        var l1 = 0.0;
        for (var i = 0; i < source.Length; i++)
            l1 += Math.Abs((double)source[i] - fusion[i]);
        l1 /= candidates.Length;
        var rows = anchors.Length / dimensions;
        var ranks = new int[rows];
        double loss = 0, rankSum = 0;
        for (var row = 0; row < rows; row++)
        {
            var anchor = anchors.AsSpan(row * dimensions, dimensions);
            ranks[row] = Retrieval.RankOf(anchor, candidates, row);
            rankSum += ranks[row];
            loss += Nce(anchor, candidates, row, temperature);
        }
        return new FusionScore(loss / rows + l1Weight * l1, l1, Retrieval.Recall(ranks, 1), Retrieval.Recall(ranks, 5), rankSum / rows);
    }

    /// <summary>-log of the softmax of the right candidate's similarity.</summary>
    static double Nce(ReadOnlySpan<float> anchor, ReadOnlySpan<float> candidates, int right, double temperature)
    {
        var own = Retrieval.Cosine(anchor, candidates.Slice(right * anchor.Length, anchor.Length)) / temperature;
        var sum = 0.0;
        for (var start = 0; start < candidates.Length; start += anchor.Length)
            sum += Math.Exp(Retrieval.Cosine(anchor, candidates.Slice(start, anchor.Length)) / temperature - own);
        return Math.Log(sum);
    }

    static float[] Join(ReadOnlySpan<float> first, ReadOnlySpan<float> second)
    {
        var joined = new float[first.Length + second.Length];
        first.CopyTo(joined);
        second.CopyTo(joined.AsSpan(first.Length));
        return joined;
    }
}
