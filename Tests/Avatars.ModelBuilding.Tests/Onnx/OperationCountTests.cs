using Avatars.ModelBuilding.Layers;

namespace Avatars.ModelBuilding.Onnx;

public sealed class OperationCountTests
{
    [Test]
    public void A_product_and_its_sum_are_two_operations()
    {
        var graph = new Graph("counted");
        var picture = graph.Input("x", Value.Batch, 3, 8, 6);
        var x = graph.Conv(picture, "conv", 16); // 16 x 8 x 6 values of 3 x 3 x 3 products
        x = graph.Conv(x, "half", 16, stride: 2); // 16 x 4 x 3 values of 16 x 3 x 3
        var tokens = graph.Linear(graph.ToTokens(x), "linear", 32); // 12 x 32 values of 16
        x = graph.Attention(tokens, tokens, tokens, 4, "attention"); // 12 x 12 scores of 32, 12 x 32 mixtures of 12
        graph.Output(graph.Upsample(graph.ToPicture(x, 4, 3), "up", 8, 6), "y"); // 32 x 8 x 6 values of 32 x 2 x 2
        Assert.That(OperationCount.Of(graph), Is.EqualTo(2 * (16 * 48 * 27 + 16 * 12 * 144 + 12 * 32 * 16 + 12 * 12 * 32 + 12 * 32 * 12 + 32 * 48 * 128)));
    }
}
