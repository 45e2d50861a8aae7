using System;
using System.Collections.Generic;
using System.Numerics;
using Avatars.Rig;

namespace Avatars.Body;

/// <summary>
/// Turns a pose's named weights (ARKit's blend shapes, VRM's presets, or the body's own expressions) into the body's expression and the rotation of its
/// eyes. Belongs to one thread; allocates nothing after construction.
/// </summary>
public sealed class FaceDriver
{
    readonly (int Expression, float Share)[][] _shares; // per weight
    readonly (Vector2 Degrees, Eyes Eyes)[] _gazes; // per weight; to the left, and up
    readonly float[] _expression;
    readonly (int Joint, int Parent, int Closure, int Opened)[] _eyes;
    readonly Vector2[] _gaze = new Vector2[2]; // degrees, left and right eye

    /// <param name="weightNames">As in <see cref="Pose.WeightNames"/>; capitals and separators do not matter.</param>
    public FaceDriver(BodyModel model, IReadOnlyList<string> weightNames)
    {
        _expression = new float[model.Expressions.Count];
        _shares = new (int, float)[weightNames.Count][];
        _gazes = new (Vector2, Eyes)[weightNames.Count];
        _eyes = [EyeOf(model, HumanBodyBones.LeftEye, "left"), EyeOf(model, HumanBodyBones.RightEye, "right")];
        var unknown = new List<string>();
        for (var i = 0; i < _shares.Length; i++)
        {
            _shares[i] = OwnShares(model, weightNames[i]);
            if (_shares[i].Length > 0)
                continue;
            if (FacialExpressions.Find(weightNames[i]) is not { } row)
            {
                unknown.Add(weightNames[i]);
                continue;
            }
            _gazes[i] = (new Vector2(row.Yaw, row.Pitch), row.Eyes);
            var shares = new List<(int, float)>();
            foreach (var target in row.Targets)
                if (model.IndexOfExpression(target.Name) is >= 0 and var expression)
                    shares.Add((expression, target.Weight));
            _shares[i] = shares.ToArray();
        }
        Unknown = unknown;
    }

    /// <summary>Names that are no expression that this knows; their weights do nothing.</summary>
    public IReadOnlyList<string> Unknown { get; }

    /// <summary>One per expression of the body, 0..1, after <see cref="Run"/>.</summary>
    public ReadOnlySpan<float> Expression => _expression;

    /// <param name="weights">In the order of the names.</param>
    public void Run(ReadOnlySpan<float> weights)
    {
        Array.Clear(_expression, 0, _expression.Length);
        (_gaze[0], _gaze[1]) = (Vector2.Zero, Vector2.Zero);
        for (var i = 0; i < weights.Length; i++)
        {
            var weight = Math.Clamp(weights[i], 0, 1);
            if (!(weight > 0))
                continue;
            foreach (var (expression, share) in _shares[i])
                _expression[expression] += weight * share;
            for (var eye = 0; eye < 2; eye++)
                if (((int)_gazes[i].Eyes >> eye & 1) != 0)
                    _gaze[eye] += weight * _gazes[i].Degrees;
        }
        foreach (ref var weight in _expression.AsSpan())
            weight = Math.Clamp(weight, 0, 1);
    }

    /// <summary>Turns the eyes of a pose by the gaze that the weights ask for, on top of their rotations.</summary>
    /// <param name="local">One placement per joint of the body's skeleton.</param>
    public void TurnEyes(Span<JointTransform> local)
    {
        for (var eye = 0; eye < 2; eye++)
            if (_gaze[eye] != Vector2.Zero)
                local[_eyes[eye].Joint] = local[_eyes[eye].Joint] with { Rotation = local[_eyes[eye].Joint].Rotation * TurnOf(_gaze[eye]) };
    }

    /// <summary>Turns the eyes of a posed body by the gaze that the weights ask for, and lets the lids follow them, whatever turned them.</summary>
    /// <param name="joints">One row-vector matrix per joint of the body's skeleton, joint space to model space.</param>
    public void TurnEyes(Span<Matrix4x4> joints)
    {
        for (var eye = 0; eye < 2; eye++)
        {
            var (joint, parent, closure, opened) = _eyes[eye];
            if (_gaze[eye] != Vector2.Zero)
                joints[joint] = Matrix4x4.CreateFromQuaternion(TurnOf(_gaze[eye])) * joints[joint];
            var (forward, up) = (Row(joints[joint], 2), Row(joints[parent], 1));
            var elevation = MathF.Asin(Math.Clamp(Vector3.Dot(forward, up) / MathF.Max(1e-6f, forward.Length() * up.Length()), -1, 1)) * 180 / MathF.PI;
            var lids = FacialExpressions.LidsAt(MathF.Abs(elevation) < 1 ? 0 : elevation);
            if (closure >= 0)
                _expression[closure] = MathF.Max(_expression[closure], lids.Closure);
            if (opened >= 0)
                _expression[opened] = MathF.Max(_expression[opened], lids.Opened);
        }
    }

    static Vector3 Row(in Matrix4x4 matrix, int row) =>
        row == 1 ? new Vector3(matrix.M21, matrix.M22, matrix.M23) : new Vector3(matrix.M31, matrix.M32, matrix.M33);

    static Quaternion TurnOf(Vector2 degrees)
    {
        const float radians = MathF.PI / 180;
        return Quaternion.CreateFromYawPitchRoll(degrees.X * radians, -degrees.Y * radians, 0);
    }

    static (int, int, int, int) EyeOf(BodyModel model, HumanBodyBones bone, string side)
    {
        var joint = model.Joints.IndexOf(bone);
        return (joint, model.Joints.Parents[joint], model.IndexOfExpression($"eye-{side}-closure"), model.IndexOfExpression($"eye-{side}-opened-up"));
    }

    /// <summary>A name of the body's own, or of two halves of the body's; empty for others.</summary>
    static (int, float)[] OwnShares(BodyModel model, string name)
    {
        if (model.IndexOfExpression(name) is >= 0 and var own)
            return [(own, 1)];
        var (left, right) = (model.IndexOfExpression(name + "-left"), model.IndexOfExpression(name + "-right"));
        return left >= 0 && right >= 0 && FacialExpressions.Find(name) is null ? [(left, 1), (right, 1)] : [];
    }
}
