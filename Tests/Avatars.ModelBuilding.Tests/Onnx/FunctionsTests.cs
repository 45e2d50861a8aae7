using System.Text;
using Avatars.ModelBuilding.Layers;

namespace Avatars.ModelBuilding.Onnx;

/// <summary>Every model-local function against its definition, in float64, through ONNX Runtime.</summary>
public sealed class FunctionsTests
{
    const int Batch = 2;

    /// <summary>2,100 queries and keys of 16 heads are 70 million scores, above what is held at once.</summary>
    [Test]
    public void Attention_over_a_large_picture_comes_in_portions_and_gives_the_same()
    {
        const int Tokens = 2100, Heads = 16;
        var whole = new Graph("whole");
        var (q, k, v) = (whole.Input("q", Value.Batch, Tokens, Heads), whole.Input("k", Value.Batch, Tokens, Heads),
            whole.Input("v", Value.Batch, Tokens, Heads));
        whole.Output(whole.Attention(q, k, v, Heads, "mixed"), "y");
        Assert.That(whole.Nodes.Count(node => node.Operator == "Attention"), Is.EqualTo(2));
        var (queries, keys, values) = (Numbers.Random(Tokens * Heads, 1), Numbers.Random(Tokens * Heads, 2), Numbers.Random(Tokens * Heads, 3));
        var made = Runtime.Run(whole, new GivenWeights([]), [("q", queries), ("k", keys), ("v", values)])["y"];
        foreach (var token in new[] { 0, 1049, 1050, 2099 }) // both sides of the cut
            for (var head = 0; head < Heads; head++) // one channel a head: the score is a product
            {
                var shares = Enumerable.Range(0, Tokens).Select(i => Math.Exp((double)queries[token * Heads + head] * keys[i * Heads + head])).ToArray();
                var expected = shares.Select((share, i) => share * values[i * Heads + head]).Sum() / shares.Sum();
                Assert.That(made[token * Heads + head], Is.EqualTo(expected).Within(1e-5), $"token {token}, head {head}");
            }
    }

    [Test]
    public void Silu_is_x_times_its_sigmoid() =>
        AssertElementwise((graph, x) => graph.Silu(x), x => x / (1 + Math.Exp(-x)));

    [Test]
    public void Gelu_is_the_exact_form() =>
        AssertElementwise((graph, x) => graph.Gelu(x), x => x * NormalDistribution(x));

    [Test]
    public void Quick_gelu_is_x_times_a_steeper_sigmoid() =>
        AssertElementwise((graph, x) => graph.QuickGelu(x), x => x / (1 + Math.Exp(-1.702 * x)));

    [TestCase(true), TestCase(false)]
    public void Linear_multiplies_by_the_transposed_weight(bool bias)
    {
        const int Tokens = 3, In = 5, Out = 4;
        var graph = new Graph("linear");
        graph.Output(graph.Linear(graph.Input("x", Value.Batch, Tokens, In), "layer", Out, bias), "y");
        var x = Numbers.Random(Batch * Tokens * In, 1);
        var (weight, shift) = (Numbers.Random(Out * In, 2), Numbers.Random(Out, 3));
        var expected = new double[Batch * Tokens * Out];
        for (var row = 0; row < Batch * Tokens; row++)
            for (var o = 0; o < Out; o++)
                expected[row * Out + o] = Enumerable.Range(0, In).Sum(i => (double)x[row * In + i] * weight[o * In + i]) + (bias ? shift[o] : 0);
        Numbers.AssertClose(Run(graph, x, ("layer.weight", weight), ("layer.bias", shift)), expected);
    }

