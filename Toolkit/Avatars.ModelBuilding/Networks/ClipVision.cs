using Avatars.ModelBuilding.Layers;
using Avatars.ModelBuilding.Onnx;
using Avatars.ModelBuilding.Weights;

namespace Avatars.ModelBuilding.Networks;

/// <summary>Sizes of a <see cref="ClipVision"/> tower; the defaults are ViT-L/14's.</summary>
public sealed record ClipVisionConfiguration
{
    /// <summary>Of the picture that comes in.</summary>
    public int Height { get; init; } = 224;

    /// <inheritdoc cref="Height"/>
    public int Width { get; init; } = 224;

    /// <summary>Side of the pictures that the table of positions was trained for.</summary>
    public int TrainedSize { get; init; } = 224;

    public int PatchSize { get; init; } = 14;

    public int Channels { get; init; } = 3;

    public int Hidden { get; init; } = 1024;

    public int Layers { get; init; } = 24;

    public int Heads { get; init; } = 16;

    public int MlpWidth { get; init; } = 4096;

    public int Projection { get; init; } = 768;

    /// <summary>x sigmoid(1.702 x) as in OpenAI's towers, or the exact GELU of LAION's.</summary>
    public bool QuickGelu { get; init; } = true;

    public float Epsilon { get; init; } = 1e-5f;

    public static ClipVisionConfiguration VitL14 { get; } = new();

    public static ClipVisionConfiguration VitH14 { get; } = new()
    {
        Hidden = 1280, Layers = 32, MlpWidth = 5120, Projection = 1024, QuickGelu = false,
    };
}

/// <summary>CLIP's picture tower with its projection (transformers' CLIPVisionModelWithProjection).</summary>
public sealed class ClipVision(ClipVisionConfiguration configuration)
{
    const float Deviation = 0.02f; // transformers' initializer_range

    readonly ClipVisionConfiguration _c = configuration;

    /// <summary>pixel_values [B, 3, H, W], CLIP-normalised, to image_embeds [B, P], not of unit length.</summary>
    /// <param name="withTokens">Also last_hidden_state [B, T, H], before the last norm, and pooled [B, H].</param>
    /// <param name="name">Of the graph.</param>
    public Graph Build(bool withTokens = false, string name = "fusion_encoder")
    {
        var graph = new Graph(name);
        var x = Embed(graph, graph.Input("pixel_values", Value.Batch, _c.Channels, _c.Height, _c.Width));
        x = graph.LayerNorm(x, "vision_model.pre_layrnorm", _c.Epsilon);
        for (var i = 0; i < _c.Layers; i++)
            x = Layer(graph, x, $"vision_model.encoder.layers.{i}");
        var pooled = graph.LayerNorm(graph.Token(x, 0), "vision_model.post_layernorm", _c.Epsilon);
        graph.Output(graph.Linear(pooled, "visual_projection", _c.Projection, bias: false), "image_embeds");
        if (withTokens)
        {
            graph.Output(x, "last_hidden_state");
            graph.Output(pooled, "pooled");
        }
        return graph;
    }

    Value Embed(Graph graph, Value pixels)
    {
        const string Stem = "vision_model.embeddings";
        var patches = graph.Conv(pixels, Stem + ".patch_embedding", _c.Hidden, _c.PatchSize, _c.PatchSize, padding: 0, bias: false,
            start: Initialisation.Normal(Deviation));
        var side = _c.TrainedSize / _c.PatchSize;
        var mark = graph.RepeatOverBatch(graph.Weight(Stem + ".class_embedding", Initialisation.Normal(1 / MathF.Sqrt(_c.Hidden)), _c.Hidden), pixels);
        var tokens = graph.Concat(Stem, 1, mark, graph.ToTokens(patches));
        var table = graph.Weight(Stem + ".position_embedding.weight", Initialisation.Normal(Deviation), side * side + 1, _c.Hidden);
        return graph.Add(tokens, graph.TokenPositions(table, patches[2], patches[3], PositionRule.Size));
    }

    Value Layer(Graph graph, Value x, string stem)
    {
        var h = graph.LayerNorm(x, stem + ".layer_norm1", _c.Epsilon);
        var query = graph.Linear(h, stem + ".self_attn.q_proj", _c.Hidden);
        var key = graph.Linear(h, stem + ".self_attn.k_proj", _c.Hidden);
        var value = graph.Linear(h, stem + ".self_attn.v_proj", _c.Hidden);
        h = graph.Attention(query, key, value, _c.Heads, stem + ".self_attn");
        x = graph.Add(x, graph.Linear(h, stem + ".self_attn.out_proj", _c.Hidden));
        h = graph.Linear(graph.LayerNorm(x, stem + ".layer_norm2", _c.Epsilon), stem + ".mlp.fc1", _c.MlpWidth);
        h = _c.QuickGelu ? graph.QuickGelu(h) : graph.Gelu(h);
        return graph.Add(x, graph.Linear(h, stem + ".mlp.fc2", _c.Hidden), stem);
    }
}
