using System.Numerics;
using Avatars.Body;
using MathNet.Numerics.LinearAlgebra;

namespace Avatars.Datasets.Bodies;

/// <summary>The shape coefficients that come nearest to a body whose vertices are known, by least squares on some of them.</summary>
sealed class BodyShapeFit
{
    const int Step = 7; // every seventh vertex
    const double Prior = 1e-4; // of the coefficients against square metres

    readonly int[] _vertices;
    readonly Vector3[][] _directions;
    readonly Vector3[] _average;
    readonly Matrix<double> _normal;

    /// <param name="known">Vertices that bodies are given at: the first so many of the model.</param>
    public BodyShapeFit(BodyModel model, int known)
    {
        _vertices = [.. Enumerable.Range(0, known).Where(vertex => vertex % Step == 0)];
        _directions = [.. model.Shapes.Select(shape => Array.ConvertAll(_vertices, shape.Delta))];
        _average = Array.ConvertAll(_vertices, vertex => model.Average[vertex]);
        _normal = Matrix<double>.Build.Dense(_directions.Length, _directions.Length, (a, b) => Dot(_directions[a], _directions[b]) + (a == b ? Prior : 0));
    }

    /// <param name="positions">At rest, hips at the origin.</param>
    public float[] Coefficients(ReadOnlySpan<Vector3> positions)
    {
        var offsets = new Vector3[_vertices.Length];
        for (var i = 0; i < offsets.Length; i++)
            offsets[i] = positions[_vertices[i]] - _average[i];
        var right = MathNet.Numerics.LinearAlgebra.Vector<double>.Build.Dense(_directions.Length, k => Dot(_directions[k], offsets));
        return [.. _normal.Cholesky().Solve(right).Select(value => (float)value)];
    }

    static double Dot(Vector3[] a, Vector3[] b)
    {
        var sum = 0.0;
        for (var i = 0; i < a.Length; i++)
            sum += Vector3.Dot(a[i], b[i]);
        return sum;
    }
}
