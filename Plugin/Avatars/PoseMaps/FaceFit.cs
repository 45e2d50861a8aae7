using System;
using System.Numerics;

namespace Avatars.PoseMaps;

/// <summary>
/// Fits the head's pose to the nose, eyes and ears among a body's keypoints, and projects the other points of the face. Scaled orthographic projection.
/// Least squares over scale, three angles and position, by Gauss-Newton; weak priors (upright, level, facing the camera, of the body's scale)
/// determine what few points leave open.
/// </summary>
static class FaceFit
{
    const int Unknowns = 6; // log of pixels a metre, yaw, pitch, roll, x, y
    const int Rounds = 40;
    const double PointError = 0.003; // metres
    const double YawError = 1.2, PitchError = 0.4, RollError = 0.6, ScaleError = 0.4; // radians, and logarithm
    const double NeckToNose = 0.21; // metres, from the middle of the shoulders

    /// <summary>Nose, eyes and ears in <see cref="KeypointLayout.Body18"/>, and their positions on the default face, metres.</summary>
    static readonly (int Keypoint, Vector3 Position)[] Marks =
    [
        (0, FaceTemplate.Default.Points[30]), (14, FaceTemplate.Default.RightEye), (15, FaceTemplate.Default.LeftEye), (16, FaceTemplate.Default.RightEar),
            (17, FaceTemplate.Default.LeftEar),
    ];

    /// <summary>Centre of rotation of the head.</summary>
    static readonly Vector3 Middle = new(0, 0.02f, 0.08f);

    /// <summary>The 68 points of the face, those on the far side of the head missing.</summary>
    /// <param name="person">Keypoints whose first 18 are a body.</param>
    /// <param name="face">Receives 68.</param>
    /// <returns>False without nose and eyes, as of a person who faces away, or without a scale.</returns>
    public static bool TryRun(ReadOnlySpan<Keypoint> person, Span<Keypoint> face)
    {
        if (!person[0].IsPresent && !person[14].IsPresent && !person[15].IsPresent)
            return false;
        var (center, count, confidence) = (Vector2.Zero, 0, 1f);
        foreach (var (keypoint, _) in Marks)
            if (person[keypoint].IsPresent)
                (center, count, confidence) = (center + new Vector2(person[keypoint].X, person[keypoint].Y), count + 1,
                    Math.Min(confidence, person[keypoint].Confidence));
        center /= count;
        var scale = ScaleOf(person, center);
        if (!(scale > 1e-3))
            return false;
        double[]? best = null;
        var least = double.MaxValue;
        foreach (var yaw in (ReadOnlySpan<double>)[0, -0.9, 0.9])
        {
            var unknowns = new[] { Math.Log(scale), yaw, 0, 0, center.X, center.Y };
            var cost = Solve(person, unknowns, scale);
            if (cost < least)
                (least, best) = (cost, unknowns);
        }
        if (best is null)
            return false;
        var rotation = RotationOf(best);
        for (var i = 0; i < face.Length; i++)
        {
            var position = FaceTemplate.Default.Points[i];
            var (x, y) = Project(best, rotation, position);
            var seen = FaceTemplate.VisibilityAt(Vector3.Transform(FaceTemplate.NormalAt(position), rotation).Z);
            face[i] = seen > 0 ? new Keypoint((float)x, (float)y, confidence * seen) : Keypoint.Missing;
        }
        return true;
    }

    /// <summary>Pixels a metre, before the fit: from the body, or from the marks' own distances.</summary>
    static double ScaleOf(ReadOnlySpan<Keypoint> person, Vector2 center)
    {
        double scale = BodyScale.Of(person);
        if (scale > 0)
            return scale;
        foreach (var (i, a) in Marks)
            foreach (var (j, b) in Marks)
                if (i < j && person[i].IsPresent && person[j].IsPresent)
                    scale = Math.Max(scale, Vector2.Distance(new Vector2(person[i].X, person[i].Y), new Vector2(person[j].X, person[j].Y))
                        / new Vector2(a.X - b.X, a.Y - b.Y).Length());
        return scale > 0 || !person[1].IsPresent ? scale : Vector2.Distance(center, new Vector2(person[1].X, person[1].Y)) / NeckToNose;
    }

    static Quaternion RotationOf(double[] unknowns) => Quaternion.CreateFromAxisAngle(Vector3.UnitZ, (float)unknowns[3])
        * Quaternion.CreateFromAxisAngle(Vector3.UnitY, (float)unknowns[1]) * Quaternion.CreateFromAxisAngle(Vector3.UnitX, (float)unknowns[2]);

