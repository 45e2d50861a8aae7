using System.Numerics;
using Avatars.PoseMaps;
using Avatars.Scenes;

namespace Avatars.Datasets.Bodies;

/// <summary>The nearest triangle of a posed body at each pixel. Allocates nothing per picture.</summary>
public sealed class BodyRaster(int width, int height)
{
    Vector3[] _projected = [];

    public int Width => width;

    public int Height => height;

    /// <summary>Index of the first of three indices; -1 where the body is not.</summary>
    public int[] Triangles { get; } = new int[width * height];

    /// <summary>Of the triangle's corners.</summary>
    public Vector3[] Weights { get; } = new Vector3[width * height];

    /// <summary>Metres before the camera; infinite where the body is not.</summary>
    public float[] Depths { get; } = new float[width * height];

    /// <param name="positions">Model space, metres.</param>
    public void Draw(ReadOnlySpan<Vector3> positions, ReadOnlySpan<uint> indices, Camera camera)
    {
        if (_projected.Length < positions.Length)
            _projected = new Vector3[positions.Length];
        camera = camera.WithSize(width, height);
        for (var i = 0; i < positions.Length; i++)
            _projected[i] = camera.TryProject(positions[i], out var pixel, out var depth) ? new Vector3(pixel, depth) : new Vector3(float.NaN);
        Array.Fill(Triangles, -1);
        Array.Fill(Depths, float.PositiveInfinity);
        var rasterizer = new TriangleRasterizer(width, height);
        var shader = new Shader(this);
        for (var i = 0; i < indices.Length; i += 3)
        {
            var (a, b, c) = (_projected[indices[i]], _projected[indices[i + 1]], _projected[indices[i + 2]]);
            (shader.Triangle, shader.Depth) = (i, new Vector3(a.Z, b.Z, c.Z));
            rasterizer.Draw(new Vector2(a.X, a.Y), new Vector2(b.X, b.Y), new Vector2(c.X, c.Y), isDoubleSided: false, ref shader);
        }
    }

    struct Shader(BodyRaster raster) : IFragmentShader
    {
        public int Triangle { get; set; }

        public Vector3 Depth { get; set; }

        public readonly void Shade(int pixel, Vector3 barycentric)
        {
            var depth = Vector3.Dot(barycentric, Depth);
            if (!(depth < raster.Depths[pixel]))
                return;
            raster.Depths[pixel] = depth;
            raster.Triangles[pixel] = Triangle;
            raster.Weights[pixel] = barycentric;
        }
    }
}
