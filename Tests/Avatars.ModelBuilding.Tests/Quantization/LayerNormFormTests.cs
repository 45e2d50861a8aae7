using Avatars.ModelBuilding.Layers;
using Avatars.ModelBuilding.Onnx;
using Avatars.ModelBuilding.Weights;

namespace Avatars.ModelBuilding.Quantization;

public sealed class LayerNormFormTests
{
    const int Tokens = 7, Channels = 24;

    [TestCase(true), TestCase(false)]
    public void The_numbers_stay_the_same_for_every_sample(bool isShapeKnown)
    {
        var graph = new Graph("test");
        var x = graph.Input("x", Value.Batch, Tokens, Channels);
        graph.Output(graph.LayerNorm(x, "norm", 1e-3f), "y");
        using var bytes = new MemoryStream();
        OnnxFile.Write(graph, bytes, new GivenWeights(new() { ["norm.weight"] = Numbers.Random(Channels, 1), ["norm.bias"] = Numbers.Random(Channels, 2) }));
        var model = PlainModel.Read(bytes.ToArray(), "test");
        var fast = model.WithFastLayerNorms(isShapeKnown ? new() { ["norm"] = [1, Tokens, Channels] } : new Dictionary<string, int[]>());
        Assert.That(fast.Nodes.Any(node => node.Operator == "LayerNormalization"), Is.EqualTo(!isShapeKnown));
        (string, float[])[] inputs = [("x", Numbers.Random(2 * Tokens * Channels, 3, scale: 0.1f))];
        Numbers.AssertClose(Runtime.Run(fast.ToBytes(), inputs)["y"], [.. Runtime.Run(bytes.ToArray(), inputs)["y"].Select(value => (double)value)]);
    }

    [Test]
    public void A_normalisation_of_single_vectors_is_left_alone()
    {
        var graph = new Graph("test");
        graph.Output(graph.LayerNorm(graph.Input("x", Value.Batch, Channels), "norm", 1e-5f), "y");
        using var bytes = new MemoryStream();
        OnnxFile.Write(graph, bytes, new RandomWeights(1));
        var fast = PlainModel.Read(bytes.ToArray(), "test").WithFastLayerNorms(new Dictionary<string, int[]> { ["norm"] = [1, Channels] });
        Assert.That(fast.Nodes.Select(node => node.Operator), Does.Contain("LayerNormalization"));
    }
}
