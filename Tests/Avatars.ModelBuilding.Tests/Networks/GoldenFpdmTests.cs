using Avatars.Fixtures;
using Avatars.ModelBuilding.Onnx;
using Avatars.ModelBuilding.Weights;

namespace Avatars.ModelBuilding.Networks;

/// <summary>FPDM's networks joined as its two stages join them.</summary>
[Category("Golden")]
public sealed class GoldenFpdmTests
{
    static IEnumerable<TestCaseData> FusionModels => GoldenCases.Of("fpdm_fusion_model");

    static IEnumerable<TestCaseData> Denoisers => GoldenCases.Of("fpdm_sd_model");

    /// <summary>Stage 1: one encoder for source, target and pose, the combiner, and the published validation step.</summary>
    [TestCaseSource(nameof(FusionModels))]
    public void Fusion_model(GoldenCase golden)
    {
        golden.RequireConfig("clip_vision", "img_feature_dim", "projection_dim", "hidden_dim", "hparams");
        golden.RequireNames(golden.Config.GetProperty("hparams"), "encoder_type", "lambda_l1", "temperature", "img_encoder_update",
            "combiner_hidden_dim", "conbiner_self_learning", "lr", "weight_decay");
        Assert.That(golden.Config.GetProperty("hparams").GetProperty("encoder_type").GetString(), Is.EqualTo("clip"));
        using var file = SafetensorsReader.Open(golden.File);
        var encoder = new ClipVision(GoldenConfigurations.Clip(golden.Config.GetProperty("clip_vision"), golden.Input("source").Shape)).Build();
        float[] Embed(string input) =>
            Runtime.Run(encoder, new CheckpointWeights(file, "weights.img_encoder."),
            [("pixel_values", golden.Input(input).ToFloats())])["image_embeds"];
        var (source, target, pose) = (Embed("source"), Embed("target"), Embed("pose"));
        var fusion = Runtime.Run(new Combiner(GoldenConfigurations.Combiner(golden.Config)).Build(), new CheckpointWeights(file, "weights.combiner."),
            [("image", source), ("pose", pose)])["fusion"];

        golden.Expect("source_embeds", source.AsSpan());
        golden.Expect("pose_embeds", pose.AsSpan());
        golden.Expect("fusion_embeds", fusion.AsSpan());
        ExpectValidation(golden, source, target, fusion, golden.Output("source_embeds").Shape[1]);
    }

    /// <summary>Stage 2: token projection, pose encoder and UNet, one forward; the UNet whole and cut in two.</summary>
    [TestCaseSource(nameof(Denoisers))]
    public void Denoiser(GoldenCase golden)
    {
        golden.RequireConfig("unet", "patch_proj_in_dim", "proj_hidden_dim", "proj_out_dim", "pose_embedding_channels", "pose_block_out_channels",
            "args", "phase");
        golden.RequireNames(golden.Config.GetProperty("args"), "patch_proj_in_dim", "proj_drop_rate", "pose_drop_rate", "module_drop_rate",
            "fusion_image_encoder");
        var args = golden.Config.GetProperty("args");
        Assert.That((args.GetProperty("pose_drop_rate").GetDouble(), args.GetProperty("fusion_image_encoder").GetBoolean(),
            golden.Config.GetProperty("phase").GetString()), Is.EqualTo((0.0, true, "test")));
        using var file = SafetensorsReader.Open(golden.File);
        var (c, features) = (golden.Config, golden.Input("cond_img_patch_feature").Shape);
        var projector = new SourceProjector(new()
        {
            Tokens = features[1], Channels = features[2], Hidden = c.GetProperty("proj_hidden_dim").GetInt32(),
            TokenChannels = c.GetProperty("proj_out_dim").GetInt32(),
        });
        var tokens = Runtime.Run(projector.Build(), new CheckpointWeights(file, "weights.srcimage_proj_model."),
            [("last_hidden_state", golden.Input("cond_img_patch_feature").ToFloats())])["tokens"];
        var encoder = new PoseEncoder(GoldenConfigurations.PoseEncoder(GoldenConfigurations.Integers(c, "pose_block_out_channels"),
            c.GetProperty("pose_embedding_channels").GetInt32(), golden.Input("pose_t").Shape));
        var pose = Runtime.Run(encoder.Build(), new CheckpointWeights(file, "weights.pose_t_proj."),
            [("pose", golden.Input("pose_t").ToFloats())])["pose_residual"];

        var unet = new UNet2DCondition(GoldenConfigurations.UNet(c.GetProperty("unet"), golden.Input("noisy_latents").Shape, features[1], pose: true));
        var weights = new CheckpointWeights(file, "weights.unet.");
        (string, float[])[] step =
        [
            ("sample", golden.Input("noisy_latents").ToFloats()), ("timestep", golden.Input("timestep").ToFloats()),
            ("class_labels", golden.Input("cond_src_image_feature").ToFloats()), ("pose_residual", pose),
        ];
        golden.Expect("sample", Runtime.Run(unet.Build(), weights, [.. step, ("encoder_hidden_states", tokens)])["prediction"].AsSpan());
        var source = Runtime.Run(unet.BuildSource(), weights, [("encoder_hidden_states", tokens)]);
        golden.Expect("sample", Runtime.Run(unet.BuildStep(), weights, [.. step, .. source.Select(pair => (pair.Key, pair.Value))])["prediction"].AsSpan());
    }

    /// <summary>InfoNCE over cosines, its L1 term, and the ranks of the right fusions: FPDM's validation_step.</summary>
    static void ExpectValidation(GoldenCase golden, float[] source, float[] target, float[] fusion, int width)
    {
        var parameters = golden.Config.GetProperty("hparams");
        var isDoubled = parameters.GetProperty("conbiner_self_learning").GetBoolean(); // sources join both sides
        var sources = Rows(source, width);
        double[][] anchors = isDoubled ? [.. Rows(target, width), .. sources] : Rows(target, width);
        double[][] candidates = isDoubled ? [.. Rows(fusion, width), .. sources] : Rows(fusion, width);
        double[][] compared = isDoubled ? [.. sources, .. sources] : sources;

        var temperature = parameters.GetProperty("temperature").GetDouble();
        var scores = anchors.Select(anchor => candidates.Select(candidate => Cosine(anchor, candidate) / temperature).ToArray()).ToArray();
        var contrast = scores.Select((row, i) => Math.Log(row.Sum(Math.Exp)) - row[i]).Average();
        var distance = compared.Zip(candidates, (a, b) => a.Zip(b, (x, y) => Math.Abs(x - y)).Average()).Average();
        var ranks = scores.Select((row, i) => row.Count(score => score > row[i])).ToArray();

        golden.Expect("loss_l1", [distance]);
        golden.Expect("loss", [contrast + parameters.GetProperty("lambda_l1").GetDouble() * distance]);
        golden.Expect("acc_top1", [ranks.Average(rank => rank < 1 ? 1.0 : 0)]);
        golden.Expect("acc_top5", [ranks.Average(rank => rank < 5 ? 1.0 : 0)]);
        golden.Expect("acc_mean_pos", [1 + ranks.Average()]);
    }

    static double[][] Rows(float[] values, int width) => [.. values.Select(value => (double)value).Chunk(width)];

    static double Cosine(double[] a, double[] b) => Dot(a, b) / Math.Sqrt(Dot(a, a) * Dot(b, b));

    static double Dot(double[] a, double[] b) => a.Zip(b, (x, y) => x * y).Sum();
}
