using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Avatars.Files;

namespace Avatars.Batches;

/// <summary>How the results are stored.</summary>
public enum BatchOutput
{
    /// <summary>A folder per item: files/ID/.</summary>
    Files,

    /// <summary>A WebDataset: a .tar per shard.</summary>
    Tar,
}

/// <summary>`plan.json`: which items a batch has, in which shards. Written once; workers only read it.</summary>
/// <param name="Version">Of the program that planned, and that has to run the batch.</param>
/// <param name="ManifestSha256">Of the manifest that was planned.</param>
public sealed record BatchPlan(int FormatVersion, string Version, string ManifestSha256, int Items, BatchOutput Output, IReadOnlyList<PlannedShard> Shards)
{
    public const int CurrentFormat = 1;
    const int MaximumBytes = 1 << 28;
    const string Remedy = "Run 'avatar batch plan' again.";

    static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        Converters = { new System.Text.Json.Serialization.JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    /// <summary>Reads and checks a manifest, hashes what its items are made from, and writes plan and shards into the batch's folder.</summary>
    /// <remarks>The current folder is the manifest's. Items whose inputs and fields are as before keep their results.</remarks>
    /// <param name="itemsPerShard">1 or more.</param>
    /// <exception cref="FormatException">A line of the manifest is wrong; the message names file, line and field.</exception>
    public static BatchPlan Make(string manifest, BatchFolder folder, IItemMaker maker, string version, int itemsPerShard, BatchOutput output,
        CancellationToken stop = default)
    {
        var before = HashOf(manifest);
        var (hashes, shards, count) = (new InputHashes(), new List<PlannedShard>(), 0);
        foreach (var items in BatchManifest.Read(manifest, maker.Kinds).Select(item => Checked(manifest, item, maker, hashes, version)).Chunk(itemsPerShard))
        {
            stop.ThrowIfCancellationRequested();
            byte[] lines = [.. items.SelectMany(item => (byte[])[.. ItemLine.Of(item), (byte)'\n'])];
            var shard = new PlannedShard(Convert.ToHexStringLower(SHA256.HashData(lines)), items.Length);
            if (!File.Exists(folder.ShardFile(shard)))
                WholeFile.Write(folder.ShardFile(shard), lines);
            shards.Add(shard);
            count += items.Length;
        }
        if (count == 0)
            throw new FormatException($"{manifest}: the manifest has no items. Add a line such as {{\"id\": \"wave\", \"kind\": \"film\", "
                + "\"source\": \"me.jpg\", \"motion\": \"wave.bvh\"}.");
        if (HashOf(manifest) != before)
            throw new IOException($"{manifest}: the manifest changed while it was planned. {Remedy}");
        var plan = new BatchPlan(CurrentFormat, version, before, count, output, shards);
        WholeFile.Write(folder.PlanFile, JsonSerializer.SerializeToUtf8Bytes(plan, Json));
        return plan;
    }

    /// <summary>The plan of a folder, for this manifest and program.</summary>
    /// <exception cref="FileNotFoundException">Nothing was planned there.</exception>
    /// <exception cref="FormatException">The plan is damaged.</exception>
    /// <exception cref="InvalidOperationException">It is of another manifest or program.</exception>
    public static BatchPlan Read(BatchFolder folder, string manifest, string version)
    {
        if (!File.Exists(folder.PlanFile))
            throw new FileNotFoundException($"{folder.PlanFile}: there is no plan. Run 'avatar batch plan {manifest} --out {folder.Path}' first.");
        var bytes = WholeFile.Read(folder.PlanFile, MaximumBytes);
        JsonText.Require(bytes, folder.PlanFile, Remedy);
        BatchPlan plan;
        try
        {
            plan = JsonSerializer.Deserialize<BatchPlan>(bytes, Json) ?? throw new FormatException($"{folder.PlanFile}: it is null. {Remedy}");
        }
        catch (JsonException error)
        {
            throw JsonText.Damaged(error, folder.PlanFile, Remedy);
        }
        if (plan.FormatVersion != CurrentFormat || plan.Version != version)
            throw new InvalidOperationException($"{folder.PlanFile}: it was planned by version {plan.Version} of the program, and this is {version}: "
                + $"their results may differ. Use that version, or make all anew: {Remedy}");
        if (HashOf(manifest) != plan.ManifestSha256)
            throw new InvalidOperationException($"{manifest}: the manifest has changed since it was planned. {Remedy} Finished items that did not "
                + "change are kept.");
        return plan;
    }

    static PlannedItem Checked(string manifest, BatchItem item, IItemMaker maker, InputHashes hashes, string version)
    {
        try
        {
            maker.Check(item);
            var inputs = new SortedDictionary<string, string>(StringComparer.Ordinal);
            foreach (var input in maker.InputsOf(item))
                inputs[input.Name] = hashes.Of(input.Path) ?? throw new ItemFieldException(input.Field,
                    $"there is no file or folder {ErrorLine.Quote(input.Name)}. Check the name; paths are relative to the manifest's folder.");
            return new PlannedItem(item, [.. inputs], version);
        }
        catch (ItemFieldException error)
        {
            throw BatchManifest.Wrong(manifest, item.Line, error.Field, error.Message);
        }
    }

    static string HashOf(string file)
    {
        using var stream = WholeFile.Open(file, long.MaxValue);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }
}

/// <param name="Key">SHA-256 of the shard's items with the hashes of their inputs: the same key, the same work.</param>
public sealed record PlannedShard(string Key, int Items);
