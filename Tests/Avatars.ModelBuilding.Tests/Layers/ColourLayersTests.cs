using Avatars.ModelBuilding.Onnx;

namespace Avatars.ModelBuilding.Layers;

public sealed class ColourLayersTests
{
    const int Side = 32, Cell = 8, Cells = Side / Cell, Colours = 3, Latents = 5;

    /// <summary>A picture of brightness slope * x, the same in every row, another slope per colour.</summary>
    static readonly float[] Ramp = [.. Enumerable.Range(0, Colours * Side * Side).Select(i => (i / (Side * Side) - 1) * 0.02f * (i % Side))];

    [Test]
    public void A_cell_holds_twice_the_mean_of_each_colour_and_the_other_channels_nothing()
    {
        var graph = new Graph("colours");
        graph.Output(graph.CellColours(graph.Input("x", Value.Batch, Colours, Side, Side), Cell, Latents), "y");
        var expected = new double[Latents * Cells * Cells];
        for (var i = 0; i < Colours * Cells * Cells; i++)
            expected[i] = 2 * (i / (Cells * Cells) - 1) * 0.02 * (i % Cells * Cell + (Cell - 1) / 2.0);
        Numbers.AssertClose(Run(graph, Ramp), expected);
    }

    [Test]
    public void A_ramp_comes_back_between_the_middles_of_the_cells()
    {
        var graph = new Graph("there_and_back");
        graph.Output(graph.FromCellColours(graph.CellColours(graph.Input("x", Value.Batch, Colours, Side, Side), Cell, Latents), Colours, Cell), "y");
        var made = Run(graph, Ramp);
        for (var colour = 0; colour < Colours; colour++)
            for (var row = Cell / 2; row < Side - Cell / 2; row++)
                for (var column = Cell / 2; column < Side - Cell / 2; column++)
                {
                    var i = (colour * Side + row) * Side + column;
                    Assert.That(made[i], Is.EqualTo(Ramp[i]).Within(1e-5), $"colour {colour}, row {row}, column {column}");
                }
    }

    static float[] Run(Graph graph, float[] x) => Runtime.Run(graph, new GivenWeights([]), [("x", x)])["y"];
}
