using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Avatars.Fixtures;

namespace Avatars.ModelBuilding.Tests;

/// <summary>
/// The Python that trains, in one process for all tests: PyTorch takes seconds to start. AVATAR_PYTHON names it, by default
/// /usr/bin/python3 (Debian's python3-torch).
/// </summary>
[SetUpFixture]
public sealed class Python
{
    static readonly StringBuilder Printed = new();
    static Process? _server;

    static string Program => Environment.GetEnvironmentVariable("AVATAR_PYTHON") is { Length: > 0 } chosen ? chosen : "/usr/bin/python3";

    /// <summary>Runs a graph on a file of inputs.</summary>
    internal static void RunGraph(string graph, string inputs, string outputs) => Ask(new { graph, inputs, outputs });

    /// <summary>The same with its convolutions rounded to 8 bits, as <c>eightBits</c> trains them.</summary>
    internal static void RunGraphInEightBits(string graph, string inputs, string outputs) => Ask(new { graph, inputs, outputs, eight_bits = true });

    /// <summary>Runs a program.</summary>
    internal static void RunScript(string script, params string[] arguments) => Ask(new { script, arguments });

    /// <summary>Runs unit tests of the folder Training, for example <c>tests.test_recipe</c>; fails with their report.</summary>
    internal static void RunTests(string name) => Ask(new { test = name });

    [OneTimeTearDown]
    public static void Stop()
    {
        if (_server is null)
            return;
        _server.StandardInput.Close();
        _server.WaitForExit();
        _server.Dispose();
        _server = null;
    }

    /// <summary>Skips the test where PyTorch is absent; with CI=true that is a failure.</summary>
    static void Ask<T>(T request)
    {
        if (_server is null or { HasExited: true })
            _server = Start();
        _server.StandardInput.WriteLine(JsonSerializer.Serialize(request));
        var answer = _server.StandardOutput.ReadLine();
        lock (Printed)
        {
            var printed = Printed.ToString();
            Printed.Clear();
            if (answer is not null)
                Assert.That(JsonDocument.Parse(answer).RootElement.TryGetProperty("error", out var error) ? error.GetString() : null, Is.Null, printed);
            else if (printed.Contains("ModuleNotFoundError", StringComparison.Ordinal))
                SharedFolders.Missing($"{Program} lacks a package: {printed.Trim().Split('\n')[^1]}. " +
                    "Install PyTorch, onnx, numpy and Pillow with ./test.sh, or set AVATAR_PYTHON.");
            else
                Assert.Fail($"{Program} has ended: {printed}");
        }
    }

    static Process Start()
    {
        if (!File.Exists(Program))
            SharedFolders.Missing($"There is no {Program}. Install Python with ./test.sh, or set AVATAR_PYTHON.");
        var start = new ProcessStartInfo(Program, ["-m", "tests.server"])
        {
            WorkingDirectory = Path.Combine(SharedFolders.Repository, "Training"),
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["PYTHONDONTWRITEBYTECODE"] = "1" },
        };
        var process = Process.Start(start)!;
        process.ErrorDataReceived += (_, line) =>
        {
            lock (Printed)
                Printed.AppendLine(line.Data);
        };
        process.BeginErrorReadLine();
        return process;
    }
}
