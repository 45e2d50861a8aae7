using System.CommandLine;
using System.CommandLine.Invocation;
using Avatars.Cli.Generating;
using Avatars.Workers;

namespace Avatars.Cli.Guarding;

/// <summary>
/// Commands that run networks in the process that they themselves run in. With packages that are not this program's own, see <see cref="OwnModels"/>, the
/// whole command runs in a child process: a network that ends its process then ends that one, and the command says so.
/// </summary>
static class GuardedCommands
{
    static readonly string[] Names =
    [
        "bench", "bench worker", "doctor", "evaluate", "evaluate signing", "model quantize", "model verify", "soak", "source",
    ];

    /// <summary>Options and arguments that name folders of networks.</summary>
    static readonly HashSet<string> Folders = ["--model", "--compare", "--metrics", "folder"];

    /// <summary>Gives these commands their child process, and the option to do without.</summary>
    public static void Guard(RootCommand root)
    {
        foreach (var name in Names)
        {
            var command = name.Split(' ').Aggregate((Command)root, static (command, word) => command.Subcommands.First(one => one.Name == word));
            var inProcess = new Option<bool>(ChildCommand.InProcess)
            {
                Description = "Runs networks in the command's own process, wherever they come from. Default: in a child process where they are not of this "
                    + "program's Models folder.",
            };
            command.Add(inProcess);
            command.Action = new GuardedAction(command.Action!, inProcess);
        }
    }

    /// <summary>The first folder of networks that a command line names, or means by naming none, and that may end its process; null for none.</summary>
    static string? DangerousFolder(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        var folders = new List<string>();
        foreach (var option in command.Options.Where(option => Folders.Contains(option.Name)))
            if (parsed.GetResult(option) is { Tokens.Count: > 0 } given)
                folders.AddRange(given.Tokens.Select(token => token.Value));
            else if (option.Name == "--model" && ModelChoice.DefaultFolder() is { } usual)
                folders.Add(usual);
        foreach (var argument in command.Arguments.Where(argument => Folders.Contains(argument.Name)))
            folders.AddRange(parsed.GetResult(argument)?.Tokens.Select(token => token.Value) ?? []);
        var tries = command.Name == "doctor"; // other providers: a driver may end the process with any network
        return folders.FirstOrDefault(folder => Directory.Exists(folder) && (tries || OwnModels.IsForeign(folder)));
    }

    sealed class GuardedAction(CommandLineAction action, Option<bool> inProcess) : AsynchronousCommandLineAction
    {
        public override Task<int> InvokeAsync(ParseResult parseResult, CancellationToken cancellationToken = default)
        {
            if (!parseResult.GetValue(inProcess) && DangerousFolder(parseResult) is { } folder)
                return Task.FromResult(ChildCommand.Run(parseResult, folder, cancellationToken));
            return action is AsynchronousCommandLineAction asynchronous ? asynchronous.InvokeAsync(parseResult, cancellationToken)
                : Task.FromResult(((SynchronousCommandLineAction)action).Invoke(parseResult));
        }
    }
}
