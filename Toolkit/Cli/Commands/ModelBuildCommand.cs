using System.CommandLine;
using Avatars.ModelBuilding.Onnx;
using Avatars.ModelBuilding.Packages;
using Avatars.ModelBuilding.Weights;

namespace Avatars.Cli.Commands;

/// <summary>avatar model build: a package with fresh weights, ready for training.</summary>
static class ModelBuildCommand
{
    public static Command Create()
    {
        var system = new Option<string>("--system")
        {
            Description = $"The generator: {string.Join(", ", ModelBlueprint.Systems)}.",
            DefaultValueFactory = _ => "fpdm",
        };
        var size = new Option<string>("--size")
        {
            Description = "compact or published; PCDMs also have a published demo.",
            DefaultValueFactory = _ => "compact",
        };
        var output = new Option<string>("--out") { Description = "Folder to write; it must not exist.", Required = true };
        var seed = new Option<ulong>("--seed") { Description = "Seed of the weights.", DefaultValueFactory = _ => 0 };
        var precision = ModelCommand.Precision();
        var command = new Command("build", "Writes a model package with fresh weights, ready for training.") { system, size, output, seed, precision };
        command.SetAction((parsed, stop) =>
        {
            var storage = parsed.GetValue(precision) == "fp16" ? WeightStorage.Float16 : WeightStorage.Float32;
            var blueprint = ModelBlueprint.Of(parsed.GetValue(system)!, parsed.GetValue(size)!);
            var package = PackageWriting.Build(blueprint, parsed.GetValue(output)!, new RandomWeights(parsed.GetValue(seed)), storage,
                $"Fresh weights of seed {parsed.GetValue(seed)}; not trained.", stop: stop);
            foreach (var network in blueprint.Networks)
                Console.WriteLine($"{network.Name,-17} {network.ParameterCount,13:N0} "
                    + $"parameters {package.Manifest.Networks[network.Name].AllBytes,14:N0} bytes");
            Console.WriteLine($"{package.Folder}: {blueprint.Networks.Sum(network => network.ParameterCount):N0} parameters");
            return Task.FromResult(0);
        });
        return command;
    }
}
