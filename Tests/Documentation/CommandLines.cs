using System.CommandLine;
using Avatars.Viewer;

namespace Avatars.Documentation;

/// <summary>The command trees of the programs, and a way along them.</summary>
static class CommandLines
{
    /// <summary>The <c>avatar</c> command.</summary>
    public static RootCommand Avatar { get; } = Cli.Program.Commands();

    /// <summary>The viewer, which <c>./run.sh</c> opens.</summary>
    public static RootCommand Viewer { get; } = ViewerOptions.Command((_, _) => 0);

    /// <summary>Every option that a user may give to the command or the viewer.</summary>
    public static HashSet<string> OptionNames { get; } = [.. AllOf(Avatar).Concat(AllOf(Viewer)).SelectMany(command => command.Options)
        .Where(option => !option.Hidden).SelectMany(option => option.Aliases.Prepend(option.Name))];

    /// <summary>A command and all below it, in their order.</summary>
    public static IEnumerable<Command> AllOf(Command command) => command.Subcommands.SelectMany(AllOf).Prepend(command);

    /// <summary>What is wrong with the names of commands and options in these words; values are not looked at. Null when nothing is.</summary>
    public static string? WrongName(RootCommand root, IEnumerable<string> words)
    {
        Command command = root;
        var isPath = true;
        foreach (var word in words.Select(word => word.Trim('[', ']', ',', '.')))
        {
            if (isPath && word.Length > 1 && word.All(char.IsAsciiLetterUpper))
                return null; // stands for a command
            if (isPath && command.Subcommands.FirstOrDefault(sub => sub.Name == word) is { } next)
                command = next;
            else if (isPath && command.Subcommands.Count > 0 && command.Arguments.Count == 0 && !word.StartsWith('-'))
                return $"there is no command '{word}'";
            else
                isPath = false;
            if (word.StartsWith("--", StringComparison.Ordinal) && word != "--help"
                && command.Options.All(option => option.Hidden || !option.Aliases.Prepend(option.Name).Contains(word.Split('=')[0])))
                return $"'{command.Name}' has no option '{word}'";
        }
        return null;
    }
}
