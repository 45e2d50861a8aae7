using Avatars.ModelBuilding.Onnx;
using Avatars.ModelBuilding.Weights;

namespace Avatars.ModelBuilding.Layers;

public sealed class FlowLayersTests
{
    const int Side = 64, Cells = 8, Cell = Side / Cells;

    [Test]
    public void The_background_behind_a_person_is_inpainted_with_the_colours_beside_them()
    {
        var (picture, seen) = Scene((column, _) => column < Side / 2 ? -1 : 1, (_, _) => 5); // a background in two colours
        var made = Run(FlowLayers.InpaintBackground, picture, seen);
        for (var i = 0; i < made.Length; i++)
        {
            var (column, row) = (i % Side, i / Side % Side);
            if (column < Cell / 2 || column >= Side - Cell / 2)
                Assert.That(made[i], Is.EqualTo(picture[i]).Within(1e-3), $"the background unchanged, more than a cell away, {column} {row}");
            else
                Assert.That(made[i], Is.InRange(-1.01f, 1.01f), $"no trace of the person, {column} {row}");
            if (column < 3 * Cell || column >= Side - 3 * Cell)
                Assert.That(made[i], Is.EqualTo(column < Side / 2 ? -1 : 1).Within(0.1), $"the colour of this side, {column} {row}");
        }
    }

    [Test]
    public void Outside_a_person_the_foreground_continues_the_colours_of_the_person()
    {
        var (picture, _) = Scene((_, _) => 5, (column, _) => column < Side / 2 ? -1 : 1); // a person in two colours
        var made = Foreground(picture, (column, row) => IsPerson(column / Cell, row / Cell));
        for (var i = 0; i < made.Length; i++)
        {
            var (column, row) = (i % Side, i / Side % Side);
            Assert.That(made[i], Is.InRange(-1.01f, 1.01f), $"no trace of the background, {column} {row}");
            if (IsInside(column, row))
                Assert.That(made[i], Is.EqualTo(picture[i]).Within(1e-3), $"the person, {column} {row}");
            else if (column < 2 * Cell || column >= Side - 2 * Cell)
                Assert.That(made[i], Is.EqualTo(column < Side / 2 ? -1 : 1).Within(0.2), $"the colour of this side, {column} {row}");
        }
    }

    [Test]
    public void Background_between_fingers_is_not_in_the_foreground()
    {
        // In the right column of cells every fourth pixel is background.
        static bool IsFinger(int column, int row) => IsPerson(column / Cell, row / Cell) && (column < 5 * Cell || column % 4 != 0);
        var (picture, _) = Scene((_, _) => 1, (column, row) => IsFinger(column, row) ? -1 : 1);
        Assert.That(Foreground(picture, IsFinger), Is.All.EqualTo(-1).Within(0.02));
    }

    [Test]
    public void The_outermost_pixels_with_mixed_colours_take_the_colours_of_the_person()
    {
        var (picture, _) = Scene((_, _) => 1, (column, row) => IsInside(column, row) ? -1 : 0);
        Assert.That(Foreground(picture, (column, row) => IsPerson(column / Cell, row / Cell)), Is.All.EqualTo(-1).Within(0.02));
    }

    [Test]
    public void Hair_of_the_background_colour_is_kept()
    {
        var (picture, _) = Scene((_, _) => 1, (_, row) => row < 2 * Cell ? 1 : -1);
        var made = Foreground(picture, (column, row) => IsPerson(column / Cell, row / Cell));
        for (var row = Cell + 1; row < 2 * Cell; row++)
            for (var column = 2 * Cell + 1; column < 6 * Cell - 1; column++)
                Assert.That(made[row * Side + column], Is.EqualTo(1).Within(1e-3), $"{column} {row}");
    }

