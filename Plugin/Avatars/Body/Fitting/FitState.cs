using System;
using System.Numerics;
using Avatars.Rig;

namespace Avatars.Body.Fitting;

/// <summary>
/// The unknowns of a fit in one row: position of the hips (3), logarithm of the metric landmarks' scale (1), rotations (3 each joint), shape, expression.
/// A step of the rotations is a rotation vector in the frame of the parent joint.
/// </summary>
sealed class FitState
{
    public const int Position = 0, Scale = 3, Rotations = 4;

    public FitState(BodyModel model)
    {
        Model = model;
        Local = new Quaternion[model.Joints.Count];
        Local.AsSpan().Fill(Quaternion.Identity);
        Shape = new float[model.Shapes.Count];
        Expression = new float[model.Expressions.Count];
    }

    FitState(FitState other)
    {
        Model = other.Model;
        (Hips, LogScale) = (other.Hips, other.LogScale);
        (Local, Shape, Expression) = ((Quaternion[])other.Local.Clone(), (float[])other.Shape.Clone(), (float[])other.Expression.Clone());
    }

    public BodyModel Model { get; }

    /// <summary>Camera space, metres: +X right, +Y up, looking along -Z.</summary>
    public Vector3 Hips { get; set; }

    /// <summary>Of the metric landmarks' unit in metres.</summary>
    public float LogScale { get; set; }

    public Quaternion[] Local { get; }

    public float[] Shape { get; }

    public float[] Expression { get; }

    public int ShapeStart => Rotations + 3 * Local.Length;

    public int ExpressionStart => ShapeStart + Shape.Length;

    public int Count => ExpressionStart + Expression.Length;

    /// <summary>The state a step away.</summary>
    /// <param name="step">One number an unknown.</param>
    public FitState Moved(ReadOnlySpan<double> step)
    {
        var moved = new FitState(this);
        moved.Hips += new Vector3((float)step[0], (float)step[1], (float)step[2]);
        moved.LogScale += (float)step[Scale];
        for (var joint = 0; joint < Local.Length; joint++)
        {
            var at = Rotations + 3 * joint;
            var turn = new Vector3((float)step[at], (float)step[at + 1], (float)step[at + 2]);
            if (turn != Vector3.Zero)
                moved.Local[joint] = Quaternion.Normalize(RotationVector.ToQuaternion(turn) * Local[joint]);
        }
        for (var k = 0; k < Shape.Length; k++)
            moved.Shape[k] += (float)step[ShapeStart + k];
        for (var k = 0; k < Expression.Length; k++)
            moved.Expression[k] += (float)step[ExpressionStart + k];
        return moved;
    }

    /// <summary>Local placements for the skeleton of this shape.</summary>
    public JointTransform[] ToPose(Skeleton skeleton)
    {
        var local = new JointTransform[skeleton.Count];
        skeleton.CopyRestTo(local);
        for (var i = 0; i < local.Length; i++)
            local[i] = new JointTransform(skeleton[i].Parent < 0 ? Hips : local[i].Translation, Local[i]);
        return local;
    }
}
