using Avatars.ModelBuilding.Onnx;
using Avatars.ModelBuilding.Weights;

namespace Avatars.ModelBuilding.Layers;

/// <summary>Layers with weights, named <c>stem.weight</c> and <c>stem.bias</c> as PyTorch does; the result is called <c>stem</c>.</summary>
public static class TrainedLayers
{
    /// <summary>[..., in] to [..., <paramref name="width"/>].</summary>
    /// <param name="start">By default PyTorch's.</param>
    public static Value Linear(this Graph graph, Value x, string stem, int width, bool bias = true, Initialisation? start = null)
    {
        var first = start ?? Initialisation.FanIn(x[-1]);
        int[] shape = [.. x.Shape[..^1], width];
        var weight = graph.Weight(stem + ".weight", first, width, x[-1]);
        return bias
            ? graph.Call("Linear", stem, [x, weight, graph.Weight(stem + ".bias", first, width)], shape)
            : graph.Call("LinearNoBias", stem, [x, weight], shape);
    }

    /// <summary>A square convolution of [B, C, H, W].</summary>
    /// <param name="padding">Zeros at each side; by default what keeps the size at stride 1.</param>
    /// <param name="start">By default PyTorch's.</param>
    public static Value Conv(this Graph graph, Value x, string stem, int channels, int kernel = 3, int stride = 1, int? padding = null,
        bool bias = true, Initialisation? start = null)
    {
        var pad = padding ?? kernel / 2;
        return graph.Conv(x, stem, channels, kernel, stride, [pad, pad, pad, pad], bias, start);
    }

    /// <param name="pads">Zeros at top, left, bottom and right.</param>
    public static Value Conv(this Graph graph, Value x, string stem, int channels, int kernel, int stride, int[] pads, bool bias = true,
        Initialisation? start = null)
    {
        if (x.Rank != 4)
            throw new InvalidOperationException($"The convolution '{stem}' takes [batch, channels, height, width], not {x}.");
        var first = start ?? Initialisation.FanIn(x[1] * kernel * kernel);
        var inputs = new List<Value> { x, graph.Weight(stem + ".weight", first, channels, x[1], kernel, kernel) };
        if (bias)
            inputs.Add(graph.Weight(stem + ".bias", first, channels));
        int[] shape = [x[0], channels, (x[2] + pads[0] + pads[2] - kernel) / stride + 1, (x[3] + pads[1] + pads[3] - kernel) / stride + 1];
        return graph.Add("Conv", stem, [.. inputs], shape,
            NodeAttribute.Integers("kernel_shape", kernel, kernel), NodeAttribute.Integers("strides", stride, stride), NodeAttribute.Integers("pads", pads));
    }

    /// <summary>Nearest neighbour to twice the size, then a 3x3 convolution, in one.</summary>
    public static Value UpsampleConv(this Graph graph, Value x, string stem, int channels)
    {
        var start = Initialisation.FanIn(x[1] * 9);
        return graph.Call("UpsampleConv", stem,
            [x, graph.Weight(stem + ".weight", start, channels, x[1], 3, 3), graph.Weight(stem + ".bias", start, channels)],
            [x[0], channels, 2 * x[2], 2 * x[3]]);
    }

    /// <summary>Over groups of the channels of [B, C, H, W].</summary>
    public static Value GroupNorm(this Graph graph, Value x, string stem, int groups, float epsilon)
    {
        if (x[1] % groups != 0)
            throw new InvalidOperationException($"'{stem}' cannot divide {x[1]} channels into {groups} groups.");
        return graph.Call("GroupNorm", stem, [x, .. graph.Affine(stem, x[1])], x.Shape, NodeAttribute.Integer("num_groups", groups),
            NodeAttribute.Float("epsilon", epsilon));
    }

    /// <summary>Over the last axis.</summary>
    public static Value LayerNorm(this Graph graph, Value x, string stem, float epsilon) =>
        graph.Add("LayerNormalization", stem, [x, .. graph.Affine(stem, x[-1])], x.Shape, NodeAttribute.Integer("axis", -1),
            NodeAttribute.Float("epsilon", epsilon));

    /// <summary>Scores of queries against keys that attention holds at once, at most: 256 MiB per sample.</summary>
    const long MostScores = 1 << 26;

    /// <summary>
    /// softmax(Q K' / sqrt d) V; no weights of its own. Where the scores would fill memory (a canvas of 128x128 latents has 16,384 tokens, and
    /// 8 heads then 8 GiB of scores), the queries come in portions: the same numbers, one portion after the other.
    /// </summary>
    /// <param name="query">[B, T, C]; the result has this shape.</param>
    /// <param name="key">[B, S, C], as <paramref name="value"/>.</param>
    public static Value Attention(this Graph graph, Value query, Value key, Value value, int heads, string stem)
    {
        if (query[-1] % heads != 0 || key[-1] != query[-1])
            throw new InvalidOperationException($"'{stem}': {heads} heads cannot share {query} and {key}.");
        var portions = (int)Math.Min(query[1], (MostScores - 1 + (long)query[1] * key[1] * heads) / MostScores);
        if (portions <= 1)
            return graph.Call("Attention", stem, [query, key, value], query.Shape, NodeAttribute.Integer("num_heads", heads));
        int[] lengths = [.. Enumerable.Range(0, portions).Select(i => (int)((i + 1L) * query[1] / portions - (long)i * query[1] / portions))];
        int[][] shapes = [.. lengths.Select(length => new[] { query[0], length, query[2] })];
        var queries = graph.AddMany("Split", stem + ".queries", [query, graph.Integers([.. lengths.Select(length => (long)length)])], shapes,
            NodeAttribute.Integer("axis", 1));
        var answers = queries.Select(part => graph.Call("Attention", part.Name + ":answer", [part, key, value], part.Shape,
            NodeAttribute.Integer("num_heads", heads)));
        return graph.Concat(stem, 1, [.. answers]);
    }

    /// <summary>Attention by squared distance: means of the rows of <paramref name="values"/> whose keys are nearest to each query, [B, N, D].</summary>
    /// <param name="queries">[B, N, C].</param>
    /// <param name="keys">[B, M, C].</param>
    /// <param name="values">[B, M, D].</param>
    /// <param name="sharpness">One number above zero: how much a squared distance counts.</param>
    /// <param name="penalty">[B, 1, M], zero or more, subtracted from the scores: how unlikely a key is to be valid.</param>
    public static Value DistanceAttention(this Graph graph, Value queries, Value keys, Value values, Value sharpness, Value penalty, string stem) =>
        graph.Call("DistanceAttention", stem, [queries, keys, values, sharpness, penalty], [queries[0], queries[1], values[2]]);

    static Value[] Affine(this Graph graph, string stem, int channels) =>
        [graph.Weight(stem + ".weight", Initialisation.Ones, channels), graph.Weight(stem + ".bias", Initialisation.Zeros, channels)];
}