    [TestCase(2, 1e-5f), TestCase(6, 1e-6f), TestCase(1, 0.5f)]
    public void Group_norm_normalises_groups_and_scales_channels(int groups, float epsilon)
    {
        const int Channels = 6, Pixels = 3 * 5;
        var graph = new Graph("norm");
        graph.Output(graph.GroupNorm(graph.Input("x", Value.Batch, Channels, 3, 5), "norm", groups, epsilon), "y");
        var x = Numbers.Random(Batch * Channels * Pixels, 4, scale: 3);
        var (scale, shift) = (Numbers.Random(Channels, 5), Numbers.Random(Channels, 6));
        var expected = new double[x.Length];
        var size = Channels / groups * Pixels;
        for (var start = 0; start < x.Length; start += size)
        {
            var group = x.Skip(start).Take(size).Select(value => (double)value).ToArray();
            var mean = group.Average();
            var root = Math.Sqrt(group.Average(value => (value - mean) * (value - mean)) + epsilon);
            for (var i = 0; i < size; i++)
                expected[start + i] = (group[i] - mean) / root * scale[(start + i) / Pixels % Channels] + shift[(start + i) / Pixels % Channels];
        }
        Numbers.AssertClose(Run(graph, x, ("norm.weight", scale), ("norm.bias", shift)), expected);
    }

    [TestCase(1, 4, 4), TestCase(2, 3, 7), TestCase(3, 5, 1)]
    public void Attention_mixes_values_by_softmax_of_scaled_products(int heads, int queries, int keys)
    {
        const int Width = 6;
        var graph = new Graph("attention");
        var inputs = new[] { graph.Input("q", Value.Batch, queries, Width), graph.Input("k", Value.Batch, keys, Width),
            graph.Input("v", Value.Batch, keys, Width) };
        graph.Output(graph.Attention(inputs[0], inputs[1], inputs[2], heads, "mix"), "y");
        var (q, k, v) = (Numbers.Random(Batch * queries * Width, 7), Numbers.Random(Batch * keys * Width, 8), Numbers.Random(Batch * keys * Width, 9));
        var actual = Runtime.Run(graph, new GivenWeights([]), [("q", q), ("k", k), ("v", v)])["y"];
        Numbers.AssertClose(actual, Attend(q, k, v, heads, queries, keys, Width));
    }

    [TestCase(1, 1), TestCase(3, 4)]
    public void Upsample_conv_equals_doubling_then_convolving(int height, int width)
    {
        const int In = 3, Out = 2;
        var graph = new Graph("upsample");
        graph.Output(graph.UpsampleConv(graph.Input("x", Value.Batch, In, height, width), "conv", Out), "y");
        var x = Numbers.Random(Batch * In * height * width, 10);
        var (weight, bias) = (Numbers.Random(Out * In * 9, 11), Numbers.Random(Out, 12));
        var expected = new double[Batch * Out * 4 * height * width];
        for (var at = 0; at < expected.Length; at++)
        {
            var (column, row, o, b) = (at % (2 * width), at / (2 * width) % (2 * height), at / (4 * width * height) % Out, at / (4 * width * height * Out));
            expected[at] = bias[o];
            for (var i = 0; i < In; i++)
                for (var tap = 0; tap < 9; tap++)
                    if (row + tap / 3 - 1 is var r && column + tap % 3 - 1 is var c && r >= 0 && c >= 0 && r < 2 * height && c < 2 * width)
                        expected[at] += (double)weight[(o * In + i) * 9 + tap] * x[((b * In + i) * height + r / 2) * width + c / 2];
        }
        Numbers.AssertClose(Run(graph, x, ("conv.weight", weight), ("conv.bias", bias)), expected);
    }

