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

/// <summary>avatar bench systems: what each system costs, at published size and with random weights.</summary>
static class BenchSystemsCommand
{
    const double Gibibyte = 1L << 30;

    static readonly string[] Precisions = ["fp32", "fp16"];

    static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <param name="Parameters">Of all networks of the package.</param>
    /// <param name="StoredBytes">Files of the networks that generating loads.</param>
    /// <param name="WeightBytes">Their weights as arithmetic has them in memory: float32, however they are stored.</param>
    /// <param name="StepOperations">Floating-point operations of one step, all branches of the guidance.</param>
    sealed record Row(string System, string Size, string Precision, long Parameters, long StoredBytes, long WeightBytes, double StepOperations,
        SystemMeasurement Cost)
    {
        public double GigaflopsPerSecond => StepOperations / 1e9 / Cost.StepSeconds;

        /// <summary>Peak memory of the whole process over the weights. PCDMs let go of their encoders before they generate, so that theirs can be
        /// below 1.</summary>
        public double PeakOverWeights => Cost.PeakBytes / (double)WeightBytes;
    }

    public static Command Create()
    {
        var system = new Option<string[]>("--system")
        {
            Description = $"Which systems: {string.Join(", ", ModelBlueprint.Systems)}. Default: all.",
            AllowMultipleArgumentsPerToken = true,
        };
        system.AcceptOnlyFromAmong(ModelBlueprint.Systems);
        var size = new Option<string>("--size") { Description = "published or compact.", DefaultValueFactory = _ => "published" };
        size.AcceptOnlyFromAmong(ModelBlueprint.Sizes);
        var precision = new Option<string[]>("--precision")
        {
            Description = "How weights are stored: fp32, fp16. Default: both, a row each.",
            AllowMultipleArgumentsPerToken = true,
        };
        precision.AcceptOnlyFromAmong(Precisions);
        var steps = new Option<int?>("--steps") { Description = "Of the whole picture. Default: the published number." };
        var threads = new Option<int>("--threads")
        {
            Description = "Threads of the processor for a network, at most as many as it has; 0 lets the machine decide.",
        };
        var cache = new Option<string>("--cache")
        {
            Description = "Folder where built packages stay: gigabytes each.",
            DefaultValueFactory = _ => DefaultCache(),
        };
        var json = new Option<string?>("--json") { Description = "Also write the figures to this file." };
        var measure = new Option<string?>("--measure") { Description = "Measure one package in this process and print JSON.", Hidden = true };
        var command = new Command("systems", "Builds each system with random weights, once, and measures memory and time of a picture.") { system, size,
            precision, steps, threads, cache, json, measure };
        command.SetAction(parsed =>
        {
            if (parsed.GetValue(steps) is < 1 or > 1000 || parsed.GetValue(threads) is < 0 or > 1024)
                throw new ArgumentException("--steps must be 1 to 1000, and --threads 0 to 1024.");
            if (parsed.GetValue(measure) is { } folder)
            {
                Console.WriteLine(JsonSerializer.Serialize(SystemMeasurement.Take(ModelPackage.Open(folder),
                    new InferenceOptions { Threads = parsed.GetValue(threads) }, parsed.GetValue(steps))));
                return;
            }
            if (parsed.GetValue(json) is { } asked)
                WholeFile.RequireWritable(asked);
            var rows = new List<Row>();
            foreach (var name in Chosen(parsed.GetValue(system), ModelBlueprint.Systems))
                foreach (var storage in Chosen(parsed.GetValue(precision), Precisions))
                    rows.Add(Measure(name, parsed.GetValue(size)!, storage, parsed.GetValue(cache)!, parsed.GetValue(steps), parsed.GetValue(threads)));
            Console.WriteLine(Processor.Current);
            Print(rows);
            if (parsed.GetValue(json) is { } file)
                WholeFile.Write(file, Encoding.UTF8.GetBytes(ToJson(rows).ToJsonString(Indented) + "\n"));
        });
        return command;
    }

    static string[] Chosen(string[]? asked, string[] all) => asked is { Length: > 0 } ? asked : all;

