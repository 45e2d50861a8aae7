using System.Numerics;
using Avatars.Scenes;

namespace Avatars.Datasets.Bodies;

/// <summary>How far clothes and hair stand off the skin at rest.</summary>
static class ClothedShape
{
    const float Cell = 0.02f; // metres
    const float Reach = 0.12f; // metres: the most that is measured
    const float Beside = 0.018f; // metres from the normal's line

    /// <summary>Metres along each vertex' normal to the outermost garment or hair; 0 where the skin is bare.</summary>
    /// <param name="worn">Rest pose.</param>
    /// <param name="origin">Of the positions, in the space of what is worn.</param>
    public static float[] Displacements(ReadOnlySpan<Vector3> positions, ReadOnlySpan<Vector3> normals, IEnumerable<SkinnedMesh> worn,
        Vector3 origin)
    {
        var cells = Cells(worn, origin);
        var displacements = new float[positions.Length];
        for (var i = 0; i < positions.Length; i++)
            for (var along = -Cell / 2; along <= Reach; along += Cell)
                displacements[i] = MathF.Max(displacements[i], Outermost(positions[i], normals[i], CellOf(positions[i] + along * normals[i]), cells));
        return displacements;
    }

    static float Outermost(Vector3 position, Vector3 normal, (int X, int Y, int Z) cell, Dictionary<(int, int, int), List<Vector3>> cells)
    {
        var outermost = 0f;
        for (var k = 0; k < 27; k++)
            if (cells.TryGetValue((cell.X + k % 3 - 1, cell.Y + k / 3 % 3 - 1, cell.Z + k / 9 - 1), out var points))
                foreach (var point in points)
                {
                    var offset = point - position;
                    var along = Vector3.Dot(offset, normal);
                    if (along > outermost && along <= Reach && (offset - along * normal).LengthSquared() < Beside * Beside)
                        outermost = along;
                }
        return outermost;
    }

    static Dictionary<(int, int, int), List<Vector3>> Cells(IEnumerable<SkinnedMesh> worn, Vector3 origin)
    {
        var cells = new Dictionary<(int, int, int), List<Vector3>>();
        foreach (var mesh in worn)
            foreach (var index in mesh.Indices.Distinct())
            {
                var position = mesh.Positions[index] - origin;
                var cell = CellOf(position);
                if (!cells.TryGetValue(cell, out var points))
                    cells[cell] = points = [];
                points.Add(position);
            }
        return cells;
    }

    static (int, int, int) CellOf(Vector3 at) => ((int)MathF.Floor(at.X / Cell), (int)MathF.Floor(at.Y / Cell), (int)MathF.Floor(at.Z / Cell));
}
