using Avatars.Fixtures;
using Avatars.ModelBuilding.Layers;
using Avatars.ModelBuilding.Onnx;
using Avatars.ModelBuilding.Weights;

namespace Avatars.ModelBuilding.Networks;

/// <summary>Every network against what the published code computed with the same weights.</summary>
[Category("Golden")]
public sealed class GoldenNetworkTests
{
    static IEnumerable<TestCaseData> TimeEmbeddings => GoldenCases.Of("time_embedding");

    static IEnumerable<TestCaseData> UNets => GoldenCases.Of("unet2d_condition").Concat(GoldenCases.Of("fpdm_unet"));

    static IEnumerable<TestCaseData> Autoencoders => GoldenCases.Of("autoencoder_kl");

    static IEnumerable<TestCaseData> ClipTowers => GoldenCases.Of("clip_vision");

    static IEnumerable<TestCaseData> Dinov2Towers => GoldenCases.Of("dinov2").Concat(GoldenCases.Of("dinov2_size_interpolation"));

    static IEnumerable<TestCaseData> PoseEncoders => GoldenCases.Of("fpdm_pose_encoder");

    static IEnumerable<TestCaseData> Combiners => GoldenCases.Of("fpdm_combiner");

    [TestCaseSource(nameof(TimeEmbeddings))]
    public void Time_embedding(GoldenCase golden)
    {
        golden.RequireConfig("num_channels", "flip_sin_to_cos", "downscale_freq_shift", "time_embed_dim");
        var c = golden.Config;
        var graph = new Graph("time_embedding");
        var projected = graph.Sinusoids(graph.Input("timestep", Value.Batch), c.GetProperty("num_channels").GetInt32(),
            c.GetProperty("flip_sin_to_cos").GetBoolean(), c.GetProperty("downscale_freq_shift").GetSingle());
        // The published module calls its layers linear_1 and linear_2, without a stem.
        var embedding = graph.Linear(graph.Silu(graph.Linear(projected, "linear_1", c.GetProperty("time_embed_dim").GetInt32())), "linear_2",
            c.GetProperty("time_embed_dim").GetInt32());
        graph.Output(projected, "projected");
        graph.Output(embedding, "embedding");
        ExpectAll(golden, Run(golden, graph, ("timestep", "timestep")));
    }

    [TestCaseSource(nameof(UNets))]
    public void UNet(GoldenCase golden) =>
        ExpectAll(golden, Run(golden, new UNet2DCondition(UNetOf(golden)).Build(), UNetInputs(golden)), ("sample", "prediction"));

    [TestCaseSource(nameof(UNets))]
    public void UNet_in_two_graphs(GoldenCase golden)
    {
        var network = new UNet2DCondition(UNetOf(golden));
        var source = Run(golden, network.BuildSource(), ("encoder_hidden_states", "encoder_hidden_states"));
        using var weights = SafetensorsReader.Open(golden.File);
        var inputs = UNetInputs(golden).Where(pair => pair.Input != "encoder_hidden_states")
            .Select(pair => (pair.Input, golden.Input(pair.Golden).ToFloats()));
        var result = Runtime.Run(network.BuildStep(), new CheckpointWeights(weights, "weights."),
            inputs.Concat(source.Select(pair => (pair.Key, pair.Value))));
        ExpectAll(golden, result, ("sample", "prediction"));
    }

    [TestCaseSource(nameof(Autoencoders))]
    public void Autoencoder(GoldenCase golden)
    {
        var (image, latent) = (golden.Input("image").Shape, golden.Input("latent").Shape);
        var results = Run(golden, new AutoencoderKl(GoldenConfigurations.Autoencoder(golden.Config, image[2], image[3])).BuildEncoder(), ("image", "image"));
        var scale = image[2] / latent[2];
        var decoder = new AutoencoderKl(GoldenConfigurations.Autoencoder(golden.Config, latent[2] * scale, latent[3] * scale)).BuildDecoder();
        results["image"] = Run(golden, decoder, ("latents", "latent"))["image"];
        AddDistribution(results, golden.InputNames.Contains("noise") ? golden.Input("noise").ToFloats() : null, golden.Output("moments").Shape);
        ExpectAll(golden, results);
    }

    [TestCaseSource(nameof(ClipTowers))]
    public void Clip(GoldenCase golden) =>
        ExpectAll(golden, Run(golden, new ClipVision(GoldenConfigurations.Clip(golden.Config, golden.Input("pixel_values").Shape))
            .Build(withTokens: true), ("pixel_values", "pixel_values")));

