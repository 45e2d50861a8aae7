using Avatars.ModelBuilding.Networks;
using Avatars.ModelBuilding.Onnx;
using Avatars.Models;

namespace Avatars.ModelBuilding.Packages;

public sealed class PcdmsModelTests
{
    static IEnumerable<TestCaseData> Models() =>
        new[] { PcdmsModel.Compact, PcdmsModel.Published, PcdmsModel.Demo }.Select(model => new TestCaseData(model).SetArgDisplayNames(model.Name));

    [TestCaseSource(nameof(Models))]
    public void Every_network_fits_the_next(PcdmsModel model)
    {
        var graphs = model.ToBlueprint().Networks.ToDictionary(graph => graph.Name);
        AssertJoins(graphs, "source_encoder", "last_hidden_state", "source_projector", "last_hidden_state");
        AssertJoins(graphs, "pose_encoder", "pose_residual", "unet", "pose_residual");
        var latents = graphs["unet"].Outputs.Single().Shape;
        AssertTokens(graphs, "source_projector", "unet_source", "unet", extra: model.Prior is null ? 0 : 1);
        Assert.That(graphs["unet"].Inputs.Single(value => value.Name == "sample").Shape[1], Is.EqualTo(2 * latents[1] + 1), "noise, mask, visible latents");
        Assert.That(graphs["vae_decoder"].Inputs[0].Shape, Is.EqualTo(new[] { Value.Batch, latents[1], latents[2], latents[3] / 2 }), "half a canvas");
        AssertJoins(graphs, "vae_decoder", "image", "vae_encoder", "image");
        if (model.EncodesCanvas)
        {
            AssertJoins(graphs, "unet", "prediction", "canvas_decoder", "latents");
            AssertJoins(graphs, "canvas_decoder", "image", "canvas_encoder", "image");
        }
        if (model.Prior is not null)
        {
            AssertJoins(graphs, "global_encoder", "image_embeds", "prior", "source_embeds");
            AssertJoins(graphs, "prior", "prediction", "prior", "noisy");
            AssertJoins(graphs, "prior", "prediction", "unet", "class_labels");
        }
        if (model.Refiner is null)
            return;
        AssertJoins(graphs, "source_encoder", "last_hidden_state", "refiner_projector", "last_hidden_state");
        AssertTokens(graphs, "refiner_projector", "refiner_source", "refiner", extra: 0);
        AssertJoins(graphs, "refiner", "prediction", "vae_decoder", "latents");
        Assert.That(graphs["refiner"].Inputs.Single(value => value.Name == "sample").Shape[1], Is.EqualTo(2 * latents[1]), "noise, coarse latents");
    }

    [Test]
    public void Trained_parts_have_the_published_numbers_of_parameters()
    {
        var graphs = PcdmsModel.Published.ToBlueprint().Networks.ToDictionary(graph => graph.Name);
        long Count(params string[] names) => names.SelectMany(name => graphs[name].Weights).Sum(weight => weight.Count);
        Assert.That(Count("prior"), Is.EqualTo(1_027_166_208));
        Assert.That(Count("unet_source", "unet", "pose_encoder", "source_projector"), Is.EqualTo(871_932_692));
        Assert.That(Count("refiner_source", "refiner", "refiner_projector"), Is.EqualTo(867_891_652));
    }

    [TestCaseSource(nameof(Models))]
    public void The_manifest_tells_the_sizes_of_the_graphs(PcdmsModel model)
    {
        var (manifest, networks) = model.ToBlueprint();
        var graphs = networks.ToDictionary(graph => graph.Name);
        Assert.That(graphs["vae_decoder"].Outputs[0].Shape, Is.EqualTo(new[] { Value.Batch, 3, manifest.Height, manifest.Width }));
        Assert.That(graphs["source_encoder"].Inputs[0].Shape[2..], Is.EqualTo(new[] { manifest.SourceSize, manifest.SourceSize }));
        Assert.That(graphs.GetValueOrDefault("global_encoder")?.Inputs[0].Shape[2], Is.EqualTo(((PcdmsSettings)manifest.Settings).FusionSize));
    }

    /// <summary>What runs per frame stays in the blocked layout of ONNX Runtime's convolutions.</summary>
    [Test]
    public void Compact_widths_are_multiples_of_16()
    {
        var compact = PcdmsModel.Compact;
        int[] widths = [.. compact.UNet.Widths, .. compact.Refiner!.Widths, .. compact.Autoencoder.DecoderWidths, .. compact.PoseEncoder.Widths,
            compact.PoseEncoder.Embedding];
        Assert.That(widths.Where(width => width % 16 != 0), Is.Empty);
    }

    /// <summary>Keys and values are made one token at a time, for as many as the UNet looks at.</summary>
    static void AssertTokens(Dictionary<string, Graph> graphs, string projector, string source, string unet, int extra)
    {
        var (tokens, input) = (graphs[projector].Outputs.Single().Shape, graphs[source].Inputs.Single().Shape);
        Assert.That(input, Is.EqualTo(new[] { Value.Batch, 1, tokens[2] }));
        foreach (var output in graphs[source].Outputs)
            Assert.That(graphs[unet].Inputs.Single(value => value.Name == output.Name).Shape,
                Is.EqualTo(new[] { Value.Batch, tokens[1] + extra, output.Shape[2] }));
    }

    static void AssertJoins(Dictionary<string, Graph> graphs, string from, string output, string to, string input) =>
        Assert.That(graphs[from].Outputs.Single(value => value.Name == output).Shape,
            Is.EqualTo(graphs[to].Inputs.Single(value => value.Name == input).Shape), $"{from}.{output} to {to}.{input}");
}
