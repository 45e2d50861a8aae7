using System.Numerics;

namespace Avatars.Datasets.MakeHuman;

/// <summary>Finds the skin under a garment whose file does not list hidden vertices, so that it does not show through in extreme poses.</summary>
static class CoveredSkin
{
    const float Reach = 0.05f; // metres: largest distance of a garment from the skin
    const float Depth = 0.015f; // metres: largest penetration of the garment by the skin
    const float CellSize = 0.04f; // metres
    const int Border = 2; // rings of vertices left visible at necks, cuffs and hems

    /// <param name="body">Triangles of the visible skin.</param>
    /// <param name="positions">Base vertices, unposed, metres.</param>
    /// <param name="garment">The garment's vertices on that body.</param>
    /// <returns>The base vertices that are under the garment.</returns>
    public static int[] Find(RenderTopology body, ReadOnlySpan<Vector3> positions, RenderTopology garmentTopology, Vector3[] garment)
    {
        var cells = Cells(garmentTopology, garment);
        var normals = body.Normals(positions);
        var covered = new bool[positions.Length];
        foreach (var vertex in body.Origins)
            covered[vertex] = Hits(positions[vertex] - Depth * normals[vertex], positions[vertex] + Reach * normals[vertex], cells, garmentTopology, garment);
        for (var ring = 0; ring < Border; ring++)
            covered = Shrink(body, covered);
        return [.. Enumerable.Range(0, covered.Length).Where(vertex => covered[vertex])];
    }

    static bool[] Shrink(RenderTopology body, bool[] covered)
    {
        var shrunk = (bool[])covered.Clone();
        for (var face = 0; face + 1 < body.FaceStarts.Length; face++)
        {
            var corners = body.Indices.AsSpan(body.FaceStarts[face]..body.FaceStarts[face + 1]);
            var all = true;
            foreach (var corner in corners)
                all &= covered[body.Origins[corner]];
            if (!all)
                foreach (var corner in corners)
                    shrunk[body.Origins[corner]] = false;
        }
        return shrunk;
    }

    static Dictionary<(int, int, int), List<int>> Cells(RenderTopology topology, Vector3[] positions)
    {
        Dictionary<(int, int, int), List<int>> cells = [];
        for (var i = 0; i < topology.Indices.Length; i += 3)
        {
            var (a, b, c) = Triangle(topology, positions, i);
            foreach (var cell in CellsBetween(Vector3.Min(a, Vector3.Min(b, c)), Vector3.Max(a, Vector3.Max(b, c))))
            {
                if (!cells.TryGetValue(cell, out var list))
                    cells[cell] = list = [];
                list.Add(i);
            }
        }
        return cells;
    }

    static IEnumerable<(int, int, int)> CellsBetween(Vector3 low, Vector3 high)
    {
        for (var x = (int)MathF.Floor(low.X / CellSize); x <= (int)MathF.Floor(high.X / CellSize); x++)
            for (var y = (int)MathF.Floor(low.Y / CellSize); y <= (int)MathF.Floor(high.Y / CellSize); y++)
                for (var z = (int)MathF.Floor(low.Z / CellSize); z <= (int)MathF.Floor(high.Z / CellSize); z++)
                    yield return (x, y, z);
    }

    static (Vector3 A, Vector3 B, Vector3 C) Triangle(RenderTopology topology, Vector3[] positions, int first) =>
        (positions[topology.Origins[topology.Indices[first]]], positions[topology.Origins[topology.Indices[first + 1]]],
            positions[topology.Origins[topology.Indices[first + 2]]]);

    static bool Hits(Vector3 start, Vector3 end, Dictionary<(int, int, int), List<int>> cells, RenderTopology topology, Vector3[] positions)
    {
        foreach (var cell in CellsBetween(Vector3.Min(start, end), Vector3.Max(start, end)))
            if (cells.TryGetValue(cell, out var list))
                foreach (var triangle in list)
                    if (Crosses(start, end - start, Triangle(topology, positions, triangle)))
                        return true;
        return false;
    }

    /// <summary>Moller and Trumbore 1997, for a segment and both sides of the triangle.</summary>
    static bool Crosses(Vector3 start, Vector3 along, (Vector3 A, Vector3 B, Vector3 C) triangle)
    {
        var (ab, ac) = (triangle.B - triangle.A, triangle.C - triangle.A);
        var p = Vector3.Cross(along, ac);
        var determinant = Vector3.Dot(ab, p);
        if (MathF.Abs(determinant) < 1e-12f)
            return false;
        var offset = start - triangle.A;
        var u = Vector3.Dot(offset, p) / determinant;
        var q = Vector3.Cross(offset, ab);
        var v = Vector3.Dot(along, q) / determinant;
        var t = Vector3.Dot(ac, q) / determinant;
        return u >= 0 && v >= 0 && u + v <= 1 && t is >= 0 and <= 1;
    }
}
