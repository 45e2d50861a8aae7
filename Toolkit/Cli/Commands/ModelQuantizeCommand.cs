using System.CommandLine;
using System.Text.Json.Nodes;
using Avatars.Cli.Generating;
using Avatars.Cli.Quantizing;
using Avatars.Files;
using Avatars.ModelBuilding.Packages;
using Avatars.ModelBuilding.Quantization;
using Avatars.ModelEvaluation;
using Avatars.Models;
using Spectre.Console;

namespace Avatars.Cli.Commands;

/// <summary>avatar model quantize: post-training quantisation of a package to 8 bits.</summary>
static class ModelQuantizeCommand
{
    const long LargestNetwork = 1L << 29; // bytes: as plain float32 in one file it must stay below protobuf's 2 GiB

    public static Command Create()
    {
        var model = new Option<string>("--model") { Description = "Folder of the package to read.", Required = true };
        var output = new Option<string>("--out") { Description = "Folder to write; it must not exist.", Required = true };
        var pairs = new Option<string>("--pairs")
        {
            Description = "Folder of pairs, as 'avatar dataset render' writes them; the networks are watched while the pipeline runs on them.",
            Required = true,
        };
        var calibration = new Option<int>("--calibration") { Description = "How many pairs to run.", DefaultValueFactory = _ => 32 };
        var steps = new Option<int[]>("--steps")
        {
            Description = "Steps of the sampler; the pairs alternate between them.",
            DefaultValueFactory = _ => [1, 4],
            AllowMultipleArgumentsPerToken = true,
        };
        var decibels = new Option<double>("--signal-to-noise")
        {
            Description = "Decibels that pictures keep above the noise of 8 bits: layers that would break this stay float.",
            DefaultValueFactory = _ => 39,
        };
        var inner = new Option<double>("--inner-signal-to-noise")
        {
            Description = "The same for networks whose output is not a picture, which tolerate more noise.",
            DefaultValueFactory = _ => 25,
        };
        var networks = new Option<string[]>("--networks")
        {
            Description = "Which networks. Default: all that a frame takes.",
            AllowMultipleArgumentsPerToken = true,
        };
        var threads = new Option<int>("--threads")
        {
            Description = "Threads of the processor for a network, at most as many as it has; 0 lets the machine decide.",
        };
        var command = new Command("quantize", "Writes a package whose convolutions and matrix products run in 8 bits where the measured error is "
            + "small.") { model, output, pairs, calibration, steps, decibels, inner, networks, threads };
        command.SetAction((parsed, stop) =>
        {
            var (count, turns, least) = (parsed.GetValue(calibration), parsed.GetValue(steps)!,
                (Picture: parsed.GetValue(decibels), Inner: parsed.GetValue(inner)));
            if (count is < 1 or > 10_000 || turns.Length == 0 || turns.Any(one => one is < 1 or > 1000)
                || !(least is { Picture: >= 0 and <= 120, Inner: >= 0 and <= 120 }) || parsed.GetValue(threads) is < 0 or > 1024)
                throw new ArgumentException("--calibration must be 1 to 10000, --steps name numbers from 1 to 1000, the decibels be 0 to 120 and "
                    + "--threads 0 to 1024.");
            var package = ModelPackage.Open(parsed.GetValue(model)!);
            WholeFolder.RequireFree(parsed.GetValue(output)!);
            var chosen = RequireKnown(package, parsed.GetValue(networks) ?? []);
            var shards = new PairShards(parsed.GetValue(pairs)!);
            if (shards.PoseStyle != package.Manifest.PoseStyle)
                throw new ArgumentException($"The pairs' poses are drawn in the style '{shards.PoseStyle}', but the model was trained on "
                    + $"'{package.Manifest.PoseStyle}'. Choose pairs of that style.");
            var runs = Record(package, shards, Math.Min(count, shards.Count), turns, parsed.GetValue(threads), stop);
            var quantised = new Dictionary<string, NetworkQuantization>(StringComparer.Ordinal);
            foreach (var name in chosen.Length > 0 ? chosen : runs.FrameNetworks)
            {
                stop.ThrowIfCancellationRequested();
                if (Quantise(package, name, runs, least, parsed.GetValue(threads)) is { Choice.Layers.Count: > 0 } done)
                    quantised.Add(name, done);
            }
            var written = package.Replace(parsed.GetValue(output)!, quantised.ToDictionary(network => network.Key, network => network.Value.Model),
                Manifest(package, quantised, least), stop);
            Print(quantised);
            Console.WriteLine($"{written.Folder}: {written.Manifest.Networks.Values.Sum(network => network.AllBytes):N0} bytes, "
                + $"before {package.Manifest.Networks.Values.Sum(network => network.AllBytes):N0}");
            return Task.FromResult(0);
        });
        return command;
    }

