using System.Numerics;
using Avatars.Body;
using Avatars.Datasets.MakeHuman;
using Avatars.Rig;

namespace Avatars.Datasets.BodyModels;

/// <summary>Builds the parametric body from MakeHuman's assets. The same assets give the same bytes.</summary>
public sealed class BodyModelBuilder
{
    /// <summary>Shape directions of the whole body, and of the head in what those leave over.</summary>
    public const int BodyDirections = 16, FaceDirections = 8;

    const int People = 800;
    const float SmallestShape = 2e-5f, SmallestExpression = 5e-5f; // metres: less is left out

    readonly MakeHumanLibrary _library;
    readonly BodyVertices _vertices;
    readonly BodyJointsBuilder _joints;
    ShapeBasis? _basis;

    public BodyModelBuilder(MakeHumanLibrary library)
    {
        _library = library;
        _vertices = new BodyVertices(library.BaseMesh);
        _joints = new BodyJointsBuilder(library);
    }

    public BodyModel Build()
    {
        var people = new BodyPopulation(_library, _vertices, _joints, "train", People);
        var head = new bool[_joints.Count];
        for (var i = 0; i < head.Length; i++)
            head[i] = _joints.Bones[i] is HumanBodyBones.LeftEye or HumanBodyBones.RightEye or HumanBodyBones.Jaw || _joints.Names[i] == "HeadTip";
        var mesh = BodyMeshBuilder.Build(_library, _vertices, Joints([], []), _joints.OfRig);
        var basis = _basis = new ShapeBasis(people, mesh, HeadShare(mesh), head, BodyDirections, FaceDirections);
        var joints = Joints(basis.AverageJoints, [.. basis.JointDirections.SelectMany(direction => direction)]);
        var expressions = ExpressionBuilder.Build(_library, _vertices, mesh, joints, basis.Average)
            .Select(shape => BodyDirection.Quantise(shape.Name, shape.Deltas, SmallestExpression)).ToArray();
        var shapes = basis.Directions.Select((direction, k) => BodyDirection.Quantise(basis.Names[k], direction, SmallestShape)).ToArray();
        var sliders = SliderBuilder.Build(_library, _vertices, _joints, basis).ToArray();
        var landmarks = LandmarkBuilder.Build(mesh, joints, basis.Average);
        return new BodyModel(mesh, joints, basis.Average, shapes, expressions, sliders, landmarks);
    }

    /// <summary>How well the model shows people that it was not built from.</summary>
    /// <exception cref="InvalidOperationException"><see cref="Build"/> has not run.</exception>
    public IEnumerable<ShapeResidual> Residuals(BodyModel model, int count)
    {
        var basis = _basis ?? throw new InvalidOperationException("Build the model first.");
        var people = new BodyPopulation(_library, _vertices, _joints, "test", count);
        var residual = new ShapeResiduals(model);
        for (var i = 0; i < count; i++)
            residual.Add(people.Vertices[i], people.Joints[i], basis.Fit(people.Vertices[i], people.Joints[i]));
        return residual.Rows();
    }

    BodyJoints Joints(Vector3[] average, Vector3[] directions) =>
        new() { Names = _joints.Names, Parents = _joints.Parents, Bones = _joints.Bones, Average = average, Directions = directions };

    /// <summary>Skin weight of head, jaw and eyes, per vertex.</summary>
    float[] HeadShare(BodyMesh mesh)
    {
        var shares = new float[mesh.VertexCount];
        for (var i = 0; i < mesh.Joints.Length; i++)
            if (_joints.Bones[mesh.Joints[i]] is HumanBodyBones.Head or HumanBodyBones.Jaw or HumanBodyBones.LeftEye or HumanBodyBones.RightEye)
                shares[i / BodyMesh.InfluencesPerVertex] += mesh.Weights[i] / (float)BodyMesh.WeightSum;
        return shares;
    }
}
