using Avatars.ModelBuilding.Layers;
using Avatars.ModelBuilding.Onnx;
using Avatars.ModelBuilding.Weights;

namespace Avatars.ModelBuilding.Networks;

/// <summary>
/// Stable Diffusion's denoiser (diffusers' UNet2DConditionModel 0.24 to 0.27), whole or cut in two: what depends on the
/// source alone (keys and values of every cross-attention) runs once per source, the rest once per step.
/// </summary>
public sealed class UNet2DCondition(UNet2DConditionConfiguration configuration)
{
    /// <summary>A vector of unit length sums to about 1 with these; with PyTorch's initialisation its effect would be negligible.</summary>
    static readonly Initialisation UnitLength = Initialisation.Normal(1);

    readonly UNet2DConditionConfiguration _c = configuration;

    /// <summary>One graph: sample [B, in, h, w], timestep [B], encoder_hidden_states [B, T, D] and so on to prediction.</summary>
    public Graph Build()
    {
        var graph = new Graph("unet");
        Value? tokens = null;
        Write(graph, (stem, channels) => graph.KeyAndValue(tokens!, stem, channels),
            () => tokens = graph.Input("encoder_hidden_states", Value.Batch, _c.Tokens, _c.TokenChannels));
        return graph;
    }

    /// <summary>encoder_hidden_states [B, T, D] to <c>stem.attn2.key</c> and <c>stem.attn2.value</c> [B, T, C] of every cross-attention.</summary>
    /// <param name="name">Of the graph.</param>
    public Graph BuildSource(string name = "unet_source")
    {
        var graph = new Graph(name);
        var tokens = graph.Input("encoder_hidden_states", Value.Batch, _c.Tokens, _c.TokenChannels);
        foreach (var (stem, channels) in CrossAttentions())
        {
            var (key, value) = graph.KeyAndValue(tokens, stem, channels);
            graph.Output(key, stem + ".key");
            graph.Output(value, stem + ".value");
        }
        return graph;
    }

    /// <summary>The rest of <see cref="Build"/>: reads the tensors that <see cref="BuildSource"/> makes.</summary>
    /// <param name="name">Of the graph.</param>
    public Graph BuildStep(string name = "unet")
    {
        var graph = new Graph(name);
        var sources = new Dictionary<string, (Value, Value)>(StringComparer.Ordinal);
        Write(graph, (stem, _) => sources[stem], () =>
        {
            foreach (var (stem, channels) in CrossAttentions())
                sources[stem] = (KeysOrValues(stem + ".key", channels), KeysOrValues(stem + ".value", channels));
        });
        return graph;

        Value KeysOrValues(string input, int channels) => graph.Input(input, Value.Batch, _c.Tokens, channels);
    }

    void Write(Graph graph, Func<string, int, (Value, Value)> sourceOf, Action declareSource)
    {
        var sample = graph.Input("sample", Value.Batch, _c.InChannels, _c.Height, _c.Width);
        var timestep = graph.Input("timestep", Value.Batch);
        var labels = _c.ClassEmbedding == ClassEmbedding.None ? null : graph.Input("class_labels", Value.Batch, _c.ClassChannels);
        var poseChannels = _c.Widths[0] + (_c.CoarseLatents ? _c.OutChannels : 0);
        var pose = _c.PoseResidual ? graph.Input("pose_residual", Value.Batch, poseChannels, _c.Height, _c.Width) : null;
        declareSource();

        var time = graph.Activate(Embed(graph, timestep, labels), _c.Activation);
        Value? coarse = null;
        if (_c.CoarseLatents)
            (pose, coarse) = graph.SplitChannels(pose!, _c.Widths[0]);
        var x = graph.Conv(sample, "conv_in", _c.Widths[0]);
        if (pose is not null)
            x = graph.Add(x, pose);
        var skips = new Stack<Value>([x]);
        x = Down(graph, x, time, skips, sourceOf);
        x = Middle(graph, x, time, sourceOf);
        x = Up(graph, x, time, skips, sourceOf);
        x = graph.Activate(graph.GroupNorm(x, "conv_norm_out", _c.Groups, _c.NormEpsilon), _c.Activation);
        x = graph.Conv(x, "conv_out", _c.OutChannels, start: coarse is null ? null : Initialisation.Zeros);
        graph.Output(coarse is null ? x : graph.Add(x, coarse), "prediction");
    }

