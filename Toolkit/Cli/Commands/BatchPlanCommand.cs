using System.CommandLine;
using Avatars.Batches;
using Avatars.Cli.Batches;

namespace Avatars.Cli.Commands;

/// <summary>avatar batch plan: checks a manifest and cuts it into shards.</summary>
static class BatchPlanCommand
{
    const int MostPerShard = 100_000;
    public const int UsualPerShard = 50;

    public static Command Create(RootCommand commands)
    {
        var size = new Option<int>("--items-per-shard")
        {
            Description = $"Items that a worker takes together, 1 to {MostPerShard}.", DefaultValueFactory = _ => UsualPerShard,
        };
        var output = new Option<string>("--output")
        {
            Description = "files: a folder for each item; tar: WebDataset shards.", DefaultValueFactory = _ => "files",
        };
        output.AcceptOnlyFromAmong("files", "tar");
        var batch = new BatchArguments();
        var command = new Command("plan", "Checks a manifest, hashes what its items are made from, and cuts it into shards.") { size, output };
        batch.AddTo(command);
        command.SetAction((parsed, stop) =>
        {
            if (parsed.GetValue(size) is not (>= 1 and <= MostPerShard and var items))
                throw new ArgumentException($"--items-per-shard {parsed.GetValue(size)}: give 1 to {MostPerShard}.");
            var (manifest, folder) = batch.Open(parsed);
            var plan = BatchPlan.Make(manifest, folder, new CommandItems(commands), BatchArguments.Version, items,
                parsed.GetValue(output) == "tar" ? BatchOutput.Tar : BatchOutput.Files, stop);
            Console.WriteLine($"{folder.PlanFile}: {plan.Items} items in {plan.Shards.Count} shards");
            return Task.FromResult(0);
        });
        return command;
    }
}
