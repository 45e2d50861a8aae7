using System.CommandLine;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Avatars.Cli.Generating;
using Avatars.Files;
using Avatars.Inference;
using Avatars.ModelBuilding.Onnx;
using Avatars.ModelBuilding.Packages;
using Avatars.ModelBuilding.Weights;
using Avatars.Models;
using Spectre.Console;

namespace Avatars.Cli.Commands;

/// <summary>avatar bench: what a frame costs.</summary>
static class BenchCommand
{
    static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static Command Create()
    {
        var steps = new Option<int[]>("--steps")
        {
            Description = "Steps of the sampler, a row for each.",
            DefaultValueFactory = _ => [1, 2, 4],
            AllowMultipleArgumentsPerToken = true,
        };
        var frames = new Option<int>("--frames") { Description = "Frames measured for each row.", DefaultValueFactory = _ => 50 };
        var json = new Option<string?>("--json") { Description = "Also write the figures to this file." };
        var model = new ModelChoice();
        var command = new Command("bench", "Measures frames a second from rig to picture. Without a model, one of random weights: just as fast.") { steps,
            frames, json, BenchSystemsCommand.Create(), BenchWorkerCommand.Create() };
        model.AddTo(command);
        model.AddInFlightTo(command);
        command.SetAction((parsed, stop) =>
        {
            var count = parsed.GetValue(frames);
            if (count is < 1 or > 100_000 || parsed.GetValue(steps)!.Length == 0)
                throw new ArgumentException("--frames must be 1 to 100000, and --steps name at least one number.");
            if (parsed.GetValue(json) is { } asked)
                WholeFile.RequireWritable(asked);
            var (inference, inFlight) = (model.Inference(parsed), 0);
            var results = model.OpenOrNull(parsed) is { } package
                ? Measure(package)
                : WithRandomModel(Measure);
            Yardstick? yardstick = null;
            Generating.Progress.Run("Yardstick", Yardstick.Steps, stop, tick => yardstick = Yardstick.Measure(tick));
            Print(results, yardstick!);
            if (parsed.GetValue(json) is { } file)
                Write(file, inference, inFlight, results, yardstick!);
            return Task.FromResult(0);

            List<BenchResult> Measure(ModelPackage opened)
            {
                using var generators = model.Load(parsed, opened);
                inFlight = generators.Count;
                Console.WriteLine(Processor.Current);
                Console.WriteLine($"{opened.Manifest.Name}, {opened.Manifest.Width}x{opened.Manifest.Height}, "
                    + $"on {inference.Provider}, {Environment.ProcessorCount} processors, {inFlight} {(inFlight == 1 ? "frame" : "frames")} in flight");
                generators.SetSource(BenchFrame.SourceFor(opened, generators[0]));
                var rows = new List<BenchResult>();
                Generating.Progress.Run("Measuring", count * parsed.GetValue(steps)!.Length, stop, tick =>
                {
                    foreach (var one in parsed.GetValue(steps)!)
                        rows.Add(Benchmark.Run(generators, model.Settings(parsed, opened, one), count, tick));
                });
                return rows;
            }
        });
        return command;
    }

    static List<BenchResult> WithRandomModel(Func<ModelPackage, List<BenchResult>> measure)
    {
        var folder = Directory.CreateTempSubdirectory("avatar-bench-").FullName;
        try
        {
            var package = Path.Combine(folder, "package");
            PackageWriting.Build(ModelBlueprint.Of("fpdm", "compact"), package, new RandomWeights(1), WeightStorage.Float32,
                "Random weights, for measuring speed.");
            return measure(ModelPackage.Open(package));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    static void Print(List<BenchResult> results, Yardstick yardstick)
    {
        var table = new Table().AddColumns("steps", "frames/s", "/ yardstick", "frame ms", "median", "CPU ms", "pose map", "encode", "denoise", "decode",
            "runtime", "frame / runtime");
        foreach (var row in results)
        {
            var mean = row.Stages.Mean;
            table.AddRow($"{row.Steps}", $"{row.FramesPerSecond:F1}", $"{row.FramesPerSecond / yardstick.FramesPerSecond:F2}",
                $"{row.FrameMilliseconds:F1}", $"{row.MedianMilliseconds:F1}", $"{row.ProcessorMilliseconds:F1}",
                $"{mean.PoseMap:F2}", $"{mean.Encode:F1}", $"{mean.Denoise:F1}",
                $"{mean.Decode:F1}", $"{mean.Runs:F1}", $"{row.Overhead:F3}");
        }
        Tables.Write(table);
        Console.WriteLine($"Yardstick: pix2pix U-Net, 256x256, 54 million parameters, float32, CPU: {yardstick.Milliseconds:F1} ms, "
            + $"{yardstick.FramesPerSecond:F1} frames a second");
    }

    static void Write(string file, InferenceOptions inference, int inFlight, List<BenchResult> results, Yardstick yardstick)
    {
        var json = new JsonObject
        {
            ["formatVersion"] = 1,
            ["provider"] = inference.Provider.Name,
            ["processor"] = Processor.Current.ToJson(),
            ["framesInFlight"] = inFlight,
            ["yardstickMilliseconds"] = Math.Round(yardstick.Milliseconds, 3),
            ["rows"] = new JsonArray([.. results.Select(row => (JsonNode)new JsonObject
            {
                ["steps"] = row.Steps,
                ["framesPerSecond"] = Math.Round(row.FramesPerSecond, 3),
                ["framesPerYardstick"] = Math.Round(row.FramesPerSecond / yardstick.FramesPerSecond, 4),
                ["frameMilliseconds"] = Math.Round(row.FrameMilliseconds, 3),
                ["medianMilliseconds"] = Math.Round(row.MedianMilliseconds, 3),
                ["processorMilliseconds"] = Math.Round(row.ProcessorMilliseconds, 3),
                ["poseMapMilliseconds"] = Math.Round(row.Stages.Mean.PoseMap, 3),
                ["encodeMilliseconds"] = Math.Round(row.Stages.Mean.Encode, 3),
                ["denoiseMilliseconds"] = Math.Round(row.Stages.Mean.Denoise, 3),
                ["decodeMilliseconds"] = Math.Round(row.Stages.Mean.Decode, 3),
                ["runtimeMilliseconds"] = Math.Round(row.Stages.Mean.Runs, 3),
                ["overhead"] = Math.Round(row.Overhead, 4),
            })]),
        };
        WholeFile.Write(file, Encoding.UTF8.GetBytes(json.ToJsonString(Indented) + "\n"));
    }
}
