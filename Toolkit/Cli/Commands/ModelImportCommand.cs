using System.CommandLine;
using Avatars.ModelBuilding.Importing;
using Avatars.ModelBuilding.Onnx;
using Avatars.ModelBuilding.Packages;
using Avatars.Systems;

namespace Avatars.Cli.Commands;

/// <summary>avatar model import: a package out of the files that a system's authors published.</summary>
static class ModelImportCommand
{
    const int MostListed = 20;

    public static Command Create()
    {
        var system = new Option<string>("--system") { Description = $"The generator: {string.Join(", ", PublishedSystem.Names)}.", Required = true };
        var checkpoints = new Option<string[]>("--checkpoint")
        {
            Description = "Published weights: .safetensors, .pt, .pth, .ckpt or .bin files, and folders as diffusers and transformers lay them out. Several, if the system has several.",
            Required = true,
            AllowMultipleArgumentsPerToken = true,
        };
        var output = new Option<string>("--out") { Description = "Folder to write; it must not exist.", Required = true };
        var precision = ModelCommand.Precision();
        var command = new Command("import", "Writes a model package from published weights. No code in them is run.") { system, checkpoints, output, precision };
        command.SetAction((parsed, stop) =>
        {
            var storage = parsed.GetValue(precision) == "fp16" ? WeightStorage.Float16 : WeightStorage.Float32;
            ModelPackage.RequireFree(parsed.GetValue(output)!);
            using var import = new CheckpointImport(PublishedSystem.Of(parsed.GetValue(system)!), parsed.GetValue(checkpoints)!);
            foreach (var line in import.Report.Concat(import.Configs.Report))
                Console.WriteLine(line);
            RequireSampler(import.Description);
            if (import.Unused.Count > 0)
                Console.WriteLine($"not used ({import.Unused.Count}): {string.Join(", ", import.Unused.Take(MostListed))}{(import.Unused.Count > MostListed ? " and more" : "")}");
            var package = import.Save(parsed.GetValue(output)!, storage, stop);
            Console.WriteLine($"{package.Folder}: {package.Description.Networks.Count} networks, {package.Description.Networks.Values.Sum(network => network.AllBytes):N0} bytes");
            return Task.FromResult(0);
        });
        return command;
    }

    /// <summary>What the configuration says of sampling must be possible, before anything is written.</summary>
    static void RequireSampler(ModelBuilding.Packages.ModelDescription model)
    {
        var defaults = model.Defaults;
        var schedule = model.Schedule;
        var noise = new Inference.PackagedSchedule(schedule.Kind, schedule.BetaStart, schedule.BetaEnd, schedule.TrainSteps, schedule.ZeroTerminalSnr, model.PredictionType) { TrainedBetas = schedule.TrainedBetas ?? [] };
        new GenerationSettings
        {
            Sampler = defaults.Sampler, Steps = defaults.Steps, Spacing = defaults.Spacing, EndsClean = defaults.EndsClean ?? true, Offset = defaults.Offset ?? 1,
            Options = [.. (defaults.Options ?? new Dictionary<string, System.Text.Json.JsonElement>()).Select(option => KeyValuePair.Create(option.Key, option.Value.ValueKind == System.Text.Json.JsonValueKind.String ? option.Value.GetString()! : option.Value.GetRawText()))],
        }.MakeSampler(noise.ToNoiseSchedule(), Sampling.Predictions.Named(model.PredictionType));
    }
}
