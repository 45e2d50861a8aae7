using Avatars.Fixtures;
using Avatars.ModelBuilding.Layers;
using Avatars.ModelBuilding.Onnx;
using Avatars.ModelBuilding.Weights;

namespace Avatars.ModelBuilding.Quantization;

/// <summary>Products of bytes have the same sum on every processor: what ONNX Runtime multiplies is read out of the models that it makes of ours.</summary>
public sealed class ExactEverywhereTests
{
    const int Side = 6;

    static string Shipped { get; } = Path.Combine(SharedFolders.Repository, "Models", "fpdm-compact-8bit");

    static IEnumerable<string> ShippedNetworks =>
        Directory.GetFiles(Shipped, "*.onnx").Select(path => Path.GetFileNameWithoutExtension(path)).Order(StringComparer.Ordinal);

    /// <summary>The largest bytes against weights as they stand, two by two: no pair of a shipped layer leaves 16 bits.</summary>
    [TestCaseSource(nameof(ShippedNetworks)), Category("Weights")]
    public void Shipped_weights_give_the_same_sums_where_pairs_saturate(string network)
    {
        var products = Products(File.ReadAllBytes(Path.Combine(Shipped, network + ".onnx")));
        var chance = new Random(1);
        foreach (var (layer, weights) in products)
        {
            Assert.That(weights, Is.Not.Null, $"{layer}: both factors are computed, so that neither is limited");
            Assert.That(weights!.Max(weight => Math.Abs((int)weight)), Is.LessThanOrEqualTo(ChannelWeights.Largest), layer);
            foreach (var activations in new[] { Enumerable.Repeat(byte.MaxValue, weights!.Length).ToArray(), RandomBytes(chance, weights.Length) })
                Assert.That(SaturatingPairs.Sum(activations, weights), Is.EqualTo(SaturatingPairs.ExactSum(activations, weights)), layer);
        }
        if (network is "vae_decoder" or "pose_encoder" or "unet")
            Assert.That(products, Has.Length.GreaterThan(10), "layers in 8 bits");
    }

    /// <summary>The limit is the highest that holds: with all pairs of weights and of activations at their bounds.</summary>
    [Test]
    public void The_limit_is_the_largest_that_no_pair_exceeds()
    {
        Assert.That(IsExact(ChannelWeights.Largest), Is.True);
        Assert.That(IsExact(ChannelWeights.Largest + 1), Is.False);

        static bool IsExact(int largest)
        {
            foreach (var first in new[] { -largest, largest })
                foreach (var second in new[] { -largest, largest })
                {
                    sbyte[] weights = [(sbyte)first, (sbyte)second];
                    if (SaturatingPairs.Sum([255, 255], weights) != SaturatingPairs.ExactSum([255, 255], weights))
                        return false;
                }
            return true;
        }
    }

    /// <summary>
    /// A convolution that stays float between two in 8 bits: ONNX Runtime would give it weights of the whole range. That it does so where
    /// nothing prevents it shows that the test can fail.
    /// </summary>
    [TestCase(1), TestCase(3)]
    public void A_layer_that_stays_float_between_bytes_stays_float_in_the_runtime(int kernel)
    {
        var graph = new Graph("between");
        var first = graph.Conv(graph.Input("x", Value.Batch, 3, Side, Side), "first", 8);
        graph.Output(graph.Conv(graph.Conv(first, "second", 8, kernel), "third", 4), "y");
        using var bytes = new MemoryStream();
        OnnxFile.Write(graph, bytes, new RandomWeights(2));
        var model = PlainModel.Read(bytes.ToArray(), "test");
        var rewritten = EightBitModel.Rewrite(model, ["first", "third"], Seen(model));
        var products = Products(rewritten.ToBytes());
        Assert.That(products, Has.Length.EqualTo(2));
        Assert.That(products.All(product => product.Weights!.All(weight => Math.Abs((int)weight) <= ChannelWeights.Largest)));

        var nodes = rewritten.Nodes.Where(node => node.Operator != "LeakyRelu").Select(node => node.Outputs[0] == "second:float"
            ? node with { Outputs = ["second"] } : node);
        var unguarded = Products(rewritten.With(nodes, rewritten.Constants.Values).ToBytes());
        Assert.That(unguarded.Max(product => product.Weights!.Max(weight => Math.Abs((int)weight))), Is.GreaterThan(ChannelWeights.Largest));
    }

    /// <summary>Every kind of layer that the rewriting knows: none of it multiplies by more than the limit.</summary>
    [Test]
    public void Every_rewritten_layer_keeps_the_limit()
    {
        var graph = new Graph("kinds");
        var x = graph.Conv(graph.Input("x", Value.Batch, 3, Side, Side), "conv", 8);
        x = graph.Conv(graph.DepthToSpace(graph.Multiply(x, graph.Sigmoid(x), "silu"), 2), "large", 6, kernel: 5);
        var matrix = graph.Weight("matrix", Initialisation.Normal(0.5f), 12, 20);
        graph.Output(graph.Add("MatMul", "product", [x, matrix], [Value.Batch, 6, 12, 20]), "y");
        using var bytes = new MemoryStream();
        OnnxFile.Write(graph, bytes, new RandomWeights(4));
        var model = PlainModel.Read(bytes.ToArray(), "test");
        var products = Products(EightBitModel.Rewrite(model, [.. EightBitLayer.In(model).Select(layer => layer.Name)], Seen(model)).ToBytes());
        Assert.That(products, Has.Length.EqualTo(3));
        foreach (var (layer, weights) in products)
            Assert.That(weights!.Max(weight => Math.Abs((int)weight)),
                Is.LessThanOrEqualTo(ChannelWeights.Largest).And.GreaterThan(ChannelWeights.Largest / 2), layer);
    }

    static (string Layer, sbyte[]? Weights)[] Products(byte[] model) => [.. OptimisedModel.ByteProducts(OptimisedModel.Of(model))];

    static byte[] RandomBytes(Random chance, int count)
    {
        var bytes = new byte[count];
        chance.NextBytes(bytes);
        return bytes;
    }

    static ObservedTensors Seen(PlainModel model)
    {
        var watched = EightBitModel.WatchedIn(model);
        var x = Numbers.Random(3 * Side * Side, seed: 5);
        var values = Runtime.Run(model.ToBytes(watched.Except(model.Inputs)), [("x", x)]);
        values["x"] = x;
        var ranges = watched.ToDictionary(tensor => tensor, tensor => ActivationRange.Of(values[tensor].Min(), values[tensor].Max()));
        return new(ranges, new Dictionary<string, int[]>());
    }
}
