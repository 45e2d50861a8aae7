using System;
using System.Numerics;

namespace Avatars.Retargeting;

/// <summary>
/// Lays a face over the landmarks of a frame: placement in the picture (scaled orthographic) and weights of expressions from 0 to 1, by Gauss-Newton with
/// the weights held at their limits. Belongs to one thread.
/// </summary>
/// <remarks>The linear face under weak perspective is that of Blanz and Vetter 1999 and of Thies et al. 2016 (Face2Face).</remarks>
internal sealed class FaceFit
{
    const float Deviation = 0.0025f; // metres by which a landmark network and the face differ
    const float WeightDeviation = 0.7f; // of an expression, from 0
    const float Robust = 3; // deviations from which a landmark counts less and less (Cauchy)
    const int Steps = 6, Placement = 6, LeastPoints = 20;

    readonly FaceBasis _basis;
    readonly Vector3[] _neutral;
    readonly int _unknowns;
    readonly double[] _row, _right, _step;
    readonly double[,] _normal, _factor;
    readonly bool[] _isHeld;

    public FaceFit(FaceBasis basis)
    {
        _basis = basis;
        _neutral = (Vector3[])basis.Average.Clone();
        Weights = new float[basis.Moves.Length];
        _unknowns = Placement + Weights.Length;
        (_row, _right, _step, _isHeld) = (new double[_unknowns], new double[_unknowns], new double[_unknowns], new bool[_unknowns]);
        (_normal, _factor) = (new double[_unknowns, _unknowns], new double[_unknowns, _unknowns]);
    }

    /// <summary>From the head to the picture's axes: +X right, +Y up, +Z towards the camera.</summary>
    public Quaternion Rotation { get; private set; }

    /// <summary>Pixels a metre.</summary>
    public float Scale { get; private set; }

    /// <summary>Where the head joint is.</summary>
    public Vector2 Origin { get; private set; }

    public float[] Weights { get; }

    /// <summary>The person's face without expression.</summary>
    public void SetShape(ReadOnlySpan<float> shape)
    {
        _basis.Average.CopyTo(_neutral, 0);
        for (var k = 0; k < shape.Length; k++)
            for (var i = 0; i < _neutral.Length; i++)
                _neutral[i] += shape[k] * _basis.Shapes[k][i];
    }

    /// <summary>False when too little of the face is seen.</summary>
    /// <param name="seen">As <see cref="FaceTrack.Frame"/>.</param>
    public bool Run(ReadOnlySpan<Vector2> seen)
    {
        if (!Start(seen))
            return false;
        Array.Clear(Weights, 0, Weights.Length);
        for (var i = 0; i < Steps; i++)
            Step(seen);
        return float.IsFinite(Scale) && Scale > 0;
    }

    /// <summary>Where a point of the basis is without a shape's change of <paramref name="i"/>, in the picture's axes and metres.</summary>
    public Vector3 Place(int i)
    {
        var point = _neutral[i];
        for (var e = 0; e < Weights.Length; e++)
            if (Weights[e] != 0)
                point += Weights[e] * _basis.Moves[e][i];
        return Vector3.Transform(point, Rotation);
    }

    /// <summary>Rotation and scale of the affine map that brings the face at rest nearest to the landmarks.</summary>
    bool Start(ReadOnlySpan<Vector2> seen)
    {
        var (count, middle, centre) = (0, Vector3.Zero, Vector2.Zero);
        for (var i = 0; i < _neutral.Length; i++)
            if (IsSeen(seen, i))
                (count, middle, centre) = (count + 1, middle + _neutral[i], centre + seen[_basis.Points[i]]);
        if (count < LeastPoints)
            return false;
        (middle, centre) = (middle / count, centre / count);
        var (xx, xy, xz, yy, yz, zz) = (0f, 0f, 0f, 0f, 0f, 1e-7f);
        var (across, along) = (Vector3.Zero, Vector3.Zero);
        for (var i = 0; i < _neutral.Length; i++)
            if (IsSeen(seen, i))
            {
                var (p, q) = (_neutral[i] - middle, seen[_basis.Points[i]] - centre);
                (xx, xy, xz, yy, yz, zz) = (xx + p.X * p.X, xy + p.X * p.Y, xz + p.X * p.Z, yy + p.Y * p.Y, yz + p.Y * p.Z, zz + p.Z * p.Z);
                (across, along) = (across + q.X * p, along + q.Y * p);
            }
        var covariance = new Matrix4x4(xx, xy, xz, 0, xy, yy, yz, 0, xz, yz, zz, 0, 0, 0, 0, 1);
        if (!Matrix4x4.Invert(covariance, out var inverse))
            return false;
        var (first, second) = (Vector3.TransformNormal(across, inverse), Vector3.TransformNormal(along, inverse));
        Scale = (first.Length() + second.Length()) / 2;
        var (a, b) = (Vector3.Normalize(first), Vector3.Normalize(second));
        // The nearest right angle: both turn by half of what they lack.
        var (sum, difference) = (Vector3.Normalize(a + b), Vector3.Normalize(a - b));
        (a, b) = (Vector3.Normalize(sum + difference), Vector3.Normalize(sum - difference));
        if (!(Scale > 0) || !float.IsFinite(a.X + b.X))
            return false;
        var c = Vector3.Cross(a, b);
        Rotation = Quaternion.CreateFromRotationMatrix(new Matrix4x4(a.X, b.X, c.X, 0, a.Y, b.Y, c.Y, 0, a.Z, b.Z, c.Z, 0, 0, 0, 0, 1));
        var moved = Vector3.Transform(middle, Rotation) * Scale;
        Origin = centre - new Vector2(moved.X, moved.Y);
        return true;
    }

