using System;
using System.Numerics;

namespace Avatars.Perception;

/// <summary>Moves a pose landmark to the centre of gravity of its heat map around it, where the map is sure enough.</summary>
/// <remarks>
/// MediaPipe's RefineLandmarksFromHeatmapCalculator as its packages of 2023 have it: a row beyond the map is not left out, but its window is cut.
/// </remarks>
internal static class HeatMapRefinement
{
    const int Reach = 3; // a window of 7x7 cells
    const float LeastPeak = 0.5f;

    /// <param name="points">x and y in shares of the crop; z stays.</param>
    /// <param name="logits">[side, side, points].</param>
    public static void Run(Span<Vector3> points, ReadOnlySpan<float> logits, int side)
    {
        for (var i = 0; i < points.Length; i++)
        {
            var (column, row) = ((int)(points[i].X * side), (int)(points[i].Y * side));
            if (column < 0 || column >= side || row < 0)
                continue;
            var (sum, weighted, peak) = (0f, Vector2.Zero, 0f);
            for (var y = Math.Max(0, row - Reach); y < Math.Min(side, row + Reach + 1); y++)
                for (var x = Math.Max(0, column - Reach); x < Math.Min(side, column + Reach + 1); x++)
                {
                    var weight = Sigmoid.Of(logits[(y * side + x) * points.Length + i]);
                    sum += weight;
                    peak = Math.Max(peak, weight);
                    weighted += weight * new Vector2(x, y);
                }
            if (peak >= LeastPeak && sum > 0)
                points[i] = new Vector3(weighted / sum / side, points[i].Z);
        }
    }
}