    static string[] RequireKnown(ModelPackage package, string[] networks)
    {
        foreach (var name in networks)
            if (!package.Manifest.Networks.ContainsKey(name))
                throw new ArgumentException($"'{package.Folder}' has no network '{name}'. It has {string.Join(", ", package.Manifest.Networks.Keys)}.");
        return networks;
    }

    static PipelineRecorder Record(ModelPackage package, PairShards pairs, int count, int[] steps, int threads, CancellationToken stop)
    {
        PipelineRecorder? recorder = null;
        Generating.Progress.Run("Recording activations", count, stop,
            tick => recorder = PipelineRecorder.Run(package, pairs.Read().Take(count), steps, threads, tick));
        return recorder!;
    }

    static NetworkQuantization? Quantise(ModelPackage package, string name, PipelineRecorder runs, (double Picture, double Inner) least, int threads)
    {
        if (package.Manifest.Networks[name].AllBytes > LargestNetwork)
            throw new ArgumentException($"'{package.PathOf(name)}' has {package.Manifest.Networks[name].AllBytes:N0} bytes, more than "
                + $"the {LargestNetwork:N0} that can be rewritten in memory. Leave it out with --networks.");
        var outputs = runs.OutputsOf(name);
        return NetworkQuantization.Of(TrialNetwork.Flatten(package.PathOf(name), threads), runs.RunsOf(name), outputs,
            outputs.Contains("image") ? least.Picture : least.Inner, threads, what => Console.Error.WriteLine($"{name}: {what}"));
    }

    static ModelManifest Manifest(ModelPackage package, Dictionary<string, NetworkQuantization> quantised, (double Picture, double Inner) least)
    {
        var quality = (JsonObject)package.Manifest.Quality.DeepClone();
        quality["eightBits"] = new JsonObject(quantised.Select(network => KeyValuePair.Create<string, JsonNode?>(network.Key, new JsonObject
        {
            ["layers"] = network.Value.Choice.Layers.Count,
            ["ofLayers"] = network.Value.Layers,
            ["operationShare"] = Math.Round(network.Value.OperationShare, 4),
            ["signalToNoise"] = Math.Round(LayerChoice.Decibels(network.Value.Choice.Error), 2),
        })));
        return package.Manifest with
        {
            Quality = quality,
            Provenance = package.Manifest.Provenance
                + FormattableString.Invariant($" Then 8 bits by 'avatar model quantize', {least.Picture} dB above their noise in pictures ")
                + FormattableString.Invariant($"and {least.Inner} dB elsewhere, in {string.Join(", ", quantised.Keys)}; ")
                + FormattableString.Invariant($"weights within {ChannelWeights.Largest}, so that every ")
                + "processor computes the same sums.",
        };
    }

    static void Print(Dictionary<string, NetworkQuantization> quantised)
    {
        var table = new Table().AddColumns("network", "8-bit layers", "share of operations", "signal / noise", "float ms", "8-bit ms", "ratio");
        foreach (var (name, network) in quantised)
            table.AddRow(name, $"{network.Choice.Layers.Count} of {network.Layers}", $"{100 * network.OperationShare:F1} "
                + $"%", $"{LayerChoice.Decibels(network.Choice.Error):F1} dB",
                $"{network.FloatMilliseconds:F2}", $"{network.Milliseconds:F2}", $"{network.FloatMilliseconds / network.Milliseconds:F2}");
        Tables.Write(table);
    }
}