    void Step(ReadOnlySpan<Vector2> seen)
    {
        Array.Clear(_normal, 0, _normal.Length);
        Array.Clear(_right, 0, _right.Length);
        for (var i = 0; i < _neutral.Length; i++)
            if (IsSeen(seen, i))
                Add(i, seen[_basis.Points[i]]);
        for (var e = 0; e < Weights.Length; e++)
        {
            _normal[Placement + e, Placement + e] += 1 / (WeightDeviation * WeightDeviation);
            _right[Placement + e] -= Weights[e] / (WeightDeviation * WeightDeviation);
        }
        for (var k = 0; k < Placement; k++)
            _normal[k, k] *= 1 + 1e-6;
        Array.Clear(_isHeld, 0, _isHeld.Length);
        Array.Clear(_step, 0, _step.Length);
        for (var round = 0; round < 8 && Solve() && Hold(); round++)
        {
        }
        var turn = new Vector3((float)_step[0], (float)_step[1], (float)_step[2]);
        if (turn.Length() is > 0 and var angle)
            Rotation = Quaternion.Normalize(Quaternion.CreateFromAxisAngle(turn / angle, MathF.Min(angle, 0.5f)) * Rotation);
        Scale *= MathF.Exp(Math.Clamp((float)_step[3], -0.3f, 0.3f));
        Origin += Scale * new Vector2((float)_step[4], (float)_step[5]);
        for (var e = 0; e < Weights.Length; e++)
            Weights[e] = Math.Clamp(Weights[e] + (float)_step[Placement + e], 0, 1);
    }

    /// <summary>A landmark's two residuals, in deviations. Unknowns: rotation (3), logarithm of the scale, place in metres (2), weights.</summary>
    void Add(int i, Vector2 seen)
    {
        var place = Place(i);
        var residual = ((seen - Origin) / Scale - new Vector2(place.X, place.Y)) / Deviation;
        var share = 1 / (1 + residual.LengthSquared() / (Robust * Robust));
        for (var axis = 0; axis < 2; axis++)
        {
            (_row[0], _row[1], _row[2]) = axis == 0 ? (0f, place.Z, -place.Y) : (-place.Z, 0f, place.X);
            (_row[3], _row[4], _row[5]) = axis == 0 ? (place.X, 1f, 0f) : (place.Y, 0f, 1f);
            for (var e = 0; e < Weights.Length; e++)
            {
                var move = _basis.Moves[e][i];
                if (move == Vector3.Zero)
                {
                    _row[Placement + e] = 0;
                    continue;
                }
                var moved = Vector3.Transform(move, Rotation);
                _row[Placement + e] = axis == 0 ? moved.X : moved.Y;
            }
            var wanted = (axis == 0 ? residual.X : residual.Y) / Deviation * share;
            var weight = share / (Deviation * Deviation);
            for (var a = 0; a < _unknowns; a++)
            {
                if (_row[a] == 0)
                    continue;
                _right[a] += wanted * _row[a];
                for (var b = 0; b <= a; b++)
                    _normal[a, b] += weight * _row[a] * _row[b];
            }
        }
    }

    /// <summary>Holds those weights at their limits that the step takes beyond.</summary>
    /// <returns>Whether there is another one.</returns>
    bool Hold()
    {
        var isNew = false;
        for (var e = 0; e < Weights.Length; e++)
        {
            var to = Weights[e] + _step[Placement + e];
            if (_isHeld[Placement + e] || to is >= 0 and <= 1)
                continue;
            (_isHeld[Placement + e], isNew) = (true, true);
            _step[Placement + e] = (to < 0 ? 0 : 1) - Weights[e];
        }
        return isNew;
    }

    /// <summary>The step of what is not held, by Cholesky's factors; false where the equations are singular.</summary>
    bool Solve()
    {
        for (var a = 0; a < _unknowns; a++)
        {
            if (_isHeld[a])
                continue;
            var right = _right[a];
            for (var held = 0; held < _unknowns; held++)
                if (_isHeld[held])
                    right -= (held <= a ? _normal[a, held] : _normal[held, a]) * _step[held];
            for (var b = 0; b <= a; b++)
            {
                if (_isHeld[b])
                    continue;
                var sum = _normal[a, b];
                for (var k = 0; k < b; k++)
                    if (!_isHeld[k])
                        sum -= _factor[a, k] * _factor[b, k];
                if (a == b && !(sum > 0))
                    return false;
                _factor[a, b] = a == b ? Math.Sqrt(sum) : sum / _factor[b, b];
            }
            for (var k = 0; k < a; k++)
                if (!_isHeld[k])
                    right -= _factor[a, k] * _row[k];
            _row[a] = right / _factor[a, a];
        }
        for (var a = _unknowns - 1; a >= 0; a--)
        {
            if (_isHeld[a])
                continue;
            var sum = _row[a];
            for (var k = a + 1; k < _unknowns; k++)
                if (!_isHeld[k])
                    sum -= _factor[k, a] * _step[k];
            _step[a] = sum / _factor[a, a];
        }
        return true;
    }

    bool IsSeen(ReadOnlySpan<Vector2> seen, int i) => !float.IsNaN(seen[_basis.Points[i]].X);
}
