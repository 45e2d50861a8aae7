using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Avatars.Files;
using Avatars.ModelBuilding.Onnx;
using Avatars.ModelBuilding.Packages;
using Avatars.Models;

namespace Avatars.Cli.Commands;

/// <summary>avatar model pack: a package as it ships, after training.</summary>
static class ModelPackCommand
{
    const int MaximumQualityBytes = 1 << 18;

    public static Command Create()
    {
        var input = new Option<string>("--in") { Description = "Package to read; its hashes may be out of date.", Required = true };
        var output = new Option<string>("--out") { Description = "Folder to write; it must not exist.", Required = true };
        var precision = ModelCommand.Precision();
        var provenance = new Option<string?>("--provenance") { Description = "How the weights were made, for model.json." };
        var quality = new Option<string?>("--quality") { Description = "A JSON file with measured quality, for model.json." };
        var command = new Command("pack", "Rewrites a package: weights in the given precision, sizes and hashes updated.") { input, output, precision,
            provenance, quality };
        command.SetAction((parsed, stop) =>
        {
            WholeFolder.RequireFree(parsed.GetValue(output)!);
            var package = ModelPackage.Open(parsed.GetValue(input)!);
            package = package with
            {
                Manifest = package.Manifest with
                {
                    Provenance = parsed.GetValue(provenance) ?? package.Manifest.Provenance,
                    Quality = parsed.GetValue(quality) is { } file ? ReadQuality(file) : package.Manifest.Quality,
                },
            };
            WeightStorage? storage = parsed.GetValue(precision) switch { "fp16" => WeightStorage.Float16, "fp32" => WeightStorage.Float32, _ => null };
            var packed = package.Pack(parsed.GetValue(output)!, storage, stop);
            Console.WriteLine($"{packed.Folder}: {packed.Manifest.Networks.Count} "
                + $"networks, {packed.Manifest.Networks.Values.Sum(network => network.AllBytes):N0} bytes");
            return Task.FromResult(0);
        });
        return command;
    }

    static JsonObject ReadQuality(string path)
    {
        using var json = JsonText.Read(path, MaximumQualityBytes, "Correct the file, or leave --quality out.");
        return json.RootElement.ValueKind == JsonValueKind.Object ? JsonObject.Create(json.RootElement.Clone())!
            : throw new FormatException($"'{path}' should hold one JSON object. Correct the file, or leave --quality out.");
    }
}