    [TestCaseSource(nameof(Dinov2Towers))]
    public void Dinov2(GoldenCase golden)
    {
        var rule = golden.Kind == "dinov2" ? PositionRule.OffsetScale : PositionRule.Size;
        var results = Run(golden, new Dinov2(GoldenConfigurations.Dinov2(golden.Config, golden.Input("pixel_values").Shape, rule)).Build(),
            ("pixel_values", "pixel_values"));
        var shape = golden.Output("last_hidden_state").Shape;
        results["pooler_output"] = [.. Enumerable.Range(0, shape[0])
            .SelectMany(b => results["last_hidden_state"].Skip(b * shape[1] * shape[2]).Take(shape[2]))];
        ExpectAll(golden, results);
    }

    [TestCaseSource(nameof(PoseEncoders))]
    public void Pose_encoder(GoldenCase golden)
    {
        golden.RequireConfig("block_out_channels", "conditioning_embedding_channels", "conditioning_channels");
        Assert.That(golden.Config.GetProperty("conditioning_channels").GetInt32(), Is.EqualTo(golden.Input("pose").Shape[1]));
        var c = GoldenConfigurations.PoseEncoder(GoldenConfigurations.Integers(golden.Config, "block_out_channels"),
            golden.Config.GetProperty("conditioning_embedding_channels").GetInt32(), golden.Input("pose").Shape);
        ExpectAll(golden, Run(golden, new PoseEncoder(c).Build(), ("pose", "pose")), ("embedding", "pose_residual"));
    }

    [TestCaseSource(nameof(Combiners))]
    public void Combiner(GoldenCase golden)
    {
        golden.RequireConfig("img_feature_dim", "clip_feature_dim", "projection_dim", "hidden_dim");
        var isText = golden.InputNames.Contains("text_features");
        var graph = new Combiner(GoldenConfigurations.Combiner(golden.Config)).Build(withParts: true);
        var results = Run(golden, graph, ("image", "image_features"), ("pose", isText ? "text_features" : "kpt_features"));
        results["normalized"] = results["fusion"];
        if (isText)
        {
            // CLIP4Cir normalises inside, and scores targets by 100 times the cosine.
            results["combined"] = results["fusion"];
            var width = golden.Input("target_features").Shape[1];
            results["logits"] = Cosines(results["fusion"], golden.Input("target_features").ToFloats(), width, scale: 100);
        }
        ExpectAll(golden, results);
    }

    static UNet2DConditionConfiguration UNetOf(GoldenCase golden) =>
        GoldenConfigurations.UNet(golden.Config, golden.Input("sample").Shape, golden.Input("encoder_hidden_states").Shape[1],
            golden.InputNames.Contains("my_pose_cond"));

    static (string Input, string Golden)[] UNetInputs(GoldenCase golden) =>
        [.. new[] { ("sample", "sample"), ("timestep", "timestep"), ("encoder_hidden_states", "encoder_hidden_states"),
            ("class_labels", "class_labels"), ("pose_residual", "my_pose_cond") }
            .Where(pair => golden.InputNames.Contains(pair.Item2))];

    /// <summary>Mean, logarithm of the variance and so on, from the two halves of the moments.</summary>
    static void AddDistribution(Dictionary<string, float[]> results, float[]? noise, int[] shape)
    {
        var half = shape[1] / 2 * shape[2] * shape[3];
        var moments = results["moments"];
        float[] Half(int which) => [.. Enumerable.Range(0, shape[0]).SelectMany(b => moments.Skip((2 * b + which) * half).Take(half))];
        results["mean"] = results["mode"] = Half(0);
        results["logvar"] = Array.ConvertAll(Half(1), value => Math.Clamp(value, -30, 20));
        results["std"] = Array.ConvertAll(results["logvar"], value => MathF.Exp(value / 2));
        if (noise is not null)
            results["sample"] = [.. results["mean"].Select((mean, i) => mean + results["std"][i] * noise[i])];
    }

    static float[] Cosines(float[] units, float[] others, int width, float scale) =>
        [.. from unit in units.Chunk(width) from other in others.Chunk(width)
            select scale * unit.Zip(other, (a, b) => a * b).Sum() / MathF.Sqrt(other.Sum(b => b * b))];

    static Dictionary<string, float[]> Run(GoldenCase golden, Graph graph, params (string Input, string Golden)[] inputs)
    {
        using var weights = SafetensorsReader.Open(golden.File);
        return Runtime.Run(graph, new CheckpointWeights(weights, "weights."), inputs.Select(pair => (pair.Input, golden.Input(pair.Golden).ToFloats())));
    }

    static void ExpectAll(GoldenCase golden, Dictionary<string, float[]> results, params (string Golden, string Output)[] renamed)
    {
        foreach (var name in golden.OutputNames)
        {
            var output = renamed.Where(pair => pair.Golden == name).Select(pair => pair.Output).SingleOrDefault() ?? name;
            golden.Expect(name, results[output].AsSpan());
        }
    }
}
