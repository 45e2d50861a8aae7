using System.Security.Cryptography;
using System.Text.Json;
using Avatars.Datasets.MakeHuman;
using Avatars.Imaging;
using Avatars.ModelBuilding.Weights;
using Avatars.Pictures;
using Avatars.PoseMaps;
using Avatars.Systems;

namespace Avatars.ModelEvaluation;

/// <summary>One pair of a data set: from this picture of a person, in this pose, to that picture.</summary>
/// <param name="Source">With the person's keypoints.</param>
/// <param name="Box">The target person's place, pixels.</param>
/// <param name="Character">The person's number: below <see cref="SampleCharacters.Count"/> for the identities seen in training.</param>
public sealed record Pair(SourceView Source, RgbImage Target, TargetPose Pose, PixelBox Box, int Character);

/// <summary>Reads the pairs that 'avatar dataset render' writes, one shard after another.</summary>
public sealed class PairShards
{
    const long MaximumManifestBytes = 1L << 28;
    const long MaximumShardBytes = 1L << 30;

    readonly string _folder;
    readonly List<(string File, int Pairs, string Sha256)> _shards = [];

    /// <exception cref="FormatException">The manifest is broken, or names a file outside the folder.</exception>
    public PairShards(string folder)
    {
        _folder = folder;
        var path = Path.Combine(folder, "manifest.json");
        if (!File.Exists(path))
            throw new FileNotFoundException($"'{folder}' holds no pairs: it has no manifest.json. Render some with 'avatar dataset render --split test --out {folder}'.", path);
        if (new FileInfo(path).Length > MaximumManifestBytes)
            throw new FormatException($"'{path}' has more than {MaximumManifestBytes} bytes and so is no manifest of pairs.");
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(path));
            Split = json.RootElement.GetProperty("split").GetString() ?? "";
            PoseStyle = json.RootElement.GetProperty("poseStyle").GetString() ?? "";
            FramesPerSequence = json.RootElement.TryGetProperty("framesPerSequence", out var frames) ? frames.GetInt32() : 0;
            foreach (var shard in json.RootElement.GetProperty("shards").EnumerateArray())
                _shards.Add((shard.GetProperty("file").GetString() ?? "", shard.GetProperty("pairs").GetInt32(), shard.GetProperty("sha256").GetString() ?? ""));
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new FormatException($"'{path}' is no manifest of pairs: {error.Message} Render the pairs again.", error);
        }
        foreach (var (file, pairs, _) in _shards)
            if (file.Length == 0 || file != Path.GetFileName(file) || file.Contains('\\', StringComparison.Ordinal) || pairs < 0)
                throw new FormatException($"'{path}', shards: '{file}' with {pairs} pairs is no file of this folder. Render the pairs again.");
    }

    public string Split { get; } = "";

    public string PoseStyle { get; } = "";

    /// <summary>Each so many pairs are the frames of one motion from one source; 0 for single poses.</summary>
    public int FramesPerSequence { get; }

    public int Count => _shards.Sum(shard => shard.Pairs);

    /// <exception cref="FormatException">A shard is not the one that the manifest names, or broken.</exception>
    public IEnumerable<Pair> Read() => _shards.SelectMany(shard => ReadShard(Path.Combine(_folder, shard.File), shard.Pairs, shard.Sha256));

    static IEnumerable<Pair> ReadShard(string path, int pairs, string sha256)
    {
        if (!File.Exists(path))
            throw new FileNotFoundException($"The shard '{path}' is missing, though the manifest lists it. Render the pairs again.", path);
        if (new FileInfo(path).Length > MaximumShardBytes)
            throw new FormatException($"'{path}' has more than {MaximumShardBytes} bytes and so is no shard.");
        var bytes = File.ReadAllBytes(path);
        if (!Convert.ToHexStringLower(SHA256.HashData(bytes)).Equals(sha256, StringComparison.OrdinalIgnoreCase))
            throw new FormatException($"'{path}' is not the file that the manifest names (its SHA-256 differs). Render the pairs again.");
        using var reader = SafetensorsReader.Open(path);
        var shard = new Shard(path, bytes, reader.Entries, pairs);
        for (var i = 0; i < pairs; i++)
            yield return shard.Pair(i);
    }

    /// <summary>One file in memory; every place that it names is checked before it is followed.</summary>
    sealed class Shard(string path, byte[] bytes, IReadOnlyDictionary<string, StoredTensor> entries, int pairs)
    {
        public Pair Pair(int index)
        {
            var box = Values<int>("person_box", "I32", 4).AsSpan(4 * index, 4);
            var source = new SourceView(Picture("source", index), new KeypointFrame(KeypointLayout.Avatar128, null, [Keypoints("source_keypoints", index)]));
            var pose = new TargetPose(Picture("pose", index), KeypointLayout.Avatar128, Keypoints("target_keypoints", index));
            return new Pair(source, Picture("target", index), pose, new PixelBox(box[0], box[1], box[2], box[3]), Values<int>("character", "I32", 1)[index]);
        }

        Keypoint[] Keypoints(string name, int index)
        {
            var count = KeypointLayout.Avatar128.Count;
            var values = Values<float>(name, "F32", 3 * count).AsSpan(3 * count * index, 3 * count).ToArray();
            return [.. values.Chunk(3).Select(point => new Keypoint(point[0], point[1], point[2]))];
        }

        RgbImage Picture(string name, int index)
        {
            var offsets = Values<long>(name + "_offsets", "I64", 1, pairs + 1);
            var entry = Entry(name, "U8");
            var (begin, end) = (offsets[index], offsets[index + 1]);
            if (begin < 0 || end < begin || end > entry.End - entry.Begin)
                throw new FormatException($"'{path}', {name}_offsets[{index}]: {begin} to {end} lies outside the tensor '{name}'. Render the pairs again.");
            return PictureFile.DecodeRgb(bytes[(int)(entry.Begin + begin)..(int)(entry.Begin + end)], $"{path}, {name} {index}");
        }

        T[] Values<T>(string name, string type, int columns, int? rows = null) where T : unmanaged
        {
            var entry = Entry(name, type);
            if (entry.Count != (long)columns * (rows ?? pairs))
                throw new FormatException($"'{path}': tensor '{name}' has {entry.Count} values for {pairs} pairs. Render the pairs again.");
            return System.Runtime.InteropServices.MemoryMarshal.Cast<byte, T>(bytes.AsSpan((int)entry.Begin, (int)(entry.End - entry.Begin))).ToArray();
        }

        StoredTensor Entry(string name, string type) =>
            entries.TryGetValue(name, out var entry) && entry.Type == type ? entry
                : throw new FormatException($"'{path}' has no tensor '{name}' of type {type}. It is no shard of pairs: render them again.");
    }
}
