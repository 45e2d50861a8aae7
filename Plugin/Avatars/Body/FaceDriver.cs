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
    readonly (float Yaw, float Pitch, int Eyes)[] _gazes; // per weight
    readonly float[] _expression;
    readonly (int Joint, Vector2 Gaze)[] _eyes;

    /// <param name="weightNames">As in <see cref="Pose.WeightNames"/>; capitals and separators do not matter.</param>
    public FaceDriver(BodyModel model, IReadOnlyList<string> weightNames)
    {
        _expression = new float[model.Expressions.Count];
        _shares = new (int, float)[weightNames.Count][];
        _gazes = new (float, float, int)[weightNames.Count];
        _eyes = [(model.Joints.IndexOf(HumanBodyBones.LeftEye), default), (model.Joints.IndexOf(HumanBodyBones.RightEye), default)];
        var unknown = new List<string>();
        for (var i = 0; i < _shares.Length; i++)
        {
            var own = model.IndexOfExpression(weightNames[i]);
            if (own < 0 && !FaceTables.Rows.ContainsKey(FaceTables.Key(weightNames[i])))
                unknown.Add(weightNames[i]);
            var row = own < 0 && FaceTables.Rows.TryGetValue(FaceTables.Key(weightNames[i]), out var found) ? found : new FaceTables.Row([]);
            _gazes[i] = (row.Yaw, row.Pitch, row.Eyes);
            _shares[i] = own >= 0 ? [(own, 1)] : Array.ConvertAll(row.Expressions, part => (model.IndexOfExpression(part.Name), part.Share));
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
        var (left, right) = (Vector2.Zero, Vector2.Zero);
        for (var i = 0; i < weights.Length; i++)
        {
            var weight = Math.Clamp(weights[i], 0, 1);
            if (!(weight > 0))
                continue;
            foreach (var (expression, share) in _shares[i])
                if (expression >= 0)
                    _expression[expression] = Math.Min(1, _expression[expression] + weight * share);
            var gaze = weight * new Vector2(_gazes[i].Yaw, _gazes[i].Pitch);
            left += (_gazes[i].Eyes & 1) != 0 ? gaze : Vector2.Zero;
            right += (_gazes[i].Eyes & 2) != 0 ? gaze : Vector2.Zero;
        }
        (_eyes[0].Gaze, _eyes[1].Gaze) = (left, right);
    }

    /// <summary>Turns the eyes of a pose by the gaze that the weights ask for, on top of their rotations.</summary>
    /// <param name="local">One placement per joint of the body's skeleton.</param>
    public void TurnEyes(Span<JointTransform> local)
    {
        const float radians = MathF.PI / 180;
        foreach (var (joint, gaze) in _eyes)
            if (gaze != Vector2.Zero)
            {
                var turn = Quaternion.CreateFromYawPitchRoll(gaze.X * radians, -gaze.Y * radians, 0);
                local[joint] = local[joint] with { Rotation = local[joint].Rotation * turn };
            }
    }
}