    [Test]
    public void The_background_replaces_the_picture_only_where_the_mask_excludes_a_person()
    {
        const int Factor = 4, Quarters = Side / Factor;
        var (picture, background) = (Numbers.Random(3 * Side * Side, 1), Numbers.Random(3 * Side * Side, 2));
        float[] mask = [.. Enumerable.Range(0, Quarters * Quarters).Select(i => i % Quarters < Quarters / 2 ? 0f : -20)]; // a person is possible at the left
        var graph = new Graph("layer");
        var inputs = (graph.Input("picture", Value.Batch, 3, Side, Side), graph.Input("mask", Value.Batch, 1, Quarters, Quarters),
            graph.Input("background", Value.Batch, 3, Side, Side));
        graph.Output(graph.CompositeOverBackground(inputs.Item1, inputs.Item2, inputs.Item3, Factor), "made");
        var made = Runtime.Run(graph, new RandomWeights(1), [("picture", picture), ("mask", mask), ("background", background)])["made"];
        for (var i = 0; i < made.Length; i++)
            if (i % Side < Side / 2)
                Assert.That(made[i], Is.EqualTo(picture[i]).Within(1e-4));
            else if (i % Side is >= Side / 2 + 2 * Factor and < Side - Factor / 2 && i / Side % Side is >= Factor / 2 and < Side - Factor / 2)
                Assert.That(made[i], Is.EqualTo(background[i]).Within(1e-4), $"{i % Side} {i / Side % Side}");
    }

    [Test]
    public void An_offset_of_one_pixel_shows_the_next_pixel()
    {
        var picture = Numbers.Random(Side * Side, 1);
        var made = BackwardWarp(picture, columns: 1);
        for (var i = 0; i < made.Length; i++)
            if (i % Side < Side - 1)
                Assert.That(made[i], Is.EqualTo(picture[i + 1]).Within(1e-4));
    }

    [Test]
    public void Beyond_the_edge_its_pixels_are_repeated()
    {
        var picture = Numbers.Random(Side * Side, 1);
        var made = BackwardWarp(picture, columns: 10);
        for (var i = 0; i < made.Length; i++)
            Assert.That(made[i], Is.EqualTo(picture[i - i % Side + Math.Min(i % Side + 10, Side - 1)]).Within(1e-4));
    }

    [TestCase(2)]
    [TestCase(4)]
    public void Boundaries_of_zero_are_bilinear(int factor)
    {
        var x = Numbers.Random(2 * Cells * Cells, 3);
        var linear = Upsample(x, (graph, cells, _) => graph.ResizeLinear(cells, factor * Cells, factor * Cells));
        var convex = Upsample(x, (graph, cells, borders) => graph.ConvexUpsample(cells, borders, factor));
        Assert.That(convex, Is.EqualTo(linear).Within(1e-5));
    }

    [Test]
    public void A_pixel_can_take_the_value_of_any_of_the_four_cells_around_it()
    {
        const int Factor = 4, Side = Factor * Cells;
        var x = Numbers.Random(2 * Cells * Cells, 3);
        foreach (var (right, lower) in new[] { (0, 0), (1, 0), (0, 1), (1, 1) })
        {
            var made = Upsample(x, (graph, cells, borders) => graph.ConvexUpsample(cells, borders, Factor),
                channel => channel % 3 == 0 ? 60 * ((channel < 6 ? right : lower) * 2 - 1) : 0);
            for (var i = 0; i < made.Length; i++)
            {
                // Half a cell ahead of its own middle a pixel lies between this cell and the next.
                var (column, row) = ((i % Side + Factor / 2) / Factor - 1 + right, (i / Side % Side + Factor / 2) / Factor - 1 + lower);
                var expected = x[(i / (Side * Side) * Cells + Math.Clamp(row, 0, Cells - 1)) * Cells + Math.Clamp(column, 0, Cells - 1)];
                Assert.That(made[i], Is.EqualTo(expected).Within(1e-5), $"{i % Side} {i / Side % Side}, cell to the right: {right}, below: {lower}");
            }
        }
    }