    static (double X, double Y) Project(double[] unknowns, Quaternion rotation, Vector3 position)
    {
        var rotated = Vector3.Transform(position - Middle, rotation);
        var scale = Math.Exp(unknowns[0]);
        return (unknowns[4] + scale * rotated.X, unknowns[5] - scale * rotated.Y);
    }

    /// <summary>Residuals of the unknowns, each divided by its expected error.</summary>
    static void Residuals(ReadOnlySpan<Keypoint> person, double[] unknowns, double scale, Span<double> residuals)
    {
        var rotation = RotationOf(unknowns);
        for (var i = 0; i < Marks.Length; i++)
        {
            var point = person[Marks[i].Keypoint];
            var (x, y) = Project(unknowns, rotation, Marks[i].Position);
            (residuals[2 * i], residuals[2 * i + 1]) = point.IsPresent ? ((x - point.X) / (scale * PointError), (y - point.Y) / (scale * PointError)) : (0, 0);
        }
        var expected = residuals.Slice(2 * Marks.Length);
        expected[0] = (unknowns[0] - Math.Log(scale)) / ScaleError;
        expected[1] = unknowns[1] / YawError;
        expected[2] = unknowns[2] / PitchError;
        expected[3] = unknowns[3] / RollError;
    }

    /// <summary>Improves the unknowns until they stay.</summary>
    /// <returns>Half the sum of squared residuals.</returns>
    static double Solve(ReadOnlySpan<Keypoint> person, double[] unknowns, double scale)
    {
        const int count = 10 + 4;
        Span<double> now = stackalloc double[count];
        Span<double> there = stackalloc double[count];
        Span<double> slopes = stackalloc double[count * Unknowns];
        var system = new double[Unknowns, Unknowns + 1];
        var damping = 1e-3;
        Residuals(person, unknowns, scale, now);
        var cost = HalfSquares(now);
        for (var round = 0; round < Rounds; round++)
        {
            for (var k = 0; k < Unknowns; k++)
            {
                var step = k < 4 ? 1e-4 : scale * 1e-5;
                var kept = unknowns[k];
                unknowns[k] = kept + step;
                Residuals(person, unknowns, scale, there);
                unknowns[k] = kept;
                for (var i = 0; i < count; i++)
                    slopes[i * Unknowns + k] = (there[i] - now[i]) / step;
            }
            for (var k = 0; k < Unknowns; k++)
            {
                for (var l = 0; l <= Unknowns; l++)
                {
                    system[k, l] = 0;
                    for (var i = 0; i < count; i++)
                        system[k, l] += slopes[i * Unknowns + k] * (l < Unknowns ? slopes[i * Unknowns + l] : -now[i]);
                }
                system[k, k] *= 1 + damping;
                system[k, k] += 1e-12;
            }
            var change = LinearSystem(system);
            var moved = (double[])unknowns.Clone();
            for (var k = 0; k < Unknowns; k++)
                moved[k] += k is > 0 and < 4 ? Math.Clamp(change[k], -0.5, 0.5) : change[k];
            Residuals(person, moved, scale, there);
            var after = HalfSquares(there);
            if (after < cost)
            {
                moved.CopyTo(unknowns, 0);
                there.CopyTo(now);
                var gain = cost - after;
                (cost, damping) = (after, damping / 3);
                if (gain < 1e-10 * (1 + cost))
                    break;
            }
            else if ((damping *= 4) > 1e8)
                break;
        }
        return double.IsNaN(cost) ? double.MaxValue : cost;
    }

    static double HalfSquares(ReadOnlySpan<double> residuals)
    {
        var sum = 0.0;
        foreach (var residual in residuals)
            sum += residual * residual;
        return sum / 2;
    }

    /// <summary>Gauss elimination with pivots; the right-hand side is the last column.</summary>
    static double[] LinearSystem(double[,] system)
    {
        var size = system.GetLength(0);
        for (var column = 0; column < size; column++)
        {
            var pivot = column;
            for (var row = column + 1; row < size; row++)
                if (Math.Abs(system[row, column]) > Math.Abs(system[pivot, column]))
                    pivot = row;
            for (var k = 0; k <= size; k++)
                (system[column, k], system[pivot, k]) = (system[pivot, k], system[column, k]);
            for (var row = 0; row < size; row++)
            {
                if (row == column)
                    continue;
                var factor = system[row, column] / system[column, column];
                for (var k = column; k <= size; k++)
                    system[row, k] -= factor * system[column, k];
            }
        }
        var solution = new double[size];
        for (var k = 0; k < size; k++)
            solution[k] = system[k, size] / system[k, k];
        return solution;
    }
}
