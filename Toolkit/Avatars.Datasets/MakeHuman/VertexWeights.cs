using Avatars.Scenes;

namespace Avatars.Datasets.MakeHuman;

/// <summary>Which joints move each vertex of the base mesh: every influence of the file, the weights of a vertex summing to 1.</summary>
public sealed class VertexWeights
{
    readonly int[] _starts;
    readonly ushort[] _joints;
    readonly float[] _weights;

    VertexWeights(int[] starts, ushort[] joints, float[] weights)
    {
        _starts = starts;
        _joints = joints;
        _weights = weights;
    }

    public int VertexCount => _starts.Length - 1;

    public ReadOnlySpan<ushort> Joints(int vertex) => _joints.AsSpan(_starts[vertex].._starts[vertex + 1]);

    public ReadOnlySpan<float> Weights(int vertex) => _weights.AsSpan(_starts[vertex].._starts[vertex + 1]);

    /// <summary>Reads `weights.NAME.json.gz`: `weights[bone]` is a list of `[vertex, weight]`; divides by the sum per vertex.</summary>
    /// <exception cref="FormatException">A bone, vertex or weight is wrong, or a vertex has none.</exception>
    public static VertexWeights Read(string path, IReadOnlyDictionary<string, int> joints, int vertexCount)
    {
        var lists = new List<(ushort Joint, float Weight)>[vertexCount];
        for (var i = 0; i < vertexCount; i++)
            lists[i] = [];
        using var document = AssetJson.Read(path);
        foreach (var bone in AssetJson.Fields(AssetJson.Field(document.RootElement, path, "top", "weights"), path, "weights"))
        {
            if (!joints.TryGetValue(bone.Name, out var joint))
                throw AssetJson.Error(path, bone.Name, "the rig has no bone of that name");
            foreach (var pair in AssetJson.Array(bone.Value, path, bone.Name))
            {
                if (pair.ValueKind != System.Text.Json.JsonValueKind.Array || pair.GetArrayLength() != 2)
                    throw AssetJson.Error(path, bone.Name, "a pair [vertex, weight] was expected");
                var weight = AssetJson.Number(pair[1], path, bone.Name);
                if (weight > 0)
                    lists[AssetJson.Index(pair[0], path, bone.Name, vertexCount)].Add(((ushort)joint, weight));
            }
        }
        return Pack(lists, path);
    }

    static VertexWeights Pack(List<(ushort Joint, float Weight)>[] lists, string path)
    {
        var starts = new int[lists.Length + 1];
        for (var i = 0; i < lists.Length; i++)
            starts[i + 1] = starts[i] + lists[i].Count;
        var joints = new ushort[starts[^1]];
        var weights = new float[starts[^1]];
        for (var i = 0; i < lists.Length; i++)
        {
            var sum = lists[i].Sum(pair => pair.Weight);
            if (sum <= 0 || !float.IsFinite(sum))
                throw AssetJson.Error(path, $"vertex {i}", "no bone moves it, or with weights that are too large");
            for (var k = 0; k < lists[i].Count; k++)
                (joints[starts[i] + k], weights[starts[i] + k]) = (lists[i][k].Joint, lists[i][k].Weight / sum);
        }
        return new VertexWeights(starts, joints, weights);
    }

    /// <summary>The four largest of some gathered influences, renormalised.</summary>
    /// <param name="sums">One number per joint, 0 or more; left all 0.</param>
    /// <param name="touched">The joints with a sum above 0, each once; left empty.</param>
    public static void KeepLargest(Span<float> sums, List<ushort> touched, Span<ushort> joints, Span<float> weights)
    {
        var total = 0f;
        for (var slot = 0; slot < SkinnedMesh.InfluencesPerVertex; slot++)
        {
            var best = -1;
            for (var i = 0; i < touched.Count; i++)
                if (sums[touched[i]] > 0 && (best < 0 || sums[touched[i]] > sums[touched[best]]))
                    best = i;
            joints[slot] = best < 0 ? (ushort)0 : touched[best];
            weights[slot] = best < 0 ? 0 : sums[touched[best]];
            if (best >= 0)
                sums[touched[best]] = 0;
            total += weights[slot];
        }
        foreach (var joint in touched)
            sums[joint] = 0;
        touched.Clear();
        for (var slot = 0; slot < SkinnedMesh.InfluencesPerVertex; slot++)
            weights[slot] /= total;
    }
}
