using Avatars.ModelBuilding.Layers;
using Avatars.ModelBuilding.Onnx;
using Avatars.ModelBuilding.Weights;

namespace Avatars.ModelBuilding.Quantization;

public sealed class EightBitModelTests
{
    const int Side = 6;
    const float Rounding = 1e-5f; // float32 sums of a hundred products around 1

    readonly float[] _picture = Numbers.Random(3 * Side * Side, seed: 5);

    /// <summary>A step of the input, of each weight and of the result is off by half at most, and each error reaches the result
    /// through what it is multiplied with.</summary>
    [Test]
    public void A_convolution_differs_from_float_by_no_more_than_its_steps_allow()
    {
        var model = Read(graph => graph.Conv(graph.Input("x", Value.Batch, 3, Side, Side), "conv", 4, kernel: 1));
        var seen = Seen(model, _picture);
        var (exact, rounded) = (Run(model, _picture), Run(EightBitModel.Rewrite(model, ["conv"], seen), _picture));
        var (weights, x, y) = (model.Constants["conv.weight"].Floats("test"), seen.Ranges["x"].Scale, seen.Ranges["conv"].Scale);
        for (var i = 0; i < exact.Length; i++)
        {
            var kernel = weights.AsSpan(i / (Side * Side) * 3, 3).ToArray();
            var weightStep = kernel.Max(Math.Abs) / ChannelWeights.Largest;
            var input = Enumerable.Range(0, 3).Sum(channel => Math.Abs(_picture[channel * Side * Side + i % (Side * Side)]) + x / 2);
            var allowed = y / 2 + kernel.Sum(Math.Abs) * x / 2 + input * weightStep / 2 + x * weightStep / 2; // the last one is the bias's
            Assert.That(rounded[i], Is.EqualTo(exact[i]).Within(allowed + Rounding), $"element {i}");
        }
        Assert.That(rounded, Is.Not.EqualTo(exact), "rounding shows");
        Assert.That(rounded.Distinct().Count(), Is.LessThanOrEqualTo(256), "bytes");
    }

    [Test]
    public void A_matrix_product_reads_bytes_and_makes_real_numbers()
    {
        var model = Read(graph => graph.Add("MatMul", "product",
            [graph.Input("x", Value.Batch, 9, 12), graph.Weight("weight", Initialisation.Normal(0.3f), 12, 40)], [Value.Batch, 9, 40]));
        var seen = Seen(model, _picture);
        var (exact, rounded) = (Run(model, _picture), Run(EightBitModel.Rewrite(model, ["product"], seen), _picture));
        var (weights, step) = (model.Constants["weight"].Floats("test"), seen.Ranges["x"].Scale);
        for (var i = 0; i < exact.Length; i++)
        {
            float[] column = [.. Enumerable.Range(0, 12).Select(row => weights[row * 40 + i % 40])], line = _picture[(i / 40 * 12)..(i / 40 * 12 + 12)];
            var allowed = column.Sum(Math.Abs) * step / 2 + line.Sum(value => Math.Abs(value) + step / 2) * column.Max(Math.Abs) / ChannelWeights.Largest / 2;
            Assert.That(rounded[i], Is.EqualTo(exact[i]).Within(allowed + Rounding), $"element {i}");
        }
        Assert.That(rounded.Distinct().Count(), Is.GreaterThan(256));
    }

    [Test]
    public void What_lies_between_convolutions_stays_in_bytes()
    {
        var model = Read(graph =>
        {
            var first = graph.Conv(graph.Input("x", Value.Batch, 3, Side, Side), "first", 8);
            var second = graph.Conv(graph.Multiply(first, graph.Sigmoid(first), "silu"), "second", 8);
            return graph.Conv(graph.Add(first, second, "sum"), "third", 2);
        });
        var all = EightBitModel.Rewrite(model, ["first", "second", "third"], Seen(model, _picture));
        Assert.That(SteppedAfter(all, "Sigmoid", "Mul", "Add"), Is.All.True);
        var some = EightBitModel.Rewrite(model, ["first", "second"], Seen(model, _picture));
        Assert.That(SteppedAfter(some, "Add"), Is.All.False, "the third reads real numbers: no step is taken that it does not need");
        var (exact, rounded) = (Run(model, _picture), Run(all, _picture));
        Assert.That(LayerChoice.Decibels(Numbers.Noise(rounded, exact)), Is.GreaterThan(30), "eight roundings to 1/255 of a range of some six deviations");
    }

    [Test]
    public void Moved_numbers_keep_their_steps()
    {
        var model = Read(graph => graph.Conv(graph.DepthToSpace(graph.Conv(graph.Input("x", Value.Batch, 3, Side, Side), "first", 8), 2), "second", 4));
        var rewritten = EightBitModel.Rewrite(model, ["first", "second"], Seen(model, _picture));
        Assert.That(SteppedAfter(rewritten, "DepthToSpace"), Is.All.True);
        Assert.That(rewritten.Constants["first:unfolded:scale"].Floats("test"), Is.EqualTo(rewritten.Constants["first:scale"].Floats("test")));
    }

