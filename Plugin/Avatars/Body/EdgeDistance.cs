using System;

namespace Avatars.Body;

/// <summary>Distances from edges, beside which a fit or a matte that is a little off takes something else for the body.</summary>
static class EdgeDistance
{
    const float Jump = 0.03f; // metres of depth between neighbours

    /// <summary>How far each pixel of a drawn body is from limbs in front.</summary>
    /// <remarks>The inside of the mouth is behind the lips, and belongs between them.</remarks>
    /// <returns>Pixels, up to <paramref name="most"/>; 0 behind and beside a limb.</returns>
    public static float[] BehindLimbs(BodyRasterizer drawn, float most)
    {
        var (width, height) = (drawn.Width, drawn.Height);
        var distance = new float[width * height];
        for (var y = 0; y < height; y++)
            for (var x = 0; x < width; x++)
            {
                var i = y * width + x;
                var isSkin = drawn.PartAt(i) is not (BodyPart.None or BodyPart.Teeth or BodyPart.Tongue or BodyPart.Cavity);
                var isBehind = isSkin && (x > 0 && Hides(i - 1, i) || x + 1 < width && Hides(i + 1, i)
                    || y > 0 && Hides(i - width, i) || y + 1 < height && Hides(i + width, i));
                distance[i] = isBehind ? 0 : most;
            }
        // Two passes of the chamfer transform, from above left and from below right.
        for (var i = 0; i < distance.Length; i++)
            Lower(i, -1);
        for (var i = distance.Length - 1; i >= 0; i--)
            Lower(i, 1);
        return distance;

        bool Hides(int front, int pixel) =>
            drawn.Triangles[front] != 0 && 1 / drawn.InverseDepth[pixel] > 1 / drawn.InverseDepth[front] + Jump;

        bool IsOneSurface(int a, int b) => drawn.Triangles[a] != 0 && drawn.Triangles[b] != 0
            && MathF.Abs(1 / drawn.InverseDepth[a] - 1 / drawn.InverseDepth[b]) <= Jump; // the limb in front is not beside itself

        void Lower(int i, int side)
        {
            var straight = Math.Min(Near(i, side, 0, 1), Near(i, 0, side, 1));
            var diagonal = Math.Min(Near(i, side, side, 1.414f), Near(i, -side, side, 1.414f));
            distance[i] = Math.Min(distance[i], Math.Min(straight, diagonal));
        }

        float Near(int i, int dx, int dy, float step)
        {
            var (x, y) = (i % width + dx, i / width + dy);
            return x < 0 || y < 0 || x >= width || y >= height || !IsOneSurface(i, y * width + x) ? most : distance[y * width + x] + step;
        }
    }

    /// <summary>How far each pixel of a person is from the edge of the matte. The picture's edge is none: the person goes on behind it.</summary>
    /// <returns>Pixels, up to <paramref name="most"/>; 0 outside the person.</returns>
    public static float[] InsideMatte(ReadOnlySpan<float> matte, int width, int height, float most)
    {
        var distance = new float[matte.Length];
        for (var i = 0; i < distance.Length; i++)
            distance[i] = matte[i] < 0.5f ? 0 : most;
        for (var i = 0; i < distance.Length; i++)
            if (distance[i] > 0)
                distance[i] = Nearest(i, -1);
        for (var i = distance.Length - 1; i >= 0; i--)
            if (distance[i] > 0)
                distance[i] = Nearest(i, 1);
        return distance;

        float Nearest(int i, int side) => Math.Min(Math.Min(distance[i], Math.Min(Beside(i, side, 0) + 1, Beside(i, 0, side) + 1)),
            Math.Min(Beside(i, side, side), Beside(i, -side, side)) + 1.414f);

        float Beside(int i, int dx, int dy)
        {
            var (x, y) = (i % width + dx, i / width + dy);
            return x < 0 || y < 0 || x >= width || y >= height ? most : distance[y * width + x];
        }
    }
}