    static string DefaultCache() => Path.Combine(
        Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } cache ? cache
            : OperatingSystem.IsWindows() ? Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData)
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache"), "avatar", "systems");

    static Row Measure(string system, string size, string precision, string cache, int? steps, int threads)
    {
        var blueprint = ModelBlueprint.Of(system, size);
        var package = Build(blueprint, Path.Combine(cache, $"{system}-{size}-{precision}"), precision);
        Console.Error.WriteLine($"Measuring {system}, {size}, {precision} ...");
        var cost = SystemMeasurement.TakeInNewProcess(package.Folder, steps, threads);
        var branches = cost.Guidance == 1 ? 1 : 2;
        var operations = blueprint.Networks.Where(network => network.Name is "unet" or "refiner").Sum(OperationCount.Of); // PCDMs step through both
        var loaded = blueprint.Networks.Where(network => network.Name is not "vae_encoder" || system != "fpdm").ToArray();
        return new(system, size, precision, blueprint.Networks.Sum(network => network.ParameterCount),
            loaded.Sum(network => package.Manifest.Networks[network.Name].AllBytes), loaded.Sum(BytesInMemory), (double)operations * branches, cost);
    }

    static long BytesInMemory(Graph network) => network.Weights.Where(weight => weight.IsRead).Sum(weight => sizeof(float) * weight.Count);

    /// <summary>The package in the cache, built if it is not there yet.</summary>
    static ModelPackage Build(ModelBlueprint blueprint, string folder, string precision)
    {
        if (File.Exists(Path.Combine(folder, ModelManifest.FileName)))
            return ModelPackage.Open(folder);
        Console.Error.WriteLine($"Building {folder} ...");
        Directory.CreateDirectory(Path.GetDirectoryName(folder)!);
        return PackageWriting.Build(blueprint, folder, new RandomWeights(1), precision == "fp16" ? WeightStorage.Float16 : WeightStorage.Float32,
            "Random weights, for measuring cost.");
    }

    static void Print(List<Row> rows)
    {
        var table = new Table()
            .AddColumns("system", "size", "stored", "GiB", "parameters", "weights GiB", "load s", "peak GiB", "peak / weights", "source s", "step "
            + "s", "GFLOP a step", "GFLOP/s", "picture s", "steps");
        foreach (var row in rows)
            table.AddRow(row.System, row.Size,
                row.Precision, $"{row.StoredBytes / Gibibyte:F2}", $"{row.Parameters / 1e6:N0} "
                + $"M", $"{row.WeightBytes / Gibibyte:F2}", $"{row.Cost.LoadSeconds:F1}", $"{row.Cost.PeakBytes / Gibibyte:F2}", $"{row.PeakOverWeights:F2}",
                $"{row.Cost.SourceSeconds:F1}", $"{row.Cost.StepSeconds:F2}", $"{row.StepOperations / 1e9:N0}", $"{row.GigaflopsPerSecond:F0}",
                    $"{row.Cost.PictureSeconds:F1}", $"{row.Cost.Steps}");
        Tables.Write(table);
    }

    static JsonObject ToJson(List<Row> rows) => new()
    {
        ["formatVersion"] = 1,
        ["processor"] = Processor.Current.ToJson(),
        ["rows"] = new JsonArray([.. rows.Select(row => (JsonNode)new JsonObject
        {
            ["system"] = row.System,
            ["size"] = row.Size,
            ["precision"] = row.Precision,
            ["parameters"] = row.Parameters,
            ["storedBytes"] = row.StoredBytes,
            ["weightBytes"] = row.WeightBytes,
            ["loadSeconds"] = Math.Round(row.Cost.LoadSeconds, 3),
            ["loadedPeakBytes"] = row.Cost.LoadedBytes,
            ["peakBytes"] = row.Cost.PeakBytes,
            ["peakOverWeights"] = Math.Round(row.PeakOverWeights, 4),
            ["sourceSeconds"] = Math.Round(row.Cost.SourceSeconds, 3),
            ["firstStepSeconds"] = Math.Round(row.Cost.FirstStepSeconds, 4),
            ["stepSeconds"] = Math.Round(row.Cost.StepSeconds, 4),
            ["stepOperations"] = row.StepOperations,
            ["gigaflopsPerSecond"] = Math.Round(row.GigaflopsPerSecond, 1),
            ["pictureSeconds"] = Math.Round(row.Cost.PictureSeconds, 3),
            ["steps"] = row.Cost.Steps,
            ["guidance"] = row.Cost.Guidance,
        })]),
    };
}
