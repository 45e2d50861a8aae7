using System.CommandLine;
using System.Globalization;
using Avatars.Files;
using Avatars.Signing;

namespace Avatars.Cli.Commands;

/// <summary>avatar lexicon list: the rows of a lexicon.</summary>
static class LexiconListCommand
{
    public static Command Create()
    {
        var path = new Argument<string>("LEXICON") 
        {
            Description = "Folder with index.csv, .pose files and scenes, folder of SiGML files and scenes, or a SiGML file.",
        };
        var word = new Option<string?>("--word") { Description = "Only the variants of a word or gloss, best first." };
        var command = new Command("list", "Prints a row per sign: word, gloss, language, file, part, priority.") { path, word };
        command.SetAction(parsed =>
        {
            var lexicon = SignLexicon.Open(parsed.GetValue(path)!);
            var entries = parsed.GetValue(word) is { } wanted ? lexicon.All(wanted, wanted) : lexicon.Entries;
            foreach (var entry in entries)
                Console.WriteLine(ErrorLine.Printable(string.Create(CultureInfo.InvariantCulture, $"{entry.Word} | {entry.Gloss} | {entry.SignedLanguage} | "
                    + $"{Path.GetFileName(entry.Path)} | {entry.StartSeconds:0.00} to {(entry.EndSeconds > 0 ? entry.EndSeconds.ToString("0.00",
                        CultureInfo.InvariantCulture) : "end")} s | {entry.Priority}"), ErrorLine.MaximumLength));
            if (entries.Count == 0)
                throw new KeyNotFoundException($"{parsed.GetValue(path)}: there is no sign{(parsed.GetValue(word) is { } none ? $" for '{none}'" : "")}.");
        });
        return command;
    }
}
