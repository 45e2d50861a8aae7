using System;

namespace Avatars.Body.Fitting;

/// <summary>Levenberg-Marquardt on a sum of residuals.</summary>
/// <remarks>Marquardt 1963: the damping falls after a step that helps and rises after one that does not.</remarks>
static class FitSolver
{
    const double Enough = 2e-4; // relative decrease at which a stage ends

    /// <param name="terms">Adds all residuals.</param>
    /// <param name="isActive">The unknowns that may change.</param>
    public static FitState Solve(FitState state, bool[] isActive, FitCamera camera, Action<FitSum> terms, int steps)
    {
        var equations = new NormalEquations(isActive);
        var sum = new FitSum(state, isActive, camera);
        var step = new double[state.Count];
        var damping = 1e-3;
        for (var i = 0; i < steps; i++)
        {
            sum.Start(state, equations);
            terms(sum);
            var cost = sum.Cost;
            var isBetter = false;
            for (var attempt = 0; attempt < 6 && !isBetter; attempt++)
            {
                if (equations.Solve(damping, step))
                {
                    var trial = state.Moved(step);
                    sum.Start(trial, null);
                    terms(sum);
                    if (sum.Cost < cost)
                    {
                        (state, isBetter) = (trial, true);
                        damping = Math.Max(1e-7, damping / 5);
                        continue;
                    }
                }
                damping *= 8;
            }
            if (!isBetter || cost - sum.Cost < Enough * cost)
                break;
        }
        return state;
    }
}
