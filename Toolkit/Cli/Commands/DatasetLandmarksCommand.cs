using System.CommandLine;
using System.Runtime.InteropServices;
using Avatars.Body;
using Avatars.Datasets;
using Avatars.Datasets.MakeHuman;
using Avatars.Datasets.Motion;
using Avatars.Datasets.Pairs;
using Avatars.Files;
using Avatars.Graphics;
using Avatars.Inference;
using Avatars.ModelEvaluation;
using Avatars.Models;
using Avatars.Perception;

namespace Avatars.Cli.Commands;

/// <summary>avatar dataset landmarks: what the correction of metric landmarks is trained on.</summary>
static class DatasetLandmarksCommand
{
    public static Command Create()
    {
        var assets = DatasetCommand.Assets();
        var photographs = new Option<string>("--photographs") { Description = "Folder of JPEG or PNG photographs: half of the backgrounds.", Required = true };
        var first = new Option<int>("--first") { Description = "Number of the first scene: several machines may share the work." };
        var count = new Option<int>("--count") { Description = "Number of scenes; each gives two pictures of one person.", Required = true };
        var seed = DatasetCommand.Seed();
        var output = new Option<string>("--out") { Description = "File to write: float32, as Training/landmarks.py reads it.", Required = true };
        var command = new Command("landmarks", "Renders people and looks at them with MediaPipe's networks, to train the correction of metric landmarks.")
        {
            assets, photographs, first, count, seed, output,
        };
        command.SetAction((parsed, stop) =>
        {
            var from = parsed.GetValue(first);
            DatasetCommand.Require(from >= 0, "--first", from, "0 or more");
            DatasetCommand.Require(parsed.GetValue(count) is >= 1 and <= 100_000, "--count", parsed.GetValue(count), "1 to 100000");
            Write(parsed.GetValue(assets)!, parsed.GetValue(photographs)!, from, parsed.GetValue(count), parsed.GetValue(seed), parsed.GetValue(output)!,
                stop);
            return Task.CompletedTask;
        });
        return command;
    }

    static void Write(string assets, string photographs, int first, int count, ulong seed, string output, CancellationToken stop)
    {
        var library = new MakeHumanLibrary(assets, textureSide: 512);
        using var context = new GraphicsContext();
        using var renderer = new PairRenderer(context, LandmarkSampler.Size);
        using var perception = new PersonPerception(PerceptionModels.Open(), new InferenceOptions(),
            new PerceptionOptions { FindHands = false, FindFace = false, MakeMatte = false });
        var sampler = new LandmarkSampler(library, new MotionLibrary(assets, library, Split.Train), BodyFile.ReadShipped(),
            new PhotographBackgrounds(photographs), renderer, perception, seed);
        using var bytes = new MemoryStream();
        for (var i = first; i < first + count; i++)
        {
            stop.ThrowIfCancellationRequested();
            foreach (var sample in sampler.Sample(i))
                bytes.Write(MemoryMarshal.AsBytes(sample.AsSpan()));
            if ((i - first + 1) % 50 == 0)
                Console.Error.WriteLine($"avatar: {i - first + 1} of {count} scenes");
        }
        WholeFile.Write(output, bytes.ToArray());
        Console.WriteLine($"{output}: {bytes.Length / sizeof(float) / LandmarkSampler.ValuesPerSample} samples");
    }
}
