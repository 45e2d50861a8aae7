using System;
using System.Numerics;
using Avatars.Rig;

namespace Avatars.Body;

/// <summary>
/// One person's body: the model in one shape, with that person's own skeleton. At rest its soles are at y = 0. Immutable: any number of poses and threads
/// share one; the arrays are shared, do not write to them.
/// </summary>
public sealed class ShapedBody
{
    readonly float[] _coefficients, _displacements;

    /// <param name="coefficients">One per shape direction, or fewer: the others are 0.</param>
    /// <param name="displacements">Metres along the rest normal, one per vertex, for clothes and hair; empty for none.</param>
    /// <exception cref="ArgumentException">The number of coefficients or displacements does not fit the model.</exception>
    public ShapedBody(BodyModel model, ReadOnlySpan<float> coefficients, ReadOnlySpan<float> displacements = default)
    {
        if (coefficients.Length > model.Shapes.Count)
            throw new ArgumentException($"{coefficients.Length} coefficients for {model.Shapes.Count} shape directions.", nameof(coefficients));
        if (displacements.Length != 0 && displacements.Length != model.VertexCount)
            throw new ArgumentException($"{displacements.Length} displacements for {model.VertexCount} vertices. Give one a vertex, or none.",
                nameof(displacements));
        Model = model;
        _coefficients = new float[model.Shapes.Count];
        coefficients.CopyTo(_coefficients);
        _displacements = displacements.ToArray();
        Rest = new Vector3[model.VertexCount];
        RestNormals = new Vector3[model.VertexCount];
        JointRest = new Vector3[model.Joints.Count];
        model.Rest(_coefficients, Rest);
        model.Joints.Rest(_coefficients, JointRest);
        PutSolesAtZero();
        if (displacements.Length > 0)
        {
            model.Mesh.Normals(Rest, RestNormals);
            for (var i = 0; i < Rest.Length; i++)
                Rest[i] += displacements[i] * RestNormals[i];
        }
        model.Mesh.Normals(Rest, RestNormals);
        Skeleton = model.Joints.ToSkeleton(JointRest);
        Map = model.Joints.ToMap(Skeleton);
    }

    public BodyModel Model { get; }

    /// <summary>One per shape direction.</summary>
    public ReadOnlySpan<float> Coefficients => _coefficients;

    /// <summary>Metres along the rest normal, one per vertex; empty for none.</summary>
    public ReadOnlySpan<float> Displacements => _displacements;

    /// <summary>Vertices at rest without expression, displaced, metres.</summary>
    public Vector3[] Rest { get; }

    /// <summary>Unit normals of <see cref="Rest"/>.</summary>
    public Vector3[] RestNormals { get; }

    /// <summary>Joints at rest, in the order of <see cref="BodyJoints"/> and of <see cref="Skeleton"/>.</summary>
    public Vector3[] JointRest { get; }

    /// <summary>The person's own proportions; joint frames are aligned with the model's axes at rest.</summary>
    public Skeleton Skeleton { get; }

    public HumanoidMap Map { get; }

    void PutSolesAtZero()
    {
        var lowest = float.MaxValue;
        foreach (var vertex in Rest)
            lowest = MathF.Min(lowest, vertex.Y);
        for (var i = 0; i < Rest.Length; i++)
            Rest[i].Y -= lowest;
        for (var i = 0; i < JointRest.Length; i++)
            JointRest[i].Y -= lowest;
    }
}
