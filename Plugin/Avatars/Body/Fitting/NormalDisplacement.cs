using System;
using System.Collections.Generic;
using System.Numerics;

namespace Avatars.Body.Fitting;

/// <summary>
/// Displacements along the normals so that the body's outline meets the matte's: what the outline shows is spread smoothly over the surface. Hands, face and
/// feet keep their shape.
/// </summary>
sealed class NormalDisplacement
{
    const float Most = 0.12f, Least = -0.03f; // metres: hair and loose clothes outward, a thinner limb inward
    const float Smoothness = 6, Rest = 0.02f;
    const int Sweeps = 80;

    readonly int[] _starts, _neighbours;
    readonly float[] _stiffness;

    public NormalDisplacement(BodyModel model)
    {
        (_starts, _neighbours) = NeighboursOf(model);
        _stiffness = StiffnessOf(model);
    }

    /// <param name="points">Of the outline.</param>
    /// <param name="normals">One a vertex, camera space.</param>
    /// <param name="pixelsPerMetre">At a point of the surface.</param>
    /// <param name="displacements">One a vertex, metres; the solution is added to them.</param>
    public void Add(IReadOnlyList<OutlinePoint> points, ReadOnlySpan<Vector3> normals, Func<BodyPoint, float> pixelsPerMetre, float[] displacements)
    {
        var (wanted, weights) = (new float[displacements.Length], new float[displacements.Length]);
        foreach (var outline in points)
        {
            var point = outline.Point;
            var normal = point.Weights.X * normals[point.A] + point.Weights.Y * normals[point.B] + point.Weights.Z * normals[point.C];
            var along = normal.X * outline.Normal.X - normal.Y * outline.Normal.Y;
            if (along < 0.5f)
                continue; // the surface does not end there: something hides it
            var distance = outline.Gap / (pixelsPerMetre(point) * along);
            Collect(point.A, point.Weights.X, distance, wanted, weights);
            Collect(point.B, point.Weights.Y, distance, wanted, weights);
            Collect(point.C, point.Weights.Z, distance, wanted, weights);
        }
        var solution = new float[displacements.Length];
        for (var sweep = 0; sweep < Sweeps; sweep++)
            Sweep(wanted, weights, solution, backward: sweep % 2 == 1);
        for (var i = 0; i < displacements.Length; i++)
            displacements[i] = Math.Clamp(displacements[i] + solution[i], Least, Most);
    }

    /// <summary>Gauss-Seidel on: weight (d - wanted)² + smoothness (d - mean of the neighbours)² + (rest + stiffness) d².</summary>
    void Sweep(float[] wanted, float[] weights, float[] solution, bool backward)
    {
        for (var step = 0; step < solution.Length; step++)
        {
            var i = backward ? solution.Length - 1 - step : step;
            var (from, to) = (_starts[i], _starts[i + 1]);
            if (from == to)
                continue;
            var mean = 0f;
            for (var k = from; k < to; k++)
                mean += solution[_neighbours[k]];
            mean /= to - from;
            solution[i] = (wanted[i] + Smoothness * mean) / (weights[i] + Smoothness + Rest + _stiffness[i]);
        }
    }

    static void Collect(int vertex, float share, float distance, float[] wanted, float[] weights)
    {
        wanted[vertex] += share * distance;
        weights[vertex] += share;
    }

    static float[] StiffnessOf(BodyModel model)
    {
        var stiffness = new float[model.VertexCount];
        for (var triangle = 0; triangle < model.Mesh.TriangleCount; triangle++)
            if (model.Mesh.Parts[triangle] is BodyPart.LeftHand or BodyPart.RightHand or BodyPart.LeftEye or BodyPart.RightEye or BodyPart.Teeth
                or BodyPart.Tongue or BodyPart.Cavity)
            {
                var (a, b, c) = model.Mesh.Corners(triangle);
                stiffness[a] = stiffness[b] = stiffness[c] = 50;
            }
        foreach (var point in model.PointsOf("face"))
            if (!point.IsJoint)
                stiffness[point.A] = stiffness[point.B] = stiffness[point.C] = 20;
        return stiffness;
    }

    static (int[] Starts, int[] Neighbours) NeighboursOf(BodyModel model)
    {
        var sets = new SortedSet<int>[model.VertexCount];
        for (var i = 0; i < sets.Length; i++)
            sets[i] = [];
        for (var triangle = 0; triangle < model.Mesh.TriangleCount; triangle++)
        {
            var (a, b, c) = model.Mesh.Corners(triangle);
            sets[a].UnionWith([b, c]);
            sets[b].UnionWith([a, c]);
            sets[c].UnionWith([a, b]);
        }
        var starts = new int[sets.Length + 1];
        var neighbours = new List<int>();
        for (var i = 0; i < sets.Length; i++)
        {
            neighbours.AddRange(sets[i]);
            starts[i + 1] = neighbours.Count;
        }
        return (starts, [.. neighbours]);
    }
}
