using Avatars.ModelBuilding.Networks;
using Avatars.ModelBuilding.Onnx;
using Avatars.Models;

namespace Avatars.ModelBuilding.Packages;

public sealed class FpdmModelTests
{
    static IEnumerable<TestCaseData> Models() =>
        new[] { FpdmModel.Compact, FpdmModel.Body, FpdmModel.Published }.Select(model => new TestCaseData(model).SetArgDisplayNames(model.Name));

    [TestCaseSource(nameof(Models))]
    public void Every_network_fits_the_next(FpdmModel model)
    {
        var graphs = model.ToBlueprint().Networks.ToDictionary(graph => graph.Name);
        AssertJoins(graphs, "source_encoder", "last_hidden_state", "source_projector", "last_hidden_state");
        AssertJoins(graphs, "source_projector", "tokens", "unet_source", "encoder_hidden_states");
        AssertJoins(graphs, "fusion_encoder", "image_embeds", "combiner", "image");
        AssertJoins(graphs, "fusion_encoder", "image_embeds", "combiner", "pose");
        AssertJoins(graphs, "combiner", "fusion", "unet", "class_labels");
        AssertJoins(graphs, model.CoarsePredictor is null ? "pose_encoder" : "coarse_predictor", "pose_residual", "unet", "pose_residual");
        if (model.CoarsePredictor is not null)
        {
            AssertJoins(graphs, "pose_encoder", "warped_source", "coarse_predictor", "warped_source");
            AssertJoins(graphs, "pose_encoder", "pose_features", "coarse_predictor", "pose_features");
        }
        foreach (var guide in graphs["vae_decoder"].Inputs.Where(input => input.Name is not ("latents" or "background")))
            Assert.That(graphs["pose_encoder"].Inputs.Concat(graphs["pose_encoder"].Outputs).Single(value => value.Name == guide.Name).Shape,
                Is.EqualTo(guide.Shape));
        AssertJoins(graphs, "unet", "prediction", "unet", "sample");
        AssertJoins(graphs, "unet", "prediction", "vae_decoder", "latents");
        AssertJoins(graphs, "vae_decoder", "image", "vae_encoder", "image");
        foreach (var input in graphs["pose_encoder"].Inputs.Where(input => input.Name is not "pose"
            && !input.Name.StartsWith("body_", StringComparison.Ordinal)))
            AssertJoins(graphs, "source_encoder", input.Name, "pose_encoder", input.Name);
        foreach (var output in graphs["unet_source"].Outputs)
            AssertJoins(graphs, "unet_source", output.Name, "unet", output.Name);
        Assert.That(graphs["vae_encoder"].Outputs[0].Shape[1], Is.EqualTo(2 * graphs["vae_decoder"].Inputs[0].Shape[1]), "mean and variance");
    }

    [TestCaseSource(nameof(Models))]
    public void Two_graphs_share_the_weights_of_the_whole_denoiser(FpdmModel model)
    {
        var network = new UNet2DCondition(model.UNet);
        var whole = network.Build().Weights.ToDictionary(weight => weight.Name, weight => weight.Count);
        var parts = network.BuildSource().Weights.Concat(network.BuildStep().Weights).ToDictionary(weight => weight.Name, weight => weight.Count);
        Assert.That(parts, Is.EquivalentTo(whole));
    }

    [TestCaseSource(nameof(Models))]
    public void The_manifest_tells_the_sizes_of_the_graphs(FpdmModel model)
    {
        var (manifest, networks) = model.ToBlueprint();
        var graphs = networks.ToDictionary(graph => graph.Name);
        Assert.That(graphs["vae_decoder"].Outputs[0].Shape, Is.EqualTo(new[] { Value.Batch, 3, manifest.Height, manifest.Width }));
        Assert.That(graphs["vae_decoder"].Inputs[0].Shape,
            Is.EqualTo(new[] { Value.Batch, manifest.LatentChannels, manifest.Height / manifest.LatentFactor,
            manifest.Width / manifest.LatentFactor }));
        Assert.That(graphs["source_encoder"].Inputs[0].Shape[2..], Is.EqualTo(new[] { manifest.SourceSize, manifest.SourceSize }));
        Assert.That(graphs["fusion_encoder"].Inputs[0].Shape[2..], Is.EqualTo(Enumerable.Repeat(((FpdmSettings)manifest.Settings).FusionSize, 2)));
    }

    [TestCaseSource(nameof(Models))]
    public void A_UNet_that_refines_coarse_latents_predicts_the_clean_latents(FpdmModel model) =>
        Assert.That(model.ToBlueprint().Manifest.PredictionType, Is.EqualTo(model.UNet.CoarseLatents ? "sample" : "v_prediction"));

    /// <summary>What runs per frame stays in the blocked layout of ONNX Runtime's convolutions; results of a few channels aside.</summary>
    [Test]
    public void Compact_widths_are_multiples_of_16([Values] bool isBody)
    {
        var compact = isBody ? FpdmModel.Body : FpdmModel.Compact;
        int[] widths = [.. compact.UNet.Widths, .. compact.Autoencoder.DecoderWidths,
            .. compact.PoseEncoder().Weights.Where(weight => weight.Shape.Length == 4).Select(weight => weight.Shape[0]).Where(width => width > 12)];
        Assert.That(widths.Where(width => width % 16 != 0), Is.Empty);
    }

    static void AssertJoins(Dictionary<string, Graph> graphs, string from, string output, string to, string input) =>
        Assert.That(graphs[from].Outputs.Single(value => value.Name == output).Shape,
            Is.EqualTo(graphs[to].Inputs.Single(value => value.Name == input).Shape), $"{from}.{output} to {to}.{input}");
}