    /// <summary>Four phases of one tensor are joined and unfolded: the same with the known shape as without.</summary>
    [Test]
    public void Unfolding_with_channels_last_gives_the_same_bytes()
    {
        var model = Read(graph =>
        {
            var x = graph.Input("x", Value.Batch, 3, Side, Side);
            var phases = graph.Concat("phases", 1, [.. Enumerable.Range(0, 4).Select(i => graph.Conv(x, $"phase.{i}", 5))]);
            return graph.Conv(graph.DepthToSpace(phases, 2), "last", 4);
        });
        string[] layers = ["phase.0", "phase.1", "phase.2", "phase.3", "last"];
        var seen = Seen(model, _picture);
        var plain = EightBitModel.Rewrite(model, layers, seen);
        var channelsLast = EightBitModel.Rewrite(model, layers,
            seen with { Shapes = new Dictionary<string, int[]> { ["phases:unfolded"] = [1, 5, 2 * Side, 2 * Side] } });
        Assert.That(Run(channelsLast, _picture), Is.EqualTo(Run(plain, _picture)));
        Assert.That(channelsLast.Nodes.Select(node => node.Operator), Does.Not.Contain("DepthToSpace"));
        Assert.That(SteppedAfter(channelsLast, "Transpose", "Reshape"), Is.All.True);
        Assert.That(plain.Constants["phase.3:scale"].Floats("test"), Is.EqualTo(plain.Constants["phases:scale"].Floats("test")), "phases are alike");
    }

    /// <summary>A channel without weights has no step of its own, and a bias far beyond the weights must still fit.</summary>
    [Test]
    public void Channels_of_zeros_and_large_biases_survive()
    {
        var graph = new Graph("extreme");
        graph.Output(graph.Conv(graph.Input("x", Value.Batch, 1, 2, 2), "conv", 3, kernel: 1), "y");
        var model = Read(graph, new GivenWeights(new() { ["conv.weight"] = [0, 1e-9f, 1], ["conv.bias"] = [0.5f, 1000, -3] }));
        float[] x = [0, 1, -1, 0.5f];
        var rounded = Run(EightBitModel.Rewrite(model, ["conv"], Seen(model, x)), x);
        var step = Seen(model, x).Ranges["conv"].Scale;
        Numbers.AssertClose(rounded, [.. Run(model, x).Select(value => (double)value)], (step / 2 + 0.02) / 1000);
    }

    [Test]
    public void Only_chosen_layers_change_and_a_result_keeps_its_name()
    {
        var model = Read(graph => graph.Conv(graph.Conv(graph.Input("x", Value.Batch, 3, Side, Side), "first", 4), "second", 4));
        var rewritten = EightBitModel.Rewrite(model, ["second"], Seen(model, _picture));
        Assert.That(rewritten.Nodes.Single(node => node.Outputs[0] == "first").Inputs, Is.EqualTo(new[] { "x", "first.weight", "first.bias" }));
        Assert.That(rewritten.Outputs, Is.EqualTo(new[] { "y" }));
        Assert.That(rewritten.Constants.Keys, Does.Contain("first.weight").And.Not.Contain("second.weight"));
        Assert.That(PlainModel.Read(rewritten.ToBytes(), "test").Nodes, Has.Count.EqualTo(rewritten.Nodes.Count));
    }

    [Test]
    public void Layers_are_told_with_their_cost()
    {
        var model = Read(graph => graph.Conv(graph.SpaceToDepth(graph.Input("x", Value.Batch, 3, Side, Side), 2), "conv", 5));
        Assert.That(EightBitLayer.In(model), Is.EqualTo(new[] { new EightBitLayer("conv", "x:folded", 12 * 9, IsConvolution: true) }));
    }

    [Test]
    public void Weights_that_float16_holds_are_stored_so()
    {
        var graph = new Graph("halves");
        graph.Output(graph.Conv(graph.Input("x", Value.Batch, 8, 4, 4), "conv", 8), "y");
        float[] exact = [.. Numbers.Random(8 * 8 * 9, 3).Select(value => (float)(Half)value)], odd = [.. exact[1..], 0.1f];
        var x = Numbers.Random(8 * 16, 4);
        foreach (var (weights, isHalf) in new[] { (exact, true), (odd, false) })
        {
            var model = Read(graph, new GivenWeights(new() { ["conv.weight"] = weights, ["conv.bias"] = new float[8] }));
            var stored = model.WithHalves();
            Assert.That(stored.ToBytes().Length < model.ToBytes().Length - exact.Length, Is.EqualTo(isHalf));
            Assert.That(Run(stored, x), Is.EqualTo(Run(model, x)));
        }
    }

    /// <summary>Whether what the nodes with these operators make is rounded to bytes at once.</summary>
    static IEnumerable<bool> SteppedAfter(PlainModel model, params string[] operators) =>
        from node in model.Nodes
        where operators.Contains(node.Operator)
        select model.Nodes.Any(reader => reader.Operator == "QuantizeLinear" && reader.Inputs[0] == node.Outputs[0]);

    static PlainModel Read(Func<Graph, Value> build)
    {
        var graph = new Graph("test");
        graph.Output(build(graph), "y");
        return Read(graph, new RandomWeights(2));
    }

    static PlainModel Read(Graph graph, IWeightSource weights)
    {
        using var bytes = new MemoryStream();
        OnnxFile.Write(graph, bytes, weights);
        return PlainModel.Read(bytes.ToArray(), "test");
    }

    static float[] Run(PlainModel model, float[] x) => Runtime.Run(model.ToBytes(), [("x", x)])["y"];

    /// <summary>Everything that is watched, on this one input.</summary>
    static ObservedTensors Seen(PlainModel model, float[] x)
    {
        var watched = EightBitModel.WatchedIn(model);
        var values = Runtime.Run(model.ToBytes(watched.Except(model.Inputs)), [("x", x)]);
        values["x"] = x;
        return new(watched.ToDictionary(tensor => tensor, tensor => ActivationRange.Of(values[tensor].Min(), values[tensor].Max())),
            new Dictionary<string, int[]>());
    }
}
