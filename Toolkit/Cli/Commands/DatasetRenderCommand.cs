using System.CommandLine;
using Avatars.Cli.Generating;
using Avatars.Datasets.Bodies;
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
        var count = new Option<int>("--count") { Description = "Number of pairs, 1 or more.", Required = true };
        var seed = DatasetCommand.Seed();
        var size = new Option<int>("--size") { Description = "Side of a picture, 64 to 1024 pixels.", DefaultValueFactory = _ => 256 };
        var licence = DatasetCommand.Licence();
        var identities = new Option<string>("--identities")
        {
            Description = "any: procedural characters, and in the training split the sample characters among them; "
                + "seen: the twelve sample characters only, in the split's motions.",
            DefaultValueFactory = _ => "any",
        };
        identities.AcceptOnlyFromAmong("any", "seen");
        var frames = new Option<int>("--sequence")
        {
            Description = $"Renders motions instead of single poses: this many consecutive pairs are frames of one motion from one "
                + $"source, {SequenceSampler.Rate} per second. --count must be a multiple.",
        };
        var otherFraming = DatasetCommand.OtherFraming();
        var signing = DatasetCommand.Signing();
        var bodies = new Option<string>("--bodies")
        {
            Description = "none; true: pairs hold the target's textured body from the true skeleton; fitted: with errors like those of a fit to the source.",
            DefaultValueFactory = _ => "none",
        };
        bodies.AcceptOnlyFromAmong("none", "true", "fitted");
        var body = BodyChoice.Option();
        var photographs = new Option<string?>("--photographs")
        {
            Description = "Folder of JPEG or PNG photographs: half of the backgrounds. Pictures then have a camera's response, noise and compression too.",
        };
        var output = new Option<string>("--out") { Description = "Folder to write; an unfinished data set is continued.", Required = true };
        var command = new Command("render", "Renders pairs of a person in two poses, with keypoints and pose maps.") { assets, split, count, seed, size,
            licence, identities, frames, otherFraming, signing, bodies, body, photographs, output };
        command.SetAction((parsed, stop) =>
        {
            DatasetCommand.Require(parsed.GetValue(count) >= 1, "--count", parsed.GetValue(count), "1 and up");
            DatasetCommand.Require(parsed.GetValue(size) is >= 64 and <= 1024, "--size", parsed.GetValue(size), "64 to 1024");
            var length = parsed.GetValue(frames);
            DatasetCommand.Require(length is 0 or >= 2 and <= 1000, "--sequence", length, "2 to 1000 frames, or 0 for single poses");
            DatasetCommand.Require(length == 0 || parsed.GetValue(count) % length == 0, "--count",
                parsed.GetValue(count), $"a multiple of the {length} frames of a sequence");
            var (others, signers) = (DatasetCommand.ShareOf(parsed, otherFraming), DatasetCommand.ShareOf(parsed, signing));
            DatasetCommand.Require(length == 0 || others + signers == 0, "--sequence",
                length, "no --other-framing or --signing with it: a sequence has one framing");
            var backgrounds = parsed.GetValue(photographs) is { } folder ? new PhotographBackgrounds(folder) : null;
            var part = DatasetCommand.SplitOf(parsed.GetValue(split)!);
            var order = new DatasetManifest
            {
                Split = parsed.GetValue(split)!,
                Seed = parsed.GetValue(seed),
                Size = parsed.GetValue(size),
                PictureFormat = part == Split.Test ? "png" : "jpeg",
                Licence = parsed.GetValue(licence)!,
                Identities = parsed.GetValue(identities)!,
                FramesPerSequence = length,
                OtherFraming = others,
                Signing = signers,
                Bodies = parsed.GetValue(bodies)!,
                Photographs = backgrounds?.Count ?? 0,
                Count = parsed.GetValue(count),
                PairsPerShard = DatasetRenderer.PairsPerShard(parsed.GetValue(size)),
            };
            var library = new MakeHumanLibrary(parsed.GetValue(assets)!, DatasetRenderer.TextureSide(order.Size));
            var motions = new MotionLibrary(parsed.GetValue(assets)!, library, part);
            var sampler = new PairSampler(library, motions, part, order.Seed, order.Size, DatasetCommand.LicenceOrAll(order.Licence),
                order.Identities == "seen", others, signers, backgrounds);
            Func<int, PairScene> sample = length == 0 ? sampler.Sample : new SequenceSampler(sampler, motions, part, order.Seed, order.Size, length).Sample;
            var drawn = order.Bodies == "none" ? null
                : new BodyConditionsRenderer(library, BodyChoice.Open(parsed.GetValue(body)), order.Bodies == "true" ? FitErrors.None : FitErrors.Typical,
                    order.Seed, Math.Max(1, length));
            new DatasetRenderer(sample, order, parsed.GetValue(output)!, drawn, backgrounds).Run(Print, stop);
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
