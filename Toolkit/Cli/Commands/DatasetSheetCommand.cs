using System.CommandLine;
using Avatars.Datasets.MakeHuman;
using Avatars.Datasets.Motion;
using Avatars.Datasets.Pairs;
using Avatars.Files;
using Avatars.Graphics;
using Avatars.Pictures;

namespace Avatars.Cli.Commands;

/// <summary>avatar dataset sheet: many pairs in one picture, to check before rendering thousands.</summary>
static class DatasetSheetCommand
{
    public static Command Create()
    {
        var assets = DatasetCommand.Assets();
        var split = DatasetCommand.SplitOption();
        var seed = DatasetCommand.Seed();
        var licence = DatasetCommand.Licence();
        var count = new Option<int>("--count") { Description = "Pairs.", DefaultValueFactory = _ => 24 };
        var step = new Option<int>("--step")
        {
            Description = "Every how manieth pair of the set; 10 shows a new person each time.",
            DefaultValueFactory = _ => PairSampler.PairsPerPerson,
        };
        var size = new Option<int>("--size") { Description = "Side of a picture, pixels.", DefaultValueFactory = _ => 256 };
        var otherFraming = DatasetCommand.OtherFraming();
        var signing = DatasetCommand.Signing();
        var output = new Option<string>("--out") { Description = "PNG or JPEG to write.", Required = true };
        var command = new Command("sheet", "Shows pairs of a set in one picture: source, pose map, target.") { assets, split, seed, licence, count, step,
            size, otherFraming, signing, output };
        command.SetAction(parsed =>
        {
            WholeFile.RequireWritable(parsed.GetValue(output)!);
            DatasetCommand.Require(parsed.GetValue(count) is >= 1 and <= 400, "--count", parsed.GetValue(count), "1 to 400");
            DatasetCommand.Require(parsed.GetValue(step) >= 1, "--step", parsed.GetValue(step), "1 and up");
            DatasetCommand.Require(parsed.GetValue(size) is >= 64 and <= 1024, "--size", parsed.GetValue(size), "64 to 1024");
            var (others, signers) = (DatasetCommand.ShareOf(parsed, otherFraming), DatasetCommand.ShareOf(parsed, signing));
            var people = DatasetCommand.SplitOf(parsed.GetValue(split)!);
            var library = new MakeHumanLibrary(parsed.GetValue(assets)!, DatasetRenderer.TextureSide(parsed.GetValue(size)));
            var motions = new MotionLibrary(parsed.GetValue(assets)!, library, people);
            var sampler = new PairSampler(library, motions, people, parsed.GetValue(seed), parsed.GetValue(size),
                DatasetCommand.LicenceOrAll(parsed.GetValue(licence)!), otherFraming: others, signing: signers);
            using var context = new GraphicsContext();
            using var renderer = new PairRenderer(context, parsed.GetValue(size));
            var notes = new PairNotes(parsed.GetValue(size));
            var sheet = new ContactSheet(parsed.GetValue(count), 3, 4, parsed.GetValue(size));
            for (var i = 0; i < parsed.GetValue(count); i++)
            {
                renderer.Draw(sampler.Sample(i * parsed.GetValue(step)));
                renderer.TryTake(out var scene, out var source, out var target);
                sheet.Put(i, source, notes.Take(scene).PoseMap, target);
            }
            PictureFile.Write(parsed.GetValue(output)!, sheet.Picture);
            Console.WriteLine(parsed.GetValue(output));
        });
        return command;
    }
}
