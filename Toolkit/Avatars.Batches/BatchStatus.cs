namespace Avatars.Batches;

/// <summary>How far a batch is.</summary>
/// <param name="Open">Shards with items that are neither finished nor in quarantine.</param>
/// <param name="Failed">The items in quarantine with their last error.</param>
/// <param name="SecondsPerItem">Mean of the finished attempts; 0 where none was finished.</param>
public sealed record BatchStatus(int Items, int Finished, IReadOnlyList<int> Open, IReadOnlyList<(string Id, string Error)> Failed, double SecondsPerItem)
{
    public int Remaining => Items - Finished - Failed.Count;

    public static BatchStatus Of(BatchFolder folder, BatchPlan plan)
    {
        var (finished, open, failed) = (0, new List<int>(), new List<(string, string)>());
        for (var index = 0; index < plan.Shards.Count; index++)
        {
            var shard = plan.Shards[index];
            if (plan.Output == BatchOutput.Tar && File.Exists(folder.TarFile(index, shard)))
            {
                finished += shard.Items;
                continue;
            }
            var isOpen = false;
            foreach (var item in ItemLine.Read(folder.ShardFile(shard), plan.Version))
                if (folder.Has(item))
                    finished++;
                else if (folder.IsQuarantined(item))
                    failed.Add((item.Item.Id, Attempts.Read(folder.QuarantineFile(item))?.Error ?? "unknown"));
                else
                    isOpen = true;
            if (isOpen)
                open.Add(index);
        }
        return new BatchStatus(plan.Items, finished, open, failed, WorkerLog.Seconds(folder).DefaultIfEmpty(0).Average());
    }

    /// <summary>Takes every item out of quarantine, for another run.</summary>
    public static void Release(BatchFolder folder, BatchPlan plan)
    {
        foreach (var item in plan.Shards.SelectMany(shard => ItemLine.Read(folder.ShardFile(shard), plan.Version)))
            if (folder.IsQuarantined(item))
                File.Delete(folder.QuarantineFile(item));
    }
}
