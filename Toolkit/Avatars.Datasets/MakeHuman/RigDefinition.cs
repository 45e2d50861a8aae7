using System.Numerics;
using System.Text.Json;
using Avatars.Rig;

namespace Avatars.Datasets.MakeHuman;

/// <summary>A MakeHuman rig file: where each bone's joint lies on a body of any shape, and which bones move which vertex.</summary>
public sealed class RigDefinition
{
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
        var root = document.RootElement;
        if (root.ValueKind == JsonValueKind.Object && root.TryGetProperty("bones", out var nested))
            root = nested;
        if (root.ValueKind != JsonValueKind.Object)
            throw AssetJson.Error(rigPath, "top", "an object with one entry per bone was expected");
        var entries = root.EnumerateObject().Where(entry => entry.Value.ValueKind == JsonValueKind.Object).ToArray();
        var children = entries.ToLookup(entry => AssetJson.TextOrNull(entry.Value, rigPath, entry.Name, "parent") ?? "", entry => entry);
        List<Bone> bones = [];
        void Add(JsonProperty entry, int parent)
        {
            var index = bones.Count;
            if (index > 2 * entries.Length)
                throw AssetJson.Error(rigPath, entry.Name, "the bones form a ring");
            bones.Add(new Bone(entry.Name, parent, Place(entry, "head", rigPath, baseMesh)));
            foreach (var child in children[entry.Name])
                Add(child, index);
            if (tips(entry.Name) is { } tip)
                bones.Add(new Bone(tip, index, Place(entry, "tail", rigPath, baseMesh)));
        }
        foreach (var entry in children[""])
            Add(entry, -1);
        if (bones.Count < entries.Length)
            throw AssetJson.Error(rigPath, entries.First(entry => bones.All(bone => bone.Name != entry.Name)).Name, "the bone's parents do not lead to a root");
        var indices = bones.Select((bone, i) => (bone.Name, i)).ToDictionary(pair => pair.Name, pair => pair.i, StringComparer.Ordinal);
        return new RigDefinition([.. bones], VertexWeights.Read(weightsPath, indices, baseMesh.Positions.Length));
    }

    static int[] Place(JsonProperty bone, string end, string path, ObjMesh baseMesh)
    {
        var place = $"bone '{bone.Name}', {end}";
        var value = AssetJson.Field(bone.Value, path, place, end);
        var count = baseMesh.Positions.Length;
        switch (AssetJson.Text(value, path, place, "strategy"))
        {
            case "CUBE":
                return baseMesh.GroupVertices(AssetJson.Text(value, path, place, "cube_name"));
            case "VERTEX":
                return [AssetJson.Index(AssetJson.Field(value, path, place, "vertex_index"), path, place, count)];
            case "MEAN":
                int[] vertices = [.. AssetJson.Array(AssetJson.Field(value, path, place, "vertex_indices"), path, place).Select(item => AssetJson.Index(item, path, place, count))];
                return vertices.Length > 0 ? vertices : throw AssetJson.Error(path, place, "'vertex_indices' is empty");
            case var other:
                throw AssetJson.Error(path, place, $"'{other}' is not a strategy (known: CUBE, VERTEX, MEAN)");
        }
    }
}
