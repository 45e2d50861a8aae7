using System.CommandLine;
using System.Text.Json;
using Avatars.Batches;
using Avatars.Batches.Schedulers;
using Avatars.Cli.Batches;

namespace Avatars.Cli.Commands;

/// <summary>avatar batch status: how far a batch is.</summary>
static class BatchStatusCommand
{
    const int MostShown = 20;

    public static Command Create()
    {
        var batch = new BatchArguments();
        var command = new Command("status", "Tells how far a batch is, what is in quarantine and why, and the state of its jobs.");
        batch.AddTo(command);
        command.SetAction(parsed =>
        {
            var (manifest, folder) = batch.Open(parsed);
            var plan = BatchPlan.Read(folder, manifest, BatchArguments.Version);
            var status = BatchStatus.Of(folder, plan);
            Console.WriteLine($"{status.Finished} of {status.Items} items finished, {status.Remaining} open, {status.Failed.Count} in quarantine; "
                + $"{plan.Shards.Count - status.Open.Count} of {plan.Shards.Count} shards done");
            if (status.SecondsPerItem > 0)
                Console.WriteLine($"{status.SecondsPerItem:0.00} s per item and worker, "
                    + $"{status.Remaining * status.SecondsPerItem / 3600:0.00} worker hours left");
            var lines = status.Failed.Count > 0 ? LinesOf(manifest) : [];
            foreach (var (id, error) in status.Failed.Take(MostShown))
                Console.WriteLine($"{Path.GetFileName(manifest)}, line {lines.GetValueOrDefault(id)}, {id}: {error}");
            if (status.Failed.Count > MostShown)
                Console.WriteLine($"... and {status.Failed.Count - MostShown} more");
            foreach (var job in SubmittedJobs.Of(folder))
            {
                var (states, source) = Slurm.StatesOf(job);
                Console.WriteLine($"Slurm job {job}: {(states.Count > 0 ? string.Join(", ", states.Select(one => $"{one.State} {one.Tasks}"))
                    : "not in the queue any more")} ({source})");
            }
        });
        return command;
    }

    /// <summary>Line of each id; the manifest was checked when it was planned.</summary>
    static Dictionary<string, int> LinesOf(string manifest)
    {
        var (lines, number) = (new Dictionary<string, int>(StringComparer.Ordinal), 0);
        foreach (var line in File.ReadLines(manifest))
        {
            number++;
            if (line.Trim() is not { Length: > 0 } text || text[0] == '#')
                continue;
            using var json = JsonDocument.Parse(text);
            lines[json.RootElement.GetProperty("id").GetString()!] = number;
        }
        return lines;
    }
}
