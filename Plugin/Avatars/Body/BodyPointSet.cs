using System;
using System.Collections.Generic;
using System.Numerics;

namespace Avatars.Body;

/// <summary>
/// A few points of the body, posed without posing all vertices, and their derivatives: for fitting a body to landmarks. Belongs to one thread; allocates
/// nothing after construction.
/// </summary>
public sealed class BodyPointSet
{
    readonly BodyModel _model;
    readonly int[] _starts; // of each point, the first of its influences
    readonly Influence[] _influences;
    readonly Vector3[] _contributions; // weight times the posed position by that joint alone, one per influence
    readonly Vector3[] _joints;

    /// <param name="points">For example <see cref="BodyModel.PointsOf"/>.</param>
    public BodyPointSet(BodyModel model, IReadOnlyList<BodyPoint> points)
    {
        _model = model;
        _starts = new int[points.Count + 1];
        _joints = new Vector3[model.Joints.Count];
        Positions = new Vector3[points.Count];
        var influences = new List<Influence>();
        for (var i = 0; i < points.Count; i++)
        {
            AddTo(influences, model, points[i]);
            _starts[i + 1] = influences.Count;
        }
        _influences = [.. influences];
        _contributions = new Vector3[_influences.Length];
    }

    /// <summary>How much a joint moves a point.</summary>
    /// <param name="Weight">Skin weight times the point's weight for the vertex.</param>
    readonly record struct Influence(int Joint, float Weight, Vector3 Rest, Vector3[] Shapes, Vector3[] Expressions);

    public int Count => Positions.Length;

    /// <summary>Model space, after <see cref="Pose"/>.</summary>
    public Vector3[] Positions { get; }

    /// <param name="coefficients">One per shape direction, or fewer: the others are 0.</param>
    /// <param name="expression">One per expression, or fewer.</param>
    /// <param name="jointModel">One matrix per joint, joint space to model space, of a skeleton with these coefficients' proportions.</param>
    public void Pose(ReadOnlySpan<float> coefficients, ReadOnlySpan<float> expression, ReadOnlySpan<Matrix4x4> jointModel)
    {
        _model.Joints.Rest(coefficients, _joints);
        for (var point = 0; point < Positions.Length; point++)
        {
            var sum = Vector3.Zero;
            for (var i = _starts[point]; i < _starts[point + 1]; i++)
            {
                ref readonly var influence = ref _influences[i];
                var rest = influence.Rest - _joints[influence.Joint];
                for (var k = 0; k < coefficients.Length && influence.Shapes.Length > 0; k++)
                    rest += coefficients[k] * influence.Shapes[k];
                for (var k = 0; k < expression.Length && influence.Expressions.Length > 0; k++)
                    rest += expression[k] * influence.Expressions[k];
                if (influence.Shapes.Length == 0) // the joint itself
                    rest = Vector3.Zero;
                _contributions[i] = influence.Weight * Vector3.Transform(rest, jointModel[influence.Joint]);
                sum += _contributions[i];
            }
            Positions[point] = sum;
        }
    }

    /// <summary>How far the joints of the pose move in model space per unit of a shape coefficient, while all rotations and the root stay.</summary>
    /// <param name="jointModel">Rotations are taken from it.</param>
    /// <param name="shifts">Receives one per joint.</param>
    public void JointShifts(int shape, ReadOnlySpan<Matrix4x4> jointModel, Span<Vector3> shifts)
    {
        var direction = _model.Joints.Direction(shape);
        var parents = _model.Joints.Parents;
        for (var j = 0; j < shifts.Length; j++)
            shifts[j] = parents[j] < 0 ? Vector3.Zero
                : shifts[parents[j]] + Vector3.TransformNormal(direction[j] - direction[parents[j]], jointModel[parents[j]]);
    }

    /// <summary>Derivative of a point by a shape coefficient.</summary>
    /// <param name="shifts">From <see cref="JointShifts"/> for the same coefficient.</param>
    public Vector3 ByShape(int point, int shape, ReadOnlySpan<Matrix4x4> jointModel, ReadOnlySpan<Vector3> shifts)
    {
        var direction = _model.Joints.Direction(shape);
        var sum = Vector3.Zero;
        for (var i = _starts[point]; i < _starts[point + 1]; i++)
        {
            ref readonly var influence = ref _influences[i];
            var rest = influence.Shapes.Length == 0 ? Vector3.Zero : influence.Shapes[shape] - direction[influence.Joint];
            sum += influence.Weight * (Vector3.TransformNormal(rest, jointModel[influence.Joint]) + shifts[influence.Joint]);
        }
        return sum;
    }

    /// <summary>Derivative of a point by the weight of an expression.</summary>
    public Vector3 ByExpression(int point, int expression, ReadOnlySpan<Matrix4x4> jointModel)
    {
        var sum = Vector3.Zero;
        for (var i = _starts[point]; i < _starts[point + 1]; i++)
            if (_influences[i].Expressions.Length > 0)
                sum += _influences[i].Weight * Vector3.TransformNormal(_influences[i].Expressions[expression], jointModel[_influences[i].Joint]);
        return sum;
    }

    /// <summary>
    /// What turning a joint does to a point: a small rotation w (radians, model space) of the joint and all below it moves the point by cross(w, arm).
    /// </summary>
    /// <param name="jointModel">As given to <see cref="Pose"/>.</param>
    /// <returns>The arm: the moved share of the point, relative to the joint.</returns>
    public Vector3 Arm(int point, int joint, ReadOnlySpan<Matrix4x4> jointModel)
    {
        var (sum, share) = (Vector3.Zero, 0f);
        for (var i = _starts[point]; i < _starts[point + 1]; i++)
            if (IsWithin(_influences[i].Joint, joint))
            {
                sum += _contributions[i];
                share += _influences[i].Weight;
            }
        return sum - share * jointModel[joint].Translation;
    }

    bool IsWithin(int joint, int ancestor)
    {
        while (joint > ancestor)
            joint = _model.Joints.Parents[joint];
        return joint == ancestor;
    }

    static void AddTo(List<Influence> influences, BodyModel model, BodyPoint point)
    {
        if (point.IsJoint)
        {
            influences.Add(new Influence(point.Joint, 1, Vector3.Zero, [], []));
            return;
        }
        Add(point.A, point.Weights.X);
        Add(point.B, point.Weights.Y);
        Add(point.C, point.Weights.Z);

        void Add(int vertex, float share)
        {
            if (share == 0)
                return;
            var shapes = Deltas(model.Shapes, vertex);
            var expressions = Deltas(model.Expressions, vertex);
            for (var k = BodyMesh.InfluencesPerVertex * vertex; k < BodyMesh.InfluencesPerVertex * (vertex + 1); k++)
                if (model.Mesh.Weights[k] > 0)
                    influences.Add(new Influence(model.Mesh.Joints[k], share * model.Mesh.Weights[k] / BodyMesh.WeightSum, model.Average[vertex], shapes,
                        expressions));
        }
    }

    static Vector3[] Deltas(IReadOnlyList<BodyDirection> directions, int vertex)
    {
        var deltas = new Vector3[directions.Count];
        for (var k = 0; k < deltas.Length; k++)
            deltas[k] = directions[k].Delta(vertex);
        return deltas;
    }
}
