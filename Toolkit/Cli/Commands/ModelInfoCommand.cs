using System.CommandLine;
using Avatars.ModelBuilding.Packages;
using Avatars.Models;

namespace Avatars.Cli.Commands;

/// <summary>avatar model info: the contents of a package's manifest.</summary>
static class ModelInfoCommand
{
    public static Command Create()
    {
        var folder = ModelCommand.Folder();
        var command = new Command("info", "Shows what a model package holds.") { folder };
        command.SetAction(parsed => Print(ModelPackage.Open(parsed.GetValue(folder)!).Manifest));
        return command;
    }

    static void Print(ModelManifest model)
    {
        Console.WriteLine($"{model.Name}: {model.Description}");
        Console.WriteLine($"  system      {model.System}, {model.Width}x{model.Height}, "
            + $"latents {model.LatentChannels}x{model.Height / model.LatentFactor}x{model.Width / model.LatentFactor} (scale {model.LatentScale})");
        Console.WriteLine($"  inputs      source {model.SourceSize}{FusionOf(model.Settings)}, pose style {model.PoseStyle}");
        Console.WriteLine($"  noise       {model.Schedule.Kind} {model.Schedule.BetaStart}-{model.Schedule.BetaEnd}, {model.Schedule.TrainSteps} "
            + $"levels, {model.PredictionType}");
        Console.WriteLine($"  defaults    {model.Defaults.Sampler}, {model.Defaults.Steps} steps, "
            + $"guidance {model.Defaults.Guidance}, {model.Defaults.Spacing}");
        Console.WriteLine($"  licence     {model.Licence}");
        Console.WriteLine($"  provenance  {model.Provenance}");
        foreach (var (name, network) in model.Networks)
            Console.WriteLine($"  {name,-17} {network.AllBytes,14:N0} bytes  {network.Sha256}");
        if (model.Training is { } training)
            Console.WriteLine($"  training    recipe {training.Recipe}, commit {training.Commit}, thresholds {(training.IsAccepted ? "reached" : "missed")}");
        if (model.Quality.Count > 0)
            Console.WriteLine($"  quality     {model.Quality.ToJsonString()}");
    }

    static string FusionOf(SystemSettings settings) => settings switch
    {
        FpdmSettings fpdm => $", fusion {fpdm.FusionSize}",
        PcdmsSettings { FusionSize: { } size } => $", fusion {size}",
        _ => "",
    };
}
