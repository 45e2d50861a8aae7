using System;
using System.Numerics;

namespace Avatars.PoseMaps;

/// <summary>
/// The face as rigid points on the head: 68 landmarks (<see cref="KeypointLayout.Face68"/>), eyes and ears. Positions are metres from the
/// head joint, with the head upright and facing +Z (+X is the person's left). Immutable.
/// </summary>
public sealed class FaceTemplate
{
    const float HiddenCosine = -0.25f; // skin facing farther away from the camera than this is hidden
    const float VisibleCosine = -0.02f;

    readonly Vector3[] _points;

    /// <param name="points">68 positions.</param>
    /// <param name="leftEye">Centre of the eyeball.</param>
    /// <param name="leftEar">Where the ear meets the cheek, at its outer edge.</param>
    /// <exception cref="ArgumentException">There are not 68 points.</exception>
    public FaceTemplate(ReadOnlySpan<Vector3> points, Vector3 leftEye, Vector3 rightEye, Vector3 leftEar, Vector3 rightEar)
    {
        if (points.Length != KeypointLayout.Face68.Count)
            throw new ArgumentException($"A face has {KeypointLayout.Face68.Count} landmarks, but {points.Length} were given.", nameof(points));
        _points = points.ToArray();
        LeftEye = leftEye;
        RightEye = rightEye;
        LeftEar = leftEar;
        RightEar = rightEar;
    }

    /// <summary>The face of MakeHuman's base mesh (hm08), measured at <see cref="BaseMeshVertices"/> from the head joint of its <c>mixamo_unity</c>
    /// rig.</summary>
    public static FaceTemplate Default { get; } = new(BaseMeshPoints(),
        new(0.0308f, 0.0309f, 0.1085f), new(-0.0308f, 0.0309f, 0.1085f), new(0.0775f, 0.0164f, 0.0331f), new(-0.0775f, 0.0164f, 0.0331f));

    /// <summary>
    /// The vertex of MakeHuman's base mesh (hm08) at each landmark. A character shaped from that mesh has its face at the same vertices: subtract its
    /// head joint, and pass the positions to the constructor.
    /// </summary>
    public static ReadOnlySpan<int> BaseMeshVertices =>
    [
        5754, 859, 869, 912, 894, 742, 922, 918, 5296, 7620, 7624, 7462, 7596, 7614, 7574, 7564, 12351,
        255, 225, 204, 205, 208, 6983, 6980, 6979, 6999, 7024, 132, 131, 291, 297, 320, 285, 343,
        7054, 7082, 19, 4849, 55, 69, 4862, 6776, 6853, 6839, 11467, 6803, 13372, 11480, 369, 447, 450,
        455, 7210, 7207, 7129, 7166, 7235, 492, 480, 406, 3733, 470, 468, 7226, 10401, 7265, 523, 518,
    ];

    public ReadOnlySpan<Vector3> Points => _points;

    public Vector3 LeftEye { get; }

    public Vector3 RightEye { get; }

    public Vector3 LeftEar { get; }

    public Vector3 RightEar { get; }

    /// <summary>Outward normal at a position on a face of MakeHuman's size: the head is an ellipsoid around a point behind the eyes, with normals
    /// tilted a little to the front, since cheeks are visible from there too.</summary>
    internal static Vector3 NormalAt(Vector3 position)
    {
        var ellipsoid = (position - new Vector3(0, 0.02f, 0.05f)) / new Vector3(0.0056f, 0.0132f, 0.0100f);
        return Vector3.Normalize(Vector3.Normalize(ellipsoid) + new Vector3(0, 0, 0.35f));
    }

    /// <summary>How much of skin is seen, 0 to 1, by the cosine of its normal and the direction to the eye: the profile line counts as seen.</summary>
    internal static float VisibilityAt(float cosine) => Math.Clamp((cosine - HiddenCosine) / (VisibleCosine - HiddenCosine), 0, 1);

    /// <summary>The same face on a larger or smaller head, moved against the head joint.</summary>
    public FaceTemplate Scaled(float scale, Vector3 offset)
    {
        var points = new Vector3[_points.Length];
        for (var i = 0; i < points.Length; i++)
            points[i] = _points[i] * scale + offset;
        return new FaceTemplate(points, LeftEye * scale + offset, RightEye * scale + offset, LeftEar * scale + offset, RightEar * scale + offset);
    }

