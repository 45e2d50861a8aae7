using System.CommandLine;
using Avatars.Cli.Signing;
using Avatars.Files;

namespace Avatars.Cli.Commands;

/// <summary>avatar sigml check: coverage of SiGML files.</summary>
static class SigmlCheckCommand
{
    public static Command Create()
    {
        var path = new Argument<string>("FILE") { Description = "SiGML file (.sigml, .xml), or a folder of them, searched with its subfolders." };
        var all = new Option<bool>("--all") { Description = "Print every finding of every sign, not only the counts." };
        var command = new Command("check", "Prints how many signs of SiGML files can be shown, and what is left out and why.") { path, all };
        command.SetAction(parsed =>
        {
            var coverage = new SigmlCoverage();
            foreach (var file in SigmlCoverage.FilesOf(parsed.GetValue(path)!))
                coverage.Add(file);
            if (parsed.GetValue(all))
                foreach (var line in coverage.Findings)
                    Console.WriteLine(ErrorLine.Printable(line, ErrorLine.MaximumLength));
            foreach (var line in coverage.Lines())
                Console.WriteLine(ErrorLine.Printable(line, ErrorLine.MaximumLength));
            return coverage.Refused == 0 ? 0 : 1;
        });
        return command;
    }
}
