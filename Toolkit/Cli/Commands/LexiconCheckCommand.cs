using System.CommandLine;
using Avatars.Files;
using Avatars.Signing;

namespace Avatars.Cli.Commands;

/// <summary>avatar lexicon check: what is wrong with a lexicon.</summary>
static class LexiconCheckCommand
{
    public static Command Create()
    {
        var path = new Argument<string>("LEXICON") 
        {
            Description = "Folder with index.csv, .pose files and scenes, folder of SiGML files and scenes, or a SiGML file.",
        };
        var command = new Command("check", "Reads every sign of a lexicon and prints what is missing or damaged.") { path };
        command.SetAction(parsed =>
        {
            var lexicon = SignLexicon.Open(parsed.GetValue(path)!);
            foreach (var warning in lexicon.Warnings)
                Print(warning);
            var broken = 0;
            foreach (var (entry, finding, isBroken) in LexiconFolder.Check(lexicon))
            {
                Print($"{Path.GetFileName(entry.Path)} {ErrorLine.Quote(entry.Word.Length > 0 ? entry.Word : entry.Gloss, 40)}: {finding}");
                broken += isBroken ? 1 : 0;
            }
            Console.WriteLine($"{lexicon.Entries.Count} signs, {lexicon.Warnings.Count} rows left out, {broken} signs that cannot be read");
            return broken + lexicon.Warnings.Count == 0 ? 0 : 1;
        });
        return command;
    }

    static void Print(string line) => Console.WriteLine(ErrorLine.Printable(line, ErrorLine.MaximumLength));
}
