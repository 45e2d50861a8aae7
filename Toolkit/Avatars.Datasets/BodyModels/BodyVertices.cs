using System.Numerics;
using Avatars.Datasets.MakeHuman;

namespace Avatars.Datasets.BodyModels;

/// <summary>Which vertices of MakeHuman's base mesh the body model keeps: skin, eyeballs, teeth and tongue, in the base mesh's order.</summary>
sealed class BodyVertices
{
    static readonly string[] Groups = ["body", "helper-l-eye", "helper-r-eye", "helper-upper-teeth", "helper-lower-teeth", "helper-tongue"];

    readonly Dictionary<int, int> _kept = [];

    public BodyVertices(ObjMesh mesh)
    {
        Base = [.. Groups.SelectMany(mesh.GroupVertices).Distinct().Order()];
        for (var i = 0; i < Base.Length; i++)
            _kept[Base[i]] = i;
        Mirror = FindMirror(mesh);
    }

    /// <summary>The base vertex of each vertex kept. Those of the skin keep their numbers.</summary>
    public int[] Base { get; }

    /// <summary>Each vertex's mirror image.</summary>
    public ushort[] Mirror { get; }

    public int Count => Base.Length;

    /// <summary>The number of a base vertex in the body model.</summary>
    public int this[int baseVertex] => _kept[baseVertex];

    public Vector3[] Take(ReadOnlySpan<Vector3> positions)
    {
        var taken = new Vector3[Base.Length];
        for (var i = 0; i < taken.Length; i++)
            taken[i] = positions[Base[i]];
        return taken;
    }

    /// <summary>The base mesh is symmetric: the nearest vertex to the mirrored position, among all vertices of the model.</summary>
    ushort[] FindMirror(ObjMesh mesh)
    {
        const float cell = 0.004f;
        var grid = new Dictionary<(int, int, int), List<int>>();
        (int, int, int) CellOf(Vector3 p) => ((int)MathF.Floor(p.X / cell), (int)MathF.Floor(p.Y / cell), (int)MathF.Floor(p.Z / cell));
        for (var i = 0; i < Base.Length; i++)
        {
            var key = CellOf(mesh.Positions[Base[i]]);
            if (!grid.TryGetValue(key, out var list))
                grid[key] = list = [];
            list.Add(i);
        }
        var mirror = new ushort[Base.Length];
        for (var i = 0; i < Base.Length; i++)
        {
            var wanted = mesh.Positions[Base[i]] * new Vector3(-1, 1, 1);
            var (x, y, z) = CellOf(wanted);
            var (best, distance) = (-1, float.MaxValue);
            for (var dx = -1; dx <= 1; dx++)
                for (var dy = -1; dy <= 1; dy++)
                    for (var dz = -1; dz <= 1; dz++)
                        foreach (var candidate in grid.GetValueOrDefault((x + dx, y + dy, z + dz)) ?? [])
                            if (Vector3.DistanceSquared(mesh.Positions[Base[candidate]], wanted) is var d && d < distance)
                                (best, distance) = (candidate, d);
            mirror[i] = best >= 0 ? (ushort)best
                : throw new FormatException($"{mesh.Path}: vertex {Base[i]} has no mirror image. Use MakeHuman's hm08 base mesh.");
        }
        return mirror;
    }
}
