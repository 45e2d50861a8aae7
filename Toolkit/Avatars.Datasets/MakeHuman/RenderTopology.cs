using System.Numerics;

namespace Avatars.Datasets.MakeHuman;

/// <summary>How the faces of a mesh become triangles of render vertices: a vertex is split where the texture is cut. Shared by all characters that
/// wear the mesh.</summary>
public sealed class RenderTopology
{
    RenderTopology(int vertexCount, int[] origins, Vector2[] textureCoordinates, uint[] indices, int[] faceStarts)
    {
        VertexCount = vertexCount;
        Origins = origins;
        TextureCoordinates = textureCoordinates;
        Indices = indices;
        FaceStarts = faceStarts;
    }

    /// <summary>Vertices of the file, before splitting.</summary>
    public int VertexCount { get; }

    /// <summary>The file's vertex behind each render vertex.</summary>
    public int[] Origins { get; }

    /// <summary>One a render vertex; origin top-left, v down.</summary>
    public Vector2[] TextureCoordinates { get; }

    /// <summary>Three render vertices a triangle, counter-clockwise seen from outside.</summary>
    public uint[] Indices { get; }

    /// <summary>The triangles of the f-th face are in <see cref="Indices"/> from FaceStarts[f] up to FaceStarts[f + 1].</summary>
    public int[] FaceStarts { get; }

    /// <param name="faces">Only these faces; null for all.</param>
    public static RenderTopology Of(ObjMesh mesh, IReadOnlyList<int>? faces = null)
    {
        Dictionary<ObjMesh.Corner, uint> seen = [];
        List<int> origins = [];
        List<Vector2> textures = [];
        List<uint> indices = [];
        List<int> faceStarts = [0];
        uint Vertex(ObjMesh.Corner corner)
        {
            if (seen.TryGetValue(corner, out var index))
                return index;
            seen[corner] = index = (uint)origins.Count;
            origins.Add(corner.Vertex);
            textures.Add(mesh.TextureCoordinates[corner.Texture]);
            return index;
        }
        foreach (var face in faces ?? [.. Enumerable.Range(0, mesh.FaceCount)])
        {
            var corners = mesh.Corners.AsSpan(mesh.FaceStarts[face]..mesh.FaceStarts[face + 1]);
            for (var i = 2; i < corners.Length; i++)
                indices.AddRange([Vertex(corners[0]), Vertex(corners[i - 1]), Vertex(corners[i])]);
            faceStarts.Add(indices.Count);
        }
        return new RenderTopology(mesh.Positions.Length, [.. origins], [.. textures], [.. indices], [.. faceStarts]);
    }

    /// <summary>Area-weighted unit normals, smooth over texture cuts.</summary>
    /// <param name="positions">One per vertex of the file.</param>
    public Vector3[] Normals(ReadOnlySpan<Vector3> positions)
    {
        var normals = new Vector3[VertexCount];
        for (var i = 0; i < Indices.Length; i += 3)
        {
            var (a, b, c) = (Origins[Indices[i]], Origins[Indices[i + 1]], Origins[Indices[i + 2]]);
            var normal = Vector3.Cross(positions[b] - positions[a], positions[c] - positions[a]);
            normals[a] += normal;
            normals[b] += normal;
            normals[c] += normal;
        }
        for (var i = 0; i < normals.Length; i++)
            normals[i] = normals[i].LengthSquared() > 0 ? Vector3.Normalize(normals[i]) : Vector3.UnitY;
        return normals;
    }

    /// <summary>Values of the file's vertices, handed to the render vertices.</summary>
    public T[] Spread<T>(ReadOnlySpan<T> values, int perVertex = 1)
    {
        var spread = new T[Origins.Length * perVertex];
        for (var i = 0; i < Origins.Length; i++)
            values.Slice(Origins[i] * perVertex, perVertex).CopyTo(spread.AsSpan(i * perVertex));
        return spread;
    }

    /// <summary>The triangles of the faces that keep at least one vertex outside <paramref name="hidden"/>.</summary>
    /// <param name="hidden">True for a vertex of the file that is covered.</param>
    public uint[] Without(ReadOnlySpan<bool> hidden)
    {
        var kept = new List<uint>(Indices.Length);
        for (var face = 0; face + 1 < FaceStarts.Length; face++)
        {
            var triangles = Indices.AsSpan(FaceStarts[face]..FaceStarts[face + 1]);
            foreach (var index in triangles)
                if (!hidden[Origins[index]])
                {
                    kept.AddRange(triangles);
                    break;
                }
        }
        return [.. kept];
    }
}