    static Vector3[] BaseMeshPoints() =>
    [
        // Jaw, from the right ear
        new(-0.0708f, 0.0254f, 0.0549f), new(-0.0702f, 0.0083f, 0.0568f), new(-0.0666f, -0.0129f, 0.0602f),
        new(-0.0636f, -0.0253f, 0.0607f), new(-0.0538f, -0.0449f, 0.0748f), new(-0.0443f, -0.0587f, 0.0840f),
        // Chin
        new(-0.0295f, -0.0706f, 0.1051f), new(-0.0147f, -0.0782f, 0.1185f), new(0.0000f, -0.0798f, 0.1242f),
        new(0.0147f, -0.0782f, 0.1185f), new(0.0295f, -0.0706f, 0.1051f),
        // Jaw, to the left ear
        new(0.0443f, -0.0587f, 0.0840f), new(0.0538f, -0.0449f, 0.0748f), new(0.0636f, -0.0253f, 0.0607f),
        new(0.0666f, -0.0129f, 0.0602f), new(0.0702f, 0.0083f, 0.0568f), new(0.0708f, 0.0254f, 0.0549f),
        // Right brow
        new(-0.0534f, 0.0437f, 0.1116f), new(-0.0483f, 0.0477f, 0.1165f), new(-0.0340f, 0.0489f, 0.1259f),
        new(-0.0256f, 0.0494f, 0.1295f), new(-0.0162f, 0.0482f, 0.1328f),
        // Left brow
        new(0.0162f, 0.0482f, 0.1328f), new(0.0256f, 0.0494f, 0.1295f), new(0.0340f, 0.0489f, 0.1259f),
        new(0.0483f, 0.0477f, 0.1165f), new(0.0534f, 0.0437f, 0.1116f),
        // Bridge of the nose
        new(0.0000f, 0.0348f, 0.1345f), new(0.0000f, 0.0221f, 0.1376f), new(0.0000f, 0.0059f, 0.1470f),
        new(0.0000f, -0.0066f, 0.1520f),
        // Nostrils
        new(-0.0130f, -0.0128f, 0.1350f), new(-0.0081f, -0.0162f, 0.1371f), new(0.0000f, -0.0186f, 0.1402f),
        new(0.0081f, -0.0162f, 0.1371f), new(0.0130f, -0.0128f, 0.1350f),
        // Right eye
        new(-0.0452f, 0.0324f, 0.1194f), new(-0.0382f, 0.0358f, 0.1240f), new(-0.0268f, 0.0362f, 0.1247f),
        new(-0.0176f, 0.0292f, 0.1217f), new(-0.0274f, 0.0262f, 0.1238f), new(-0.0352f, 0.0266f, 0.1236f),
        // Left eye
        new(0.0176f, 0.0292f, 0.1217f), new(0.0268f, 0.0362f, 0.1247f), new(0.0382f, 0.0358f, 0.1240f),
        new(0.0452f, 0.0324f, 0.1194f), new(0.0352f, 0.0266f, 0.1236f), new(0.0274f, 0.0262f, 0.1238f),
        // Outer lips: upper
        new(-0.0275f, -0.0366f, 0.1253f), new(-0.0178f, -0.0300f, 0.1368f), new(-0.0052f, -0.0266f, 0.1435f),
        new(0.0000f, -0.0279f, 0.1437f), new(0.0052f, -0.0266f, 0.1435f), new(0.0178f, -0.0300f, 0.1368f),
        // Outer lips: lower
        new(0.0275f, -0.0366f, 0.1253f), new(0.0186f, -0.0432f, 0.1312f), new(0.0130f, -0.0461f, 0.1351f),
        new(0.0000f, -0.0486f, 0.1396f), new(-0.0130f, -0.0461f, 0.1351f), new(-0.0186f, -0.0432f, 0.1312f),
        // Inner lips: upper
        new(-0.0240f, -0.0364f, 0.1266f), new(-0.0101f, -0.0362f, 0.1384f), new(0.0000f, -0.0345f, 0.1417f),
        new(0.0101f, -0.0362f, 0.1384f),
        // Inner lips: lower
        new(0.0240f, -0.0364f, 0.1266f), new(0.0104f, -0.0368f, 0.1347f), new(0.0000f, -0.0369f, 0.1366f),
        new(-0.0104f, -0.0368f, 0.1347f),
    ];
}