    Value Embed(Graph graph, Value timestep, Value? labels)
    {
        var width = 4 * _c.Widths[0];
        var time = graph.TimeMlp(graph.Sinusoids(timestep, _c.Widths[0], _c.CosineFirst, _c.FrequencyShift), "time_embedding", width, _c.Activation);
        return _c.ClassEmbedding switch
        {
            ClassEmbedding.Mlp => graph.Add(time, Mlp(labels!)),
            ClassEmbedding.Projection => graph.Add(time, graph.TimeMlp(labels!, "class_embedding", width)),
            _ => time,
        };

        Value Mlp(Value x) => graph.Linear(graph.Gelu(graph.Linear(x, "class_embedding.net.0", _c.ClassHidden, start: UnitLength)),
            "class_embedding.net.3", width);
    }

    Value Down(Graph graph, Value x, Value time, Stack<Value> skips, Func<string, int, (Value, Value)> sourceOf)
    {
        for (var level = 0; level < _c.Widths.Length; level++)
        {
            var stem = $"down_blocks.{level}";
            for (var i = 0; i < _c.ResnetsPerLevel; i++)
            {
                x = Resnet(graph, x, $"{stem}.resnets.{i}", level, time);
                if (_c.DownAttention[level])
                    x = Transformer(graph, x, $"{stem}.attentions.{i}", level, sourceOf);
                x = CrossView(graph, x, $"{stem}.motion_modules.{i}", _c.DownCrossView?[level] ?? true);
                skips.Push(x);
            }
            if (level < _c.Widths.Length - 1)
                skips.Push(x = graph.Conv(x, $"{stem}.downsamplers.0.conv", x[1], stride: 2));
        }
        return x;
    }

    Value Middle(Graph graph, Value x, Value time, Func<string, int, (Value, Value)> sourceOf)
    {
        var last = _c.Widths.Length - 1;
        x = Resnet(graph, x, "mid_block.resnets.0", last, time);
        x = Transformer(graph, x, "mid_block.attentions.0", last, sourceOf);
        x = CrossView(graph, x, "mid_block.motion_modules.0", _c.MiddleCrossView);
        return Resnet(graph, x, "mid_block.resnets.1", last, time);
    }

    Value Up(Graph graph, Value x, Value time, Stack<Value> skips, Func<string, int, (Value, Value)> sourceOf)
    {
        for (var block = 0; block < _c.Widths.Length; block++)
        {
            var (stem, level) = ($"up_blocks.{block}", _c.Widths.Length - 1 - block);
            for (var i = 0; i <= _c.ResnetsPerLevel; i++)
            {
                x = graph.Concat($"{stem}.resnets.{i}:input", 1, x, skips.Pop());
                x = Resnet(graph, x, $"{stem}.resnets.{i}", level, time);
                if (_c.UpAttention[block])
                    x = Transformer(graph, x, $"{stem}.attentions.{i}", level, sourceOf);
                x = CrossView(graph, x, $"{stem}.motion_modules.{i}", _c.UpCrossView?[block] ?? true);
            }
            if (level > 0) // to the size of the next skip, which twice the size need not be
                x = graph.Upsample(x, $"{stem}.upsamplers.0", skips.Peek()[2], skips.Peek()[3]);
        }
        return x;
    }

    Value Resnet(Graph graph, Value x, string stem, int level, Value time) =>
        graph.Resnet(x, stem, _c.Widths[level], _c.Groups, _c.NormEpsilon, time, _c.Activation);

    Value Transformer(Graph graph, Value x, string stem, int level, Func<string, int, (Value, Value)> sourceOf) =>
        graph.SpatialTransformer(x, stem, _c.Heads[level], _c.Groups, _c.LinearProjection, sourceOf);

    Value CrossView(Graph graph, Value x, string stem, bool isHere) => isHere && _c.CrossView is { } views ? graph.CrossView(x, stem, views) : x;

    /// <summary>Stem and channels of every cross-attention, in order of execution.</summary>
    public IEnumerable<(string Stem, int Channels)> CrossAttentions()
    {
        const string Block = "transformer_blocks.0.attn2";
        var levels = _c.Widths.Length;
        for (var level = 0; level < levels; level++)
            for (var i = 0; i < _c.ResnetsPerLevel && _c.DownAttention[level]; i++)
                yield return ($"down_blocks.{level}.attentions.{i}.{Block}", _c.Widths[level]);
        yield return ($"mid_block.attentions.0.{Block}", _c.Widths[^1]);
        for (var block = 0; block < levels; block++)
            for (var i = 0; i <= _c.ResnetsPerLevel && _c.UpAttention[block]; i++)
                yield return ($"up_blocks.{block}.attentions.{i}.{Block}", _c.Widths[levels - 1 - block]);
    }
}
