namespace Avatars.Datasets.MakeHuman;

/// <summary>A suit whose mesh has separate pieces above and below the waist, so that each can have its own colour.</summary>
/// <param name="Upper">Three render vertices a triangle.</param>
/// <param name="Lower">Likewise.</param>
public sealed record SuitPieces(uint[] Upper, uint[] Lower)
{
    /// <summary>A piece belongs to the half of the suit's height that contains the mean of its vertices.</summary>
    /// <returns>Null when all pieces lie in one half: a dress, overalls.</returns>
    public static SuitPieces? Find(ObjMesh mesh, RenderTopology topology)
    {
        var pieces = Pieces(mesh);
        var middle = (mesh.Positions.Min(position => position.Y) + mesh.Positions.Max(position => position.Y)) / 2;
        var isUpper = Enumerable.Range(0, pieces.Length).GroupBy(vertex => pieces[vertex])
            .ToDictionary(piece => piece.Key, piece => piece.Average(vertex => mesh.Positions[vertex].Y) > middle);
        List<uint> upper = [], lower = [];
        for (var i = 0; i < topology.Indices.Length; i += 3)
            (isUpper[pieces[topology.Origins[topology.Indices[i]]]] ? upper : lower).AddRange(topology.Indices.AsSpan(i, 3));
        return upper.Count > 0 && lower.Count > 0 ? new SuitPieces([.. upper], [.. lower]) : null;
    }

    /// <summary>For each vertex of the file the number of one vertex that its piece has in common.</summary>
    static int[] Pieces(ObjMesh mesh)
    {
        int[] above = [.. Enumerable.Range(0, mesh.Positions.Length)];
        for (var face = 0; face < mesh.FaceCount; face++)
            for (var i = mesh.FaceStarts[face] + 1; i < mesh.FaceStarts[face + 1]; i++)
                above[Root(mesh.Corners[i].Vertex)] = Root(mesh.Corners[mesh.FaceStarts[face]].Vertex);
        return [.. above.Select(Root)];

        int Root(int vertex)
        {
            while (above[vertex] != vertex)
                vertex = above[vertex] = above[above[vertex]];
            return vertex;
        }
    }
}
