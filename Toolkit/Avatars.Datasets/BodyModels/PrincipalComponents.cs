using System.Numerics;
using MathNet.Numerics.LinearAlgebra;

namespace Avatars.Datasets.BodyModels;

/// <summary>Principal components of many long vectors by the eigenvectors of their Gram matrix (the "snapshot" method of Sirovich 1987).</summary>
static class PrincipalComponents
{
    /// <param name="rows">Centred vectors, one per sample, each value already multiplied by the root of its weight.</param>
    /// <returns>[component][sample]: scores with mean 0 and variance 1, largest component first.</returns>
    public static float[][] Scores(float[][] rows, int components)
    {
        var gram = Matrix<double>.Build.Dense(rows.Length, rows.Length);
        Parallel.For(0, rows.Length, i =>
        {
            for (var j = 0; j <= i; j++)
                gram[i, j] = gram[j, i] = Dot(rows[i], rows[j]);
        });
        var eigen = gram.Evd(Symmetricity.Symmetric);
        var scores = new float[components][];
        for (var k = 0; k < components; k++)
        {
            var vector = eigen.EigenVectors.Column(rows.Length - 1 - k);
            var deviation = Math.Sqrt(vector.Select(value => value * value).Sum() / rows.Length);
            scores[k] = [.. vector.Select(value => (float)(value / deviation))];
        }
        return scores;
    }

    /// <summary>How far each value moves per unit of a score: the mean of value times score.</summary>
    /// <param name="rows">Centred vectors, one per sample.</param>
    public static Vector3[] Direction(Vector3[][] rows, float[] scores)
    {
        var direction = new Vector3[rows[0].Length];
        for (var n = 0; n < rows.Length; n++)
            for (var i = 0; i < direction.Length; i++)
                direction[i] += scores[n] / rows.Length * rows[n][i];
        return direction;
    }

    /// <summary>In double, in a fixed order: the same on every machine.</summary>
    static double Dot(float[] a, float[] b)
    {
        double even = 0, odd = 0;
        for (var i = 0; i + 1 < a.Length; i += 2)
        {
            even += (double)a[i] * b[i];
            odd += (double)a[i + 1] * b[i + 1];
        }
        return even + odd + (a.Length % 2 == 1 ? (double)a[^1] * b[^1] : 0);
    }
}
