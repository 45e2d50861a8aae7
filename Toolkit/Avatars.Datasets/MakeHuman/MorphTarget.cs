using System.Numerics;

namespace Avatars.Datasets.MakeHuman;

/// <summary>A change of shape: how far some vertices of the base mesh move at weight 1.</summary>
/// <param name="Vertices">Indices into the base mesh.</param>
/// <param name="Deltas">Metres, one a vertex.</param>
public sealed record MorphTarget(int[] Vertices, Vector3[] Deltas)
{
    /// <summary>position += weight * delta.</summary>
    public void AddTo(Span<Vector3> positions, float weight)
    {
        for (var i = 0; i < Vertices.Length; i++)
            positions[Vertices[i]] += weight * Deltas[i];
    }

    /// <param name="path">A .target or .target.gz: lines `vertex dx dy dz`, decimetres.</param>
    /// <exception cref="FormatException">A line is not that, or names a vertex that the base mesh lacks.</exception>
    public static MorphTarget Read(string path, int baseVertices)
    {
        List<int> vertices = [];
        List<Vector3> deltas = [];
        var scanner = new LineScanner(path, AssetFile.Read(path));
        while (scanner.NextLine())
        {
            if (vertices.Count == baseVertices)
                throw scanner.Error($"the base mesh has {baseVertices} vertices, and this is one line more");
            vertices.Add(scanner.Index(baseVertices));
            deltas.Add(new Vector3(scanner.Float(), scanner.Float(), scanner.Float()) * ObjMesh.Metres);
        }
        return new MorphTarget([.. vertices], [.. deltas]);
    }
}
