using System.CommandLine;
using Avatars.Batches;
using Avatars.Cli.Batches;
using Avatars.Cli.Generating;

namespace Avatars.Cli.Commands;

/// <summary>avatar batch run: one worker.</summary>
static class BatchRunCommand
{
    const int MostAttempts = 100;

    public static Command Create(RootCommand commands)
    {
        var shard = new Option<string?>("--shard")
        {
            Description = $"This worker's number, from 0, and how many there are, as i/n. Default: the number in {WorkerShare.SlurmIndex} or "
                + $"{WorkerShare.KubernetesIndex}; without one, all shards.",
        };
        var workers = new Option<int?>("--workers") { Description = "How many workers there are, where the number is from the environment." };
        var attempts = new Option<int>("--attempts")
        {
            Description = "How often an item that fails, or whose worker is killed, is begun before it goes into quarantine.",
            DefaultValueFactory = _ => 3,
        };
        var released = new Option<bool>("--retry-quarantined") { Description = "Takes items out of quarantine first." };
        var batch = new BatchArguments();
        var command = new Command("run", "Makes the items of a batch, or one worker's share of them; goes on where an earlier run ended.")
        {
            shard, workers, attempts, released,
        };
        batch.AddTo(command);
        command.SetAction((parsed, stop) =>
        {
            var share = WorkerShare.Of(parsed.GetValue(shard), parsed.GetValue(workers), Environment.GetEnvironmentVariable);
            if (parsed.GetValue(attempts) is not (>= 1 and <= MostAttempts and var most))
                throw new ArgumentException($"--attempts {parsed.GetValue(attempts)}: give 1 to {MostAttempts}.");
            var (manifest, folder) = batch.Open(parsed);
            var items = new CommandItems(commands);
            var plan = share == WorkerShare.All && !File.Exists(folder.PlanFile)
                ? BatchPlan.Make(manifest, folder, items, BatchArguments.Version, BatchPlanCommand.UsualPerShard, BatchOutput.Files, stop)
                : BatchPlan.Read(folder, manifest, BatchArguments.Version);
            if (parsed.GetValue(released))
                BatchStatus.Release(folder, plan);
            LoadedModel.IsKept = true;
            var worker = new ShardWorker(folder, plan, items, most) { Report = Console.WriteLine };
            worker.Run(share, stop);
            LoadedModel.Drop();
            Console.WriteLine($"{folder.Path}: {worker.Made} items made{(share.Count > 1 ? $" by worker {share.Index} of {share.Count}" : "")}");
            if (worker.Quarantined > 0)
                Console.Error.WriteLine($"avatar: {worker.Quarantined} items are in quarantine; 'avatar batch status' tells why. Correct their causes, then "
                    + "run with --retry-quarantined.");
            return Task.FromResult(worker.Quarantined > 0 ? 1 : 0);
        });
        return command;
    }
}
