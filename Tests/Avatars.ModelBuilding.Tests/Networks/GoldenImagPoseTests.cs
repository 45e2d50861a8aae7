using Avatars.Fixtures;
using Avatars.ModelBuilding.Layers;
using Avatars.ModelBuilding.Onnx;
using Avatars.ModelBuilding.Weights;

namespace Avatars.ModelBuilding.Networks;

/// <summary>IMAGPose's networks, alone and joined as its training joins them. Where the published code has a frame axis, it
/// is one frame: it is left out here.</summary>
[Category("Golden")]
public sealed class GoldenImagPoseTests
{
    static IEnumerable<TestCaseData> CrossViews => GoldenCases.Of("imagpose_cross_view");

    static IEnumerable<TestCaseData> Tokenizers => GoldenCases.Of("imagpose_flc");

    static IEnumerable<TestCaseData> PoseGuiders => GoldenCases.Of("imagpose_pose_guider");

    static IEnumerable<TestCaseData> Transformers => GoldenCases.Of("imagpose_transformer3d");

    static IEnumerable<TestCaseData> UNets => GoldenCases.Of("imagpose_unet3d");

    static IEnumerable<TestCaseData> Nets => GoldenCases.Of("imagpose_net");

    [TestCaseSource(nameof(CrossViews))]
    public void Cross_view_attention(GoldenCase golden)
    {
        var shape = golden.Input("hidden_states").Shape; // [B, C, 1, H, W]
        var graph = new Graph("cross_view");
        var x = graph.Input("x", Value.Batch, shape[1], shape[3], shape[4]);
        // The published module alone calls its weights without the stem that it has inside the UNet.
        graph.Output(graph.CrossView(x, Stem, GoldenConfigurations.CrossView(golden.Config, shape[1])), "y");
        golden.Expect("hidden_states", Run(golden, graph, "", [("x", golden.Input("hidden_states").ToFloats())], Stem + ".")["y"].AsSpan());
    }

    [TestCaseSource(nameof(Tokenizers))]
    public void Feature_level_conditioning(GoldenCase golden)
    {
        golden.RequireConfig("patch_size", "in_chans", "embed_dim");
        var (latents, image) = (golden.Input("ref_latents").Shape, golden.Input("image_tokens"));
        var tokens = PatchTokens(golden, golden.Config, latents, "");
        golden.Expect("patch_tokens", tokens.AsSpan());
        golden.Expect("flc_tokens", Join(image.ToFloats(), tokens, image.Shape[0]).AsSpan());
    }

    [TestCaseSource(nameof(PoseGuiders))]
    public void Pose_guider(GoldenCase golden)
    {
        golden.RequireConfig("block_out_channels", "conditioning_channels", "conditioning_embedding_channels");
        Assert.That(golden.Input("pose").Shape[1], Is.EqualTo(golden.Config.GetProperty("conditioning_channels").GetInt32()));
        golden.Expect("embedding", PoseResidual(golden, golden.Config, golden.Input("pose"), "").AsSpan());
    }

    /// <summary>Frames are pictures of their own there; tokens repeat over them.</summary>
    [TestCaseSource(nameof(Transformers))]
    public void Spatial_transformer(GoldenCase golden)
    {
        golden.RequireConfig("attention_head_dim", "cross_attention_dim", "in_channels", "norm_num_groups", "num_attention_heads", "num_layers",
            "unet_use_cross_frame_attention", "unet_use_temporal_attention");
        var (c, states, tokens) = (golden.Config, golden.Input("hidden_states"), golden.Input("encoder_hidden_states"));
        int[] shape = states.Shape; // [B, C, F, H, W]
        var graph = new Graph("transformer");
        var x = graph.Input("x", Value.Batch, shape[1], shape[3], shape[4]);
        var source = graph.Input("tokens", Value.Batch, tokens.Shape[1], tokens.Shape[2]);
        var y = graph.SpatialTransformer(x, Stem, c.GetProperty("num_attention_heads").GetInt32(), c.GetProperty("norm_num_groups").GetInt32(),
            linear: false, (stem, channels) => graph.KeyAndValue(source, stem, channels), c.GetProperty("num_layers").GetInt32());
        graph.Output(y, "y");
        var perSample = tokens.ToFloats().Chunk(tokens.Shape[1] * tokens.Shape[2]);
        float[] repeated = [.. perSample.SelectMany(sample => Enumerable.Repeat(sample, shape[2])).SelectMany(value => value)];
        var made = Run(golden, graph, "", [("x", SwapFrames(states.ToFloats(), shape[0], shape[1], shape[2])), ("tokens", repeated)], Stem + ".")["y"];
        golden.Expect("hidden_states", SwapFrames(made, shape[0], shape[2], shape[1]).AsSpan());
    }

    [TestCaseSource(nameof(UNets))]
    public void UNet_whole_and_in_two_graphs(GoldenCase golden)
    {
        var unet = UNetOf(golden.Config, golden.Input("sample").Shape, golden.Input("encoder_hidden_states").Shape[1],
            golden.InputNames.Contains("pose_cond_fea"));
        List<(string, float[])> step = [("sample", golden.Input("sample").ToFloats()), ("timestep", golden.Input("timestep").ToFloats())];
        if (golden.InputNames.Contains("pose_cond_fea"))
            step.Add(("pose_residual", golden.Input("pose_cond_fea").ToFloats()));
        Expect(golden, unet, "", step, golden.Input("encoder_hidden_states").ToFloats());
    }

