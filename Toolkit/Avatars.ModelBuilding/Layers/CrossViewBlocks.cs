using Avatars.ModelBuilding.Onnx;
using Avatars.ModelBuilding.Weights;

namespace Avatars.ModelBuilding.Layers;

/// <summary>Sizes of a <see cref="CrossViewBlocks.CrossView"/>; the defaults are IMAGPose's.</summary>
public sealed record CrossViewConfiguration
{
    public int Heads { get; init; } = 8;

    public int Blocks { get; init; } = 1;

    /// <summary>Attentions of a block, one behind the other.</summary>
    public int Attentions { get; init; } = 2;

    public int Groups { get; init; } = 32;

    /// <summary>Whether views have position embeddings.</summary>
    public bool HasPositions { get; init; } = true;

    /// <summary>Inner channels are the outer ones divided by this.</summary>
    public int ChannelDivisor { get; init; } = 1;
}

/// <summary>IMAGPose's cross-view attention: AnimateDiff's motion module, over the quarters of a canvas instead of frames.</summary>
/// <remarks>muzishen/IMAGPose, models/motion_module.py, VanillaTemporalModule.</remarks>
public static class CrossViewBlocks
{
    const int Views = 4; // 0 top left, 1 top right, 2 bottom left, 3 bottom right

    /// <summary>Attention between views: every cell of a quarter attends to the same cell of the other three.
    /// [B, C, H, W] in and out; H and W must be even.</summary>
    /// <remarks>
    /// All that mixes is the attention, so tokens stay ordered [B h w, 4, C] from the first layer to the last and the published
    /// regrouping around each attention is not needed.
    /// </remarks>
    public static Value CrossView(this Graph graph, Value x, string stem, CrossViewConfiguration c)
    {
        stem += ".temporal_transformer";
        var width = x[1] / c.ChannelDivisor;
        var h = graph.ToViewTokens(graph.GroupNorm(graph.Quarters(x), stem + ".norm", c.Groups, DiffusionBlocks.TransformerNormEpsilon));
        h = graph.Linear(h, stem + ".proj_in", width);
        var positions = c.HasPositions ? graph.Constant([Views, width], Positions(width)) : null;
        for (var i = 0; i < c.Blocks; i++)
            h = graph.ViewBlock(h, $"{stem}.transformer_blocks.{i}", c, positions);
        h = graph.Linear(h, stem + ".proj_out", x[1], start: Initialisation.Zeros);
        return graph.Add(graph.FromViewTokens(h, x), x, stem);
    }

    static Value ViewBlock(this Graph graph, Value x, string stem, CrossViewConfiguration c, Value? positions)
    {
        for (var k = 0; k < c.Attentions; k++)
        {
            var own = graph.LayerNorm(x, $"{stem}.norms.{k}", DiffusionBlocks.LayerNormEpsilon);
            if (positions is not null)
                own = graph.Add(own, positions);
            var attention = $"{stem}.attention_blocks.{k}";
            x = graph.Add(graph.CrossAttention(own, attention, c.Heads, graph.KeyAndValue(own, attention, x[-1])), x);
        }
        return graph.Add(graph.GatedMlp(graph.LayerNorm(x, stem + ".ff_norm", DiffusionBlocks.LayerNormEpsilon), stem + ".ff"), x, stem);
    }

    /// <summary>[B, C, H, W] to [4 B, C, H / 2, W / 2], the quarters of a canvas one behind the other.</summary>
    static Value Quarters(this Graph graph, Value x)
    {
        if (x[2] % 2 != 0 || x[3] % 2 != 0)
            throw new InvalidOperationException($"{x} has no four equal quarters. Choose a canvas whose sides stay even at every level of the network.");
        var halves = graph.Reshape(x, Value.Batch, x[1], 2, x[2] / 2, 2, x[3] / 2);
        return graph.Fold(graph.Transpose(halves, 0, 2, 4, 1, 3, 5), x[1], x[2] / 2, x[3] / 2);
    }

    /// <summary>[4 B, C, h, w] to [B h w, 4, C].</summary>
    static Value ToViewTokens(this Graph graph, Value quarters)
    {
        var views = graph.Fold(quarters, Views, quarters[1], quarters[2] * quarters[3]);
        return graph.Fold(graph.Transpose(views, 0, 3, 1, 2), Views, quarters[1]);
    }

    /// <summary>[B h w, 4, C] back to the canvas that <paramref name="like"/> is.</summary>
    static Value FromViewTokens(this Graph graph, Value tokens, Value like)
    {
        var views = graph.Fold(tokens, like[2] / 2, like[3] / 2, 2, 2, like[1]);
        return graph.Reshape(graph.Transpose(views, 0, 5, 3, 1, 4, 2), Value.Batch, like[1], like[2], like[3]);
    }

    /// <summary>Sines and cosines by turns, from 1 to 1/10000 (Vaswani et al. 2017), of the first four positions.</summary>
    static float[] Positions(int channels)
    {
        var table = new float[Views * channels];
        for (var view = 0; view < Views; view++)
            for (var i = 0; i < channels; i++)
            {
                var angle = view * Math.Exp(i / 2 * 2 * -Math.Log(10000) / channels);
                table[view * channels + i] = (float)(i % 2 == 0 ? Math.Sin(angle) : Math.Cos(angle));
            }
        return table;
    }

    /// <summary>The same numbers in another shape whose first side is what is left over: the batch times something.</summary>
    static Value Fold(this Graph graph, Value x, params int[] rest)
    {
        long[] target = [-1, .. rest.Select(side => (long)side)];
        return graph.Add("Reshape", x.Name + ":folded", [x, graph.Integers(target)], [Value.Batch, .. rest]);
    }
}
