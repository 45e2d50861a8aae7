using Avatars.ModelBuilding.Onnx;

namespace Avatars.ModelBuilding.Layers;

/// <summary>Blocks that Stable Diffusion's UNet and autoencoder are made of, with diffusers' weight names.</summary>
public static class DiffusionBlocks
{
    internal const float TransformerNormEpsilon = 1e-6f, LayerNormEpsilon = 1e-5f; // diffusers' Transformer2DModel, BasicTransformerBlock

    /// <summary>ResnetBlock2D: [B, C, H, W] to [B, <paramref name="channels"/>, H, W].</summary>
    /// <param name="groups">0 leaves the normalisation out.</param>
    /// <param name="time">The activation of the time embedding, [B, T]; null in the autoencoder.</param>
    public static Value Resnet(this Graph graph, Value x, string stem, int channels, int groups, float epsilon, Value? time = null, string activation = "silu")
    {
        var h = graph.Conv(graph.NormActivate(x, stem + ".norm1", groups, epsilon, activation), stem + ".conv1", channels);
        if (time is not null)
            h = graph.Add(h, graph.Reshape(graph.Linear(time, stem + ".time_emb_proj", channels), Value.Batch, channels, 1, 1));
        h = graph.Conv(graph.NormActivate(h, stem + ".norm2", groups, epsilon, activation), stem + ".conv2", channels);
        var straight = x[1] == channels ? x : graph.Conv(x, stem + ".conv_shortcut", channels, kernel: 1);
        return graph.Add(straight, h, stem);
    }

    /// <summary>Group normalisation, unless <paramref name="groups"/> is 0, and SiLU.</summary>
    public static Value NormSilu(this Graph graph, Value x, string stem, int groups, float epsilon) =>
        graph.Silu(groups == 0 ? x : graph.GroupNorm(x, stem, groups, epsilon));

    /// <summary>Group normalisation, unless <paramref name="groups"/> is 0, and an activation.</summary>
    public static Value NormActivate(this Graph graph, Value x, string stem, int groups, float epsilon, string activation) =>
        graph.Activate(groups == 0 ? x : graph.GroupNorm(x, stem, groups, epsilon), activation);

    /// <summary>Nearest neighbour to an exact size, then a convolution.</summary>
    public static Value Upsample(this Graph graph, Value x, string stem, int height, int width) => height == 2 * x[2] && width == 2 * x[3]
        ? graph.UpsampleConv(x, stem + ".conv", x[1])
        : graph.Conv(graph.ResizeNearest(x, height, width), stem + ".conv", x[1]);

    /// <summary>Transformer2DModel over the pixels of [B, C, H, W].</summary>
    /// <param name="linear">SD 2.x projects tokens by a linear layer, SD 1.x pixels by a 1x1 convolution.</param>
    /// <param name="sourceOf">Key and value [B, T, C] of the cross-attention with the given stem.</param>
    /// <param name="blocks">One in every published UNet.</param>
    public static Value SpatialTransformer(this Graph graph, Value x, string stem, int heads, int groups, bool linear,
        Func<string, int, (Value Key, Value Value)> sourceOf, int blocks = 1)
    {
        var channels = x[1];
        var h = graph.GroupNorm(x, stem + ".norm", groups, TransformerNormEpsilon);
        h = linear
            ? graph.Linear(graph.ToTokens(h), stem + ".proj_in", channels)
            : graph.ToTokens(graph.Conv(h, stem + ".proj_in", channels, kernel: 1));
        for (var i = 0; i < blocks; i++)
            h = graph.TransformerBlock(h, $"{stem}.transformer_blocks.{i}", heads, sourceOf);
        h = linear
            ? graph.ToPicture(graph.Linear(h, stem + ".proj_out", channels), like: x)
            : graph.Conv(graph.ToPicture(h, like: x), stem + ".proj_out", channels, kernel: 1);
        return graph.Add(h, x, stem);
    }

    static Value TransformerBlock(this Graph graph, Value x, string stem, int heads, Func<string, int, (Value Key, Value Value)> sourceOf)
    {
        var own = graph.LayerNorm(x, stem + ".norm1", LayerNormEpsilon);
        x = graph.Add(graph.CrossAttention(own, stem + ".attn1", heads, graph.KeyAndValue(own, stem + ".attn1", x[-1])), x);
        var query = graph.LayerNorm(x, stem + ".norm2", LayerNormEpsilon);
        x = graph.Add(graph.CrossAttention(query, stem + ".attn2", heads, sourceOf(stem + ".attn2", x[-1])), x);
        return graph.Add(graph.GatedMlp(graph.LayerNorm(x, stem + ".norm3", LayerNormEpsilon), stem + ".ff"), x, stem);
    }

    /// <summary>Four times as wide inside, half of it gated by the GELU of the other half (Shazeer 2020, arXiv:2002.05202).</summary>
    internal static Value GatedMlp(this Graph graph, Value x, string stem)
    {
        var (straight, gate) = graph.Halves(graph.Linear(x, stem + ".net.0.proj", 8 * x[-1]));
        return graph.Linear(graph.Multiply(straight, graph.Gelu(gate)), stem + ".net.2", x[-1]);
    }

    /// <summary>Keys and values of attention <paramref name="stem"/> from tokens [B, T, D], without bias: [B, T, C] each.</summary>
    public static (Value Key, Value Value) KeyAndValue(this Graph graph, Value tokens, string stem, int channels) =>
        (graph.Linear(tokens, stem + ".to_k", channels, bias: false), graph.Linear(tokens, stem + ".to_v", channels, bias: false));

    internal static Value CrossAttention(this Graph graph, Value x, string stem, int heads, (Value Key, Value Value) source)
    {
        var query = graph.Linear(x, stem + ".to_q", x[-1], bias: false);
        return graph.Linear(graph.Attention(query, source.Key, source.Value, heads, stem), stem + ".to_out.0", x[-1]);
    }

    /// <summary>The autoencoder's attention over pixels: one head, biases everywhere.</summary>
    public static Value PixelAttention(this Graph graph, Value x, string stem, int groups, float epsilon)
    {
        var tokens = graph.ToTokens(graph.GroupNorm(x, stem + ".group_norm", groups, epsilon));
        var query = graph.Linear(tokens, stem + ".to_q", x[1]);
        var key = graph.Linear(tokens, stem + ".to_k", x[1]);
        var value = graph.Linear(tokens, stem + ".to_v", x[1]);
        var mixed = graph.Linear(graph.Attention(query, key, value, 1, stem + ".mixed"), stem + ".to_out.0", x[1]);
        return graph.Add(graph.ToPicture(mixed, like: x), x, stem);
    }
}
