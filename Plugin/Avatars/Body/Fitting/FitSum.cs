using System;
using System.Collections.Generic;
using System.Numerics;

namespace Avatars.Body.Fitting;

/// <summary>Collects residuals of a state: their cost, and where asked their linearisation. Residuals are in standard deviations.</summary>
sealed class FitSum
{
    readonly Vector3[] _first, _second;
    readonly List<int> _touched = [], _other = [];
    readonly int[] _unknowns;
    readonly float[] _gradient, _dense;
    readonly bool[] _isIn;

    public FitSum(FitState state, bool[] isActive, FitCamera camera)
    {
        (State, IsActive, Camera) = (state, isActive, camera);
        Joints = new FitKinematics(state.Model);
        (_first, _second) = (new Vector3[state.Count], new Vector3[state.Count]);
        (_unknowns, _gradient, _dense, _isIn) = (new int[state.Count], new float[state.Count], new float[state.Count], new bool[state.Count]);
    }

    public FitState State { get; private set; }

    public bool[] IsActive { get; }

    public FitCamera Camera { get; }

    public FitKinematics Joints { get; }

    public double Cost { get; private set; }

    /// <summary>Null where the cost alone is wanted.</summary>
    public NormalEquations? Equations { get; private set; }

    public void Start(FitState state, NormalEquations? equations)
    {
        (State, Equations, Cost) = (state, equations, 0);
        equations?.Clear();
        Joints.Update(state);
    }

    /// <summary>A point should be at a place of the picture.</summary>
    /// <param name="deviation">Pixels.</param>
    /// <param name="robust">Standard deviations from which a residual counts less and less (Cauchy).</param>
    public void AddPixels(FitPoint point, Vector2 pixels, float deviation, float weight, float robust)
    {
        var place = Locate(point);
        var residual = (Camera.Project(place) - pixels) / deviation;
        var share = weight * Robust(residual.LengthSquared(), robust, weight);
        if (Equations is null)
            return;
        var (column, row) = Camera.Gradient(place);
        AddAlong(column / deviation, residual.X, share);
        AddAlong(row / deviation, residual.Y, share);
    }

    /// <summary>A point should be on a line of the picture.</summary>
    /// <param name="normal">Unit length; of the line.</param>
    public void AddLine(FitPoint point, Vector2 pixels, Vector2 normal, float deviation, float weight, float robust)
    {
        var place = Locate(point);
        var residual = Vector2.Dot(Camera.Project(place) - pixels, normal) / deviation;
        var share = weight * Robust(residual * residual, robust, weight);
        if (Equations is null)
            return;
        var (column, row) = Camera.Gradient(place);
        AddAlong((normal.X * column + normal.Y * row) / deviation, residual, share);
    }

    /// <summary>The vector between two points should be as given, scaled by the metric landmarks' scale.</summary>
    /// <param name="deviations">Metres, an axis each.</param>
    public void AddDifference(FitPoint point, FitPoint origin, Vector3 metres, Vector3 deviations, float weight, float robust)
    {
        var place = Locate(point);
        if (Equations is not null)
        {
            _other.Clear();
            _other.AddRange(_touched);
            foreach (var unknown in _other)
                _second[unknown] = _first[unknown];
        }
        var start = Locate(origin);
        var wanted = MathF.Exp(State.LogScale) * metres;
        var residual = (place - start - wanted) / deviations;
        var share = weight * Robust(residual.LengthSquared(), robust, weight);
        if (Equations is null)
            return;
        for (var axis = 0; axis < 3; axis++)
        {
            var direction = (axis == 0 ? Vector3.UnitX : axis == 1 ? Vector3.UnitY : Vector3.UnitZ) / deviations;
            var count = 0;
            count = Merge(_other, _second, direction, count);
            count = Merge(_touched, _first, -direction, count);
            if (IsActive[FitState.Scale])
                count = Merge(FitState.Scale, -Vector3.Dot(direction, wanted), count);
            Flush(count, axis == 0 ? residual.X : axis == 1 ? residual.Y : residual.Z, share);
        }
    }

    /// <summary>An unknown number should be near a value.</summary>
    public void AddNumber(int unknown, float difference, float deviation)
    {
        var residual = difference / deviation;
        Cost += 0.5 * residual * residual;
        if (Equations is not null && IsActive[unknown])
            Equations.Add([unknown], [1 / deviation], residual, 1);
    }

    /// <summary>A rotation's vector should be near zero along an axis.</summary>
    /// <param name="vector">Of the joint's local rotation.</param>
    /// <param name="axis">Unit length, in the frame of the joint at rest.</param>
    /// <param name="difference">From what is wanted, radians.</param>
    public void AddRotation(int joint, Vector3 vector, Vector3 axis, float difference, float deviation)
    {
        var residual = difference / deviation;
        Cost += 0.5 * residual * residual;
        var at = FitState.Rotations + 3 * joint;
        if (Equations is null || !IsActive[at])
            return;
        Equations.Add([at, at + 1, at + 2],
            [Slope(vector, Vector3.UnitX, axis) / deviation, Slope(vector, Vector3.UnitY, axis) / deviation, Slope(vector, Vector3.UnitZ, axis) / deviation],
            residual, 1);
    }

    static float Slope(Vector3 vector, Vector3 step, Vector3 axis) => Vector3.Dot(RotationVector.Change(vector, step), axis);

    Vector3 Locate(FitPoint point) => Equations is null ? point.Locate(State, Joints) : point.Locate(State, Joints, _first, _touched, IsActive);

    /// <summary>Adds to the cost, and gives how much a squared residual counts.</summary>
    float Robust(float squared, float robust, float weight)
    {
        var ratio = squared / (robust * robust);
        Cost += 0.5 * weight * robust * robust * Math.Log(1 + ratio);
        return 1 / (1 + ratio);
    }

    void AddAlong(Vector3 direction, float residual, float weight)
    {
        for (var i = 0; i < _touched.Count; i++)
            (_unknowns[i], _gradient[i]) = (_touched[i], Vector3.Dot(_first[_touched[i]], direction));
        Equations!.Add(_unknowns.AsSpan(0, _touched.Count), _gradient.AsSpan(0, _touched.Count), residual, weight);
    }

    int Merge(List<int> unknowns, Vector3[] moves, Vector3 direction, int count)
    {
        foreach (var unknown in unknowns)
            count = Merge(unknown, Vector3.Dot(moves[unknown], direction), count);
        return count;
    }

    int Merge(int unknown, float slope, int count)
    {
        if (!_isIn[unknown])
            (_isIn[unknown], _unknowns[count++], _dense[unknown]) = (true, unknown, 0);
        _dense[unknown] += slope;
        return count;
    }

    void Flush(int count, float residual, float weight)
    {
        for (var i = 0; i < count; i++)
            (_gradient[i], _isIn[_unknowns[i]]) = (_dense[_unknowns[i]], false);
        Equations!.Add(_unknowns.AsSpan(0, count), _gradient.AsSpan(0, count), residual, weight);
    }
}
