using System.CommandLine;
using Avatars.Files;
using Avatars.ModelBuilding.Importing;
using Avatars.ModelBuilding.Onnx;
using Avatars.ModelBuilding.Packages;
using Avatars.Models;
using Avatars.Sampling;
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
            Description = "Published weights: .safetensors, .pt, .pth, .ckpt or .bin files, and folders in the layout of diffusers and transformers. "
                + "Several, if the system has several.",
            Required = true,
            AllowMultipleArgumentsPerToken = true,
        };
        var output = new Option<string>("--out") { Description = "Folder to write; it must not exist.", Required = true };
        var precision = ModelCommand.Precision();
        var command = new Command("import", "Writes a model package from published weights. No code in them is run.") { system, checkpoints, output,
            precision };
        command.SetAction((parsed, stop) =>
        {
            var storage = parsed.GetValue(precision) == "fp16" ? WeightStorage.Float16 : WeightStorage.Float32;
            WholeFolder.RequireFree(parsed.GetValue(output)!);
            using var import = new CheckpointImport(PublishedSystem.Of(parsed.GetValue(system)!), parsed.GetValue(checkpoints)!);
            foreach (var line in import.Report.Concat(import.Configs.Report))
                Console.WriteLine(line);
            RequireSampler(import.Manifest);
            if (import.Unused.Count > 0)
                Console.WriteLine($"not used "
                    + $"({import.Unused.Count}): {string.Join(", ", import.Unused.Take(MostListed))}{(import.Unused.Count > MostListed ? " and more" : "")}");
            var package = import.Save(parsed.GetValue(output)!, storage, stop);
            Console.WriteLine($"{package.Folder}: {package.Manifest.Networks.Count} "
                + $"networks, {package.Manifest.Networks.Values.Sum(network => network.AllBytes):N0} bytes");
            return Task.FromResult(0);
        });
        return command;
    }

    /// <summary>The sampling configuration must be supported; checked before anything is written.</summary>
    static void RequireSampler(ModelManifest model) =>
        GenerationSettings.Of(model.Defaults).MakeSampler(model.Schedule.ToNoiseSchedule(), Predictions.Named(model.PredictionType));
}
