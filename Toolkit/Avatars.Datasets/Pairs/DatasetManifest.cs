using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Avatars.Files;
using Avatars.PoseMaps;

namespace Avatars.Datasets.Pairs;

/// <summary>`manifest.json` of a data set: the settings that it is rendered with, and the shards finished so far.</summary>
public sealed record DatasetManifest
{
    public const string FileName = "manifest.json";

    const int CurrentVersion = 2; // 1 had "people": "residents" where 2 has "identities": "seen"
    const int MaximumBytes = 1 << 28;
    const string Remedy = "Remove the folder, or choose another --out.";

    static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = false,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        AllowDuplicateProperties = false,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    public int FormatVersion { get; init; } = CurrentVersion;

    public required string Split { get; init; }

    public required ulong Seed { get; init; }

    /// <summary>Side of a picture, pixels.</summary>
    public required int Size { get; init; }

    public string PoseStyle { get; init; } = PoseMapStyle.Avatar.Name;

    public string Layout { get; init; } = KeypointLayout.Avatar128.Name;

    /// <summary>jpeg or png.</summary>
    public required string PictureFormat { get; init; }

    /// <summary>CC0-1.0, or any.</summary>
    public required string Licence { get; init; }

    /// <summary>`any`: procedural characters, and in training the sample characters among them; `seen`: the sample characters only.</summary>
    public string Identities { get; init; } = "any";

    /// <summary>Number of consecutive pairs that are the frames of one motion from one source picture; 0 for independent pairs.</summary>
    public int FramesPerSequence { get; init; }

    /// <summary>Share of the pairs whose source is framed independently of the target.</summary>
    public float OtherFraming { get; init; }

    /// <summary>Share of the pairs whose target is framed at signing distance, from a source with its own framing and side.</summary>
    public float Signing { get; init; }

    /// <summary>`none`; `true`: pairs hold the target's <see cref="BodyPictures"/>, from the true skeleton; `fitted`: with errors as a fit's.</summary>
    public string Bodies { get; init; } = "none";

    /// <summary>Number of photographs that are backgrounds; with any, pictures have a camera's response, noise and compression too.</summary>
    public int Photographs { get; init; }

    /// <summary>Number of pairs when the data set is complete.</summary>
    public required int Count { get; init; }

    public required int PairsPerShard { get; init; }

    public IReadOnlyList<Shard> Shards { get; init; } = [];

    public IReadOnlyList<Pair> Pairs { get; init; } = [];

    public sealed record Shard(string File, int Pairs, string Sha256);

    /// <param name="Framing">Of the target; of the source too, unless the source is framed independently.</param>
    public sealed record Pair(int Character, string Name, Framing Framing, View Source, View Target);

    /// <param name="Motion">Name of a clip, or `stand`, `sign` or `move` for a random pose.</param>
    /// <param name="Position">Of the camera, model space, metres.</param>
    /// <param name="Orientation">Camera space to model space, x y z w.</param>
    /// <param name="FocalLength">Pixels.</param>
    public sealed record View(string Motion, float Seconds, float[] Position, float[] Orientation, float FocalLength);

    string Settings => string.Create(CultureInfo.InvariantCulture,
        $"split {Split}, seed {Seed}, size {Size}, licence {Licence}, identities {Identities}, other framing {OtherFraming}, signing {Signing}, "
        + $"bodies {Bodies}, photographs {Photographs}");

    public static Pair PairOf(PairScene scene) => new(scene.Person.Number, scene.Person.Recipe.Name, scene.Framing, ViewOf(scene.Source),
        ViewOf(scene.Target));

    static View ViewOf(Snapshot snapshot)
    {
        var camera = snapshot.Camera;
        return new View(snapshot.Motion, snapshot.Seconds, [camera.Position.X, camera.Position.Y, camera.Position.Z],
            [camera.Orientation.X, camera.Orientation.Y, camera.Orientation.Z, camera.Orientation.W], camera.FocalLength);
    }

    /// <summary>Writes a temporary file, then renames it.</summary>
    public void Write(string folder) => WholeFile.Write(Path.Combine(folder, FileName), JsonSerializer.SerializeToUtf8Bytes(this, Options));

    /// <summary>Finds what an earlier run finished, so that rendering continues there.</summary>
    /// <returns>This manifest with the complete shards of the folder; without any when the folder is empty.</returns>
    /// <exception cref="InvalidOperationException">The folder holds another data set.</exception>
    /// <exception cref="FormatException">The manifest cannot be read.</exception>
    public DatasetManifest Resume(string folder)
    {
        var path = Path.Combine(folder, FileName);
        if (!File.Exists(path))
            return this;
        var found = FileReading.Run(path, Remedy, () => Read(path));
        // Lists compare by reference; [] is always the same object.
        if (found with { Shards = [], Pairs = [], Count = Count } != this with { Shards = [], Pairs = [] })
            throw new InvalidOperationException($"{path}: the folder holds another data set ({found.Settings}). Choose another --out, or repeat those "
                + "options.");
        var whole = found.Shards.TakeWhile((shard, i) => IsWhole(folder, shard, Math.Min(PairsPerShard, Count - i * PairsPerShard))).ToArray();
        if (found.Pairs.Count < whole.Sum(shard => shard.Pairs))
            throw new FormatException($"{path}: the manifest lists {found.Pairs.Count} pairs, fewer than its shards hold. {Remedy}");
        return this with { Shards = whole, Pairs = [.. found.Pairs.Take(whole.Sum(shard => shard.Pairs))] };
    }

    /// <summary>The manifest of a rendered folder.</summary>
    /// <exception cref="FormatException">The manifest cannot be read.</exception>
    public static DatasetManifest Open(string folder)
    {
        var path = Path.Combine(folder, FileName);
        return FileReading.Run(path, Remedy, () => Read(path));
    }

    static DatasetManifest Read(string path)
    {
        var bytes = WholeFile.Read(path, MaximumBytes);
        JsonText.Require(bytes, path, Remedy);
        try
        {
            var found = JsonSerializer.Deserialize<DatasetManifest>(bytes, Options);
            if (found is null || found.Shards.Any(shard => shard is null) || found.Pairs.Any(pair => pair is null))
                throw new FormatException($"{path}: the manifest, or an entry of its lists, is null. {Remedy}");
            if (found.FormatVersion != CurrentVersion)
                throw new FormatException($"{path}: the data set has format version {found.FormatVersion}, but this program writes "
                    + $"version {CurrentVersion}. {Remedy}");
            return found;
        }
        catch (JsonException error)
        {
            throw JsonText.Damaged(error, path, Remedy);
        }
    }

    static bool IsWhole(string folder, Shard shard, int pairs)
    {
        var path = Path.Combine(folder, Path.GetFileName(shard.File));
        return pairs > 0 && shard.Pairs == pairs && File.Exists(path) && ShardFile.Hash(path) == shard.Sha256;
    }
}
