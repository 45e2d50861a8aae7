using System;
using System.Collections.Generic;
using System.Numerics;

namespace Avatars.Body.Fitting;

/// <summary>
/// A point of the body in a form that moves quickly: for each joint that carries it, the weight, the weighted rest position, and how that changes with shape
/// and expression. Immutable.
/// </summary>
sealed class FitPoint
{
    readonly int[] _joints;
    readonly float[] _weights;
    readonly Vector3[] _rest; // a joint: sum of weight x average vertex
    readonly Vector3[] _shapes; // [joint, shape]
    readonly (int Expression, Vector3[] Moves)[] _expressions; // moves: a joint
    readonly bool _isJoint;

    public FitPoint(BodyModel model, BodyPoint point)
    {
        _isJoint = point.IsJoint;
        if (_isJoint)
        {
            (_joints, _weights, _rest, _shapes, _expressions) = ([point.Joint], [1], [], [], []);
            return;
        }
        var parts = new SortedDictionary<int, List<(int Vertex, float Weight)>>();
        Collect(model, parts, point.A, point.Weights.X);
        Collect(model, parts, point.B, point.Weights.Y);
        Collect(model, parts, point.C, point.Weights.Z);
        _joints = [.. parts.Keys];
        _weights = new float[_joints.Length];
        _rest = new Vector3[_joints.Length];
        _shapes = new Vector3[_joints.Length * model.Shapes.Count];
        for (var i = 0; i < _joints.Length; i++)
            foreach (var (vertex, weight) in parts[_joints[i]])
            {
                _weights[i] += weight;
                _rest[i] += weight * model.Average[vertex];
                for (var k = 0; k < model.Shapes.Count; k++)
                    _shapes[i * model.Shapes.Count + k] += weight * model.Shapes[k].Delta(vertex);
            }
        var expressions = new List<(int, Vector3[])>();
        for (var e = 0; e < model.Expressions.Count; e++)
        {
            var moves = Array.ConvertAll(_joints, joint => Sum(parts[joint], model.Expressions[e]));
            if (Array.Exists(moves, move => move != Vector3.Zero))
                expressions.Add((e, moves));
        }
        _expressions = [.. expressions];
    }

    /// <summary>Where the point is, camera space.</summary>
    public Vector3 Locate(FitState state, FitKinematics joints)
    {
        if (_isJoint)
            return joints.Places[_joints[0]];
        var place = Vector3.Zero;
        for (var i = 0; i < _joints.Length; i++)
            place += Carried(state, joints, i);
        return place;
    }

    /// <summary>Where the point is, and how it moves with each unknown.</summary>
    /// <param name="moves">One an unknown; only those that are listed are valid.</param>
    /// <param name="touched">Receives the unknowns that move it.</param>
    /// <param name="isActive">Which unknowns count.</param>
    public Vector3 Locate(FitState state, FitKinematics joints, Vector3[] moves, List<int> touched, bool[] isActive)
    {
        touched.Clear();
        var place = Vector3.Zero;
        Span<Vector3> carried = stackalloc Vector3[_joints.Length];
        for (var i = 0; i < _joints.Length; i++)
            place += carried[i] = _isJoint ? joints.Places[_joints[i]] : Carried(state, joints, i);
        for (var axis = 0; axis < 3; axis++)
            Touch(FitState.Position + axis, axis == 0 ? Vector3.UnitX : axis == 1 ? Vector3.UnitY : Vector3.UnitZ, moves, touched, isActive);
        AddRotations(state, joints, carried, moves, touched, isActive);
        AddShapes(state, joints, moves, touched, isActive);
        foreach (var (expression, parts) in _expressions)
        {
            var move = Vector3.Zero;
            for (var i = 0; i < parts.Length; i++)
                move += Vector3.TransformNormal(parts[i], joints.Axes[_joints[i]]);
            Touch(state.ExpressionStart + expression, move, moves, touched, isActive);
        }
        return place;
    }

