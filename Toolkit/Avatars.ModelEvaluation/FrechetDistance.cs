using MathNet.Numerics.LinearAlgebra;

namespace Avatars.ModelEvaluation;

/// <summary>Mean and covariance of a set of features.</summary>
/// <param name="Mean">[dimensions].</param>
/// <param name="Covariance">[dimensions, dimensions]; divided by the count less one.</param>
public sealed record FeatureStatistics(Vector<double> Mean, Matrix<double> Covariance)
{
    /// <param name="features">[count, dimensions].</param>
    /// <exception cref="ArgumentException">There are fewer than two, or not a whole number.</exception>
    public static FeatureStatistics Of(ReadOnlySpan<double> features, int dimensions)
    {
        var count = dimensions > 0 ? features.Length / dimensions : 0;
        if (count < 2 || features.Length % dimensions != 0)
            throw new ArgumentException($"{features.Length} numbers are not at least two features of {dimensions} dimensions.", nameof(features));
        var rows = Matrix<double>.Build.Dense(count, dimensions);
        for (var row = 0; row < count; row++)
            for (var column = 0; column < dimensions; column++)
                rows[row, column] = features[row * dimensions + column];
        var mean = rows.ColumnSums() / count;
        for (var row = 0; row < count; row++)
            rows.SetRow(row, rows.Row(row) - mean);
        return new FeatureStatistics(mean, rows.TransposeThisAndMultiply(rows) / (count - 1));
    }
}

/// <summary>
/// The distance between two sets of features, taken for normal distributions: |m1 - m2|^2 + tr(S1 + S2 - 2 (S1 S2)^(1/2)). With
/// features of an Inception network it is the FID.
/// </summary>
/// <remarks>Heusel et al. 2017. The trace of the root is that of (S1^(1/2) S2 S1^(1/2))^(1/2), which is symmetric and has real roots.</remarks>
public static class FrechetDistance
{
    /// <exception cref="ArgumentException">The two have different dimensions.</exception>
    public static double Between(FeatureStatistics first, FeatureStatistics second)
    {
        if (first.Mean.Count != second.Mean.Count)
            throw new ArgumentException($"Features of {first.Mean.Count} and {second.Mean.Count} dimensions cannot be compared.");
        var difference = first.Mean - second.Mean;
        var root = RootOf(first.Covariance);
        var traceOfRoot = (root * second.Covariance * root).Evd(Symmetricity.Symmetric).EigenValues.Sum(value => Math.Sqrt(Math.Max(value.Real, 0)));
        return difference * difference + first.Covariance.Trace() + second.Covariance.Trace() - 2 * traceOfRoot;
    }

    /// <summary>
    /// The same from the features themselves. Of fewer pictures than dimensions, the trace of the root is found without matrices of that size: with
    /// the centred features A and B as rows, S1 = A'A and S2 = B'B, it is the sum of the singular values of AB'.
    /// </summary>
    /// <param name="first">[count, dimensions]; at least two.</param>
    /// <param name="second">[count, dimensions]; another count may do.</param>
    /// <exception cref="ArgumentException">There are fewer than two of one, or not a whole number.</exception>
    public static double Between(ReadOnlySpan<float> first, ReadOnlySpan<float> second, int dimensions)
    {
        var (a, b) = (Widened(first), Widened(second));
        if (dimensions < 1 || Math.Max(a.Length, b.Length) / dimensions > dimensions)
            return Between(FeatureStatistics.Of(a, dimensions), FeatureStatistics.Of(b, dimensions));
        var (rowsA, meanA) = Centred(a, dimensions);
        var (rowsB, meanB) = Centred(b, dimensions);
        var difference = meanA - meanB;
        var traceOfRoot = rowsA.TransposeAndMultiply(rowsB).Svd(computeVectors: false).S.Sum();
        return difference * difference + SquaresOf(rowsA) + SquaresOf(rowsB) - 2 * traceOfRoot;
    }

    /// <summary>Rows whose products are the covariance, and the mean.</summary>
    static (Matrix<double> Rows, Vector<double> Mean) Centred(double[] features, int dimensions)
    {
        var count = features.Length / dimensions;
        if (count < 2 || features.Length % dimensions != 0)
            throw new ArgumentException($"{features.Length} numbers are not at least two features of {dimensions} dimensions.", nameof(features));
        var rows = Matrix<double>.Build.Dense(count, dimensions, (row, column) => features[row * dimensions + column]);
        var mean = rows.ColumnSums() / count;
        var scale = 1 / Math.Sqrt(count - 1);
        return (Matrix<double>.Build.Dense(count, dimensions, (row, column) => (rows[row, column] - mean[column]) * scale), mean);
    }

    static double SquaresOf(Matrix<double> rows) => rows.FrobeniusNorm() * rows.FrobeniusNorm();

    static double[] Widened(ReadOnlySpan<float> values)
    {
        var wide = new double[values.Length];
        for (var i = 0; i < wide.Length; i++)
            wide[i] = values[i];
        return wide;
    }

    static Matrix<double> RootOf(Matrix<double> covariance)
    {
        var parts = covariance.Evd(Symmetricity.Symmetric);
        var roots = parts.EigenValues.Map(value => Math.Sqrt(Math.Max(value.Real, 0)));
        return parts.EigenVectors * Matrix<double>.Build.DenseOfDiagonalVector(roots) * parts.EigenVectors.Transpose();
    }
}
