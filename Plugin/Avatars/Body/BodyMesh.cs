using System;
using System.Numerics;

namespace Avatars.Body;

/// <summary>
/// Topology, atlas and skin of the body, which no shape changes. A vertex is split into several texture vertices where the atlas is cut. Immutable:
/// the arrays are shared, do not write to them.
/// </summary>
public sealed class BodyMesh
{
    /// <summary>Joints that may move one vertex.</summary>
    public const int InfluencesPerVertex = 4;

    /// <summary>The weights of a vertex sum to this.</summary>
    public const int WeightSum = 255;

    /// <summary>Vertices before splitting.</summary>
    public required int VertexCount { get; init; }

    /// <summary>The vertex of each texture vertex.</summary>
    public required ushort[] Origins { get; init; }

    /// <summary>Place of each texture vertex in the atlas, 0..1, origin top-left, v down.</summary>
    public required Vector2[] TextureCoordinates { get; init; }

    /// <summary>Three texture vertices a triangle, counter-clockwise seen from outside.</summary>
    public required ushort[] Triangles { get; init; }

    /// <summary>One a triangle.</summary>
    public required BodyPart[] Parts { get; init; }

    /// <summary>Four a vertex: index into <see cref="BodyJoints"/>.</summary>
    public required byte[] Joints { get; init; }

    /// <summary>Four a vertex, in units of 1 / <see cref="WeightSum"/>, largest first.</summary>
    public required byte[] Weights { get; init; }

    /// <summary>Each vertex's mirror image on the other side; itself on the midline.</summary>
    public required ushort[] Mirror { get; init; }

    public int TriangleCount => Triangles.Length / 3;

    /// <summary>The three vertices (not texture vertices) of a triangle.</summary>
    public (int A, int B, int C) Corners(int triangle) =>
        (Origins[Triangles[3 * triangle]], Origins[Triangles[3 * triangle + 1]], Origins[Triangles[3 * triangle + 2]]);

    /// <summary>Area-weighted unit normals, smooth over cuts of the atlas.</summary>
    /// <param name="positions">One a vertex.</param>
    /// <param name="normals">Receives one a vertex.</param>
    public void Normals(ReadOnlySpan<Vector3> positions, Span<Vector3> normals)
    {
        normals.Clear();
        var (triangles, origins) = (Triangles, Origins);
        for (var i = 0; i + 2 < triangles.Length; i += 3)
        {
            var (a, b, c) = (origins[triangles[i]], origins[triangles[i + 1]], origins[triangles[i + 2]]);
            var normal = Vector3.Cross(positions[b] - positions[a], positions[c] - positions[a]);
            normals[a] += normal;
            normals[b] += normal;
            normals[c] += normal;
        }
        for (var i = 0; i < normals.Length; i++)
            normals[i] = normals[i].LengthSquared() > 0 ? Vector3.Normalize(normals[i]) : Vector3.UnitZ;
    }
}
