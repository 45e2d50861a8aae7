using System.Security.Cryptography;
using System.Text.Json;
using Avatars.Datasets.MakeHuman;
using Avatars.Files;
using Avatars.Imaging;
using Avatars.ModelBuilding.Weights;
using Avatars.Pictures;
using Avatars.PoseMaps;
using Avatars.Systems;

namespace Avatars.ModelEvaluation;

/// <summary>One pair of a data set: from this picture of a person, in this pose, to that picture.</summary>
/// <param name="Source">With the person's keypoints.</param>
/// <param name="Box">The target person's bounding box, pixels.</param>
/// <param name="Character">The person's number: below <see cref="SampleCharacters.Count"/> for the identities seen in training.</param>
public sealed record Pair(SourceView Source, RgbImage Target, TargetPose Pose, PixelBox Box, int Character);

/// <summary>Reads the pairs that 'avatar dataset render' writes, one shard after another.</summary>
public sealed class PairShards
{
    const int MostPairsPerShard = 100_000; // the renderer puts at most 250 into one
    const int MostFrames = 100_000;
    const long MaximumManifestBytes = 1L << 28;
    const string Remedy = "Render the pairs again.";
    const long MaximumShardBytes = 1L << 30;

    readonly string _folder;
    readonly List<(string File, int Pairs, string Sha256)> _shards = [];

    /// <exception cref="FormatException">The manifest is broken, or names a file outside the folder.</exception>
    public PairShards(string folder)
    {
        _folder = folder;
        var path = Path.Combine(folder, "manifest.json");
        if (!File.Exists(path))
            throw new FileNotFoundException($"'{folder}' holds no pairs: it has no manifest.json. Render some with 'avatar dataset render --split test "
                + $"--out {folder}'.", path);
        using var json = JsonText.Read(path, MaximumManifestBytes, Remedy);
        var root = json.RootElement;
        if (root.ValueKind != JsonValueKind.Object)
            throw new FormatException($"'{path}' is no manifest of pairs: it is no object. {Remedy}");
        (Split, PoseStyle) = (Text(root, "split", path), Text(root, "poseStyle", path));
        FramesPerSequence = root.TryGetProperty("framesPerSequence", out _) ? Number(root, "framesPerSequence", MostFrames, path) : 0;
        if (!root.TryGetProperty("shards", out var shards) || shards.ValueKind != JsonValueKind.Array)
            throw new FormatException($"'{path}', shards: this is no list. {Remedy}");
        foreach (var shard in shards.EnumerateArray())
        {
            var (file, pairs) = (Text(shard, "file", path), Number(shard, "pairs", MostPairsPerShard, path));
            if (file.Length == 0 || file != Path.GetFileName(file) || file.AsSpan().IndexOfAny("\\\0") >= 0)
                throw new FormatException($"'{path}', shards: {ErrorLine.Quote(file)} is no file of this folder. {Remedy}");
            _shards.Add((file, pairs, Text(shard, "sha256", path)));
        }
        if (_shards.Sum(shard => (long)shard.Pairs) > int.MaxValue)
            throw new FormatException($"'{path}', shards: together they hold more than {int.MaxValue:N0} pairs. {Remedy}");
    }

    static string Text(JsonElement item, string field, string path) =>
        item.ValueKind == JsonValueKind.Object && item.TryGetProperty(field, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()!
            : throw new FormatException($"'{path}' is no manifest of pairs: the text '{field}' is missing. {Remedy}");

    static int Number(JsonElement item, string field, int most, string path) =>
        item.ValueKind == JsonValueKind.Object && item.TryGetProperty(field, out var value) && value.ValueKind == JsonValueKind.Number
            && value.TryGetInt32(out var number) && number >= 0 && number <= most ? number
            : throw new FormatException($"'{path}' is no manifest of pairs: '{field}' is no whole number from 0 to {most}. {Remedy}");

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
            throw new FileNotFoundException($"The shard '{ErrorLine.Printable(path, 300)}' is missing, though the manifest lists it. Render the "
                + "pairs again.", path);
        var bytes = WholeFile.Read(path, MaximumShardBytes);
        if (!Convert.ToHexStringLower(SHA256.HashData(bytes)).Equals(sha256, StringComparison.OrdinalIgnoreCase))
            throw new FormatException($"'{path}' is not the file that the manifest names (its SHA-256 differs). Render the pairs again.");
        using var reader = SafetensorsReader.Open(path);
        var shard = new Shard(path, bytes, reader.Entries, pairs);
        for (var i = 0; i < pairs; i++)
            yield return shard.Pair(i);
    }

    /// <summary>One file in memory; every offset in it is checked before use.</summary>
    sealed class Shard(string path, byte[] bytes, IReadOnlyDictionary<string, StoredTensor> entries, int pairs)
    {
        public Pair Pair(int index)
        {
            var box = Values<int>("person_box", "I32", 4).Slice(4 * index, 4);
            var source = new SourceView(Picture("source", index), new KeypointFrame(KeypointLayout.Avatar128, null, [Keypoints("source_keypoints", index)]));
            var pose = new TargetPose(Picture("pose", index), KeypointLayout.Avatar128, Keypoints("target_keypoints", index)) { Body = Body(index) };
            foreach (var side in box)
                if (side is < 0 or > PictureSize.MaximumSide)
                    throw new FormatException($"'{path}', person_box[{index}]: {side} is no place in a picture. {Remedy}");
            return new Pair(source, Picture("target", index), pose, new PixelBox(box[0], box[1], box[2], box[3]), Values<int>("character", "I32", 1)[index]);
        }

        /// <summary>Null where the pairs were rendered without bodies.</summary>
        BodyPictures? Body(int index)
        {
            if (!entries.ContainsKey("body_warped"))
                return null;
            string[] names = ["body_warped", "body_state", "body_coordinates", "body_normals", "background"];
            var pictures = Array.ConvertAll(names, name => Picture(name, index));
            if (pictures.Select(picture => (picture.Width, picture.Height)).Distinct().Count() > 1)
                throw new FormatException($"'{path}', body_warped[{index}]: the pictures of the body have different sizes. {Remedy}");
            return new BodyPictures(pictures[0], pictures[1], pictures[2], pictures[3], pictures[4]);
        }

        Keypoint[] Keypoints(string name, int index)
        {
            var count = KeypointLayout.Avatar128.Count;
            var values = Values<float>(name, "F32", 3 * count).Slice(3 * count * index, 3 * count).ToArray();
            if (!Array.TrueForAll(values, float.IsFinite))
                throw new FormatException($"'{path}', {name}[{index}]: a keypoint is not finite. {Remedy}");
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

        ReadOnlySpan<T> Values<T>(string name, string type, int columns, int? rows = null) where T : unmanaged
        {
            var entry = Entry(name, type);
            if (entry.Count != (long)columns * (rows ?? pairs) || entry.End > bytes.Length)
                throw new FormatException($"'{path}': tensor '{name}' has {entry.Count} values for {pairs} pairs. Render the pairs again.");
            return System.Runtime.InteropServices.MemoryMarshal.Cast<byte, T>(bytes.AsSpan((int)entry.Begin, (int)(entry.End - entry.Begin)));
        }

        StoredTensor Entry(string name, string type) =>
            entries.TryGetValue(name, out var entry) && entry.Type == type ? entry
                : throw new FormatException($"'{path}' has no tensor '{name}' of type {type}. It is no shard of pairs: render them again.");
    }
}