    [Test]
    public void A_border_lies_where_its_slope_crosses_zero()
    {
        const int Factor = 4, Side = Factor * Cells;
        var x = Numbers.Random(Cells * Cells * 2, 3);
        var made = Upsample(x, (graph, cells, borders) => graph.ConvexUpsample(cells, borders, Factor),
            channel => channel is 0 or 3 ? 25 : channel is 1 or 4 ? 200 : channel == 6 ? -60 : 0); // 25 + 200 u crosses at u = -1/8
        for (var row = Factor; row < Side - Factor; row++)
            for (var column = Factor / 2; column < Side - Factor / 2; column++)
            {
                var (square, pixel) = ((column - Factor / 2) / Factor, (column - Factor / 2) % Factor);
                var right = (pixel + 0.5) / Factor - 0.5 > -1.0 / 8;
                if (pixel != 1) // on the border itself
                {
                    var expected = x[(row - Factor / 2) / Factor * Cells + square + (right ? 1 : 0)];
                    Assert.That(made[row * Side + column], Is.EqualTo(expected).Within(1e-4), $"{column} {row}");
                }
            }
    }

    /// <param name="logit">By the channel of the borders; zeros without.</param>
    static float[] Upsample(float[] x, Func<Graph, Value, Value, Value> layer, Func<int, float>? logit = null)
    {
        const int Squares = (Cells + 1) * (Cells + 1);
        var borders = new float[9 * Squares];
        for (var i = 0; i < borders.Length; i++)
            borders[i] = logit?.Invoke(i / Squares) ?? 0;
        var graph = new Graph("upsample");
        var given = graph.Input("borders", Value.Batch, 9, Cells + 1, Cells + 1);
        graph.Output(layer(graph, graph.Input("x", Value.Batch, 2, Cells, Cells), given), "made");
        graph.Output(graph.Negate(given), "unused"); // ONNX Runtime drops an input that no layer reads
        return Runtime.Run(graph, new RandomWeights(1), [("x", x), ("borders", borders)])["made"];
    }

    /// <summary>Whether a pixel is the person's and so are those beside it.</summary>
    static bool IsInside(int column, int row) => column > 2 * Cell && column < 6 * Cell - 1 && row > Cell; // down to the picture's lower edge

    static bool IsPerson(int column, int row) => column is >= 2 and < 6 && row is >= 1 and < 8;

    static (float[] Picture, float[] Seen) Scene(Func<int, int, float> background, Func<int, int, float> person)
    {
        var (picture, seen) = (new float[3 * Side * Side], new float[Cells * Cells]);
        for (var i = 0; i < picture.Length; i++)
        {
            var (column, row) = (i % Side, i / Side % Side);
            picture[i] = (IsPerson(column / Cell, row / Cell) ? person : background)(column, row);
        }
        for (var i = 0; i < seen.Length; i++)
            seen[i] = IsPerson(i % Cells, i / Cells) ? 20 : -20;
        return (picture, seen);
    }

    static float[] Run(Func<Graph, Value, Value, Value> layer, float[] picture, float[] seen)
    {
        var graph = new Graph("layer");
        graph.Output(layer(graph, graph.Input("picture", Value.Batch, 3, Side, Side), graph.Input("seen", Value.Batch, 1, Cells, Cells)), "made");
        return Runtime.Run(graph, new RandomWeights(1), [("picture", picture), ("seen", seen)])["made"];
    }

    static float[] Foreground(float[] picture, Func<int, int, bool> isPerson)
    {
        float[] matte = [.. Enumerable.Range(0, Side * Side).Select(i => isPerson(i % Side, i / Side) ? 20f : -20)];
        var graph = new Graph("layer");
        graph.Output(graph.Foreground(graph.Input("picture", Value.Batch, 3, Side, Side), graph.Input("matte", Value.Batch, 1, Side, Side), Cells), "made");
        return Runtime.Run(graph, new RandomWeights(1), [("picture", picture), ("matte", matte)])["made"];
    }

    static float[] BackwardWarp(float[] picture, float columns)
    {
        var offset = new float[2 * Cells * Cells];
        offset.AsSpan(0, Cells * Cells).Fill(columns * 2 / Side);
        var graph = new Graph("warp");
        graph.Output(graph.BackwardWarp(graph.Input("picture", Value.Batch, 1, Side, Side), graph.Input("offset", Value.Batch, 2, Cells, Cells),
            "warped"), "made");
        return Runtime.Run(graph, new RandomWeights(1), [("picture", picture), ("offset", offset)])["made"];
    }
}
