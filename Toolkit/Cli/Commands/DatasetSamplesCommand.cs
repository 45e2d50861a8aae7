using System.CommandLine;
using Avatars.Datasets.Pairs;

namespace Avatars.Cli.Commands;

/// <summary>avatar dataset samples: the source pictures in Samples/Sources.</summary>
static class DatasetSamplesCommand
{
    public static Command Create()
    {
        var assets = DatasetCommand.Assets();
        var output = new Option<string>("--out") { Description = "Folder to write the pictures to.", Required = true };
        var command = new Command("samples", "Renders the source pictures of the twelve sample characters.") { assets, output };
        command.SetAction(parsed =>
        {
            foreach (var path in SampleCharacterPortraits.Render(parsed.GetValue(assets)!, parsed.GetValue(output)!))
                Console.WriteLine(path);
        });
        return command;
    }
}
