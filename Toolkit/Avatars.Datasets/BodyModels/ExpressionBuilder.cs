using System.Numerics;
using Avatars.Body;
using Avatars.Datasets.MakeHuman;
using Avatars.Rig;

namespace Avatars.Datasets.BodyModels;

/// <summary>
/// Facial blend shapes of the body model: MakeHuman's 34 facial actions, those of the mouth that people make with one side as two halves, and what the
/// actions lack: the jaw's own movements, puffed cheeks and the tongue.
/// </summary>
sealed class ExpressionBuilder
{
    const float SeamHalf = 0.008f; // metres to either side of the middle in which one half fades into the other
    const float JawRadians = 0.5f, JawShift = 0.007f, MouthShift = 0.008f, CheekPuff = 0.009f, BellRadius = 0.026f, TongueOut = 0.035f; // radians, metres

    static readonly string[] Whole =
    [
        "eye-left-closure", "eye-right-closure", "eye-left-opened-up", "eye-right-opened-up", "eye-left-slit", "eye-right-slit",
        "eyebrows-left-down", "eyebrows-right-down", "eyebrows-left-extern-up", "eyebrows-right-extern-up", "eyebrows-left-inner-up",
        "eyebrows-right-inner-up", "eyebrows-left-up", "eyebrows-right-up",
        "mouth-compression", "mouth-eversion", "mouth-open", "mouth-parling", "mouth-part-later", "mouth-protusion", "mouth-pursing", "neck-platysma",
        "nose-compression", "nose-depression", "nose-left-dilatation", "nose-right-dilatation", "nose-left-elevation", "nose-right-elevation",
    ];

    /// <summary>Stored as two halves, which together are the action.</summary>
    static readonly string[] Halved =
    [
        "mouth-corner-puller", "mouth-depression", "mouth-depression-retraction", "mouth-elevation", "mouth-retraction", "mouth-upward-retraction",
    ];

    readonly MakeHumanLibrary _library;
    readonly BodyVertices _vertices;
    readonly BodyMesh _mesh;
    readonly BodyJoints _joints;
    readonly Vector3[] _average;

    ExpressionBuilder(MakeHumanLibrary library, BodyVertices vertices, BodyMesh mesh, BodyJoints joints, Vector3[] average) =>
        (_library, _vertices, _mesh, _joints, _average) = (library, vertices, mesh, joints, average);

    public readonly record struct Shape(string Name, Vector3[] Deltas);

    public static IEnumerable<Shape> Build(MakeHumanLibrary library, BodyVertices vertices, BodyMesh mesh, BodyJoints joints, Vector3[] average) =>
        new ExpressionBuilder(library, vertices, mesh, joints, average).Shapes();

    IEnumerable<Shape> Shapes()
    {
        foreach (var name in Whole)
            yield return new Shape(name, Action(name));
        foreach (var name in Halved)
        {
            var deltas = Action(name);
            yield return new Shape(name + "-left", [.. deltas.Select((delta, i) => Left(i) * delta)]);
            yield return new Shape(name + "-right", [.. deltas.Select((delta, i) => (1 - Left(i)) * delta)]);
        }
        var jaw = JointWeights(HumanBodyBones.Jaw);
        var hinge = Joint(HumanBodyBones.Jaw) + new Vector3(0, 0, -0.02f); // the jaw's hinge is behind the rig's joint, before the ears
        var open = Quaternion.CreateFromAxisAngle(Vector3.UnitX, JawRadians);
        yield return new Shape("jaw-open", Moved((i, p) => jaw[i] * (Vector3.Transform(p - hinge, open) - (p - hinge))));
        yield return new Shape("jaw-left", Moved((i, _) => jaw[i] * new Vector3(JawShift, 0, 0)));
        yield return new Shape("jaw-right", Moved((i, _) => jaw[i] * new Vector3(-JawShift, 0, 0)));
        yield return new Shape("jaw-forward", Moved((i, _) => jaw[i] * new Vector3(0, 0, JawShift)));
        yield return new Shape("mouth-left", MouthMoved(MouthShift));
        yield return new Shape("mouth-right", MouthMoved(-MouthShift));
        yield return new Shape("cheek-puff", CheeksPuffed());
        yield return new Shape("tongue-out", TongueMoved());
    }

