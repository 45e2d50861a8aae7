using System;

namespace Avatars.Sampling;

/// <summary>UniPC's coefficients: of the latents that a step begins at, and of the estimates, the newest first.</summary>
/// <remarks>Zhao et al. 2023, arXiv:2302.04867, section 3 and appendix A: weights of the differences meet the
/// terms of the expansion in h one by one.</remarks>
sealed class UniPcMethod
{
    readonly NoiseLevel[] _levels;
    readonly bool _solvesForClean, _isB1;

    /// <exception cref="ArgumentException">The solver type is not known.</exception>
    public UniPcMethod(NoiseLevel[] levels, SamplerOptions options)
    {
        _isB1 = options.SolverType switch
        {
            null or "bh2" or "midpoint" or "heun" or "logrho" => false,
            "bh1" => true,
            var other => throw new ArgumentException($"solver_type '{other}' is not one of unipc. Known: bh2, bh1.", nameof(options)),
        };
        (_levels, _solvesForClean) = (levels, options.SolvesForClean);
    }

    /// <summary>From level <paramref name="step"/> to the next. Estimates: that level's, the one before, ...</summary>
    public (float Noisy, float[] Estimates) Predict(int step, int order)
    {
        var basis = new Basis(this, step, step + 1, order);
        // As published, second order takes one half instead of the solution.
        var weights = order == 2 ? [0.5] : basis.Solve(order - 1);
        var shares = new double[order];
        shares[0] = basis.First;
        for (var i = 1; i < order; i++)
            basis.AddDifference(shares, weights[i - 1], i, start: 0);
        return ((float)basis.Noisy, Array.ConvertAll(shares, share => (float)share));
    }

    /// <summary>From the level before <paramref name="step"/> to it, with its own estimate known. Estimates: that one, the level's before, ...</summary>
    public (float Last, float[] Estimates) Correct(int step, int order)
    {
        var basis = new Basis(this, step - 1, step, order);
        var weights = order == 1 ? [0.5] : basis.Solve(order);
        var shares = new double[order + 1];
        shares[1] = basis.First;
        for (var i = 1; i < order; i++)
            basis.AddDifference(shares, weights[i - 1], i, start: 1);
        shares[0] -= basis.Factor * weights[^1];
        shares[1] += basis.Factor * weights[^1];
        return ((float)basis.Noisy, Array.ConvertAll(shares, share => (float)share));
    }

    /// <summary>One step's first-order part and the equations of its differences.</summary>
    sealed class Basis
    {
        readonly double[] _ratios, _right;

        public Basis(UniPcMethod method, int from, int to, int order)
        {
            SolverPoint now = new(method._levels[from]), next = new(method._levels[to]);
            var h = next.Lambda - now.Lambda;
            double signed = method._solvesForClean ? -h : h;
            double growth = (float)(Math.Exp(signed) - 1);
            var scale = method._solvesForClean ? next.Alpha : next.Sigma;
            Noisy = method._solvesForClean ? next.Sigma / now.Sigma : next.Alpha / now.Alpha;
            First = (float)(-scale * growth);
            (_ratios, _right) = (new double[order], new double[order]);
            for (var i = 1; i < order; i++)
                _ratios[i - 1] = h == 0 ? 1 : (new SolverPoint(method._levels[from - i]).Lambda - now.Lambda) / h;
            _ratios[order - 1] = 1;
            if (h == 0)
                return; // Karras levels that end at their last one stay there
            var span = method._isB1 ? signed : growth;
            Factor = double.IsInfinity(span) ? 0 : (float)(scale * span);
            var (phi, factorial) = (growth / signed - 1, 1.0);
            for (var i = 0; i < order; i++)
            {
                _right[i] = phi * factorial / span;
                factorial *= i + 2;
                phi = phi / signed - 1 / factorial;
            }
        }

        public double Noisy { get; }

        public double First { get; }

        /// <summary>What the sum of weighted differences is multiplied by, and taken away.</summary>
        public double Factor { get; }

        /// <summary>Takes away a weighted difference of the estimate so many steps ago from the newest.</summary>
        public void AddDifference(double[] shares, double weight, int ago, int start)
        {
            var share = Factor * weight / _ratios[ago - 1];
            shares[start + ago] -= share;
            shares[start] += share;
        }

        /// <summary>Weights of the first differences: powers of the ratios against the right side, by elimination.</summary>
        public double[] Solve(int count)
        {
            var offset = count < _ratios.Length ? 0 : _ratios.Length - count;
            var (matrix, right) = (new double[count, count], new double[count]);
            for (var row = 0; row < count; row++)
            {
                right[row] = _right[row];
                for (var column = 0; column < count; column++)
                    matrix[row, column] = Math.Pow(_ratios[offset + column], row);
            }
            for (var pivot = 0; pivot < count; pivot++)
                for (var row = 0; row < count; row++)
                {
                    if (row == pivot || matrix[pivot, pivot] == 0)
                        continue;
                    var share = matrix[row, pivot] / matrix[pivot, pivot];
                    for (var column = pivot; column < count; column++)
                        matrix[row, column] -= share * matrix[pivot, column];
                    right[row] -= share * right[pivot];
                }
            for (var i = 0; i < count; i++)
                right[i] = matrix[i, i] == 0 ? 0 : right[i] / matrix[i, i];
            return right;
        }
    }
}
