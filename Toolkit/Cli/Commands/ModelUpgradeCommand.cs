using System.CommandLine;
using Avatars.ModelBuilding.Packages;

namespace Avatars.Cli.Commands;

/// <summary>avatar model upgrade: a package of an earlier format version in the present one.</summary>
static class ModelUpgradeCommand
{
    public static Command Create()
    {
        var input = new Option<string>("--in") { Description = "Package of format version 1.", Required = true };
        var output = new Option<string>("--out") { Description = "Folder to write; it must not exist.", Required = true };
        var command = new Command("upgrade",
            "Writes a package of format version 1 as version 2: networks, ports and tensors get their new names, weights stay.") { input, output };
        command.SetAction((parsed, stop) =>
        {
            PackageUpgrade.Save(parsed.GetValue(input)!, parsed.GetValue(output)!, stop);
            Console.WriteLine($"{parsed.GetValue(output)}: format version 2");
            return Task.FromResult(0);
        });
        return command;
    }
}
