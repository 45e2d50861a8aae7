using System.CommandLine;
using Avatars.Files;
using Avatars.Models;
using Avatars.Workers;

namespace Avatars.Cli.Generating;

/// <summary>The options of commands that can run the model in a worker process.</summary>
sealed class WorkerChoice
{
    readonly Option<bool> _worker = new("--worker")
    {
        Description = "Runs the model in a worker process: what goes wrong in it does not end the command. Default for packages that are not in this "
            + "program's Models folder.",
    };
    readonly Option<bool> _inProcess = new("--in-process") { Description = "Runs the model in the command's own process, wherever the package comes from." };

    public void AddTo(Command command)
    {
        command.Add(_worker);
        command.Add(_inProcess);
    }

    /// <summary>How to start the worker process; null where the model is to run in this one.</summary>
    /// <exception cref="ArgumentException">Both were asked for.</exception>
    public WorkerOptions? For(ParseResult parsed, ModelPackage package)
    {
        var (inWorker, here) = (parsed.GetValue(_worker), parsed.GetValue(_inProcess));
        if (inWorker && here)
            throw new ArgumentException("Give one of --worker and --in-process.");
        return inWorker || !here && OwnModels.IsForeign(package.Folder) ? new WorkerOptions { Told = Tell } : null;
    }

    static void Tell(WorkerEvent told)
    {
        if (told.Kind != WorkerEventKind.Stopped) // the command ends with that message
            Console.Error.WriteLine($"avatar: note: {ErrorLine.Printable(told.Text, 400)}");
    }
}