    /// <summary>Pose guider, tokens and UNet, one forward, of both stages.</summary>
    [TestCaseSource(nameof(Nets))]
    public void Training_network(GoldenCase golden)
    {
        golden.RequireConfig("denoising_unet", "patch", "pose_guider");
        var (c, image, sample) = (golden.Config, golden.Input("clip_image_embeds"), golden.Input("noisy_latents"));
        var patches = PatchTokens(golden, c.GetProperty("patch"), golden.Input("ref_latents").Shape, "patch.");
        var tokens = Join(image.ToFloats(), patches, image.Shape[0]);
        var unet = UNetOf(c.GetProperty("denoising_unet"), sample.Shape, tokens.Length / image.Shape[0] / image.Shape[2], pose: true);
        Expect(golden, unet, "denoising_unet.",
        [
            ("sample", sample.ToFloats()), ("timestep", golden.Input("timestep").ToFloats()),
            ("pose_residual", PoseResidual(golden, c.GetProperty("pose_guider"), golden.Input("pose_img"), "pose_guider.")),
        ], tokens);
    }

    const string Stem = "module"; // of what the published class calls without one

    static UNet2DCondition UNetOf(System.Text.Json.JsonElement c, int[] sample, int tokens, bool pose) =>
        new(GoldenConfigurations.UNet(c, [sample[0], sample[1], sample[^2], sample[^1]], tokens, pose));

    static void Expect(GoldenCase golden, UNet2DCondition unet, string prefix, List<(string, float[])> step, float[] tokens)
    {
        golden.Expect("sample", Run(golden, unet.Build(), prefix, [.. step, ("encoder_hidden_states", tokens)])["prediction"].AsSpan());
        var source = Run(golden, unet.BuildSource(), prefix, [("encoder_hidden_states", tokens)]);
        golden.Expect("sample", Run(golden, unet.BuildStep(), prefix, [.. step, .. source.Select(pair => (pair.Key, pair.Value))])["prediction"].AsSpan());
    }

    static float[] PatchTokens(GoldenCase golden, System.Text.Json.JsonElement c, int[] latents, string prefix)
    {
        var embedding = new PatchEmbedding(new()
        {
            Height = latents[2], Width = latents[3], LatentChannels = c.GetProperty("in_chans").GetInt32(),
            PatchSize = c.GetProperty("patch_size").GetInt32(), TokenChannels = c.GetProperty("embed_dim").GetInt32(),
        });
        return Run(golden, embedding.Build(), prefix, [("latents", golden.Input("ref_latents").ToFloats())])["patch_tokens"];
    }

    static float[] PoseResidual(GoldenCase golden, System.Text.Json.JsonElement c, GoldenTensor pose, string prefix)
    {
        var (batch, channels, frames) = (pose.Shape[0], pose.Shape[1], pose.Shape.Length == 5 ? pose.Shape[2] : 1);
        var encoder = new PoseEncoder(new()
        {
            Height = pose.Shape[^2], Width = pose.Shape[^1], Channels = channels,
            Widths = GoldenConfigurations.Integers(c, "block_out_channels"), Embedding = c.GetProperty("conditioning_embedding_channels").GetInt32(),
        });
        var residual = Run(golden, encoder.Build(), prefix, [("pose", SwapFrames(pose.ToFloats(), batch, channels, frames))])["pose_residual"];
        return SwapFrames(residual, batch, frames, c.GetProperty("conditioning_embedding_channels").GetInt32());
    }

    /// <summary>[batch, first, second, ...] to [batch, second, first, ...].</summary>
    static float[] SwapFrames(float[] values, int batch, int first, int second)
    {
        var length = values.Length / (batch * first * second);
        var swapped = new float[values.Length];
        for (var b = 0; b < batch; b++)
            for (var i = 0; i < first; i++)
                for (var k = 0; k < second; k++)
                    values.AsSpan(((b * first + i) * second + k) * length, length).CopyTo(swapped.AsSpan(((b * second + k) * first + i) * length));
        return swapped;
    }

    /// <summary>The picture encoder's tokens first, then the patches', sample by sample.</summary>
    static float[] Join(float[] image, float[] patches, int batch)
    {
        var (a, b) = (image.Chunk(image.Length / batch), patches.Chunk(patches.Length / batch));
        return [.. a.Zip(b).SelectMany(pair => pair.First.Concat(pair.Second))];
    }

    /// <param name="prefix">Of the weights in the file.</param>
    /// <param name="stem">Of the weights in the graph, where the published class has none.</param>
    static Dictionary<string, float[]> Run(GoldenCase golden, Graph graph, string prefix, IEnumerable<(string, float[])> inputs, string stem = "")
    {
        using var file = SafetensorsReader.Open(golden.File);
        return Runtime.Run(graph, new Unstemmed(new CheckpointWeights(file, "weights." + prefix), stem), inputs);
    }

    sealed class Unstemmed(IWeightSource source, string stem) : IWeightSource
    {
        public IEnumerable<ReadOnlyMemory<float>> Read(Weight weight) => source.Read(weight with { Name = weight.Name[stem.Length..] });
    }
}
