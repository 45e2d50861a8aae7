using System.CommandLine;
using System.CommandLine.Parsing;
using System.Diagnostics;
using System.Globalization;
using Avatars.Files;
using Avatars.Workers;

namespace Avatars.Cli.Guarding;

/// <summary>This program once more, for a command that may end its process.</summary>
static class ChildCommand
{
    /// <summary>The option that keeps a command in its process.</summary>
    public const string InProcess = "--in-process";

    const string Error = "avatar: ", Note = "avatar: note: ";

    /// <summary>This program with arguments, with its output to be read.</summary>
    public static ProcessStartInfo StartOf(IEnumerable<string> arguments)
    {
        var host = Environment.ProcessPath ?? throw new NotSupportedException("This program's own file is not known, so it cannot start itself.");
        var isShared = Path.GetFileNameWithoutExtension(host).Equals("dotnet", StringComparison.OrdinalIgnoreCase);
        return new ProcessStartInfo(host, [.. isShared ? [Path.Combine(AppContext.BaseDirectory, "avatar.dll")] : (string[])[], .. arguments])
        {
            RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false,
        };
    }

    /// <summary>Runs a command in a child process, and prints what it prints.</summary>
    /// <param name="folder">Of the networks that may end it, for the message.</param>
    /// <exception cref="InvalidOperationException">The command failed, with its own message, or its process was ended by a crash.</exception>
    public static int Run(ParseResult parsed, string folder, CancellationToken stop)
    {
        var words = Words(parsed);
        if (words.FirstOrDefault(word => word.StartsWith('@')) is { } file)
            throw new ArgumentException($"{file}: a value that begins with '@' cannot be given to the child process that runs the networks of '{folder}'. "
                + $"Give another one, or {InProcess} if you trust the networks.");
        var start = StartOf(words);
        start.Environment["DOTNET_DbgEnableMiniDump"] = "0";
        using var process = Process.Start(start)!;
        var errors = new ErrorLines();
        process.OutputDataReceived += static (_, line) => Print(Console.Out, line.Data);
        process.ErrorDataReceived += (_, line) => errors.Add(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        using (stop.Register(() => Stop(process)))
            process.WaitForExit();
        stop.ThrowIfCancellationRequested();
        return process.ExitCode is 0 or 1 && errors.Last is null ? process.ExitCode
            : throw new InvalidOperationException(errors.Last is { } said && process.ExitCode == 1 ? said : Fate(process.ExitCode, errors.Text, folder));
    }

    /// <summary>The command line again. A value that looks like an option or a file of arguments stays a value.</summary>
    static List<string> Words(ParseResult parsed)
    {
        var words = new List<string>();
        var isBehindOption = false;
        foreach (var token in parsed.Tokens)
        {
            if (token.Type == TokenType.DoubleDash)
                words.Add(InProcess);
            if (token.Type == TokenType.Argument && isBehindOption && token.Value is ['-' or '@', ..])
                words[^1] += "=" + token.Value;
            else
                words.Add(token.Value);
            isBehindOption = token.Type == TokenType.Option;
        }
        return words.Contains(InProcess) ? words : [.. words, InProcess];
    }

    static string Fate(int code, string errors, string folder) => $"The child process that ran the networks of '{folder}' ended: "
        + $"{WorkerDeath.Of(code, errors, wasMemoryShort: false).Cause}. Use another package, or report this to its makers.";

    /// <summary>The child cleans up, as this program would.</summary>
    static void Stop(Process process)
    {
        try
        {
            if (OperatingSystem.IsWindows())
                process.Kill();
            else
                using (var kill = Process.Start("kill", ["-TERM", process.Id.ToString(CultureInfo.InvariantCulture)]))
                    kill.WaitForExit();
        }
        catch (Exception error) when (error is InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            // It has ended already.
        }
    }

    static void Print(TextWriter to, string? line)
    {
        try
        {
            if (line is not null)
                to.WriteLine(line);
        }
        catch (IOException)
        {
            // Nobody reads it; the child goes on, and this program's own end tells.
        }
    }

    /// <summary>Prints what the child says of errors, but keeps the line that says why it failed for this program's own.</summary>
    sealed class ErrorLines
    {
        readonly Queue<string> _last = new();

        /// <summary>Without the program's name; null where it gave no reason.</summary>
        public string? Last { get; private set; }

        /// <summary>The last lines.</summary>
        public string Text => string.Join('\n', _last);

        public void Add(string? line)
        {
            if (line is null)
                return;
            _last.Enqueue(line);
            if (_last.Count > 20)
                _last.Dequeue();
            if (line.StartsWith(Error, StringComparison.Ordinal) && !line.StartsWith(Note, StringComparison.Ordinal))
            {
                if (Last is { } earlier)
                    Print(Console.Error, Error + earlier);
                Last = line[Error.Length..];
                return;
            }
            Print(Console.Error, ErrorLine.Printable(line, 2000));
        }
    }
}
