using System.CommandLine;

namespace Avatars.Cli.Commands;

/// <summary>avatar model: builds, imports, shows, checks, signs, repacks, quantises and upgrades model packages.</summary>
static class ModelCommand
{
    public static Command Create() => new("model", "Builds, imports, shows, checks, signs, repacks, quantises and upgrades model packages.")
    {
        ModelBuildCommand.Create(),
        ModelImportCommand.Create(),
        ModelInfoCommand.Create(),
        ModelPackCommand.Create(),
        ModelQuantizeCommand.Create(),
        ModelSignCommand.Create(),
        ModelUpgradeCommand.Create(),
        ModelVerifyCommand.Create(),
    };

    /// <summary>The package's folder, as the command's one argument.</summary>
    public static Argument<string> Folder() => new("folder") { Description = "Folder of a model package." };

    public static Option<string?> Precision()
    {
        var option = new Option<string?>("--precision") { Description = "How weights are stored: fp32 or fp16." };
        option.AcceptOnlyFromAmong("fp32", "fp16");
        return option;
    }
}
