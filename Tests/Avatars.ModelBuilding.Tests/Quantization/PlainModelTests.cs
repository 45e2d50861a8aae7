using System.Text;
using Avatars.ModelBuilding.Layers;
using Avatars.ModelBuilding.Onnx;
using Avatars.ModelBuilding.Weights;

namespace Avatars.ModelBuilding.Quantization;

public sealed class PlainModelTests
{
    [Test]
    public void Reading_and_writing_changes_no_result()
    {
        var bytes = Bytes(graph => graph.Sigmoid(graph.Conv(graph.Input("x", Value.Batch, 2, 4, 4), "conv", 3)));
        var model = PlainModel.Read(bytes, "test");
        Assert.That((model.Inputs, model.Outputs), Is.EqualTo((new[] { "x" }, new[] { "y" })));
        (string, float[])[] inputs = [("x", Numbers.Random(2 * 16, 1))];
        Assert.That(Runtime.Run(model.ToBytes(), inputs)["y"], Is.EqualTo(Runtime.Run(bytes, inputs)["y"]));
        Assert.That(Runtime.Run(model.ToBytes("conv"), inputs).Keys, Is.EquivalentTo(new[] { "y", "conv" }), "tensors inside can be watched");
    }

    [Test]
    public void Functions_must_be_inlined_first()
    {
        var bytes = Bytes(graph => graph.Silu(graph.Input("x", Value.Batch, 2)));
        Assert.That(() => PlainModel.Read(bytes, "silu.onnx"),
            Throws.TypeOf<FormatException>().With.Message.Contains("silu.onnx").And.Message.Contains("functions"));
    }

    [Test]
    public void What_is_no_model_is_named()
    {
        var bytes = Bytes(graph => graph.Sigmoid(graph.Input("x", Value.Batch, 2)));
        Assert.That(() => PlainModel.Read(bytes[..^3], "short.onnx"), Throws.TypeOf<FormatException>().With.Message.Contains("short.onnx"));
        Assert.That(() => PlainModel.Read(Encoding.ASCII.GetBytes("a picture"), "picture.onnx"),
            Throws.TypeOf<FormatException>().With.Message.Contains("picture.onnx"));
    }

    [Test]
    public void An_old_opset_is_refused()
    {
        var old = new ProtoMessage().Message(8, OnnxFile.OpsetOf("", 12)).ToArray();
        Assert.That(() => PlainModel.Read(old, "old.onnx"), Throws.TypeOf<FormatException>().With.Message.Contains("opset 12").And.Message.Contains("13"));
    }

    [Test]
    public void Constants_in_another_file_are_refused()
    {
        var tensor = TensorMessage.Header([2], ElementType.Float32, "w").Integer(ExternalData.LocationField, 1);
        var model = new ProtoMessage().Message(OnnxFile.GraphField, new ProtoMessage().Message(OnnxFile.InitializerField, tensor)).ToArray();
        Assert.That(() => PlainModel.Read(model, "large.onnx"),
            Throws.TypeOf<FormatException>().With.Message.Contains("large.onnx").And.Message.Contains("another file"));
    }

    static byte[] Bytes(Func<Graph, Value> build)
    {
        var graph = new Graph("test");
        graph.Output(build(graph), "y");
        using var bytes = new MemoryStream();
        OnnxFile.Write(graph, bytes, new RandomWeights(1));
        return bytes.ToArray();
    }
}
