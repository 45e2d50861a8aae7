using System.CommandLine;
using Avatars.Cli.Importing;
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
        var system = new Option<string>("--system")
        {
            Description = $"The generator: {string.Join(", ", PublishedSystem.Names)}; or {MediaPipeNetworks.System}, the networks that find people in "
                + "pictures.",
            Required = true,
        };
        var checkpoints = new Option<string[]>("--checkpoint")
        {
            Description = "Published weights: .safetensors, .pt, .pth, .ckpt or .bin files, and folders in the layout of diffusers and transformers. "
                + "Several, if the system has several. For mediapipe: the folder of its npm packages, by default downloaded.",
            AllowMultipleArgumentsPerToken = true,
        };
        var output = new Option<string?>("--out") { Description = "Folder to write; it must not exist. For mediapipe by default a folder of the cache." };
        var precision = ModelCommand.Precision();
        var command = new Command("import", "Writes a model package from published weights. No code in them is run.") { system, checkpoints, output,
            precision };
        command.SetAction(async (parsed, stop) =>
        {
            var (name, files, folder) = (parsed.GetValue(system)!, parsed.GetValue(checkpoints) ?? [], parsed.GetValue(output));
            if (name == MediaPipeNetworks.System)
            {
                if (files.Length > 1 || parsed.GetValue(precision) is not null)
                    throw new ArgumentException($"'{name}' takes one --checkpoint, the folder of its npm packages, or none, and no --precision.");
                await MediaPipeNetworks.Bring(files.FirstOrDefault(), folder, stop);
                return 0;
            }
            if (files.Length == 0 || folder is null)
                throw new ArgumentException($"'{name}' needs --checkpoint, the published files, and --out, the folder to write.");
            var storage = parsed.GetValue(precision) == "fp16" ? WeightStorage.Float16 : WeightStorage.Float32;
            WholeFolder.RequireFree(folder);
            using var import = new CheckpointImport(PublishedSystem.Of(name), files);
            foreach (var line in import.Report.Concat(import.Configs.Report))
                Console.WriteLine(line);
            RequireSampler(import.Manifest);
            if (import.Unused.Count > 0)
                Console.WriteLine($"not used "
                    + $"({import.Unused.Count}): {string.Join(", ", import.Unused.Take(MostListed))}{(import.Unused.Count > MostListed ? " and more" : "")}");
            var package = import.Save(folder, storage, stop);
            Console.WriteLine($"{package.Folder}: {package.Manifest.Networks.Count} "
                + $"networks, {package.Manifest.Networks.Values.Sum(network => network.AllBytes):N0} bytes");
            return 0;
        });
        return command;
    }

    /// <summary>The sampling configuration must be supported; checked before anything is written.</summary>
    static void RequireSampler(ModelManifest model) =>
        GenerationSettings.Of(model.Defaults).MakeSampler(model.Schedule.ToNoiseSchedule(), Predictions.Named(model.PredictionType));
}
