using System.Numerics;
using Avatars.Datasets.MakeHuman;
using Avatars.Scenes;

namespace Avatars.Datasets.Bodies;

/// <summary>Which point of the body each texel of a square texture shows. Depends on the mesh alone; shared by all people.</summary>
public sealed class BodyAtlas
{
    BodyAtlas(int side)
    {
        Side = side;
        Triangles = new int[side * side];
        Weights = new Vector3[side * side];
        Mirrored = new int[side * side];
        Array.Fill(Triangles, -1);
        Array.Fill(Mirrored, -1);
    }

    /// <summary>Texels.</summary>
    public int Side { get; }

    /// <summary>Index of the first of three indices; -1 where the texture shows nothing.</summary>
    public int[] Triangles { get; }

    /// <summary>Of the triangle's corners.</summary>
    public Vector3[] Weights { get; }

    /// <summary>The texel at the same place of the body's other side; -1 for none.</summary>
    public int[] Mirrored { get; }

    /// <param name="rest">Symmetric at x = 0, one per vertex of the mesh's file.</param>
    public static BodyAtlas Of(RenderTopology topology, ReadOnlySpan<Vector3> rest, int side)
    {
        var atlas = new BodyAtlas(side);
        var shader = new Shader(atlas);
        for (var i = 0; i < topology.Indices.Length; i += 3)
        {
            shader.Triangle = i;
            new TriangleRasterizer(side, side).Draw(side * Uv(topology, i), side * Uv(topology, i + 1), side * Uv(topology, i + 2), isDoubleSided: true,
                ref shader);
        }
        atlas.FindMirrored(topology, MirroredVertices(rest));
        return atlas;
    }

    static Vector2 Uv(RenderTopology topology, int index) => topology.TextureCoordinates[topology.Indices[index]];

    void FindMirrored(RenderTopology topology, int[] mirrored)
    {
        var faces = new Dictionary<string, int>();
        var faceOf = new int[topology.Indices.Length];
        for (var face = 0; face + 1 < topology.FaceStarts.Length; face++)
        {
            faces[Key(face, vertex => vertex)] = face;
            faceOf.AsSpan(topology.FaceStarts[face]..topology.FaceStarts[face + 1]).Fill(face);
        }
        int[] other = [.. Enumerable.Range(0, topology.FaceStarts.Length - 1)
            .Select(face => faces.GetValueOrDefault(Key(face, vertex => mirrored[vertex]), -1))];
        for (var texel = 0; texel < Triangles.Length; texel++)
        {
            var triangle = Triangles[texel];
            if (triangle < 0 || other[faceOf[triangle]] is var face && face < 0)
                continue;
            var uv = Vector2.Zero;
            for (var corner = 0; corner < 3; corner++)
                uv += Weights[texel][corner] * topology.TextureCoordinates[CornerOf(face, mirrored[topology.Origins[topology.Indices[triangle + corner]]])];
            var (x, y) = (Math.Clamp((int)(uv.X * Side), 0, Side - 1), Math.Clamp((int)(uv.Y * Side), 0, Side - 1));
            Mirrored[texel] = y * Side + x;
        }

        uint CornerOf(int face, int vertex)
        {
            foreach (var index in topology.Indices.AsSpan(topology.FaceStarts[face]..topology.FaceStarts[face + 1]))
                if (topology.Origins[index] == vertex)
                    return index;
            throw new InvalidOperationException("The mirrored face lacks a mirrored vertex.");
        }

        string Key(int face, Func<int, int> of) => string.Join(' ',
            topology.Indices[topology.FaceStarts[face]..topology.FaceStarts[face + 1]].Select(index => of(topology.Origins[index])).Distinct().Order());
    }

    static int[] MirroredVertices(ReadOnlySpan<Vector3> rest)
    {
        const float Grid = 1e3f; // a millimetre
        var at = new Dictionary<(int, int, int), int>();
        for (var i = 0; i < rest.Length; i++)
            at.TryAdd(Cell(rest[i]), i);
        var mirrored = new int[rest.Length];
        for (var i = 0; i < rest.Length; i++)
        {
            mirrored[i] = -1;
            var wanted = rest[i] * new Vector3(-1, 1, 1);
            var nearest = 4e-6f; // square metres
            var (x, y, z) = Cell(wanted);
            for (var k = 0; k < 27; k++)
                if (at.TryGetValue((x + k % 3 - 1, y + k / 3 % 3 - 1, z + k / 9 - 1), out var vertex)
                    && Vector3.DistanceSquared(rest[vertex], wanted) is var distance && distance < nearest)
                    (mirrored[i], nearest) = (vertex, distance);
        }
        return mirrored;

        static (int, int, int) Cell(Vector3 position) =>
            ((int)MathF.Round(position.X * Grid), (int)MathF.Round(position.Y * Grid), (int)MathF.Round(position.Z * Grid));
    }

    struct Shader(BodyAtlas atlas) : IFragmentShader
    {
        public int Triangle { get; set; }

        public readonly void Shade(int pixel, Vector3 barycentric) => (atlas.Triangles[pixel], atlas.Weights[pixel]) = (Triangle, barycentric);
    }
}
