using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Avatars.Workers.Confinement;
using Avatars.Workers.Messages;
using Avatars.Workers.Serving;

namespace Avatars.Workers;

/// <summary>
/// The worker process: what a program that starts workers does first of all when it is started as one. It is started by <see cref="WorkerGenerators"/> and
/// <see cref="WorkerAnalyser"/>, never by hand.
/// </summary>
public static class WorkerProgram
{
    /// <summary>The first argument of a program that is to be a worker.</summary>
    public const string Argument = "--worker";

    const string Confine = "confine", Serve = "serve";

    /// <summary>Call it at the beginning of a program: where it was started as a worker, it is one until its editor ends.</summary>
    /// <param name="code">The program's exit code, where this returns true.</param>
    public static bool TryRun(string[] arguments, out int code)
    {
        code = 0;
        if (arguments is not [Argument, ..])
            return false;
        if (arguments is [_, var stage and (Confine or Serve), var frames, var parent, var told, .. var readable]
            && int.TryParse(parent, NumberStyles.None, CultureInfo.InvariantCulture, out var editor))
            code = Run(stage, frames, editor, told, readable);
        else
        {
            Console.Error.WriteLine($"{Argument} is what Avatar starts its own worker processes with; it is of no use by hand.");
            code = 1;
        }
        return true;
    }

    /// <summary>Arguments of a worker.</summary>
    /// <param name="frames">Of <see cref="SharedFrames.Offer"/>.</param>
    /// <param name="readable">Files and folders that it may read.</param>
    internal static IEnumerable<string> Arguments(string frames, bool isConfined, bool mayUseGraphicsCards, IEnumerable<string> readable) =>
        [Argument, isConfined ? Confine : Serve, frames, Environment.ProcessId.ToString(CultureInfo.InvariantCulture),
            isConfined ? mayUseGraphicsCards ? "gpu" : "" : "The worker process is not confined: that was switched off.", .. readable];

    /// <summary>The program and first arguments that start this program again.</summary>
    internal static IReadOnlyList<string> ThisProgram()
    {
        var host = Environment.ProcessPath ?? throw new NotSupportedException("This program's own file is not known, so it cannot start worker processes.");
        return Path.GetFileNameWithoutExtension(host).Equals("dotnet", StringComparison.OrdinalIgnoreCase)
            ? [host, Path.GetFullPath(Environment.GetCommandLineArgs()[0])] : [host];
    }

    static int Run(string stage, string frames, int editor, string told, string[] readable)
    {
        if (OperatingSystem.IsLinux())
            ProgramReplacement.LeaveNoCore();
        if (stage == Confine)
            told = ConfineAndStartAgain(frames, editor, told == "gpu", readable); // returns where it cannot
        if (OperatingSystem.IsLinux() && !ProgramReplacement.EndWith(editor))
            return 1; // the editor is gone
        using var interruption = PosixSignalRegistration.Create(PosixSignal.SIGINT, context => context.Cancel = true); // a terminal's Ctrl-C is the editor's
        using var hangup = PosixSignalRegistration.Create(PosixSignal.SIGHUP, context => context.Cancel = true);
        using var memory = SharedFrames.Open(frames);
        using var output = Console.OpenStandardOutput();
        using var input = new BufferedStream(Console.OpenStandardInput(), MessagePipe.BufferBytes);
        Console.SetOut(TextWriter.Null); // standard output belongs to the messages
        new WorkerServer(input, output, memory, told).Run();
        Process.GetCurrentProcess().Kill(); // networks may be at work, and there is nothing left to do for them
        return 0;
    }

    /// <summary>Restrictions hold for the thread that asks for them and what it becomes, and .NET has several threads at once: so the program begins
    /// anew.</summary>
    static string ConfineAndStartAgain(string frames, int editor, bool mayUseGraphicsCards, string[] readable)
    {
        if (!OperatingSystem.IsLinux())
            return "This system cannot confine the worker process: it may read files and reach the network as this program may.";
        var program = ThisProgram();
        var told = LeastRights.Apply(readable, program[0], mayUseGraphicsCards);
        ProgramReplacement.Become(program[0], [.. program.Skip(1), Argument, Serve, frames, editor.ToString(CultureInfo.InvariantCulture), told]);
        return "The worker process could not be started again with fewer rights.";
    }
}
