using System.Diagnostics;
using Avatars.Files;

namespace Avatars.Batches;

/// <summary>
/// Makes the items of shards, one after another. It may be killed at any moment, and several may work on one shard: an item is made in a folder of the
/// worker's own and renamed into place, once. Items that failed are tried again one by one after all others, then put into quarantine.
/// </summary>
/// <param name="mostAttempts">Of an item, counting those during which its worker was killed.</param>
public sealed class ShardWorker(BatchFolder folder, BatchPlan plan, IItemMaker maker, int mostAttempts)
{
    readonly InputHashes _hashes = new();
    readonly WorkerLog _log = new(folder);
    readonly SharedFault _fault = new();

    /// <summary>Called with a line for each item that was finished or failed.</summary>
    public Action<string> Report { get; init; } = static _ => { };

    /// <summary>Items made by this worker.</summary>
    public int Made { get; private set; }

    /// <summary>Items in quarantine, of the shards that were run.</summary>
    public int Quarantined { get; private set; }

    /// <summary>Runs the shards of this worker's share.</summary>
    /// <exception cref="OperationCanceledException">Stopped; the item in work does not count as an attempt.</exception>
    /// <exception cref="InvalidOperationException">Several items in a row failed for one reason, which is not theirs: their attempts do not count.</exception>
    public void Run(WorkerShare share, CancellationToken stop)
    {
        try
        {
            for (var index = share.Index; index < plan.Shards.Count; index += share.Count)
                RunShard(index, plan.Shards[index], stop);
        }
        finally
        {
            UnfinishedFiles.Delete(folder.WorkFolder(_log.Worker));
        }
    }

    void RunShard(int index, PlannedShard shard, CancellationToken stop)
    {
        if (plan.Output == BatchOutput.Tar && File.Exists(folder.TarFile(index, shard)))
            return;
        var items = ItemLine.Read(folder.ShardFile(shard), plan.Version);
        var open = items.Where(item => !folder.Has(item)).ToArray();
        Quarantined += open.Count(folder.IsQuarantined);
        open = [.. open.Where(item => !folder.IsQuarantined(item))];
        // Those that failed, or whose worker was killed, wait until all others are done.
        var failed = new Queue<PlannedItem>(open.Where(item => AttemptsOf(item) > 0).OrderBy(AttemptsOf));
        foreach (var item in open.Except(failed.ToArray()).ToArray())
            if (!Try(item, stop))
                failed.Enqueue(item);
        while (failed.TryDequeue(out var item))
            if (!folder.Has(item) && !Quarantine(item) && !Try(item, stop))
                failed.Enqueue(item);
        if (plan.Output == BatchOutput.Tar && items.All(folder.Has))
            ShardTar.Pack(folder, index, shard, items);
    }

    int AttemptsOf(PlannedItem item) => Attempts.Read(folder.AttemptsFile(item))?.Count ?? 0;

    /// <returns>Whether the item has had all its attempts.</returns>
    bool Quarantine(PlannedItem item)
    {
        if (Attempts.Read(folder.AttemptsFile(item)) is not { } attempts || attempts.Count < mostAttempts)
            return false;
        var why = attempts with { Error = attempts.Error ?? "the worker was killed while it made this item" };
        why.Write(folder.QuarantineFile(item));
        File.Delete(folder.AttemptsFile(item));
        Quarantined++;
        Report($"{item.Item.Id}: in quarantine after {attempts.Count} attempts");
        return true;
    }

    /// <returns>Whether the item is finished.</returns>
    bool Try(PlannedItem item, CancellationToken stop)
    {
        stop.ThrowIfCancellationRequested();
        var (file, start) = (folder.AttemptsFile(item), Stopwatch.GetTimestamp());
        var before = Attempts.Read(file) ?? new Attempts(item.Item.Id, 0, null);
        (before with { Count = before.Count + 1, Error = null }).Write(file);
        try
        {
            RequireInputs(item);
            Make(item, stop);
            File.Delete(file);
            Made++;
            _fault.Made();
            Finish(item, start, null);
            return true;
        }
        catch (Exception error)
        {
            if (stop.IsCancellationRequested)
            {
                if (before.Count == 0)
                    File.Delete(file);
                else
                    before.Write(file);
                throw new OperationCanceledException("The worker was stopped.", error, stop);
            }
            var message = ErrorLine.Of(error);
            (before with { Count = before.Count + 1, Error = message }).Write(file);
            Finish(item, start, message);
            StopAtSharedFault(item, before, message);
            return false;
        }
    }

    void StopAtSharedFault(PlannedItem item, Attempts before, string message)
    {
        if (!_fault.IsShared(item, before, message.Replace(item.Item.Id, "", StringComparison.Ordinal)))
            return;
        foreach (var (failed, earlier) in _fault.Failed)
        {
            if (folder.IsQuarantined(failed))
                File.Delete(folder.QuarantineFile(failed)); // where it had all its attempts before the next one began
            if (earlier.Count == 0)
                File.Delete(folder.AttemptsFile(failed));
            else
                earlier.Write(folder.AttemptsFile(failed));
        }
        throw new InvalidOperationException($"{_fault.Failed.Count} items in a row failed for the same reason, so the worker has stopped, and none of them "
            + $"goes into quarantine: {message.TrimEnd('.')}. Correct the cause, then run again.");
    }

    void Finish(PlannedItem item, long start, string? error)
    {
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        _log.Write(item, seconds, error);
        Report(FormattableString.Invariant($"{item.Item.Id}: {error ?? $"{seconds:0.00} s"}"));
    }

    void RequireInputs(PlannedItem item)
    {
        var planned = item.Inputs.ToDictionary(StringComparer.Ordinal);
        foreach (var input in maker.InputsOf(item.Item))
            if (_hashes.Of(input.Path) != planned.GetValueOrDefault(input.Name))
                throw new FormatException($"{input.Name}: the file has changed since the batch was planned, or is gone. Run 'avatar batch plan' again.");
    }

    void Make(PlannedItem item, CancellationToken stop)
    {
        var work = folder.WorkFolder(_log.Worker);
        UnfinishedFiles.Add(work);
        var made = Path.Combine(work, Path.GetRandomFileName());
        Directory.CreateDirectory(made);
        try
        {
            maker.Make(item.Item, made, stop);
            WholeFile.Write(Path.Combine(made, FinishedItem.FileName), FinishedItem.Of(item, maker.ProvenanceOf(item.Item), made).Json);
            MoveInto(item, made, work);
        }
        finally
        {
            if (Directory.Exists(made))
                Directory.Delete(made, recursive: true);
        }
    }

    /// <summary>Renames the finished folder. Another worker may have been faster: its bytes are the same and stay.</summary>
    void MoveInto(PlannedItem item, string made, string work)
    {
        var target = folder.ItemFolder(item.Item.Id);
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                if (!folder.Has(item))
                {
                    if (Directory.Exists(target)) // of an earlier plan
                        Directory.Move(target, Path.Combine(work, Path.GetRandomFileName()));
                    Directory.Move(made, target);
                }
                return;
            }
            catch (IOException) when (attempt < 10)
            {
                Thread.Sleep(10 << attempt); // two workers renamed at the same moment
            }
        }
    }
}
