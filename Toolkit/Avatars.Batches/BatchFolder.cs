using Avatars.Files;

namespace Avatars.Batches;

/// <summary>Where everything of a batch lies. All that is final gets its name by a rename.</summary>
/// <param name="path">The batch's folder; made by the plan.</param>
public sealed class BatchFolder(string path)
{
    public string Path { get; } = System.IO.Path.GetFullPath(path);

    public string PlanFile => In("plan.json");

    /// <summary>The list of all results, in the order of the manifest, that a collection writes.</summary>
    public string IndexFile => In("index.jsonl");

    /// <summary>Jobs that were submitted, a line each.</summary>
    public string JobsFile => In("jobs.jsonl");

    /// <summary>Logs of workers and schedulers.</summary>
    public string Logs => In("log");

    public string ShardFile(PlannedShard shard) => In("shards", shard.Key + ".jsonl");

    public string ItemFolder(string id) => In("files", System.IO.Path.Combine(id.Split('/')));

    public string ItemRecord(string id) => System.IO.Path.Combine(ItemFolder(id), FinishedItem.FileName);

    public string TarFile(int index, PlannedShard shard) => In("tars", $"{index:000000}-{shard.Key[..16]}.tar");

    /// <summary>Unfinished work of one worker.</summary>
    public string WorkFolder(string worker) => In("work", worker);

    /// <summary>How often an item was begun without being finished.</summary>
    internal string AttemptsFile(PlannedItem item) => In("attempts", item.Key + ".json");

    internal string QuarantineFile(PlannedItem item) => In("quarantine", item.Key + ".json");

    /// <summary>Whether the item's files are complete and of this key.</summary>
    public bool Has(PlannedItem item) => FinishedItem.KeyIn(ItemRecord(item.Item.Id)) == item.Key;

    public bool IsQuarantined(PlannedItem item) => File.Exists(QuarantineFile(item));

    /// <summary>Removes what workers that no longer run left behind.</summary>
    public void RemoveWork()
    {
        foreach (var name in new[] { "work", "attempts" })
            if (Directory.Exists(In(name)))
                Directory.Delete(In(name), recursive: true);
    }

    string In(params string[] names) => System.IO.Path.Combine([Path, .. names]);
}
