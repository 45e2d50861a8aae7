using System.Numerics;
using System.Text.Json;
using Avatars.Files;
using Avatars.Rig;

namespace Avatars.Datasets.MakeHuman;

/// <summary>A MakeHuman rig file: positions of the joints on a body of any shape, and the skin weights of the vertices.</summary>
public sealed class RigDefinition
{
    const int MostVertices = 1000; // of a joint; the helper cubes have 8
    const int MostBones = 4096; // as BVH's; the largest of the collection has 163

    readonly Bone[] _bones;

    RigDefinition(Bone[] bones, VertexWeights weights)
    {
        _bones = bones;
        Weights = weights;
    }

    /// <summary>Parents before children.</summary>
    /// <param name="Vertices">Base vertices whose mean is the joint.</param>
    readonly record struct Bone(string Name, int Parent, int[] Vertices);

    /// <summary>Weights of every base vertex, helpers included; joints are numbered as in <see cref="Fit"/>'s skeleton.</summary>
    public VertexWeights Weights { get; }

    /// <summary>The skeleton on a morphed, unposed body: joint frames are aligned with the model's axes.</summary>
    /// <param name="positions">Base vertices, helpers included, metres.</param>
    public Skeleton Fit(ReadOnlySpan<Vector3> positions)
    {
        var heads = new Vector3[_bones.Length];
        var joints = new Joint[_bones.Length];
        for (var i = 0; i < _bones.Length; i++)
        {
            heads[i] = Mean(positions, _bones[i].Vertices);
            var parent = _bones[i].Parent;
            joints[i] = new Joint(_bones[i].Name, parent, new JointTransform(parent < 0 ? heads[i] : heads[i] - heads[parent], Quaternion.Identity));
        }
        return new Skeleton(joints);
    }

    static Vector3 Mean(ReadOnlySpan<Vector3> positions, int[] vertices)
    {
        var sum = Vector3.Zero;
        foreach (var vertex in vertices)
            sum += positions[vertex];
        return sum / vertices.Length;
    }

    /// <summary>Reads `rig.NAME.json` and `weights.NAME.json.gz`.</summary>
    /// <param name="tips">Name of the tip joint to add at the tail of a bone (fingertips, crown, toes), or null for none.</param>
    /// <exception cref="FormatException">A field is missing or wrong; the message names file, bone and field.</exception>
    public static RigDefinition Read(string rigPath, string weightsPath, ObjMesh baseMesh, Func<string, string?> tips)
    {
        using var document = AssetJson.Read(rigPath);
        return FileReading.Run(rigPath, "Copy the file again.", () => Read(document.RootElement, rigPath, weightsPath, baseMesh, tips));
    }

    static RigDefinition Read(JsonElement root, string rigPath, string weightsPath, ObjMesh baseMesh, Func<string, string?> tips)
    {
        if (root.ValueKind == JsonValueKind.Object && root.TryGetProperty("bones", out var nested))
            root = nested;
        if (root.ValueKind != JsonValueKind.Object)
            throw AssetJson.Error(rigPath, "top", "an object with one entry per bone was expected");
        var entries = root.EnumerateObject().Where(entry => entry.Value.ValueKind == JsonValueKind.Object).ToArray();
        var children = entries.ToLookup(entry => AssetJson.TextOrNull(entry.Value, rigPath, entry.Name, "parent") ?? "", entry => entry);
        if (entries.Length > MostBones)
            throw AssetJson.Error(rigPath, "top", $"the rig has {entries.Length} bones; at most {MostBones} are read");
        List<Bone> bones = [];
        var indices = new Dictionary<string, int>(StringComparer.Ordinal);
        void Put(string name, int parent, JsonProperty entry, string end)
        {
            if (!indices.TryAdd(name, bones.Count))
                throw AssetJson.Error(rigPath, name, "a bone of that name occurs twice");
            bones.Add(new Bone(name, parent, VerticesOf(entry, end, rigPath, baseMesh)));
        }
        var waiting = new Stack<(JsonProperty Entry, int Parent, bool IsTip)>(children[""].Reverse().Select(entry => (entry, -1, false)));
        while (waiting.TryPop(out var next)) // a bone, its children one after another, then its tip
        {
            if (next.IsTip)
            {
                Put(tips(next.Entry.Name)!, next.Parent, next.Entry, "tail");
                continue;
            }
            var index = bones.Count;
            Put(next.Entry.Name, next.Parent, next.Entry, "head");
            if (tips(next.Entry.Name) is not null)
                waiting.Push((next.Entry, index, true));
            foreach (var child in children[next.Entry.Name].Reverse())
                waiting.Push((child, index, false));
        }
        if (entries.FirstOrDefault(entry => !indices.ContainsKey(entry.Name)) is { Value.ValueKind: JsonValueKind.Object } lost)
            throw AssetJson.Error(rigPath, lost.Name, "the bone's parents do not lead to a root");
        return new RigDefinition([.. bones], VertexWeights.Read(weightsPath, indices, baseMesh.Positions.Length));
    }

    static int[] VerticesOf(JsonProperty bone, string end, string path, ObjMesh baseMesh)
    {
        var location = $"bone '{bone.Name}', {end}";
        var value = AssetJson.Field(bone.Value, path, location, end);
        var count = baseMesh.Positions.Length;
        switch (AssetJson.Text(value, path, location, "strategy"))
        {
            case "CUBE":
                return Few(baseMesh.GroupVertices(AssetJson.Text(value, path, location, "cube_name")));
            case "VERTEX":
                return [AssetJson.Index(AssetJson.Field(value, path, location, "vertex_index"), path, location, count)];
            case "MEAN":
                int[] vertices = [.. AssetJson.Array(AssetJson.Field(value, path, location, "vertex_indices"), path, location)
                    .Select(item => AssetJson.Index(item, path, location, count))];
                return Few(vertices);
            case var other:
                throw AssetJson.Error(path, location, $"'{other}' is not a strategy (known: CUBE, VERTEX, MEAN)");
        }

        int[] Few(int[] vertices) => vertices.Length is >= 1 and <= MostVertices ? vertices
            : throw AssetJson.Error(path, location, $"the joint is the mean of {vertices.Length} vertices; 1 to {MostVertices} are possible");
    }
}
