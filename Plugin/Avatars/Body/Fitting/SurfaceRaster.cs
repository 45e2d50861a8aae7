using System;
using System.Numerics;

namespace Avatars.Body.Fitting;

/// <summary>Which triangle of the body each cell of a coarse grid over the picture shows. Made once a fit; belongs to one thread.</summary>
sealed class SurfaceRaster
{
    readonly Vector2[] _projected;
    readonly float[] _depths, _nearest;

    /// <param name="longestSide">Cells along the longer side of the picture.</param>
    public SurfaceRaster(BodyModel model, int pictureWidth, int pictureHeight, int longestSide)
    {
        Model = model;
        CellPixels = MathF.Max(1, MathF.Max(pictureWidth, pictureHeight) / (float)longestSide);
        (Width, Height) = ((int)MathF.Ceiling(pictureWidth / CellPixels), (int)MathF.Ceiling(pictureHeight / CellPixels));
        (Triangles, _nearest) = (new int[Width * Height], new float[Width * Height]);
        (_projected, _depths) = (new Vector2[model.VertexCount], new float[model.VertexCount]);
    }

    public BodyModel Model { get; }

    public int Width { get; }

    public int Height { get; }

    /// <summary>Pixels of the picture that a cell is wide and high.</summary>
    public float CellPixels { get; }

    /// <summary>[height, width]: a triangle, or -1.</summary>
    public int[] Triangles { get; }

    /// <param name="positions">Vertices in camera space.</param>
    public void Draw(ReadOnlySpan<Vector3> positions, FitCamera camera)
    {
        for (var i = 0; i < positions.Length; i++)
        {
            _projected[i] = camera.Project(positions[i]) / CellPixels;
            _depths[i] = -positions[i].Z;
        }
        Triangles.AsSpan().Fill(-1);
        _nearest.AsSpan().Fill(float.MaxValue);
        for (var triangle = 0; triangle < Model.Mesh.TriangleCount; triangle++)
            Draw(triangle);
    }

    /// <summary>The point of a triangle that the middle of a cell shows.</summary>
    public BodyPoint PointAt(int cell)
    {
        var (a, b, c) = Model.Mesh.Corners(Triangles[cell]);
        var weights = Weights(a, b, c, new Vector2(cell % Width + 0.5f, cell / Width + 0.5f));
        weights = Vector3.Clamp(weights, Vector3.Zero, Vector3.One);
        return BodyPoint.OnSurface(a, b, c, weights / (weights.X + weights.Y + weights.Z));
    }

    void Draw(int triangle)
    {
        var (a, b, c) = Model.Mesh.Corners(triangle);
        if (_depths[a] < 0.1f || _depths[b] < 0.1f || _depths[c] < 0.1f)
            return;
        var (low, high) = (Vector2.Min(Vector2.Min(_projected[a], _projected[b]), _projected[c]),
            Vector2.Max(Vector2.Max(_projected[a], _projected[b]), _projected[c]));
        if (!(high.X >= 0 && high.Y >= 0 && low.X <= Width && low.Y <= Height))
            return;
        var (left, right) = (Math.Max(0, (int)MathF.Floor(low.X)), Math.Min(Width - 1, (int)MathF.Floor(high.X)));
        var (top, bottom) = (Math.Max(0, (int)MathF.Floor(low.Y)), Math.Min(Height - 1, (int)MathF.Floor(high.Y)));
        for (var y = top; y <= bottom; y++)
            for (var x = left; x <= right; x++)
            {
                var weights = Weights(a, b, c, new Vector2(x + 0.5f, y + 0.5f));
                if (!(weights.X >= 0 && weights.Y >= 0 && weights.Z >= 0))
                    continue;
                var depth = weights.X * _depths[a] + weights.Y * _depths[b] + weights.Z * _depths[c];
                if (depth < _nearest[y * Width + x])
                    (_nearest[y * Width + x], Triangles[y * Width + x]) = (depth, triangle);
            }
    }

    Vector3 Weights(int a, int b, int c, Vector2 at)
    {
        var (p, q, r) = (_projected[a], _projected[b], _projected[c]);
        var area = Cross(q - p, r - p);
        return area == 0 ? new Vector3(float.NaN) : new Vector3(Cross(r - q, at - q), Cross(p - r, at - r), Cross(q - p, at - p)) / area;
    }

    static float Cross(Vector2 a, Vector2 b) => a.X * b.Y - a.Y * b.X;
}