    Vector3[] Action(string name)
    {
        var positions = new Vector3[_library.BaseMesh.Positions.Length];
        _library.Targets.Expression(name).AddTo(positions, 1);
        var jaw = Vector3.Zero;
        var lowerTeeth = _library.BaseMesh.GroupVertices("helper-lower-teeth");
        foreach (var vertex in lowerTeeth)
            jaw += positions[vertex] / lowerTeeth.Length;
        foreach (var vertex in lowerTeeth) // the actions bend the teeth, and leave the tongue behind
            positions[vertex] = jaw;
        foreach (var vertex in _library.BaseMesh.GroupVertices("helper-tongue"))
            positions[vertex] = jaw;
        foreach (var vertex in _library.BaseMesh.GroupVertices("helper-upper-teeth"))
            positions[vertex] = Vector3.Zero;
        return _vertices.Take(positions);
    }

    /// <summary>1 on the left, 0 on the right, smooth across the middle.</summary>
    float Left(int vertex)
    {
        var t = Math.Clamp((_average[vertex].X / SeamHalf + 1) / 2, 0, 1);
        return t * t * (3 - 2 * t);
    }

    Vector3[] Moved(Func<int, Vector3, Vector3> delta) => [.. _average.Select((position, i) => delta(i, position))];

    Vector3 Joint(HumanBodyBones bone) => _joints.Average[_joints.IndexOf(bone)];

    float[] JointWeights(HumanBodyBones bone)
    {
        var (joint, weights) = (_joints.IndexOf(bone), new float[_average.Length]);
        for (var i = 0; i < _mesh.Joints.Length; i++)
            if (_mesh.Joints[i] == joint)
                weights[i / BodyMesh.InfluencesPerVertex] += _mesh.Weights[i] / (float)BodyMesh.WeightSum;
        return weights;
    }

    Vector3 Mouth => Joint(HumanBodyBones.Head) + new Vector3(0, -0.027f, 0.1f);

    Vector3[] MouthMoved(float shift)
    {
        var skin = Inside(BodyPart.Head);
        return Moved((i, p) => skin[i] ? Bell(p, Mouth) * new Vector3(shift, 0, 0) : Vector3.Zero);
    }

    /// <summary>The skin beside the corners of the mouth, along its normals.</summary>
    Vector3[] CheeksPuffed()
    {
        var normals = new Vector3[_average.Length];
        _mesh.Normals(_average, normals);
        var skin = Inside(BodyPart.Head);
        var (left, right) = (Mouth + new Vector3(0.045f, 0.015f, -0.025f), Mouth + new Vector3(-0.045f, 0.015f, -0.025f));
        return Moved((i, p) => skin[i] ? CheekPuff * (Bell(p, left) + Bell(p, right)) * normals[i] : Vector3.Zero);
    }

    static float Bell(Vector3 at, Vector3 centre) => MathF.Exp(-Vector3.DistanceSquared(at, centre) / (BellRadius * BellRadius));

    /// <summary>Forward and a little down, the tip most.</summary>
    Vector3[] TongueMoved()
    {
        var tongue = Inside(BodyPart.Tongue);
        var (back, front) = (float.MaxValue, float.MinValue);
        for (var i = 0; i < _average.Length; i++)
            if (tongue[i])
                (back, front) = (MathF.Min(back, _average[i].Z), MathF.Max(front, _average[i].Z));
        return Moved((i, p) => tongue[i] ? (p.Z - back) / (front - back) * new Vector3(0, -0.25f * TongueOut, TongueOut) : Vector3.Zero);
    }

    bool[] Inside(BodyPart part)
    {
        var inside = new bool[_average.Length];
        for (var i = 0; i < _mesh.TriangleCount; i++)
            if (_mesh.Parts[i] == part)
            {
                var (a, b, c) = _mesh.Corners(i);
                inside[a] = inside[b] = inside[c] = true;
            }
        return inside;
    }
}
