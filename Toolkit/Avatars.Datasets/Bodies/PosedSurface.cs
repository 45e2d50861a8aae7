using System.Numerics;
using Avatars.Datasets.MakeHuman;

namespace Avatars.Datasets.Bodies;

/// <summary>A body's skin in a pose: vertices and normals, model space.</summary>
public sealed class PosedSurface(RenderTopology topology, ushort[] joints, float[] weights)
{
    public Vector3[] Positions { get; } = new Vector3[topology.Origins.Length];

    public Vector3[] Normals { get; } = new Vector3[topology.Origins.Length];

    /// <param name="rest">One per render vertex.</param>
    /// <param name="skin">One per joint: inverse bind times joint to model.</param>
    public void Pose(ReadOnlySpan<Vector3> rest, ReadOnlySpan<Vector3> normals, ReadOnlySpan<Matrix4x4> skin)
    {
        for (var i = 0; i < Positions.Length; i++)
        {
            var (position, normal) = (Vector3.Zero, Vector3.Zero);
            for (var k = 4 * i; k < 4 * i + 4; k++)
                if (weights[k] > 0)
                {
                    position += weights[k] * Vector3.Transform(rest[i], skin[joints[k]]);
                    normal += weights[k] * Vector3.TransformNormal(normals[i], skin[joints[k]]);
                }
            (Positions[i], Normals[i]) = (position, Vector3.Normalize(normal));
        }
    }

    public (Vector3 Position, Vector3 Normal) At(int triangle, Vector3 w)
    {
        var (a, b, c) = (topology.Indices[triangle], topology.Indices[triangle + 1], topology.Indices[triangle + 2]);
        return (w.X * Positions[a] + w.Y * Positions[b] + w.Z * Positions[c], Vector3.Normalize(w.X * Normals[a] + w.Y * Normals[b] + w.Z * Normals[c]));
    }
}
