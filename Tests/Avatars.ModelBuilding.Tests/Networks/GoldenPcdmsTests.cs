using Avatars.Fixtures;
using Avatars.ModelBuilding.Onnx;
using Avatars.ModelBuilding.Weights;

namespace Avatars.ModelBuilding.Networks;

/// <summary>PCDMs' networks joined as its three stages join them.</summary>
[Category("Golden")]
public sealed class GoldenPcdmsTests
{
    static IEnumerable<TestCaseData> Priors => GoldenCases.Of("pcdms_stage1_prior");

    static IEnumerable<TestCaseData> Inpaintings => GoldenCases.Of("pcdms_stage2_model");

    static IEnumerable<TestCaseData> Refinings => GoldenCases.Of("pcdms_stage3_model");

    /// <summary>Stage 1: one forward, and the way back from standardised embeddings.</summary>
    [TestCaseSource(nameof(Priors))]
    public void Prior(GoldenCase golden)
    {
        golden.RequireConfig("num_attention_heads", "attention_head_dim", "num_layers", "embedding_dim", "num_embeddings", "additional_embeddings",
            "dropout", "pose_mlp_hidden", "pose_mlp_out");
        var c = golden.Config;
        Assert.That((c.GetProperty("num_embeddings").GetInt32(), c.GetProperty("additional_embeddings").GetInt32()), Is.EqualTo((2, 4)), "six tokens");
        Assert.That(c.GetProperty("pose_mlp_out").GetInt32(), Is.EqualTo(c.GetProperty("embedding_dim").GetInt32()), "poses as wide as embeddings");
        var configuration = GoldenConfigurations.Prior(golden.Config, golden.Input("encoder_hidden_states").Shape[^1]);
        var prediction = Run(golden, new PriorTransformer(configuration).Build(), "",
        [
            ("noisy", golden.Input("hidden_states").ToFloats()), ("timestep", golden.Input("timestep").ToFloats()),
            ("source_embeds", golden.Input("proj_embedding").ToFloats()),
            ("source_pose", golden.Input("encoder_hidden_states").ToFloats()), ("target_pose", golden.Input("encoder_hidden_states1").ToFloats()),
        ])["prediction"];
        golden.Expect("predicted_image_embedding", prediction.AsSpan());
        golden.Expect("post_processed", Array.ConvertAll(prediction, value => value * 0.415f - 0.016f).AsSpan()); // the published constants
    }

    /// <summary>Stage 2: the target's embedding is the last token, unprojected, and the class; the UNet whole, and with the
    /// tokens' keys and values made one by one.</summary>
    [TestCaseSource(nameof(Inpaintings))]
    public void Inpainting(GoldenCase golden)
    {
        golden.RequireConfig("unet", "image_proj_in", "image_proj_hidden", "image_proj_out", "pose_embedding_channels", "pose_block_out_channels");
        var (c, features, embedding) = (golden.Config, golden.Input("simg_f_p").Shape, golden.Input("timg_f_g").ToFloats());
        var projected = Project(golden, "simg_f_p");
        float[] tokens = [.. projected.Chunk(projected.Length / features[0])
            .Zip(embedding.Chunk(embedding.Length / features[0]), (source, target) => source.Concat(target)).SelectMany(part => part)];
        var encoder = new PoseEncoder(GoldenConfigurations.PoseEncoder(GoldenConfigurations.Integers(c, "pose_block_out_channels"),
            c.GetProperty("pose_embedding_channels").GetInt32(), golden.Input("pose_f").Shape));
        var pose = Run(golden, encoder.Build(), "pose_proj.", [("pose", golden.Input("pose_f").ToFloats())])["pose_residual"];

        ExpectDenoised(golden, features[1] + 1, tokens, [("class_labels", embedding), ("pose_residual", pose)]);
    }

    /// <summary>Stage 3: a stock UNet on noise and the coarse picture.</summary>
    [TestCaseSource(nameof(Refinings))]
    public void Refining(GoldenCase golden)
    {
        golden.RequireConfig("unet", "image_proj_in", "image_proj_hidden", "image_proj_out");
        ExpectDenoised(golden, golden.Input("s_img_embed").Shape[1], Project(golden, "s_img_embed"), []);
    }

    static float[] Project(GoldenCase golden, string input)
    {
        var (c, features) = (golden.Config, golden.Input(input).Shape);
        var projector = new SourceProjector(new()
        {
            Tokens = features[1], Channels = features[2], Hidden = c.GetProperty("image_proj_hidden").GetInt32(),
            TokenChannels = c.GetProperty("image_proj_out").GetInt32(),
        });
        return Run(golden, projector.Build(), "image_proj_model_p.", [("last_hidden_state", golden.Input(input).ToFloats())])["tokens"];
    }

    static void ExpectDenoised(GoldenCase golden, int tokenCount, float[] tokens, (string, float[])[] conditions)
    {
        var configuration = GoldenConfigurations.UNet(golden.Config.GetProperty("unet"), golden.Input("noisy_latents").Shape, tokenCount,
            pose: conditions.Any(pair => pair.Item1 == "pose_residual"));
        var unet = new UNet2DCondition(configuration);
        (string, float[])[] step = [("sample", golden.Input("noisy_latents").ToFloats()), ("timestep", golden.Input("timestep").ToFloats()), .. conditions];
        golden.Expect("sample", Run(golden, unet.Build(), "unet.", [.. step, ("encoder_hidden_states", tokens)])["prediction"].AsSpan());
        // A token's keys and values depend on nothing else: as a batch of tokens they are the same.
        var source = Run(golden, new UNet2DCondition(configuration with { Tokens = 1 }).BuildSource(), "unet.", [("encoder_hidden_states", tokens)]);
        golden.Expect("sample", Run(golden, unet.BuildStep(), "unet.", [.. step, .. source.Select(pair => (pair.Key, pair.Value))])["prediction"].AsSpan());
    }

    static Dictionary<string, float[]> Run(GoldenCase golden, Graph graph, string prefix, IEnumerable<(string, float[])> inputs)
    {
        using var file = SafetensorsReader.Open(golden.File);
        return Runtime.Run(graph, new CheckpointWeights(file, "weights." + prefix), inputs);
    }
}
