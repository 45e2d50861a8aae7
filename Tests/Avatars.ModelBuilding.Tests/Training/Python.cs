using System.Diagnostics;
using Avatars.Fixtures;

namespace Avatars.ModelBuilding.Tests.Training;

/// <summary>The Python that trains: AVATAR_PYTHON, by default /usr/bin/python3 (Debian's python3-torch).</summary>
static class Python
{
    static readonly Lazy<bool> HasTorch = new(() => Start("-c", "import torch, onnx, numpy, PIL").Code == 0);

    static string Program => Environment.GetEnvironmentVariable("AVATAR_PYTHON") is { Length: > 0 } chosen ? chosen : "/usr/bin/python3";

    /// <summary>Runs in the folder Training; skips the test where PyTorch is absent, fails it with the output when the program does.</summary>
    public static void Run(params string[] arguments)
    {
        if (!File.Exists(Program) || !HasTorch.Value)
            Assert.Ignore($"{Program} has no PyTorch, onnx, numpy and Pillow. Install them with ./test.sh, or set AVATAR_PYTHON.");
        var (code, output) = Start(arguments);
        Assert.That(code, Is.Zero, output);
    }

    static (int Code, string Output) Start(params string[] arguments)
    {
        var start = new ProcessStartInfo(Program, arguments)
        {
            WorkingDirectory = Path.Combine(SharedFolders.Repository, "Training"),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["PYTHONDONTWRITEBYTECODE"] = "1" },
        };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output + errors.GetAwaiter().GetResult());
    }
}
