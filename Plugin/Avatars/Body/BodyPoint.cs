using System;
using System.Numerics;

namespace Avatars.Body;

/// <summary>
/// A point of the body that follows shape, expression and pose: a joint, or a point of the surface as a weighted mean of three vertices.
/// </summary>
/// <param name="Joint">Index into <see cref="BodyJoints"/>, or -1 for a point of the surface.</param>
/// <param name="A">Vertex; 0 for a joint.</param>
/// <param name="Weights">Of the three vertices; they sum to 1.</param>
public readonly record struct BodyPoint(int Joint, int A, int B, int C, Vector3 Weights)
{
    public static BodyPoint AtJoint(int joint) => new(joint, 0, 0, 0, Vector3.Zero);

    public static BodyPoint OnSurface(int a, int b, int c, Vector3 weights) => new(-1, a, b, c, weights);

    public bool IsJoint => Joint >= 0;

    /// <param name="vertices">Positions of all vertices.</param>
    /// <param name="joints">Positions of all joints.</param>
    public Vector3 Locate(ReadOnlySpan<Vector3> vertices, ReadOnlySpan<Vector3> joints) =>
        IsJoint ? joints[Joint] : Weights.X * vertices[A] + Weights.Y * vertices[B] + Weights.Z * vertices[C];
}

/// <summary>Which points of the body the points of a landmark model are. Immutable: the array is shared, do not write to it.</summary>
/// <param name="Name">"pose", "leftHand", "rightHand" or "face": MediaPipe's 33, 21, 21 and 478 points, in its order.</param>
/// <param name="Points">In the landmark model's order.</param>
public sealed record BodyLandmarks(string Name, BodyPoint[] Points);
