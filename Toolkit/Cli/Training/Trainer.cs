using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;

namespace Avatars.Cli.Training;

/// <summary>The Python that trains: Training/train.py.</summary>
/// <param name="folder">Training/ of the project.</param>
sealed class Trainer(string folder)
{
    const int StoppedCode = 3; // of train.py: stopped at a checkpoint

    /// <summary>AVATAR_PYTHON, by default /usr/bin/python3 (Debian's python3-torch).</summary>
    static string Program => Environment.GetEnvironmentVariable("AVATAR_PYTHON") is { Length: > 0 } chosen ? chosen : "/usr/bin/python3";

    /// <summary>Every option of a recipe's stages, defaults included.</summary>
    /// <exception cref="FormatException">A stage cannot be run as defined; the message names file, field and remedy.</exception>
    public JsonArray Check(string recipe)
    {
        using var process = Start(["train.py", "check", Path.GetFullPath(recipe)], []);
        process.StandardInput.Close();
        var errors = process.StandardError.ReadToEndAsync();
        var text = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? JsonNode.Parse(text)!.AsArray() : throw new FormatException(LastLine(errors.Result));
    }

    /// <summary>Trains the stages of a plan.</summary>
    /// <param name="processes">That train together.</param>
    /// <param name="seconds">After which it stops by itself; null for no end.</param>
    /// <param name="onEvent">Receives each event.</param>
    /// <param name="stop">Requests a stop at the next step; the checkpoint is written.</param>
    /// <returns>Whether all stages are done; false when it was stopped.</returns>
    /// <exception cref="InvalidOperationException">The training failed.</exception>
    public bool Run(string plan, int processes, double? seconds, Action<JsonObject> onEvent, CancellationToken stop)
    {
        var port = FreePort();
        string[] end = seconds is { } left ? ["--seconds", FormattableString.Invariant($"{left}")] : [];
        string[] command = ["-u", "train.py", "run", Path.GetFullPath(plan), "--stop-at-end-of-input", .. end];
        Process[] running = [.. Enumerable.Range(0, processes).Select(rank => Start(command, processes == 1 ? [] : new()
        {
            ["RANK"] = $"{rank}", ["WORLD_SIZE"] = $"{processes}", ["MASTER_ADDR"] = "127.0.0.1", ["MASTER_PORT"] = $"{port}",
        }))];
        var errors = running.ToDictionary(process => process, _ => new StringBuilder());
        try
        {
            foreach (var process in running)
            {
                process.ErrorDataReceived += (_, line) => Append(errors[process], line.Data);
                process.BeginErrorReadLine();
            }
            foreach (var follower in running.Skip(1))
            {
                follower.OutputDataReceived += static (_, _) => { };
                follower.BeginOutputReadLine();
            }
            using var _ = stop.Register(() => CloseInputs(running));
            while (running[0].StandardOutput.ReadLine() is { } line)
                if (line.StartsWith('{') && JsonNode.Parse(line) is JsonObject what)
                    onEvent(what);
            foreach (var process in running)
                process.WaitForExit();
            // When one process fails the others lose their connection to it: the first that ended has the reason.
            if (running.Where(process => process.ExitCode is not (0 or StoppedCode)).MinBy(process => process.ExitTime) is { } failed)
                throw new InvalidOperationException(LastLine(errors[failed].ToString()) is { Length: > 0 } said ? said
                    : $"The training ended with exit code {failed.ExitCode}. Run it again with --resume.");
            return running[0].ExitCode == 0;
        }
        finally
        {
            foreach (var process in running)
            {
                if (!process.HasExited)
                    process.Kill(entireProcessTree: true);
                process.Dispose();
            }
        }
    }

    /// <summary>A trainer stops at a checkpoint when its input is closed, also when this program ends unexpectedly.</summary>
    static void CloseInputs(Process[] running)
    {
        foreach (var process in running)
            process.StandardInput.Close();
    }

    Process Start(string[] arguments, Dictionary<string, string> environment)
    {
        if (!File.Exists(Program))
            throw new FileNotFoundException($"'{Program}', the Python that trains, is not there. Install python3-torch and python3-onnx, " +
                "or name another Python in AVATAR_PYTHON.");
        var start = new ProcessStartInfo(Program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        start.Environment["PYTHONDONTWRITEBYTECODE"] = "1";
        return Process.Start(start)!;
    }

    static void Append(StringBuilder errors, string? line)
    {
        lock (errors)
            errors.AppendLine(line);
    }

    /// <summary>Python's last line is the message; the lines above it are the traceback.</summary>
    static string LastLine(string text) =>
        text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) is { Length: > 0 } lines ? lines[^1] : "";

    static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
