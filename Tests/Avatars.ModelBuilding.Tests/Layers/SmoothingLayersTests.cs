using Avatars.ModelBuilding.Onnx;

namespace Avatars.ModelBuilding.Layers;

public sealed class SmoothingLayersTests
{
    const int Side = 8, Channels = 2;

    [Test]
    public void What_alternates_from_pixel_to_pixel_vanishes_and_what_is_plain_stays()
    {
        var (columns, plain) = (Smoothed((x, _) => x % 2 == 0 ? 1 : -1), Smoothed((_, _) => 0.7f));
        var board = Smoothed((x, y) => (x + y) % 2 == 0 ? 1 : -1);
        for (var i = 0; i < columns.Length; i++)
        {
            if (i % Side is 0 or Side - 1 || i / Side % Side is 0 or Side - 1)
                continue; // zeros beyond the edge
            Assert.That(columns[i], Is.Zero.Within(1e-6));
            Assert.That(board[i], Is.Zero.Within(1e-6));
            Assert.That(plain[i], Is.EqualTo(0.7f).Within(1e-6));
        }
    }

    [Test]
    public void A_point_becomes_the_binomial_filter_in_its_own_channel()
    {
        var made = Smoothed((x, y) => (x, y) == (3, 4) ? 16 : 0, channel: 1);
        float[] expected = [1, 2, 1, 2, 4, 2, 1, 2, 1];
        Assert.That(Enumerable.Range(0, 9).Select(i => made[Side * Side + (3 + i / 3) * Side + 2 + i % 3]), Is.EqualTo(expected).Within(1e-5));
        Assert.That(made.Sum(), Is.EqualTo(16).Within(1e-4));
        Assert.That(made[..(Side * Side)], Is.All.Zero);
    }

    static float[] Smoothed(Func<int, int, float> value, int channel = -1)
    {
        var graph = new Graph("smoothed");
        graph.Output(graph.Smooth(graph.Input("x", Value.Batch, Channels, Side, Side), "smooth"), "y");
        var x = new float[Channels * Side * Side];
        for (var i = 0; i < x.Length; i++)
            x[i] = channel < 0 || channel == i / (Side * Side) ? value(i % Side, i / Side % Side) : 0;
        return Runtime.Run(graph, new GivenWeights([]), [("x", x)])["y"];
    }
}
