using System.CommandLine;
using Avatars.Datasets.MakeHuman;
using Avatars.Datasets.Motion;
using Avatars.Datasets.Pairs;

namespace Avatars.Cli.Commands;

/// <summary>avatar dataset render: source and target pictures, keypoints and pose maps as resumable shards.</summary>
static class DatasetRenderCommand
{
    public static Command Create()
    {
        var assets = DatasetCommand.Assets();
        var split = DatasetCommand.SplitOption();
        var count = new Option<int>("--count") { Description = "Pairs, 1 and up.", Required = true };
        var seed = DatasetCommand.Seed();
        var size = new Option<int>("--size") { Description = "Side of a picture, 64 to 1024 pixels.", DefaultValueFactory = _ => 256 };
        var licence = DatasetCommand.Licence();
        var output = new Option<string>("--out") { Description = "Folder to write; a started one is gone on with.", Required = true };
        var command = new Command("render", "Renders pairs of a person in two poses, with keypoints and pose maps.") { assets, split, count, seed, size, licence, output };
        command.SetAction((parsed, stop) =>
        {
            DatasetCommand.Require(parsed.GetValue(count) >= 1, "--count", parsed.GetValue(count), "1 and up");
            DatasetCommand.Require(parsed.GetValue(size) is >= 64 and <= 1024, "--size", parsed.GetValue(size), "64 to 1024");
            var people = DatasetCommand.SplitOf(parsed.GetValue(split)!);
            var order = new DatasetManifest
            {
                Split = parsed.GetValue(split)!,
                Seed = parsed.GetValue(seed),
                Size = parsed.GetValue(size),
                PictureFormat = people == Split.Test ? "png" : "jpeg",
                Licence = parsed.GetValue(licence)!,
                Count = parsed.GetValue(count),
                PairsPerShard = DatasetRenderer.PairsPerShard(parsed.GetValue(size)),
            };
            var library = new MakeHumanLibrary(parsed.GetValue(assets)!, DatasetRenderer.TextureSide(order.Size));
            var motions = new MotionLibrary(parsed.GetValue(assets)!, library, people);
            var sampler = new PairSampler(library, motions, people, order.Seed, order.Size, DatasetCommand.LicenceOrAll(order.Licence));
            new DatasetRenderer(sampler, order, parsed.GetValue(output)!).Run(Print, stop);
            Console.WriteLine($"{parsed.GetValue(output)}: {order.Count} pairs");
            return Task.FromResult(0);
        });
        return command;
    }

    static void Print(DatasetRenderer.Progress progress)
    {
        if (progress.Done % 50 == 0 || progress.Done == progress.Count)
            Console.WriteLine($"{progress.Done} of {progress.Count} pairs, {progress.PerSecond:0.0} a second");
    }
}
