using System.Numerics;
using Avatars.Body;
using MathNet.Numerics.LinearAlgebra;

namespace Avatars.Datasets.BodyModels;

/// <summary>
/// The average body and the directions in which a population differs from it: first of the whole body, then of the head in what those leave over. A
/// coefficient of 1 is one standard deviation.
/// </summary>
sealed class ShapeBasis
{
    const float JointShare = 1f; // the joints together weigh as much as the surface: bone lengths matter to a fit
    const float HandWeight = 4, HeadWeight = 2; // of their surface: small, and looked at

    readonly float[] _vertexWeights; // sum 1
    readonly float _jointWeight;

    /// <param name="head">0..1 per vertex: how far it belongs to the head.</param>
    /// <param name="headJoints">Whether a joint moves with the head's shape.</param>
    public ShapeBasis(BodyPopulation people, BodyMesh mesh, float[] head, bool[] headJoints, int bodyDirections, int faceDirections)
    {
        Average = Mean(people.Vertices);
        AverageJoints = Mean(people.Joints);
        _vertexWeights = AreaWeights(mesh, Average);
        _jointWeight = JointShare / AverageJoints.Length;
        var vertices = people.Vertices.Select(body => Minus(body, Average)).ToArray();
        var joints = people.Joints.Select(body => Minus(body, AverageJoints)).ToArray();
        Append("body", vertices, joints, bodyDirections, vertexWeight: i => _vertexWeights[i], jointWeight: _ => _jointWeight);
        var residual = vertices.Select((body, n) => body.Select((delta, i) => head[i] * (delta - Sum(Directions, n, i))).ToArray()).ToArray();
        var jointResidual = joints.Select((body, n) => body.Select((delta, j) => headJoints[j] ? delta - Sum(JointDirections, n, j) : Vector3.Zero).ToArray())
            .ToArray();
        Append("face", residual, jointResidual, faceDirections, vertexWeight: i => _vertexWeights[i], jointWeight: _ => 0);
    }

    /// <summary>[sample] scores of each direction, while the basis is built.</summary>
    readonly List<float[]> _scores = [];

    public Vector3[] Average { get; }

    public Vector3[] AverageJoints { get; }

    public List<string> Names { get; } = [];

    /// <summary>[direction][vertex], metres per standard deviation.</summary>
    public List<Vector3[]> Directions { get; } = [];

    /// <summary>[direction][joint].</summary>
    public List<Vector3[]> JointDirections { get; } = [];

    /// <summary>The coefficients that come nearest to a body, in the basis' own weighting.</summary>
    public float[] Fit(Vector3[] vertices, Vector3[] joints)
    {
        var normal = Matrix<double>.Build.Dense(Directions.Count, Directions.Count);
        var right = MathNet.Numerics.LinearAlgebra.Vector<double>.Build.Dense(Directions.Count);
        var (delta, jointDelta) = (Minus(vertices, Average), Minus(joints, AverageJoints));
        for (var a = 0; a < Directions.Count; a++)
        {
            for (var b = 0; b <= a; b++)
                normal[a, b] = normal[b, a] = Dot(Directions[a], Directions[b], JointDirections[a], JointDirections[b]);
            right[a] = Dot(Directions[a], delta, JointDirections[a], jointDelta);
        }
        return [.. normal.Cholesky().Solve(right).Select(value => (float)value)];
    }

    double Dot(Vector3[] a, Vector3[] b, Vector3[] jointA, Vector3[] jointB)
    {
        var sum = 0.0;
        for (var i = 0; i < a.Length; i++)
            sum += _vertexWeights[i] * Vector3.Dot(a[i], b[i]);
        for (var j = 0; j < jointA.Length; j++)
            sum += _jointWeight * Vector3.Dot(jointA[j], jointB[j]);
        return sum;
    }

    void Append(string name, Vector3[][] vertices, Vector3[][] joints, int count, Func<int, float> vertexWeight, Func<int, float> jointWeight)
    {
        var weights = Enumerable.Range(0, vertices[0].Length).Select(i => MathF.Sqrt(vertexWeight(i))).ToArray();
        var jointWeights = Enumerable.Range(0, joints[0].Length).Select(j => MathF.Sqrt(jointWeight(j))).ToArray();
        var rows = new float[vertices.Length][];
        Parallel.For(0, rows.Length, n => rows[n] = [.. vertices[n].SelectMany((delta, i) => Three(weights[i] * delta)),
            .. joints[n].SelectMany((delta, j) => Three(jointWeights[j] * delta))]);
        var scores = PrincipalComponents.Scores(rows, count);
        for (var k = 0; k < count; k++)
        {
            var (direction, jointDirection) = (PrincipalComponents.Direction(vertices, scores[k]), PrincipalComponents.Direction(joints, scores[k]));
            var sign = direction.Sum(delta => (double)delta.Y) < 0 ? -1 : 1; // eigenvectors have no sign of their own: upwards is positive
            _scores.Add([.. scores[k].Select(score => sign * score)]);
            Names.Add($"{name}{k + 1:00}");
            Directions.Add([.. direction.Select(delta => sign * delta)]);
            JointDirections.Add([.. jointDirection.Select(delta => sign * delta)]);
        }
    }

    Vector3 Sum(List<Vector3[]> directions, int sample, int index)
    {
        var sum = Vector3.Zero;
        for (var k = 0; k < directions.Count; k++)
            sum += _scores[k][sample] * directions[k][index];
        return sum;
    }

    static float[] AreaWeights(BodyMesh mesh, Vector3[] positions)
    {
        var weights = new float[positions.Length];
        for (var i = 0; i < mesh.TriangleCount; i++)
        {
            var (a, b, c) = mesh.Corners(i);
            var emphasis = mesh.Parts[i] switch { BodyPart.LeftHand or BodyPart.RightHand => HandWeight, BodyPart.Head => HeadWeight,
                BodyPart.Cavity or BodyPart.Teeth or BodyPart.Tongue => 0.1f, _ => 1 };
            var share = emphasis * Vector3.Cross(positions[b] - positions[a], positions[c] - positions[a]).Length() / 6;
            weights[a] += share;
            weights[b] += share;
            weights[c] += share;
        }
        var sum = weights.Sum();
        return [.. weights.Select(weight => weight / sum)];
    }

    static float[] Three(Vector3 vector) => [vector.X, vector.Y, vector.Z];

    static Vector3[] Mean(Vector3[][] bodies)
    {
        var sum = new Vector3[bodies[0].Length];
        foreach (var body in bodies)
            for (var i = 0; i < sum.Length; i++)
                sum[i] += body[i] / bodies.Length;
        return sum;
    }

    static Vector3[] Minus(Vector3[] body, Vector3[] average) => [.. body.Select((position, i) => position - average[i])];
}
