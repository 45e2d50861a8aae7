using System.CommandLine;
using Avatars.Datasets.Pairs;

namespace Avatars.Cli.Commands;

/// <summary>avatar dataset residents: the source pictures of the twelve people of the demonstration.</summary>
static class DatasetSamplesCommand
{
    public static Command Create()
    {
        var assets = DatasetCommand.Assets();
        var output = new Option<string>("--out") { Description = "Folder to write the pictures to.", Required = true };
        var command = new Command("residents", "Renders the source pictures of the twelve residents.") { assets, output };
        command.SetAction(parsed =>
        {
            foreach (var path in SampleCharacterPortraits.Render(parsed.GetValue(assets)!, parsed.GetValue(output)!))
                Console.WriteLine(path);
        });
        return command;
    }
}
