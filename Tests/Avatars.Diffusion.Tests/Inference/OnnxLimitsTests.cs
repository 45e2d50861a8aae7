using System.Diagnostics;
using Avatars.Fixtures;
using static Avatars.Inference.OnnxBytes;

namespace Avatars.Inference;

/// <summary>What a network from elsewhere may not do: use other operators, ask for all memory, or read files that are not its own.</summary>
public sealed class OnnxLimitsTests
{
    TemporaryFolder _folder = null!;

    [SetUp]
    public void Make() => _folder = new TemporaryFolder();

    [TearDown]
    public void Remove() => _folder.Dispose();

    [TestCase("If", ""), TestCase("Loop", ""), TestCase("Scan", ""), TestCase("SequenceAt", ""), TestCase("RegexFullMatch", ""), TestCase("ImageDecoder", ""),
        TestCase("RandomNormal", ""), TestCase("NonZero", ""), TestCase("StringConcat", "ai.onnx"), TestCase("conv", ""), TestCase("", "")]
    [TestCase("Attention", "com.microsoft"), TestCase("Relu", "com.microsoft"), TestCase("LabelEncoder", "ai.onnx.ml"), TestCase("F", "avatars")]
    public void Another_operator_or_domain_is_refused(string name, string domain) => Refuses($"the operator '{name}'", Model([], Node(name, domain, 1, 1)));

    [Test]
    public void Another_operator_is_found_inside_a_function_that_nobody_calls() =>
        Refuses("'Loop'", Model(Function("F", 1, 1, Node("Loop", "", 1, 1)), Node("Relu", "", 1, 1)));

    [TestCase(""), TestCase("ai.onnx")]
    public void A_function_may_not_take_the_place_of_an_operator(string domain)
    {
        var function = Field(25, [.. Text(1, "Relu"), .. Text(4, "x"), .. Text(5, "y"), .. Text(10, domain)]);
        Refuses("ONNX's own domain", [.. Model([], Node("Relu", "", 1, 1)), .. function]);
    }

    [Test]
    public void A_tensor_of_more_values_than_bytes_is_refused() =>
        Refuses("1,000,000 values", Graph(Field(5, Tensor("w", 1, [1000, 1000], new byte[8]))));

    [TestCase(1L << 40, "has more than"), TestCase(-1, "a side of -1")]
    public void A_tensor_of_a_size_that_no_weight_has_is_refused(long side, string fault) =>
        Refuses(fault, Graph(Field(5, Tensor("w", 1, [side], new byte[8]))));

    [Test]
    public void A_tensor_of_seventeen_dimensions_is_refused() =>
        Refuses("16 dimensions", Graph(Field(5, Tensor("w", 1, [.. Enumerable.Repeat(1L, 17)], new byte[4]))));

    [TestCase(11), TestCase(12), TestCase(13)]
    public void An_input_output_or_value_of_more_than_a_gigabyte_is_refused(int field)
    {
        Refuses("268,435,456 values", Graph(Field(field, Port("x", 1, 4, 100_000, 100_000))));
        Assert.That(() => Read(Graph(Field(field, Port("x", 1, 3, 512, 512)))), Throws.Nothing);
    }

    [TestCase("ConstantOfShape", 0), TestCase("Expand", 1), TestCase("Tile", 1), TestCase("Resize", 3)]
    public void A_constant_that_asks_for_all_memory_is_refused(string op, int at)
    {
        var inputs = Enumerable.Range(0, at).Select(i => $"x{i}").Append("shape").ToArray();
        byte[] Raw(params long[] sides) => [.. sides.SelectMany(BitConverter.GetBytes)];
        byte[] WithShape(params long[] sides) => Graph(Field(5, Tensor("shape", 7, [sides.Length], Raw(sides))), Operation(op, inputs, "y"));
        Refuses($"the operation {op} makes more than", WithShape(1_000_000, 1_000_000));
        Assert.That(() => Read(WithShape(1, 64, 64)), Throws.Nothing);
        var value = Field(5, [.. Text(1, "value"), .. Field(5, Tensor("", 7, [2], Raw(1 << 30, 1 << 30)))]);
        var constant = Field(1, [.. Text(2, "shape"), .. Text(4, "Constant"), .. value]);
        Refuses($"the operation {op} makes more than", Graph(constant, Operation(op, inputs, "y")));
    }

