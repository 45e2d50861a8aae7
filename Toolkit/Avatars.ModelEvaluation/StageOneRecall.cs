using System.Text.Json.Nodes;
using Avatars.Imaging;
using Avatars.Metrics;
using Avatars.Systems;

namespace Avatars.ModelEvaluation;

/// <summary>Recall of FPDM's first stage: rank of the target picture among all targets, compared with the plain embedding of the source.</summary>
/// <remarks>FPDM, table 2. The gallery is the targets of all scored pairs; sources are not in it.</remarks>
/// <param name="pipeline">Borrowed.</param>
public sealed class StageOneRecall(IFusionEmbedder pipeline)
{
    static readonly int[] Depths = [1, 5, 10];

    readonly List<float> _fusions = [], _sources = [], _targets = [];
    int _dimensions;

    /// <summary>R@1, R@5, R@10 and the mean rank of one kind of query.</summary>
    public sealed record Row(string Name, double[] Recall, double MeanRank);

    /// <summary>Takes the fusion of the frame generated last, and its source; then embeds the target picture as a source, which becomes the
    /// pipeline's.</summary>
    public void Add(Pair pair)
    {
        _dimensions = pipeline.Fusion.Length;
        _fusions.AddRange(pipeline.Fusion);
        _sources.AddRange(pipeline.SourceEmbedding);
        pipeline.SetSource(new PersonSource(new SourceView(pair.Target)));
        _targets.AddRange(pipeline.SourceEmbedding);
    }

    public IReadOnlyList<Row> Rows() => [Of("fusion of source and pose", [.. _fusions]), Of("source alone", [.. _sources])];

    public JsonArray ToJson() => new([.. Rows().Select(row => new JsonObject
    {
        ["name"] = row.Name,
        ["r1"] = JsonNumbers.Of(row.Recall[0]),
        ["r5"] = JsonNumbers.Of(row.Recall[1]),
        ["r10"] = JsonNumbers.Of(row.Recall[2]),
        ["meanRank"] = JsonNumbers.Of(row.MeanRank),
    })]);

    Row Of(string name, float[] queries)
    {
        float[] gallery = [.. _targets];
        int[] ranks = [.. Enumerable.Range(0, gallery.Length / _dimensions)
            .Select(i => Retrieval.RankOf(queries.AsSpan(i * _dimensions, _dimensions), gallery, i))];
        return new Row(name, [.. Depths.Select(depth => Retrieval.Recall(ranks, depth))], ranks.Average());
    }
}
