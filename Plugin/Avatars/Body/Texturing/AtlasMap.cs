using System;
using System.Numerics;
using Avatars.Scenes;

namespace Avatars.Body.Texturing;

/// <summary>Which point of the body each texel of an atlas is. Texels beside an island belong to it too, so that sampling at its rim finds colours.</summary>
/// <remarks>Immutable after construction: one for any number of sources.</remarks>
public sealed class AtlasMap
{
    const int RimTexels = 2;

    /// <param name="side">Texels, 64 to 4096.</param>
    public AtlasMap(BodyModel model, int side)
    {
        if (side is < 64 or > 4096)
            throw new ArgumentException($"An atlas of {side} texels a side. Give 64 to 4096.", nameof(side));
        (Model, Side) = (model, side);
        Triangles = new ushort[side * side];
        Weights = new Vector2[side * side];
        var fill = new Fill { Map = this };
        for (var i = 0; i < model.Mesh.TriangleCount; i++)
        {
            fill.Triangle = (ushort)(i + 1);
            var (a, b, c) = Corners(i);
            new TriangleRasterizer(side, side).Draw(a, b, c, isDoubleSided: true, ref fill);
        }
        for (var ring = 0; ring < RimTexels; ring++)
            AddRim();
    }

    public BodyModel Model { get; }

    public int Side { get; }

    /// <summary>Per texel, 1 + its triangle; 0 for none.</summary>
    public ushort[] Triangles { get; }

    /// <summary>Per texel, the weights of the triangle's second and third corner; a little outside 0..1 on the rim.</summary>
    public Vector2[] Weights { get; }

    /// <summary>The weighted mean of the three corners' values.</summary>
    /// <param name="values">One a vertex.</param>
    public Vector3 At(int texel, ReadOnlySpan<Vector3> values)
    {
        var (a, b, c) = Model.Mesh.Corners(Triangles[texel] - 1);
        var weights = Weights[texel];
        return (1 - weights.X - weights.Y) * values[a] + weights.X * values[b] + weights.Y * values[c];
    }

    (Vector2 A, Vector2 B, Vector2 C) Corners(int triangle)
    {
        var corners = Model.Mesh.Triangles.AsSpan(3 * triangle, 3);
        var places = Model.Mesh.TextureCoordinates;
        return (Side * places[corners[0]], Side * places[corners[1]], Side * places[corners[2]]);
    }

    void AddRim()
    {
        var before = (ushort[])Triangles.Clone();
        for (var y = 0; y < Side; y++)
            for (var x = 0; x < Side; x++)
            {
                var texel = y * Side + x;
                if (before[texel] != 0)
                    continue;
                var neighbour = x > 0 && before[texel - 1] != 0 ? before[texel - 1] : x + 1 < Side && before[texel + 1] != 0 ? before[texel + 1]
                    : y > 0 && before[texel - Side] != 0 ? before[texel - Side] : y + 1 < Side ? before[texel + Side] : (ushort)0;
                if (neighbour == 0)
                    continue;
                var (a, b, c) = Corners(neighbour - 1);
                var (ab, ac, p) = (b - a, c - a, new Vector2(x + 0.5f, y + 0.5f) - a);
                var area = ab.X * ac.Y - ab.Y * ac.X;
                Triangles[texel] = neighbour;
                // A sliver would extrapolate far beyond the rim.
                Weights[texel] = Vector2.Clamp(new Vector2(p.X * ac.Y - p.Y * ac.X, p.Y * ab.X - p.X * ab.Y) / area, new Vector2(-1), new Vector2(2));
            }
    }

    struct Fill : IFragmentShader
    {
        public AtlasMap Map;
        public ushort Triangle;

        public readonly void Shade(int pixel, Vector3 barycentric)
        {
            Map.Triangles[pixel] = Triangle;
            Map.Weights[pixel] = new Vector2(barycentric.Y, barycentric.Z);
        }
    }
}
