using System.Diagnostics;

namespace Avatars.Cli.Tests;

/// <summary>The avatar command, run as a user runs it: in a process of its own.</summary>
static class CommandLine
{
    /// <returns>The exit code and all that was printed.</returns>
    public static (int Code, string Output, string Errors) Run(params string[] arguments) => Run(AppContext.BaseDirectory, null, arguments);

    /// <summary>The command of another folder.</summary>
    public static (int Code, string Output, string Errors) RunFrom(string program, params string[] arguments) => Run(program, null, arguments);

    /// <summary>With a variable of the environment set.</summary>
    public static (int Code, string Output, string Errors) RunWith((string Name, string Value) variable, params string[] arguments) => Run(AppContext.BaseDirectory, variable, arguments);

    static (int Code, string Output, string Errors) Run(string program, (string Name, string Value)? variable, string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        if (variable is { } set)
            start.Environment[set.Name] = set.Value;
        start.ArgumentList.Add(Path.Combine(program, "avatar.dll"));
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, errors.Result);
    }
}
