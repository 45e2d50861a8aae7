using Avatars.Fuzzing.Mutation;

namespace Avatars.Fuzzing;

/// <summary>Every reader of outside input, a row each.</summary>
static partial class Readers
{
    public static IReadOnlyList<Reader> All { get; } = [.. Motions(), .. Pictures(), .. Bodies(), .. Signing(), .. Models(), .. Datasets(), .. Messages(),
        .. Programs()];

    public static Reader Find(string name) => All.FirstOrDefault(reader => reader.Name == name)
        ?? throw new ArgumentException($"There is no reader '{name}'. Known: {string.Join(", ", All.Select(reader => reader.Name))}.");

    /// <summary>For folders of several kinds of files.</summary>
    static Mutator ByEnding(string name) => Path.GetExtension(name).ToLowerInvariant() switch
    {
        ".jsonl" => LinesMutation.Of,
        ".json" or ".gltf" => JsonMutation.Of,
        ".onnx" => ProtobufMutation.Of,
        ".safetensors" => ArchiveMutation.Safetensors,
        ".pt" or ".pkl" => ArchiveMutation.Pickle,
        ".png" => ChunkMutation.Png,
        ".csv" or ".bvh" or ".txt" or ".obj" or ".mhclo" or ".target" => TextMutation.Of,
        ".sigml" or ".eaf" => MarkupMutation.Of,
        _ => ByteMutation.Binary,
    };
}
