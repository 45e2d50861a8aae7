using System.Numerics;
using Avatars.PoseMaps;

namespace Avatars.ModelEvaluation;

/// <summary>What a face does, in shares of the distance between the outer corners of the eyes.</summary>
/// <param name="Brows">Height of both brows above the middle of the eyes' corners.</param>
/// <param name="Mouth">Between the inner edges of the lips.</param>
/// <param name="Lids">Between the lids, mean of both eyes.</param>
public readonly record struct FaceMeasures(double Brows, double Mouth, double Lids)
{
    static readonly int[] MeshBrows = [70, 63, 105, 66, 107, 300, 293, 334, 296, 336], MeshCorners = [33, 133, 362, 263], MeshLips = [13, 14];
    static readonly int[] MeshLids = [160, 144, 158, 153, 385, 380, 387, 373]; // upper and lower in turn

    static readonly int[] SparseBrows = [17, 18, 19, 20, 21, 22, 23, 24, 25, 26], SparseCorners = [36, 39, 42, 45], SparseLips = [62, 66];
    static readonly int[] SparseLids = [37, 41, 38, 40, 43, 47, 44, 46];

    /// <param name="points">MediaPipe's face mesh, pixels.</param>
    public static FaceMeasures OfMesh(IReadOnlyList<Vector3> points) =>
        Of(i => new Vector2(points[i].X, points[i].Y), MeshBrows, MeshCorners, MeshLips, MeshLids);

    /// <param name="points">Layout <see cref="KeypointLayout.Face68"/>, pixels.</param>
    public static FaceMeasures OfSparse(ReadOnlySpan<Keypoint> points)
    {
        var places = points.ToArray();
        return Of(i => new Vector2(places[i].X, places[i].Y), SparseBrows, SparseCorners, SparseLips, SparseLids);
    }

    static FaceMeasures Of(Func<int, Vector2> at, int[] brows, int[] corners, int[] lips, int[] lids)
    {
        var across = at(corners[3]) - at(corners[0]);
        var size = across.Length();
        var down = new Vector2(-across.Y, across.X) / size;
        var eyes = (at(corners[0]) + at(corners[1]) + at(corners[2]) + at(corners[3])) / 4;
        var open = 0f;
        for (var i = 0; i < lids.Length; i += 2)
            open += Vector2.Dot(at(lids[i + 1]) - at(lids[i]), down) * 2 / lids.Length;
        return new FaceMeasures(brows.Average(i => Vector2.Dot(eyes - at(i), down)) / size, Vector2.Dot(at(lips[1]) - at(lips[0]), down) / size, open / size);
    }
}
