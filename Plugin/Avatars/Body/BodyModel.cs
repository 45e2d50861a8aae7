using System;
using System.Collections.Generic;
using System.Numerics;

namespace Avatars.Body;

/// <summary>
/// A parametric human body: an average shape, directions in which bodies differ, facial blend shapes, skin weights, an atlas, and the correspondence to
/// landmark models. Immutable: any number of bodies and threads share one.
/// </summary>
/// <remarks>
/// vertex(shape, expression) = average + sum of coefficient * direction + sum of weight * blend shape, then linear blend skinning, as in SMPL (Loper et
/// al. 2015) and FLAME (Li et al. 2017). Coefficients are in standard deviations of the population that the model was built from: a standard normal
/// distribution is their prior. Metres, +Y up, facing +Z, hips at the origin, arms about 50 degrees below the horizontal. Built from MakeHuman's CC0 assets
/// by `avatar body build`.
/// </remarks>
public sealed class BodyModel
{
    readonly Dictionary<string, int> _expressions = new(StringComparer.Ordinal);

    /// <exception cref="ArgumentException">The parts do not fit together; the message names the first that does not.</exception>
    public BodyModel(BodyMesh mesh, BodyJoints joints, Vector3[] average, IReadOnlyList<BodyDirection> shapes, IReadOnlyList<BodyDirection> expressions,
        IReadOnlyList<BodySlider> sliders, IReadOnlyList<BodyLandmarks> landmarks)
    {
        Mesh = mesh;
        Joints = joints;
        Average = average;
        Shapes = shapes;
        Expressions = expressions;
        Sliders = sliders;
        Landmarks = landmarks;
        BodyModelCheck.Run(this);
        for (var i = 0; i < expressions.Count; i++)
            if (!_expressions.TryAdd(expressions[i].Name, i))
                throw new ArgumentException($"Two expressions are named '{expressions[i].Name}'. Give each a name of its own.", nameof(expressions));
    }

    public BodyMesh Mesh { get; }

    public BodyJoints Joints { get; }

    /// <summary>Vertices of the average body without expression, hips at the origin. Shared: do not write to it.</summary>
    public Vector3[] Average { get; }

    /// <summary>Directions of shape; a coefficient of 1 is one standard deviation. The last ones (named "face...") move the head only.</summary>
    public IReadOnlyList<BodyDirection> Shapes { get; }

    /// <summary>Facial blend shapes, weights 0..1.</summary>
    public IReadOnlyList<BodyDirection> Expressions { get; }

    /// <summary>Directions with a meaning for people, as mixtures of <see cref="Shapes"/>.</summary>
    public IReadOnlyList<BodySlider> Sliders { get; }

    public IReadOnlyList<BodyLandmarks> Landmarks { get; }

    public int VertexCount => Mesh.VertexCount;

    /// <summary>Index into <see cref="Expressions"/>, or -1.</summary>
    public int IndexOfExpression(string name) => _expressions.TryGetValue(name, out var index) ? index : -1;

    /// <exception cref="ArgumentException">There are no such landmarks.</exception>
    public BodyPoint[] PointsOf(string landmarks)
    {
        foreach (var candidate in Landmarks)
            if (candidate.Name == landmarks)
                return candidate.Points;
        throw new ArgumentException($"The body has no landmarks '{landmarks}'. It has: {string.Join(", ", LandmarkNames())}.", nameof(landmarks));
    }

    /// <summary>Rest vertices for a shape, hips at the origin: average + sum of coefficient * direction.</summary>
    /// <param name="coefficients">One per direction, or fewer: the others are 0.</param>
    /// <param name="vertices">Receives one per vertex.</param>
    public void Rest(ReadOnlySpan<float> coefficients, Span<Vector3> vertices)
    {
        Average.CopyTo(vertices);
        for (var k = 0; k < coefficients.Length; k++)
            if (coefficients[k] != 0)
                Shapes[k].AddTo(vertices, coefficients[k]);
    }

    IEnumerable<string> LandmarkNames()
    {
        foreach (var landmarks in Landmarks)
            yield return landmarks.Name;
    }
}