    [Test]
    public void More_operations_than_any_network_has_are_refused() =>
        Refuses("200,000 operations", Graph([.. Enumerable.Repeat(Node("Relu", "", 1, 1), 200_001)]));

    [TestCase("../weights.data"), TestCase("/etc/hostname"), TestCase("sub/weights.data"), TestCase("..\\weights.data"), TestCase("C:weights.data"),
        TestCase(".."), TestCase(""), TestCase("weights.data\0")]
    public void Weights_elsewhere_are_refused(string location)
    {
        foreach (var model in WithWeights(location))
            Refuses("is not the plain name of a file beside the network", model);
    }

    [Test]
    public void Weights_beside_the_network_are_found_in_every_kind_of_tensor()
    {
        File.WriteAllBytes(_folder["weights.data"], new byte[8]);
        foreach (var model in WithWeights("weights.data"))
            Assert.That(Read(model).Locations, Is.EqualTo(new[] { "weights.data" }));
        File.Delete(_folder["weights.data"]);
        foreach (var model in WithWeights("weights.data"))
            Assert.That(() => Read(model), Throws.TypeOf<FileNotFoundException>().With.Message.Contains("weights.data"));
    }

    [TestCase("0", "9"), TestCase("8", "1"), TestCase("-1", "1"), TestCase("9", ""), TestCase("x", "1"),
        TestCase("9223372036854775807", "9223372036854775807")]
    public void Weights_beyond_the_end_of_their_file_are_refused(string offset, string length)
    {
        File.WriteAllBytes(_folder["weights.data"], new byte[8]);
        Refuses("has 8 bytes", Graph(Field(5, External("w", "weights.data", offset, length))));
    }

    [Test]
    public void Weights_behind_a_link_a_hard_link_or_a_pipe_are_refused()
    {
        if (!OperatingSystem.IsLinux())
            Assert.Ignore("Link counts are read on Linux only.");
        using var elsewhere = new TemporaryFolder();
        File.WriteAllBytes(elsewhere["secret"], new byte[8]);
        var weights = _folder["weights.data"];
        var model = WithWeights("weights.data");
        File.CreateSymbolicLink(weights, elsewhere["secret"]);
        foreach (var kind in model)
            Refuses("a link that leads out", kind);
        foreach (var (program, fault, arguments) in new[] { ("ln", "hard link", new[] { elsewhere["secret"], weights }), ("mkfifo", "pipe or a device",
            [weights]) })
        {
            File.Delete(weights);
            using (var made = Process.Start(program, arguments))
                made.WaitForExit();
            foreach (var kind in model)
                Refuses(fault, kind);
        }
    }

    /// <summary>The same weights in a plain tensor, a sparse one, an operation's attribute and a function's.</summary>
    static byte[][] WithWeights(string location)
    {
        var tensor = External("w", location);
        var attribute = Field(5, [.. Text(1, "value"), .. Field(5, tensor)]);
        var node = Field(1, [.. Text(2, "y"), .. Text(4, "Constant"), .. attribute]);
        return
        [
            Graph(Field(5, tensor)), Graph(Field(15, Field(1, tensor))), Graph(Field(15, Field(2, tensor))), Graph(node),
            Graph(Field(1, [.. Text(4, "Constant"), .. Field(5, [.. Text(1, "sparse_value"), .. Field(22, Field(1, tensor))])])),
            [.. Graph(), .. Field(25, [.. Text(1, "F"), .. Text(10, "d"), .. Field(7, [.. Text(2, "y"), .. Text(4, "Constant"), .. attribute])])],
        ];
    }

    void Refuses(string fault, byte[] model)
    {
        File.WriteAllBytes(_folder["model.onnx"], model);
        Assert.That(() => OnnxStructure.Read(_folder["model.onnx"]),
            Throws.TypeOf<FormatException>().With.Message.Contains(fault).And.Message.Contains(_folder.Path));
    }

    OnnxStructure Read(byte[] model)
    {
        File.WriteAllBytes(_folder["model.onnx"], model);
        return OnnxStructure.Read(_folder["model.onnx"]);
    }
}
