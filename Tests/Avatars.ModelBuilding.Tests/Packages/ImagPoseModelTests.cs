using Avatars.ModelBuilding.Networks;
using Avatars.ModelBuilding.Onnx;

namespace Avatars.ModelBuilding.Packages;

public sealed class ImagPoseModelTests
{
    static IEnumerable<TestCaseData> Models() =>
        new[] { ImagPoseModel.Compact, ImagPoseModel.Published }.Select(model => new TestCaseData(model).SetArgDisplayNames(model.Name));

    [TestCaseSource(nameof(Models))]
    public void Every_network_fits_the_next(ImagPoseModel model)
    {
        var (description, networks) = model.ToBlueprint();
        var graphs = networks.ToDictionary(graph => graph.Name);
        int[] hidden = Output("source_encoder", "last_hidden_state"), patches = Output("patch_embedding", "patch_tokens"),
            tokens = Input("unet_source", "encoder_hidden_states");
        Assert.That(tokens, Is.EqualTo(new[] { Value.Batch, hidden[1] + patches[1], hidden[2] }));
        Assert.That(patches[2], Is.EqualTo(hidden[2]));
        foreach (var output in graphs["unet_source"].Outputs)
            Assert.That(Input("unet", output.Name), Is.EqualTo(output.Shape));

        // Canvases, or tiles of them.
        int[] prediction = Output("unet", "prediction"), sample = Input("unet", "sample");
        Assert.That(sample, Is.EqualTo(new[] { Value.Batch, 2 * prediction[1] + 1, prediction[2], prediction[3] }));
        Assert.That(prediction[1..], Is.EqualTo(new[] { description.LatentChannels, 2 * description.Height / description.LatentFactor,
            2 * description.Width / description.LatentFactor }));
        var residual = Output("pose_encoder", "pose_residual");
        AssertTileOrCanvas([prediction[0], residual[1], residual[2], residual[3]],
            [Value.Batch, Input("unet", "pose_residual")[1], prediction[2], prediction[3]]);
        AssertTileOrCanvas(Input("vae_decoder", "latents"), prediction);
        Assert.That(Output("vae_encoder", "moments")[2..], Is.EqualTo(Input("vae_decoder", "latents")[2..]));

        var reference = graphs.ContainsKey("reference_encoder") ? "reference_encoder" : "vae_encoder";
        Assert.That(Input(reference, "image")[2..], Is.EqualTo(new[] { description.Height, description.Width }), "a consistent source is a tile");
        Assert.That(Output(reference, "moments")[2..], Is.EqualTo(Input("patch_embedding", "latents")[2..]));

        int[] Output(string network, string name) => graphs[network].Outputs.Single(value => value.Name == name).Shape;
        int[] Input(string network, string name) => graphs[network].Inputs.Single(value => value.Name == name).Shape;
    }

    [TestCaseSource(nameof(Models))]
    public void Two_graphs_share_the_weights_of_the_whole_denoiser(ImagPoseModel model)
    {
        var network = new UNet2DCondition(model.UNet);
        var whole = network.Build().Weights.ToDictionary(weight => weight.Name, weight => weight.Count);
        var parts = network.BuildSource().Weights.Concat(network.BuildStep().Weights).ToDictionary(weight => weight.Name, weight => weight.Count);
        Assert.That(parts, Is.EquivalentTo(whole));
    }

    [Test]
    public void A_published_source_is_as_large_as_the_canvas_and_needs_no_second_encoder()
    {
        var model = ImagPoseModel.Published with { FlcMode = "published-inference", PatchEmbedding = new() { Height = 128, Width = 128 } };
        Assert.That(model.ToBlueprint().Networks.Select(graph => graph.Name), Has.None.EqualTo("reference_encoder"));
    }

    static void AssertTileOrCanvas(int[] actual, int[] canvas) =>
        Assert.That(actual, Is.EqualTo(canvas).Or.EqualTo(new[] { canvas[0], canvas[1], canvas[2] / 2, canvas[3] / 2 }));
}
