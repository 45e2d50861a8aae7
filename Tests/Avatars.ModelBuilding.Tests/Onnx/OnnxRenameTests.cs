using Avatars.ModelBuilding.Layers;
using Avatars.ModelBuilding.Weights;

namespace Avatars.ModelBuilding.Onnx;

public sealed class OnnxRenameTests
{
    [Test]
    public void Ports_weights_and_functions_get_new_names_and_the_outputs_stay()
    {
        var graph = new Graph("network");
        graph.Output(graph.Silu(graph.Linear(graph.Input("old", Value.Batch, 4), "layer", 3)), "result");
        using var file = new MemoryStream();
        OnnxFile.Write(graph, file, new RandomWeights(1));
        var renamed = OnnxRename.Apply(file.ToArray(), "test", name => name switch
        {
            "old" => "new",
            "result" => "answer",
            "layer.weight" => "dense.weight",
            "Silu" => "Swish",
            "gate" => "inner",
            _ => name,
        });
        var x = Numbers.Random(4, 1);
        var expected = Runtime.Run(file.ToArray(), [("old", x)])["result"];
        Assert.That(Runtime.Run(renamed, [("new", x)])["answer"], Is.EqualTo(expected));
        var text = System.Text.Encoding.Latin1.GetString(renamed);
        Assert.That(text, Does.Contain("dense.weight").And.Contain("Swish").And.Contain("inner").And.Not.Contain("layer.weight")
            .And.Not.Contain("Silu").And.Not.Contain("gate"));
    }

    [Test]
    public void Without_a_new_name_the_bytes_stay()
    {
        var graph = new Graph("network");
        graph.Output(graph.Silu(graph.Linear(graph.Input("x", Value.Batch, 4), "layer", 3)), "y");
        using var file = new MemoryStream();
        OnnxFile.Write(graph, file, new RandomWeights(1), WeightStorage.Float16);
        Assert.That(OnnxRename.Apply(file.ToArray(), "test", name => name), Is.EqualTo(file.ToArray()));
    }

    [Test]
    public void Bytes_that_are_no_model_are_refused_with_the_file() =>
        Assert.That(() => OnnxRename.Apply([0x3A, 0x7F, 1], "broken.onnx", name => name),
            Throws.TypeOf<FormatException>().With.Message.Contains("broken.onnx"));
}
