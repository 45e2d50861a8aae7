using System;
using System.Collections.Generic;
using System.Numerics;
using System.Runtime.CompilerServices;
using Avatars.Scenes;

namespace Avatars.Body;

/// <summary>
/// Which point of the body each texel of the atlas shows, and which texel shows the same place of the body's other side. Shared: do not write to it.
/// </summary>
internal sealed class AtlasLayout
{
    const float LargestSpread = 0.06f; // atlas sides between a triangle's corners: more lies across a cut

    static readonly ConditionalWeakTable<BodyMesh, Dictionary<int, AtlasLayout>> Known = new();

    AtlasLayout(BodyMesh mesh, int side)
    {
        Side = side;
        Triangles = new ushort[side * side];
        Weights = new Vector3[side * side];
        Mirrored = new int[side * side];
        var shader = new Shader(this);
        for (var i = 0; i < mesh.TriangleCount; i++)
        {
            shader.Triangle = (ushort)(i + 1);
            new TriangleRasterizer(side, side).Draw(side * Place(mesh, i, 0), side * Place(mesh, i, 1), side * Place(mesh, i, 2), isDoubleSided: true,
                ref shader);
        }
        FindMirrored(mesh);
    }

    /// <summary>Texels.</summary>
    public int Side { get; }

    /// <summary>1 + the triangle; 0 where the atlas shows nothing.</summary>
    public ushort[] Triangles { get; }

    /// <summary>Of the triangle's corners.</summary>
    public Vector3[] Weights { get; }

    /// <summary>-1 for none.</summary>
    public int[] Mirrored { get; }

    public static AtlasLayout Of(BodyMesh mesh, int side)
    {
        var layouts = Known.GetOrCreateValue(mesh);
        lock (layouts)
            return layouts.TryGetValue(side, out var layout) ? layout : layouts[side] = new AtlasLayout(mesh, side);
    }

    static Vector2 Place(BodyMesh mesh, int triangle, int corner) => mesh.TextureCoordinates[mesh.Triangles[3 * triangle + corner]];

    void FindMirrored(BodyMesh mesh)
    {
        var splits = new List<Vector2>[mesh.VertexCount]; // places of each vertex in the atlas
        for (var i = 0; i < mesh.Origins.Length; i++)
            (splits[mesh.Origins[i]] ??= new List<Vector2>()).Add(mesh.TextureCoordinates[i]);
        var mirrored = new Vector2[3 * mesh.TriangleCount];
        for (var i = 0; i < mesh.TriangleCount; i++)
            if (!PlaceMirrored(mesh, splits, i, mirrored.AsSpan(3 * i, 3)))
                mirrored[3 * i] = new Vector2(float.NaN);
        for (var texel = 0; texel < Triangles.Length; texel++)
        {
            Mirrored[texel] = -1;
            if (Triangles[texel] == 0)
                continue;
            var (first, weights) = (3 * (Triangles[texel] - 1), Weights[texel]);
            if (float.IsNaN(mirrored[first].X))
                continue;
            var place = weights.X * mirrored[first] + weights.Y * mirrored[first + 1] + weights.Z * mirrored[first + 2];
            var (x, y) = (Math.Clamp((int)(place.X * Side), 0, Side - 1), Math.Clamp((int)(place.Y * Side), 0, Side - 1));
            if (Triangles[y * Side + x] != 0)
                Mirrored[texel] = y * Side + x;
        }
    }

    /// <summary>Places of a triangle's mirrored corners; where the atlas is cut, those that lie together.</summary>
    /// <returns>False where none do: the mirrored triangle is cut.</returns>
    static bool PlaceMirrored(BodyMesh mesh, List<Vector2>[] splits, int triangle, Span<Vector2> places)
    {
        var (a, b, c) = mesh.Corners(triangle);
        var least = float.MaxValue;
        foreach (var first in splits[mesh.Mirror[a]])
        {
            var (second, third) = (Nearest(splits[mesh.Mirror[b]], first), Nearest(splits[mesh.Mirror[c]], first));
            var spread = Vector2.DistanceSquared(first, second) + Vector2.DistanceSquared(first, third);
            if (spread < least)
                (least, places[0], places[1], places[2]) = (spread, first, second, third);
        }
        return least < LargestSpread * LargestSpread;
    }

    static Vector2 Nearest(List<Vector2> places, Vector2 to)
    {
        var nearest = places[0];
        foreach (var place in places)
            if (Vector2.DistanceSquared(place, to) < Vector2.DistanceSquared(nearest, to))
                nearest = place;
        return nearest;
    }

    struct Shader : IFragmentShader
    {
        readonly AtlasLayout _layout;

        public Shader(AtlasLayout layout)
        {
            _layout = layout;
            Triangle = 0;
        }

        public ushort Triangle { get; set; }

        public readonly void Shade(int pixel, Vector3 barycentric) => (_layout.Triangles[pixel], _layout.Weights[pixel]) = (Triangle, barycentric);
    }
}
