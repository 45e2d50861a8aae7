using Avatars.Files;

namespace Avatars.Batches;

/// <summary>The results of a batch: all are checked and listed in `index.jsonl`, in the order of the manifest.</summary>
public static class BatchResults
{
    /// <summary>Every item's files are compared with their hashes; a damaged item counts as missing and is made again by the next run.</summary>
    /// <param name="isPartial">Whether the index may lack items.</param>
    /// <param name="warn">Called with a line for each item that is missing or damaged.</param>
    /// <returns>Number of items in the index.</returns>
    /// <exception cref="InvalidOperationException">Items are missing, and <paramref name="isPartial"/> is false.</exception>
    public static int Run(BatchFolder folder, BatchPlan plan, bool isPartial, Action<string> warn, CancellationToken stop = default)
    {
        var (count, missing) = (0, 0);
        WholeFile.Write(folder.IndexFile, stream =>
        {
            for (var index = 0; index < plan.Shards.Count; index++)
            {
                var planned = ItemLine.Read(folder.ShardFile(plan.Shards[index]), plan.Version);
                var records = plan.Output == BatchOutput.Tar && folder.TarFile(index, plan.Shards[index]) is var tar && File.Exists(tar)
                    ? FromTar(tar, warn) : null;
                foreach (var item in planned)
                {
                    stop.ThrowIfCancellationRequested();
                    if ((records is null ? FromFiles(folder, item, warn) : records.GetValueOrDefault(item.Item.Id)) is { } record && record.Key == item.Key)
                    {
                        stream.Write(record.Json);
                        stream.Write("\n"u8);
                        count++;
                    }
                    else
                        missing++;
                }
            }
            if (missing > 0 && !isPartial)
                throw new InvalidOperationException($"{missing} of {plan.Items} items are not finished; 'avatar batch status' tells why. Run the batch "
                    + "again, or collect what is there with --partial.");
        });
        if (missing == 0)
            folder.RemoveWork();
        return count;
    }

    static FinishedItem? FromFiles(BatchFolder folder, PlannedItem item, Action<string> warn)
    {
        if (!folder.Has(item))
        {
            warn($"{item.Item.Id}: not finished");
            return null;
        }
        var record = FinishedItem.Read(folder.ItemRecord(item.Item.Id));
        if (record.Difference(folder.ItemFolder(item.Item.Id)) is not { } difference)
            return record;
        warn($"{item.Item.Id}: {difference}; the next run makes it again");
        File.Delete(folder.ItemRecord(item.Item.Id));
        return null;
    }

    static Dictionary<string, FinishedItem> FromTar(string tar, Action<string> warn)
    {
        try
        {
            return ShardTar.Read(tar).ToDictionary(record => record.Id, StringComparer.Ordinal);
        }
        catch (FormatException error)
        {
            warn($"{ErrorLine.Of(error)} The next run makes it again.");
            File.Delete(tar);
            return [];
        }
    }
}