    [Test]
    public void Distance_attention_gives_the_values_of_near_keys_without_penalty()
    {
        const int Rows = 3, Others = 5, Channels = 4, Width = 2;
        const double Sharpness = 3;
        var graph = new Graph("attention");
        var (a, b, v) = (graph.Input("a", Value.Batch, Rows, Channels), graph.Input("b", Value.Batch, Others, Channels),
            graph.Input("v", Value.Batch, Others, Width));
        var penalties = graph.Relu(graph.Input("penalty", Value.Batch, 1, Others));
        graph.Output(graph.DistanceAttention(a, b, v, graph.Constant([1], [(float)Sharpness]), penalties, "attention"), "y");
        var (left, right) = (Numbers.Random(Batch * Rows * Channels, 20), Numbers.Random(Batch * Others * Channels, 21));
        var (values, penalty) = (Numbers.Random(Batch * Others * Width, 22), Numbers.Random(Batch * Others, 23));
        var expected = new double[Batch * Rows * Width];
        for (var at = 0; at < expected.Length; at++)
        {
            var (channel, row, batch) = (at % Width, at / Width % Rows, at / (Width * Rows));
            var shares = Enumerable.Range(0, Others).Select(other => Math.Exp(-Math.Max(0, penalty[batch * Others + other]) - Sharpness *
                Enumerable.Range(0, Channels).Sum(i =>
                    Math.Pow((double)left[(batch * Rows + row) * Channels + i] - right[(batch * Others + other) * Channels + i], 2)))).ToArray();
            expected[at] = shares.Select((share, other) => share * values[(batch * Others + other) * Width + channel]).Sum() / shares.Sum();
        }
        Numbers.AssertClose(Runtime.Run(graph, new GivenWeights([]), [("a", left), ("b", right), ("v", values), ("penalty", penalty)])["y"], expected);
    }

    [Test]
    public void Only_the_functions_that_are_called_are_written()
    {
        var graph = new Graph("one");
        graph.Output(graph.Silu(graph.Input("x", Value.Batch, 2)), "y");
        using var file = new MemoryStream();
        OnnxFile.Write(graph, file, new GivenWeights([]));
        var text = Encoding.Latin1.GetString(file.ToArray());
        Assert.That(text, Does.Contain("Sigmoid").And.Not.Contain("InstanceNormalization"));
    }

    static void AssertElementwise(Func<Graph, Value, Value> layer, Func<double, double> expected)
    {
        float[] values = [.. Numbers.Random(20, 13, scale: 3), 0, -30, 30];
        var graph = new Graph("elementwise");
        graph.Output(layer(graph, graph.Input("x", Value.Batch, 1)), "y");
        Numbers.AssertClose(Run(graph, values), Array.ConvertAll(values, value => expected(value)));
    }

    static float[] Run(Graph graph, float[] x, params (string Name, float[] Values)[] weights) =>
        Runtime.Run(graph, new GivenWeights(weights.ToDictionary(weight => weight.Name, weight => weight.Values)), [("x", x)])["y"];

    static double[] Attend(float[] q, float[] k, float[] v, int heads, int queries, int keys, int width)
    {
        var side = width / heads;
        var mixed = new double[Batch * queries * width];
        for (var at = 0; at < Batch * queries * heads; at++)
        {
            var (head, query, batch) = (at % heads, at / heads % queries, at / heads / queries);
            int From(int key) => (batch * keys + key) * width + head * side;
            var to = (batch * queries + query) * width + head * side;
            var shares = Enumerable.Range(0, keys).Select(key =>
                Math.Exp(Enumerable.Range(0, side).Sum(i => (double)q[to + i] * k[From(key) + i]) / Math.Sqrt(side))).ToArray();
            for (var i = 0; i < side; i++)
                mixed[to + i] = Enumerable.Range(0, keys).Sum(key => shares[key] / shares.Sum() * v[From(key) + i]);
        }
        return mixed;
    }

    /// <summary>By the series of the error function, which converges fast enough for |x| below 6 and is 0 or 1 beyond.</summary>
    static double NormalDistribution(double x)
    {
        if (Math.Abs(x) > 8)
            return x > 0 ? 1 : 0;
        var (term, sum) = (x, x);
        for (var n = 1; n < 300; n++)
            sum += term *= x * x / (2 * n + 1);
        return 0.5 + sum * Math.Exp(-x * x / 2) / Math.Sqrt(2 * Math.PI);
    }
}
