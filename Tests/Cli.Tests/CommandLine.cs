using System.Diagnostics;
using Avatars.Fixtures;

namespace Avatars.Cli.Tests;

/// <summary>The avatar command, run as a user runs it: in a process of its own.</summary>
static class CommandLine
{
    /// <returns>The exit code and all that was printed.</returns>
    public static (int Code, string Output, string Errors) Run(params string[] arguments) => Run(AppContext.BaseDirectory, null, arguments);

    /// <summary>The command of another folder.</summary>
    public static (int Code, string Output, string Errors) RunFrom(string program, params string[] arguments) => Run(program, null, arguments);

    /// <summary>With a variable of the environment set.</summary>
    public static (int Code, string Output, string Errors) RunWith((string Name, string Value) variable, params string[] arguments) =>
        Run(AppContext.BaseDirectory, variable, arguments);

    static (int Code, string Output, string Errors) Run(string program, (string Name, string Value)? variable, string[] arguments)
    {
        using var process = Start(program, variable, arguments);
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEndAsync();
        if (!process.WaitForExit(HangGuard.Patience))
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"The command did not end within {HangGuard.Patience}: avatar {string.Join(' ', arguments)}");
        }
        return (process.ExitCode, output.Result, errors.Result);
    }

    /// <summary>Only starts it; what it prints waits to be read.</summary>
    public static Process Start(params string[] arguments) => Start(AppContext.BaseDirectory, null, arguments);

    static Process Start(string program, (string Name, string Value)? variable, string[] arguments)
    {
        // Tests that a shell runs in the background have Ctrl-C ignored, those under nohup SIGHUP, and their children would have it so too.
        var (first, before) = OperatingSystem.IsLinux() ? ("env", new[] { "--default-signal", "dotnet" }) : ("dotnet", []);
        var start = new ProcessStartInfo(first, [.. before, Path.Combine(program, "avatar.dll"), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (variable is { } set)
            start.Environment[set.Name] = set.Value;
        return Process.Start(start)!;
    }
}
