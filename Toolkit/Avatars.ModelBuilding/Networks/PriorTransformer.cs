using Avatars.ModelBuilding.Layers;
using Avatars.ModelBuilding.Onnx;
using Avatars.ModelBuilding.Weights;

namespace Avatars.ModelBuilding.Networks;

/// <summary>Sizes of a <see cref="PriorTransformer"/>; the defaults are PCDMs'.</summary>
public sealed record PriorTransformerConfiguration
{
    /// <summary>Channels of the picture embeddings, of input and output.</summary>
    public int Embedding { get; init; } = 1024;

    /// <summary>Numbers of one pose: x and y of 18 keypoints.</summary>
    public int Coordinates { get; init; } = 36;

    /// <summary>Inner width of the pose encoders.</summary>
    public int PoseHidden { get; init; } = 512;

    public int Heads { get; init; } = 32;

    public int HeadChannels { get; init; } = 64;

    public int Layers { get; init; } = 20;

    /// <summary>Channels of a token.</summary>
    public int Width => Heads * HeadChannels;

    public static PriorTransformerConfiguration Published { get; } = new();
}

/// <summary>
/// PCDMs' first stage with its two pose encoders: predicts the embedding of the unseen target picture from a noisy one, both poses and
/// the source picture's embedding (Stage1_PriorTransformer, after diffusers' PriorTransformer).
/// </summary>
public sealed class PriorTransformer(PriorTransformerConfiguration configuration)
{
    const float Epsilon = 1e-5f; // diffusers' BasicTransformerBlock, PyTorch's LayerNorm
    const int Tokens = 6;

    readonly PriorTransformerConfiguration _c = configuration;

    /// <summary>
    /// noisy [B, E] (standardised), timestep [B], source_pose and target_pose [B, 36], source_embeds [B, E] (as the encoder gives it) to
    /// prediction [B, E]: the clean, standardised embedding.
    /// </summary>
    public Graph Build()
    {
        var graph = new Graph("prior");
        var noisy = graph.Input("noisy", Value.Batch, _c.Embedding);
        var timestep = graph.Input("timestep", Value.Batch);
        var source = Pose(graph, graph.Input("source_pose", Value.Batch, _c.Coordinates), "pose_encoder");
        var target = Pose(graph, graph.Input("target_pose", Value.Batch, _c.Coordinates), "pose_encoder1");
        var picture = graph.Input("source_embeds", Value.Batch, _c.Embedding);
        var query = graph.RepeatOverBatch(graph.Weight("prd_embedding", Initialisation.Zeros, 1, 1, _c.Width), noisy);
        var x = graph.Concat("tokens", 1,
            Token(graph, graph.Linear(source, "encoder_hidden_states_proj", _c.Width)),
            Token(graph, graph.Linear(target, "encoder_hidden_states_proj1", _c.Width)),
            Token(graph, graph.Linear(picture, "embedding_proj", _c.Width)),
            Token(graph, graph.TimeMlp(graph.Sinusoids(timestep, _c.Width), "time_embedding", _c.Width)),
            Token(graph, graph.Linear(noisy, "proj_in", _c.Width)),
            query);
        x = graph.Add(x, graph.Weight("positional_embedding", Initialisation.Zeros, 1, Tokens, _c.Width));
        for (var i = 0; i < _c.Layers; i++)
            x = Layer(graph, x, $"transformer_blocks.{i}");
        x = graph.LayerNorm(graph.Token(x, Tokens - 1), "norm_out", Epsilon);
        graph.Output(graph.Linear(x, "proj_to_clip_embeddings", _c.Embedding), "prediction");
        return graph;
    }

    Value Pose(Graph graph, Value coordinates, string stem)
    {
        var x = graph.Gelu(graph.Linear(coordinates, stem + ".net.0", _c.PoseHidden));
        x = graph.Linear(graph.LayerNorm(x, stem + ".net.3", Epsilon), stem + ".net.4", _c.Embedding);
        return graph.LayerNorm(x, stem + ".net.6", Epsilon);
    }

    Value Token(Graph graph, Value x) => graph.Reshape(x, Value.Batch, 1, _c.Width);

    /// <summary>Every token attends to every other: the published causal mask is registered and never used.</summary>
    Value Layer(Graph graph, Value x, string stem)
    {
        var h = graph.LayerNorm(x, stem + ".norm1", Epsilon);
        var attention = stem + ".attn1";
        var query = graph.Linear(h, attention + ".to_q", _c.Width);
        var key = graph.Linear(h, attention + ".to_k", _c.Width);
        var value = graph.Linear(h, attention + ".to_v", _c.Width);
        x = graph.Add(x, graph.Linear(graph.Attention(query, key, value, _c.Heads, attention), attention + ".to_out.0", _c.Width));
        h = graph.Gelu(graph.Linear(graph.LayerNorm(x, stem + ".norm3", Epsilon), stem + ".ff.net.0.proj", 4 * _c.Width));
        return graph.Add(x, graph.Linear(h, stem + ".ff.net.2", _c.Width), stem);
    }
}
