using System.CommandLine;
using Avatars.Batches;
using Avatars.Cli.Batches;

namespace Avatars.Cli.Commands;

/// <summary>avatar batch collect: checks and lists all results.</summary>
static class BatchCollectCommand
{
    public static Command Create()
    {
        var partial = new Option<bool>("--partial") { Description = "Lists what is there, though items are missing." };
        var batch = new BatchArguments();
        var command = new Command("collect", "Compares every result with its record and writes index.jsonl, in the order of the manifest.") { partial };
        batch.AddTo(command);
        command.SetAction((parsed, stop) =>
        {
            var (manifest, folder) = batch.Open(parsed);
            var plan = BatchPlan.Read(folder, manifest, BatchArguments.Version);
            var count = BatchResults.Run(folder, plan, parsed.GetValue(partial), warning => Console.Error.WriteLine($"avatar: {warning}"), stop);
            Console.WriteLine($"{folder.IndexFile}: {count} of {plan.Items} items");
            return Task.FromResult(0);
        });
        return command;
    }
}
