using System;
using System.Numerics;

namespace Avatars.Body;

/// <summary>
/// Vertices and normals of a body in a pose, with an expression: linear blend skinning into buffers that are made once. Belongs to one thread; allocates
/// nothing per frame.
/// </summary>
public sealed class PosedSurface
{
    readonly Vector3[] _rest;
    readonly Vector3[] _restNormals;
    readonly Vector4[] _rows; // four rows of each joint's skin matrix
    readonly float[] _expression;

    public PosedSurface(ShapedBody body)
    {
        Body = body;
        _rest = (Vector3[])body.Rest.Clone();
        _restNormals = (Vector3[])body.RestNormals.Clone();
        _rows = new Vector4[4 * body.Model.Joints.Count];
        _expression = new float[body.Model.Expressions.Count];
        Positions = new Vector3[_rest.Length];
        Normals = new Vector3[_rest.Length];
        JointPositions = new Vector3[body.Model.Joints.Count];
    }

    public ShapedBody Body { get; }

    /// <summary>One a vertex, model space, metres.</summary>
    public Vector3[] Positions { get; }

    /// <summary>One unit vector a vertex.</summary>
    public Vector3[] Normals { get; }

    /// <summary>One a joint, model space.</summary>
    public Vector3[] JointPositions { get; }

    /// <summary>Whether an expression moves the face.</summary>
    internal bool IsExpressive { get; private set; }

    /// <summary>How far the expression moves a vertex, metres.</summary>
    internal float Expressed(int vertex) => IsExpressive ? Vector3.Distance(_rest[vertex], Body.Rest[vertex]) : 0;

    /// <param name="jointModel">One row-vector matrix per joint of the body's skeleton, joint space to model space.</param>
    /// <param name="expression">Weights of the model's expressions; fewer, or none: the others are 0.</param>
    /// <exception cref="ArgumentException">The pose or expression does not fit the body.</exception>
    public void Pose(ReadOnlySpan<Matrix4x4> jointModel, ReadOnlySpan<float> expression = default)
    {
        Body.Skeleton.RequirePose(jointModel.Length);
        if (expression.Length > _expression.Length)
            throw new ArgumentException($"{expression.Length} weights for {_expression.Length} expressions.", nameof(expression));
        Express(expression);
        for (var i = 0; i < jointModel.Length; i++)
        {
            ref readonly var matrix = ref jointModel[i];
            var rest = Body.JointRest[i];
            var (x, y, z) = (new Vector4(matrix.M11, matrix.M12, matrix.M13, 0), new Vector4(matrix.M21, matrix.M22, matrix.M23, 0),
                new Vector4(matrix.M31, matrix.M32, matrix.M33, 0));
            var origin = new Vector4(matrix.M41, matrix.M42, matrix.M43, 0);
            (_rows[4 * i], _rows[4 * i + 1], _rows[4 * i + 2], _rows[4 * i + 3]) = (x, y, z, origin - rest.X * x - rest.Y * y - rest.Z * z);
            JointPositions[i] = new Vector3(origin.X, origin.Y, origin.Z);
        }
        Skin();
    }

    void Express(ReadOnlySpan<float> expression)
    {
        var isSame = true;
        for (var i = 0; i < _expression.Length; i++)
        {
            var weight = i < expression.Length ? expression[i] : 0;
            isSame &= weight == _expression[i];
            _expression[i] = weight;
        }
        if (isSame)
            return;
        IsExpressive = Array.Exists(_expression, weight => weight != 0);
        Body.Rest.CopyTo(_rest, 0);
        for (var i = 0; i < _expression.Length; i++)
            if (_expression[i] != 0)
                Body.Model.Expressions[i].AddTo(_rest, _expression[i]);
        Body.Model.Mesh.Normals(_rest, _restNormals);
    }

    void Skin()
    {
        const float unit = 1f / BodyMesh.WeightSum;
        var (joints, weights) = (Body.Model.Mesh.Joints, Body.Model.Mesh.Weights);
        var rows = _rows;
        for (var i = 0; i < Positions.Length; i++)
        {
            var k = BodyMesh.InfluencesPerVertex * i;
            var at = 4 * joints[k];
            var (x, y, z, origin) = (rows[at], rows[at + 1], rows[at + 2], rows[at + 3]);
            if (weights[k] != BodyMesh.WeightSum)
            {
                var share = weights[k] * unit;
                (x, y, z, origin) = (share * x, share * y, share * z, share * origin);
                for (var end = k + BodyMesh.InfluencesPerVertex; ++k < end && weights[k] != 0;)
                {
                    at = 4 * joints[k];
                    share = weights[k] * unit;
                    x += share * rows[at];
                    y += share * rows[at + 1];
                    z += share * rows[at + 2];
                    origin += share * rows[at + 3];
                }
            }
            var rest = _rest[i];
            var position = rest.X * x + rest.Y * y + rest.Z * z + origin;
            var restNormal = _restNormals[i];
            var normal = restNormal.X * x + restNormal.Y * y + restNormal.Z * z;
            Positions[i] = new Vector3(position.X, position.Y, position.Z);
            normal *= 1 / MathF.Sqrt(MathF.Max(normal.LengthSquared(), 1e-12f));
            Normals[i] = new Vector3(normal.X, normal.Y, normal.Z);
        }
    }
}
