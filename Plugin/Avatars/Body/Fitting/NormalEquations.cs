using System;
using System.Collections.Generic;

namespace Avatars.Body.Fitting;

/// <summary>Sums of squared residuals, linearised: H = sum of w g g', b = sum of w g r. Only the unknowns that take part are stored.</summary>
sealed class NormalEquations
{
    readonly int[] _places; // of each unknown among those that take part; -1
    readonly int[] _unknowns;
    readonly double[] _matrix, _vector, _factor;

    public NormalEquations(bool[] isActive)
    {
        _places = new int[isActive.Length];
        var unknowns = new List<int>();
        for (var i = 0; i < isActive.Length; i++)
        {
            _places[i] = isActive[i] ? unknowns.Count : -1;
            if (isActive[i])
                unknowns.Add(i);
        }
        _unknowns = [.. unknowns];
        _matrix = new double[_unknowns.Length * _unknowns.Length];
        _factor = new double[_matrix.Length];
        _vector = new double[_unknowns.Length];
    }

    public void Clear()
    {
        Array.Clear(_matrix, 0, _matrix.Length);
        Array.Clear(_vector, 0, _vector.Length);
    }

    /// <param name="unknowns">Which the residual depends on; those that do not take part are passed over.</param>
    /// <param name="gradient">One each.</param>
    public void Add(ReadOnlySpan<int> unknowns, ReadOnlySpan<float> gradient, double residual, double weight)
    {
        var count = _unknowns.Length;
        for (var i = 0; i < unknowns.Length; i++)
        {
            var row = _places[unknowns[i]];
            if (row < 0)
                continue;
            var scaled = weight * gradient[i];
            _vector[row] += scaled * residual;
            for (var j = 0; j <= i; j++)
            {
                var column = _places[unknowns[j]];
                if (column >= 0)
                    _matrix[row >= column ? row * count + column : column * count + row] += scaled * gradient[j];
            }
        }
    }

    /// <summary>(H + damping diag H) step = -b, by Cholesky.</summary>
    /// <param name="step">One an unknown; zero for those that do not take part.</param>
    /// <returns>False when the matrix is not positive definite.</returns>
    public bool Solve(double damping, Span<double> step)
    {
        step.Clear();
        var count = _unknowns.Length;
        Array.Copy(_matrix, _factor, _matrix.Length);
        for (var i = 0; i < count; i++)
            _factor[i * count + i] += damping * _matrix[i * count + i] + 1e-9;
        for (var i = 0; i < count; i++)
        {
            var row = _factor.AsSpan(i * count, count);
            for (var j = 0; j <= i; j++)
            {
                var other = _factor.AsSpan(j * count, count);
                var sum = row[j];
                for (var k = 0; k < j; k++)
                    sum -= row[k] * other[k];
                if (i > j)
                    row[j] = sum / other[j];
                else if (sum > 0 && !double.IsInfinity(sum))
                    row[i] = Math.Sqrt(sum);
                else
                    return false;
            }
        }
        var solution = new double[count];
        for (var i = 0; i < count; i++)
        {
            var sum = -_vector[i];
            for (var k = 0; k < i; k++)
                sum -= _factor[i * count + k] * solution[k];
            solution[i] = sum / _factor[i * count + i];
        }
        for (var i = count - 1; i >= 0; i--)
        {
            var sum = solution[i];
            for (var k = i + 1; k < count; k++)
                sum -= _factor[k * count + i] * solution[k];
            solution[i] = sum / _factor[i * count + i];
            step[_unknowns[i]] = solution[i];
        }
        return true;
    }
}
