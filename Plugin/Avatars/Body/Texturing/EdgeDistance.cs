using System;

namespace Avatars.Body.Texturing;

/// <summary>How far each pixel of a drawn body is from the nearest edge: the outline, or a place where one limb hides another.</summary>
static class EdgeDistance
{
    const float Jump = 0.03f; // metres of depth between neighbours

    /// <returns>Pixels, up to <paramref name="most"/>; 0 for background and beside an edge.</returns>
    public static float[] Of(BodyRasterizer drawn, float most)
    {
        var (width, height) = (drawn.Width, drawn.Height);
        var distance = new float[width * height];
        for (var y = 0; y < height; y++)
            for (var x = 0; x < width; x++)
            {
                var i = y * width + x;
                var isInside = drawn.Triangles[i] != 0 && Joins(i, x > 0 ? i - 1 : i) && Joins(i, x + 1 < width ? i + 1 : i)
                    && Joins(i, y > 0 ? i - width : i) && Joins(i, y + 1 < height ? i + width : i);
                distance[i] = isInside ? most : 0;
            }
        // Two passes of the chamfer transform, from above left and from below right.
        for (var i = 0; i < distance.Length; i++)
            Lower(i, -1);
        for (var i = distance.Length - 1; i >= 0; i--)
            Lower(i, 1);
        return distance;

        bool Joins(int a, int b) => drawn.Triangles[b] != 0 && MathF.Abs(1 / drawn.InverseDepth[a] - 1 / drawn.InverseDepth[b]) < Jump;

        void Lower(int i, int side)
        {
            var straight = Math.Min(Near(i, side, 0, 1), Near(i, 0, side, 1));
            var diagonal = Math.Min(Near(i, side, side, 1.414f), Near(i, -side, side, 1.414f));
            distance[i] = Math.Min(distance[i], Math.Min(straight, diagonal));
        }

        // What lies beyond the picture is no edge: a body cut by the frame is seen up to it.
        float Near(int i, int dx, int dy, float step)
        {
            var (x, y) = (i % width + dx, i / width + dy);
            return x < 0 || y < 0 || x >= width || y >= height ? most : distance[y * width + x] + step;
        }
    }
}
