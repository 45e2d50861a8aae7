using System.Collections.Concurrent;
using System.Numerics;
using System.Text;
using Avatars.Files;

namespace Avatars.Datasets.MakeHuman;

/// <summary>A Wavefront .obj as MakeHuman writes it: the vertex order is the contract that targets, weights and fits refer to.</summary>
public sealed class ObjMesh
{
    /// <summary>Decimetres to metres.</summary>
    public const float Metres = 0.1f;

    readonly Dictionary<string, List<int>> _groups;
    readonly ConcurrentDictionary<string, int[]> _groupVertices = new(StringComparer.Ordinal);

    ObjMesh(string path, Vector3[] positions, Vector2[] textureCoordinates, Corner[] corners, int[] faceStarts, Dictionary<string, List<int>> groups)
    {
        Path = path;
        Positions = positions;
        TextureCoordinates = textureCoordinates;
        Corners = corners;
        FaceStarts = faceStarts;
        _groups = groups;
    }

    /// <summary>One corner of a face.</summary>
    /// <param name="Vertex">Index into <see cref="Positions"/>.</param>
    /// <param name="Texture">Index into <see cref="TextureCoordinates"/>.</param>
    public readonly record struct Corner(int Vertex, int Texture);

    public string Path { get; }

    /// <summary>Metres, in the file's order.</summary>
    public Vector3[] Positions { get; }

    /// <summary>Origin top-left, v down.</summary>
    public Vector2[] TextureCoordinates { get; }

    /// <summary>The corners of all faces, counter-clockwise seen from outside.</summary>
    public Corner[] Corners { get; }

    /// <summary>Face f has the corners from FaceStarts[f] up to FaceStarts[f + 1].</summary>
    public int[] FaceStarts { get; }

    public int FaceCount => FaceStarts.Length - 1;

    /// <summary>The faces of a group, ascending.</summary>
    /// <exception cref="FormatException">The file has no such group.</exception>
    public IReadOnlyList<int> Group(string name) => _groups.TryGetValue(name, out var faces)
        ? faces
        : throw new FormatException($"{Path}: there is no group {ErrorLine.Quote(name)}. Use MakeHuman's hm08 base mesh.");

    /// <summary>The vertices that the faces of a group touch, ascending.</summary>
    public int[] GroupVertices(string name) => _groupVertices.GetOrAdd(name, _ =>
        [.. Group(name).SelectMany(face => Corners[FaceStarts[face]..FaceStarts[face + 1]]).Select(corner => corner.Vertex).Distinct().Order()]);

    /// <exception cref="FormatException">A line does not follow the format; the message names it.</exception>
    public static ObjMesh Read(string path)
    {
        List<Vector3> positions = [];
        List<Vector2> textures = [];
        List<Corner> corners = [];
        List<int> faceStarts = [0];
        Dictionary<string, List<int>> groups = [];
        List<int>? group = null;
        var scanner = new LineScanner(path, AssetFile.Read(path));
        while (scanner.NextLine())
        {
            var keyword = scanner.Word();
            if (keyword.SequenceEqual("v"u8))
                positions.Add(new Vector3(scanner.Float(), scanner.Float(), scanner.Float()) * Metres);
            else if (keyword.SequenceEqual("vt"u8))
                textures.Add(new Vector2(scanner.Float(), 1 - scanner.Float()));
            else if (keyword.SequenceEqual("g"u8))
                group = GroupNamed(Encoding.UTF8.GetString(scanner.Word()));
            else if (keyword.SequenceEqual("f"u8))
            {
                ReadFace(ref scanner, positions.Count, textures.Count, corners);
                if (corners.Count - faceStarts[^1] < 3)
                    throw scanner.Error("a face needs at least three corners");
                group?.Add(faceStarts.Count - 1);
                faceStarts.Add(corners.Count);
            }
        }
        if (faceStarts.Count == 1)
            throw new FormatException($"{path}: the file has no faces. Copy it again.");
        return new ObjMesh(path, [.. positions], [.. textures], [.. corners], [.. faceStarts], groups);

        List<int> GroupNamed(string name)
        {
            if (!groups.TryGetValue(name, out var faces))
                groups[name] = faces = [];
            return faces;
        }
    }

    static void ReadFace(ref LineScanner scanner, int positions, int textures, List<Corner> corners)
    {
        while (scanner.HasWord)
        {
            var word = scanner.Word();
            var slash = word.IndexOf((byte)'/');
            if (slash < 0)
                throw scanner.Error($"corner '{LineScanner.Show(word)}' has no texture coordinate (expected vertex/texture)");
            var texture = word[(slash + 1)..];
            if (texture.IndexOf((byte)'/') is var second and >= 0)
                texture = texture[..second];
            corners.Add(new Corner(scanner.Index(word[..slash], positions + 1) - 1, scanner.Index(texture, textures + 1) - 1));
            if (corners[^1].Vertex < 0 || corners[^1].Texture < 0)
                throw scanner.Error("corners count from 1");
        }
    }
}
