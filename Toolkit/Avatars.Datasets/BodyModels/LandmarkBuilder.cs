using System.Globalization;
using System.Numerics;
using Avatars.Body;
using Avatars.Rig;

namespace Avatars.Datasets.BodyModels;

/// <summary>Which points of the body MediaPipe's landmarks are: joints inside the limbs, points of the surface elsewhere.</summary>
/// <remarks>
/// The 468 points of the face come from face-landmarks.csv: the rest shape of MediaPipe's face mesh was laid over the average head (eyelids, lips and
/// tip of the nose matched, the rest by non-rigid closest points) and each point written as a weighted mean of three vertices. The ten points after
/// them are the irises, of 11.8 mm, on the eyeballs.
/// </remarks>
sealed class LandmarkBuilder
{
    const int LeftMouth = 291, RightMouth = 61, Nose = 1, LeftIris = 473, RightIris = 468;
    const int LeftEyeInner = 362, LeftEyeOuter = 263, RightEyeInner = 133, RightEyeOuter = 33;

    readonly BodyMesh _mesh;
    readonly BodyJoints _joints;
    readonly Vector3[] _average;

    LandmarkBuilder(BodyMesh mesh, BodyJoints joints, Vector3[] average) => (_mesh, _joints, _average) = (mesh, joints, average);

    public static BodyLandmarks[] Build(BodyMesh mesh, BodyJoints joints, Vector3[] average)
    {
        var builder = new LandmarkBuilder(mesh, joints, average);
        var face = ReadFace();
        return [new("pose", builder.Pose(face)), new("leftHand", builder.Hand(left: true)), new("rightHand", builder.Hand(left: false)), new("face", face)];
    }

    /// <summary>MediaPipe's 33 points: face, then left and right in turns from the shoulders down.</summary>
    BodyPoint[] Pose(BodyPoint[] face) =>
    [
        face[Nose], face[LeftEyeInner], face[LeftIris], face[LeftEyeOuter], face[RightEyeInner], face[RightIris], face[RightEyeOuter],
        Ear(left: true), Ear(left: false), face[LeftMouth], face[RightMouth],
        .. Both(HumanBodyBones.LeftUpperArm), .. Both(HumanBodyBones.LeftLowerArm), .. Both(HumanBodyBones.LeftHand),
        .. Both(HumanBodyBones.LeftLittleProximal), .. Both(HumanBodyBones.LeftIndexProximal), .. Both(HumanBodyBones.LeftThumbIntermediate),
        .. Both(HumanBodyBones.LeftUpperLeg), .. Both(HumanBodyBones.LeftLowerLeg), .. Both(HumanBodyBones.LeftFoot),
        Heel(left: true), Heel(left: false), Toe(left: true), Toe(left: false),
    ];

    BodyPoint[] Hand(bool left)
    {
        var points = new List<BodyPoint> { At(HumanBones.Side(left, HumanBodyBones.LeftHand).ToString()) };
        for (var finger = 0; finger < HumanBones.FingersPerHand; finger++)
        {
            for (var segment = 0; segment < HumanBones.BonesPerFinger; segment++)
                points.Add(At(HumanBones.Finger(left, finger, segment).ToString()));
            points.Add(At(HumanBones.Finger(left, finger, 2).ToString().Replace("Distal", "Tip", StringComparison.Ordinal)));
        }
        return [.. points];
    }

    BodyPoint[] Both(HumanBodyBones left) => [At(left.ToString()), At(HumanBones.Mirror(left).ToString())];

    /// <summary>The tragus: in front of and below the point of the ear that is furthest out.</summary>
    BodyPoint Ear(bool left)
    {
        var side = left ? 1 : -1;
        var rim = Vertices(BodyPart.Head).MaxBy(vertex => side * _average[vertex].X);
        var tragus = _average[rim] + new Vector3(-side * 0.008f, -0.012f, 0.018f);
        return Nearest(Vertices(BodyPart.Head).MinBy(vertex => Vector3.DistanceSquared(_average[vertex], tragus)));
    }

    BodyPoint Heel(bool left)
    {
        var foot = Vertices(left ? BodyPart.LeftFoot : BodyPart.RightFoot).ToArray();
        var sole = foot.Min(vertex => _average[vertex].Y);
        return Nearest(foot.Where(vertex => _average[vertex].Y < sole + 0.03f).MinBy(vertex => _average[vertex].Z));
    }

    BodyPoint Toe(bool left) => Nearest(Vertices(left ? BodyPart.LeftFoot : BodyPart.RightFoot).MaxBy(vertex => _average[vertex].Z));

    BodyPoint At(string joint) => BodyPoint.AtJoint(Array.IndexOf(_joints.Names, joint));

    static BodyPoint Nearest(int vertex) => BodyPoint.OnSurface(vertex, vertex, vertex, Vector3.UnitX);

    IEnumerable<int> Vertices(BodyPart part)
    {
        for (var i = 0; i < _mesh.TriangleCount; i++)
            if (_mesh.Parts[i] == part)
                for (var k = 0; k < 3; k++)
                    yield return _mesh.Origins[_mesh.Triangles[3 * i + k]];
    }

    /// <summary>One line a landmark: number, three vertices, three weights.</summary>
    static BodyPoint[] ReadFace()
    {
        using var stream = typeof(LandmarkBuilder).Assembly.GetManifestResourceStream("face-landmarks.csv")!;
        using var reader = new StreamReader(stream);
        reader.ReadLine(); // headings
        var points = new List<BodyPoint>();
        while (reader.ReadLine() is { } line)
        {
            var fields = line.Split(',');
            float Number(int field) => float.Parse(fields[field], CultureInfo.InvariantCulture);
            points.Add(BodyPoint.OnSurface((int)Number(1), (int)Number(2), (int)Number(3), new Vector3(Number(4), Number(5), Number(6))));
        }
        return [.. points];
    }
}
