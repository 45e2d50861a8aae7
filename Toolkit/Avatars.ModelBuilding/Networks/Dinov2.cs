using Avatars.ModelBuilding.Layers;
using Avatars.ModelBuilding.Onnx;
using Avatars.ModelBuilding.Weights;

namespace Avatars.ModelBuilding.Networks;

/// <summary>Sizes of a <see cref="Dinov2"/>; the defaults are those of dinov2-large at FPDM's 512x512.</summary>
public sealed record Dinov2Configuration
{
    /// <summary>Of the picture that comes in; pixels beyond the last whole patch are not seen.</summary>
    public int Height { get; init; } = 512;

    /// <inheritdoc cref="Height"/>
    public int Width { get; init; } = 512;

    /// <summary>Side of the pictures that the table of positions was trained for.</summary>
    public int TrainedSize { get; init; } = 518;

    public int PatchSize { get; init; } = 14;

    public int Channels { get; init; } = 3;

    public int Hidden { get; init; } = 1024;

    public int Layers { get; init; } = 24;

    public int Heads { get; init; } = 16;

    public int MlpRatio { get; init; } = 4;

    /// <summary>A gated MLP, as in dinov2-giant.</summary>
    public bool SwiGlu { get; init; }

    public bool AttentionBias { get; init; } = true;

    /// <summary>What layer scales start from.</summary>
    public float LayerScale { get; init; } = 1;

    public float Epsilon { get; init; } = 1e-6f;

    public PositionRule Positions { get; init; } = PositionRule.OffsetScale;

    public static Dinov2Configuration Base { get; } = new() { Hidden = 768, Layers = 12, Heads = 12 };

    public static Dinov2Configuration Large { get; } = new();

    public static Dinov2Configuration Giant { get; } = new() { Hidden = 1536, Layers = 40, Heads = 24, SwiGlu = true };

    /// <summary>Class token included.</summary>
    public int Tokens => 1 + Height / PatchSize * (Width / PatchSize);
}

/// <summary>DINOv2's picture tower (transformers' Dinov2Model).</summary>
public sealed class Dinov2(Dinov2Configuration configuration)
{
    const float Deviation = 0.02f; // transformers' initializer_range

    readonly Dinov2Configuration _c = configuration;

    /// <summary>pixel_values [B, 3, H, W] to last_hidden_state [B, T, H] after the last norm, class token first.</summary>
    public Graph Build()
    {
        var graph = new Graph("source_encoder");
        var x = Embed(graph, graph.Input("pixel_values", Value.Batch, _c.Channels, _c.Height, _c.Width));
        for (var i = 0; i < _c.Layers; i++)
            x = Layer(graph, x, $"encoder.layer.{i}");
        graph.Output(graph.LayerNorm(x, "layernorm", _c.Epsilon), "last_hidden_state");
        return graph;
    }

    Value Embed(Graph graph, Value pixels)
    {
        var mark = graph.Weight("embeddings.cls_token", Initialisation.Normal(Deviation), 1, 1, _c.Hidden);
        graph.UnreadWeight("embeddings.mask_token", 1, _c.Hidden);
        var patches = graph.Conv(pixels, "embeddings.patch_embeddings.projection", _c.Hidden, _c.PatchSize, _c.PatchSize, padding: 0,
            start: Initialisation.Normal(Deviation));
        var side = _c.TrainedSize / _c.PatchSize;
        var table = graph.Weight("embeddings.position_embeddings", Initialisation.Normal(Deviation), 1, side * side + 1, _c.Hidden);
        var tokens = graph.Concat("embeddings", 1, graph.RepeatOverBatch(mark, pixels), graph.ToTokens(patches));
        return graph.Add(tokens, graph.TokenPositions(graph.Reshape(table, side * side + 1, _c.Hidden), patches[2], patches[3], _c.Positions));
    }

    Value Layer(Graph graph, Value x, string stem)
    {
        var h = graph.LayerNorm(x, stem + ".norm1", _c.Epsilon);
        var attention = stem + ".attention.attention";
        var query = graph.Linear(h, attention + ".query", _c.Hidden, _c.AttentionBias);
        var key = graph.Linear(h, attention + ".key", _c.Hidden, _c.AttentionBias);
        var value = graph.Linear(h, attention + ".value", _c.Hidden, _c.AttentionBias);
        h = graph.Linear(graph.Attention(query, key, value, _c.Heads, attention), stem + ".attention.output.dense", _c.Hidden);
        x = graph.Add(x, Scaled(graph, h, stem + ".layer_scale1"));
        h = Mlp(graph, graph.LayerNorm(x, stem + ".norm2", _c.Epsilon), stem + ".mlp");
        return graph.Add(x, Scaled(graph, h, stem + ".layer_scale2"), stem);
    }

    Value Mlp(Graph graph, Value x, string stem)
    {
        var width = _c.Hidden * _c.MlpRatio;
        if (!_c.SwiGlu)
            return graph.Linear(graph.Gelu(graph.Linear(x, stem + ".fc1", width)), stem + ".fc2", _c.Hidden);
        var gatedWidth = (width * 2 / 3 + 7) / 8 * 8;
        var (gate, straight) = graph.Halves(graph.Linear(x, stem + ".weights_in", 2 * gatedWidth));
        return graph.Linear(graph.Multiply(graph.Silu(gate), straight), stem + ".weights_out", _c.Hidden);
    }

    Value Scaled(Graph graph, Value x, string stem) =>
        graph.Multiply(x, graph.Weight(stem + ".lambda1", new Initialisation(InitialisationKind.Constant, _c.LayerScale), _c.Hidden));
}