    void AddRotations(FitState state, FitKinematics joints, ReadOnlySpan<Vector3> carried, Vector3[] moves, List<int> touched, bool[] isActive)
    {
        // Every ancestor turns the parts that hang on it about itself. The parts' chains meet: each joint is visited once, from the lowest up.
        Span<Vector3> sums = stackalloc Vector3[joints.Count];
        Span<float> weights = stackalloc float[joints.Count];
        sums.Clear();
        weights.Clear();
        var last = 0;
        for (var i = 0; i < _joints.Length; i++)
        {
            sums[_joints[i]] += carried[i];
            weights[_joints[i]] += _weights[i];
            last = Math.Max(last, _joints[i]);
        }
        for (var joint = last; joint >= 0; joint--)
        {
            if (weights[joint] == 0)
                continue;
            var parent = joints.Parents[joint];
            var at = FitState.Rotations + 3 * joint;
            if (isActive[at])
            {
                var arm = sums[joint] - weights[joint] * joints.Places[joint];
                var axes = parent < 0 ? Matrix4x4.Identity : joints.Axes[parent];
                Touch(at, Vector3.Cross(new Vector3(axes.M11, axes.M12, axes.M13), arm), moves, touched, isActive);
                Touch(at + 1, Vector3.Cross(new Vector3(axes.M21, axes.M22, axes.M23), arm), moves, touched, isActive);
                Touch(at + 2, Vector3.Cross(new Vector3(axes.M31, axes.M32, axes.M33), arm), moves, touched, isActive);
            }
            if (parent >= 0)
            {
                sums[parent] += sums[joint];
                weights[parent] += weights[joint];
            }
        }
    }

    void AddShapes(FitState state, FitKinematics joints, Vector3[] moves, List<int> touched, bool[] isActive)
    {
        var shapes = state.Shape.Length;
        for (var k = 0; k < shapes; k++)
        {
            if (!isActive[state.ShapeStart + k])
                continue;
            var direction = state.Model.Joints.Direction(k);
            var move = Vector3.Zero;
            for (var i = 0; i < _joints.Length; i++)
            {
                var joint = _joints[i];
                move += _weights[i] * joints.ShapeMoves[k * joints.Count + joint];
                if (!_isJoint)
                    move += Vector3.TransformNormal(_shapes[i * shapes + k] - _weights[i] * direction[joint], joints.Axes[joint]);
            }
            Touch(state.ShapeStart + k, move, moves, touched, isActive);
        }
    }

    /// <summary>The share of the place that joint <paramref name="i"/> carries.</summary>
    Vector3 Carried(FitState state, FitKinematics joints, int i)
    {
        var shapes = state.Shape.Length;
        var rest = _rest[i];
        for (var k = 0; k < shapes; k++)
            rest += state.Shape[k] * _shapes[i * shapes + k];
        foreach (var (expression, parts) in _expressions)
            rest += state.Expression[expression] * parts[i];
        var joint = _joints[i];
        return _weights[i] * joints.Places[joint] + Vector3.TransformNormal(rest - _weights[i] * joints.Rest[joint], joints.Axes[joint]);
    }

    static void Touch(int unknown, Vector3 move, Vector3[] moves, List<int> touched, bool[] isActive)
    {
        if (!isActive[unknown] || move == Vector3.Zero)
            return;
        moves[unknown] = move;
        touched.Add(unknown);
    }

    static void Collect(BodyModel model, SortedDictionary<int, List<(int, float)>> parts, int vertex, float weight)
    {
        if (weight == 0)
            return;
        for (var i = 0; i < BodyMesh.InfluencesPerVertex; i++)
        {
            var at = BodyMesh.InfluencesPerVertex * vertex + i;
            if (model.Mesh.Weights[at] == 0)
                break;
            if (!parts.TryGetValue(model.Mesh.Joints[at], out var list))
                parts.Add(model.Mesh.Joints[at], list = []);
            list.Add((vertex, weight * model.Mesh.Weights[at] / BodyMesh.WeightSum));
        }
    }

    static Vector3 Sum(List<(int Vertex, float Weight)> parts, BodyDirection direction)
    {
        var sum = Vector3.Zero;
        foreach (var (vertex, weight) in parts)
            sum += weight * direction.Delta(vertex);
        return sum;
    }
}
