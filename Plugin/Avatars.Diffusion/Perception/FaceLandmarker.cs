using System;
using System.Linq;
using System.Numerics;
using Avatars.Imaging;
using Avatars.Inference;

namespace Avatars.Perception;

/// <summary>What the face network says of one region.</summary>
/// <param name="Presence">0..1: whether there is a face in the region.</param>
/// <param name="Points">[468], or [478] with irises: pixels of the picture; z on the same scale.</param>
internal sealed record FaceLandmarksFound(CropRegion Region, float Presence, Vector3[] Points);

/// <summary>MediaPipe's face mesh: 468 points, or 478 with refined lips, eyes and irises.</summary>
internal sealed class FaceLandmarker : IDisposable
{
    public const float LeastPresence = 0.5f;
    public const int MeshCount = 468, RefinedCount = 478;

    const string Mesh = "output_mesh_identity", Presence = "conv_faceflag", PlainMesh = "conv2d_21", PlainPresence = "conv2d_31";

    readonly LandmarkNetwork _network;
    readonly string _mesh, _presence;
    readonly bool _isRefined;

    /// <summary>Borrows <paramref name="network"/>: the one with attention gives 478 points, the other 468.</summary>
    public FaceLandmarker(Network network)
    {
        _isRefined = network.Outputs.Any(output => output.Name == Mesh);
        (_mesh, _presence) = _isRefined ? (Mesh, Presence) : (PlainMesh, PlainPresence);
        var outputs = _isRefined ? FaceRefinement.Parts.Select(part => part.Output).Append(_mesh).Append(_presence) : [_mesh, _presence];
        _network = new LandmarkNetwork(network, [.. outputs]);
    }

    /// <returns>Null where the network sees no face.</returns>
    public FaceLandmarksFound? Run(RgbImage picture, CropRegion region)
    {
        _network.Run(picture, region);
        var presence = Sigmoid.Of(_network[_presence][0]);
        if (!(presence > LeastPresence))
            return null;
        var points = new Vector3[_isRefined ? RefinedCount : MeshCount];
        var mesh = _network[_mesh];
        for (var i = 0; i < MeshCount; i++)
            points[i] = new Vector3(mesh[3 * i], mesh[3 * i + 1], mesh[3 * i + 2]);
        if (_isRefined)
            foreach (var part in FaceRefinement.Parts)
                part.Apply(_network[part.Output], points);
        for (var i = 0; i < points.Length; i++)
            points[i] = LandmarkNetwork.ToPicture(region, points[i] / _network.Width);
        return new FaceLandmarksFound(region, presence, points);
    }

    public void Dispose() => _network.Dispose();
}
