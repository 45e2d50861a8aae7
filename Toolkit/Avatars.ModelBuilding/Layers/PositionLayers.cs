using Avatars.ModelBuilding.Onnx;

namespace Avatars.ModelBuilding.Layers;

/// <summary>How a table of positions is resampled to another grid.</summary>
public enum PositionRule
{
    /// <summary>Coordinates by the scale (new + 0.1) / old: transformers up to 4.40, which all three systems pin.</summary>
    OffsetScale,

    /// <summary>Coordinates by the sizes: newer transformers.</summary>
    Size,
}

/// <summary>A learnt grid of positions, resampled to the grid of the picture at hand.</summary>
public static class PositionLayers
{
    /// <summary>Bicubic (a = -0.75), half-pixel centres, clamped edges, no antialias; rows and columns one after the other.</summary>
    /// <param name="table">[side * side, C], row-major.</param>
    /// <returns>[height * width, C].</returns>
    public static Value ResamplePositions(this Graph graph, Value table, int height, int width, PositionRule rule)
    {
        var (side, channels) = ((int)Math.Sqrt(table[0]), table[1]);
        if (side * side != table[0])
            throw new InvalidOperationException($"{table} is no square grid of positions.");
        if (height == side && width == side)
            return table;
        // [height, side] x [side, side C], then [width, side] x [height, side, C]
        var rows = graph.Add("MatMul", table.Name + ":rows", [graph.Taps(side, height, rule), graph.Reshape(table, side, side * channels)],
            [height, side * channels]);
        var grid = graph.Add("MatMul", table.Name + ":grid", [graph.Taps(side, width, rule), graph.Reshape(rows, height, side, channels)],
            [height, width, channels]);
        return graph.Reshape(grid, height * width, channels);
    }

    /// <summary>Positions of a class token and the patches: row 0 as it is, the rest resampled.</summary>
    /// <param name="table">[1 + side * side, C].</param>
    /// <returns>[1 + height * width, C].</returns>
    public static Value TokenPositions(this Graph graph, Value table, int height, int width, PositionRule rule)
    {
        var patches = table[0] - 1;
        if (height * width == patches && height == width)
            return table;
        var parts = graph.AddMany("Split", table.Name + ":part", [table, graph.Integers(1, patches)], [[1, table[1]], [patches, table[1]]],
            NodeAttribute.Integer("axis", 0));
        return graph.Concat(table.Name + ":resampled", 0, parts[0], graph.ResamplePositions(parts[1], height, width, rule));
    }

    static Value Taps(this Graph graph, int from, int to, PositionRule rule) => graph.Constant([to, from], CubicTaps(from, to, rule));

    /// <summary>Matrix [to, from] of one axis; every row sums to 1.</summary>
    public static float[] CubicTaps(int from, int to, PositionRule rule)
    {
        var step = rule == PositionRule.OffsetScale ? from / (to + 0.1) : (double)from / to;
        var matrix = new float[to * from];
        for (var i = 0; i < to; i++)
        {
            var centre = (i + 0.5) * step - 0.5;
            var first = (int)Math.Floor(centre) - 1;
            for (var tap = first; tap < first + 4; tap++)
                matrix[i * from + Math.Clamp(tap, 0, from - 1)] += (float)Cubic(Math.Abs(centre - tap));
        }
        return matrix;
    }

    /// <summary>Keys 1981, a = -0.75.</summary>
    static double Cubic(double x)
    {
        const double A = -0.75; // PyTorch's bicubic
        return x <= 1 ? ((A + 2) * x - (A + 3)) * x * x + 1
            : x < 2 ? ((A * x - 5 * A) * x + 8 * A) * x - 4 * A
            : 0;
    }
}
