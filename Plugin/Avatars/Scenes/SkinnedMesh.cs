using System;
using System.Numerics;

namespace Avatars.Scenes;

/// <summary>
/// Triangles bound to a skeleton, in the rest pose. Vertex arrays have one entry per vertex; <see cref="JointIndices"/> and
/// <see cref="JointWeights"/> have four, weights summing to 1.
/// </summary>
public sealed class SkinnedMesh
{
    /// <summary>Joints that may move one vertex.</summary>
    public const int InfluencesPerVertex = 4;

    public required string Name { get; init; }

    /// <summary>Model space, metres, rest pose.</summary>
    public required Vector3[] Positions { get; init; }

    public required Vector3[] Normals { get; init; }

    /// <summary>Origin top-left of the picture, v down.</summary>
    public required Vector2[] TextureCoordinates { get; init; }

    /// <summary>Four a vertex: index into the skeleton.</summary>
    public required ushort[] JointIndices { get; init; }

    /// <summary>Four a vertex.</summary>
    public required float[] JointWeights { get; init; }

    /// <summary>Three a triangle, counter-clockwise seen from outside.</summary>
    public required uint[] Indices { get; init; }

    public required Material Material { get; init; }
}
