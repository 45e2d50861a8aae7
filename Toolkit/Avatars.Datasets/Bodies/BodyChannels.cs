using System.Numerics;
using Avatars.Datasets.MakeHuman;
using Avatars.Datasets.Pairs;
using Avatars.Scenes;
using Avatars.Solving;

namespace Avatars.Datasets.Bodies;

/// <summary>What no pose changes of a point of the body: its place in the texture and its surface coordinates.</summary>
sealed class BodyChannels
{
    readonly RenderTopology _topology;
    readonly Vector3[] _coordinates;

    public BodyChannels(MakeHumanLibrary library)
    {
        _topology = library.Body;
        var rest = library.BaseMesh.Positions;
        var body = new SkinnedMesh
        {
            Name = "body", Positions = _topology.Spread<Vector3>(rest), Normals = [], TextureCoordinates = [], JointIndices = library.BodyJoints,
            JointWeights = library.BodyWeights, Indices = [], Material = null!,
        };
        _coordinates = SurfaceCoordinates.Of(body, new PosedBody(library.Rig.Fit(rest)));
    }

    public Vector2 Uv(int triangle, Vector3 weights)
    {
        var (indices, uv) = (_topology.Indices, _topology.TextureCoordinates);
        return weights.X * uv[indices[triangle]] + weights.Y * uv[indices[triangle + 1]] + weights.Z * uv[indices[triangle + 2]];
    }

    public Vector3 Coordinate(int triangle, Vector3 weights)
    {
        var indices = _topology.Indices;
        return weights.X * _coordinates[indices[triangle]] + weights.Y * _coordinates[indices[triangle + 1]] + weights.Z * _coordinates[indices[triangle + 2]];
    }
}
