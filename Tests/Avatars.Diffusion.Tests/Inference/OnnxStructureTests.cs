using Avatars.Fixtures;
using FsCheck;
using static Avatars.Inference.OnnxBytes;

namespace Avatars.Inference;

/// <summary>Models whose functions would end the process or run for ever inside ONNX Runtime are refused before it sees them.</summary>
public sealed class OnnxStructureTests
{
    readonly TemporaryFolder _folder = new();

    [OneTimeTearDown]
    public void Remove() => _folder.Dispose();

    [TestCase(1, 1), TestCase(2, 1), TestCase(0, 0)]
    public void A_call_within_its_declaration_is_fine(int inputs, int outputs) =>
        Assert.That(() => Read(Model(Function("F", 2, 1, Node("Add", "", 2, 1)), Node("F", "d", inputs, outputs))), Throws.Nothing);

    [TestCase(3, 1), TestCase(2, 2)]
    public void A_call_with_more_than_its_declaration_is_refused(int inputs, int outputs) =>
        Assert.That(() => Read(Model(Function("F", 2, 1, Node("Add", "", 2, 1)), Node("F", "d", inputs, outputs))),
            Throws.TypeOf<FormatException>().With.Message.Contains($"declares 2 inputs and 1 outputs, and is called with {inputs} and {outputs}"));

    [Test]
    public void A_wrong_call_is_found_inside_functions_and_subgraphs()
    {
        var wrong = Node("F", "d", 3, 1);
        Assert.That(() => Read(Model([.. Function("F", 2, 1), .. Function("G", 1, 1, wrong)], Node("G", "d", 1, 1))), Throws.TypeOf<FormatException>());
        byte[] branch = Field(5, [.. Field(1, "then_branch"u8.ToArray()), .. Field(6, wrong)]); // attribute with a graph
        Assert.That(() => Read(Model(Function("F", 2, 1), Field(1, [.. Text(1, "c"), .. Text(2, "y"), .. Text(4, "If"), .. branch]))),
            Throws.TypeOf<FormatException>());
    }

    [Test]
    public void Functions_in_a_ring_are_refused()
    {
        byte[] ring = [.. Function("F", 1, 1, Node("G", "d", 1, 1)), .. Function("G", 1, 1, Node("F", "d", 1, 1))];
        Assert.That(() => Read(Model(ring, Node("F", "d", 1, 1))), Throws.TypeOf<FormatException>().With.Message.Contains("calls itself"));
    }

    [TestCase(10, true), TestCase(30, false), TestCase(63, false)]
    public void Functions_that_double_are_refused_when_they_make_more_than_a_million_operations(int levels, bool isFine)
    {
        var functions = Function("F0", 1, 1, Node("Relu", "", 1, 1));
        for (var i = 1; i <= levels; i++)
            functions = [.. functions, .. Function($"F{i}", 1, 1, [.. Node($"F{i - 1}", "d", 1, 1), .. Node($"F{i - 1}", "d", 1, 1)])];
        var model = Model(functions, Node($"F{levels}", "d", 1, 1));
        if (isFine)
            Assert.That(() => Read(model), Throws.Nothing);
        else
            Assert.That(() => Read(model), Throws.TypeOf<FormatException>().With.Message.Contains("1,000,000"));
    }

    [Test]
    public void A_chain_of_a_thousand_functions_is_refused()
    {
        var functions = new List<byte>();
        for (var i = 0; i < 1000; i++)
            functions.AddRange(Function($"F{i}", 1, 1, Node($"F{i + 1}", "d", 1, 1)));
        Assert.That(() => Read(Model([.. functions], Node("F0", "d", 1, 1))), Throws.TypeOf<FormatException>().With.Message.Contains("deeply"));
    }

    [TestCase("03-function-without-inputs.onnx", "declares 0 inputs"), TestCase("16-functions-that-double-30-times.onnx", "1,000,000")]
    public void What_once_ended_the_process_is_refused(string name, string fault)
    {
        var path = Path.Combine(SharedFolders.Cases, "fuzz", name);
        Assert.That(() => OnnxStructure.Read(path), Throws.TypeOf<FormatException>().With.Message.Contains(fault).And.Message.Contains(name));
        Assert.That(() => new Network(path, new InferenceOptions()), Throws.TypeOf<FormatException>().With.Message.Contains(fault));
    }

    [Test]
    public void Our_own_networks_pass()
    {
        foreach (var path in Directory.EnumerateFiles(Path.Combine(SharedFolders.Repository, "Models"), "*.onnx", SearchOption.AllDirectories))
            Assert.That(OnnxStructure.Read(path).Locations, Is.Empty, path);
    }

    [FsCheck.NUnit.Property(MaxTest = 1500)]
    public void A_mutated_model_is_walked_or_refused(DoNotSize<int> seed) =>
        MutatedFile.IsReadOrRefused(Model(Function("F", 2, 1, [.. Node("Add", "", 2, 1), .. Node("Relu", "", 1, 1)]),
            [.. Node("F", "d", 2, 1), .. Node("F", "d", 2, 1)]), ".onnx", seed.Item, path => OnnxStructure.Read(path));

    OnnxStructure Read(byte[] model)
    {
        File.WriteAllBytes(_folder["model.onnx"], model);
        return OnnxStructure.Read(_folder["model.onnx"]);
    }
}
