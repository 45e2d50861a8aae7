using System.Diagnostics;
using Avatars.Fixtures;

namespace Avatars.Viewer;

/// <summary>The viewer as its users start it.</summary>
static class ViewerProcess
{
    /// <summary>Skips the test where there is no display; with CI=true that is a failure.</summary>
    public static void RequireDisplay()
    {
        if (OperatingSystem.IsLinux() && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("DISPLAY"))
            && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("WAYLAND_DISPLAY")))
            SharedFolders.Missing("There is no display (DISPLAY is not set).");
    }

    /// <param name="display">False takes away the display.</param>
    public static (int ExitCode, string Errors) Run(bool display, params string[] arguments) => Run(display, _ => { }, arguments);

    /// <summary>Sends a signal to a viewer once it is in the middle of its work.</summary>
    public static (int ExitCode, string Errors) Interrupt(string signal, Func<bool> isAtWork, params string[] arguments) => Run(true, process =>
    {
        SpinWait.SpinUntil(() => process.HasExited || isAtWork(), HangGuard.Patience);
        if (process.HasExited)
            return;
        using var kill = Process.Start("kill", ["-" + signal, $"{process.Id}"]);
        kill.WaitForExit();
    }, arguments);

    /// <summary>How a viewer is started; what it writes goes to the caller.</summary>
    public static ProcessStartInfo StartInfo(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardError = true, RedirectStandardOutput = true };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "avatar-viewer.dll"));
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        return start;
    }

    static (int ExitCode, string Errors) Run(bool display, Action<Process> meanwhile, string[] arguments)
    {
        var start = StartInfo(arguments);
        if (!display)
        {
            start.Environment["DISPLAY"] = "";
            start.Environment["WAYLAND_DISPLAY"] = "";
        }
        using var process = Process.Start(start)!;
        var (errors, output) = (process.StandardError.ReadToEndAsync(), process.StandardOutput.ReadToEndAsync());
        meanwhile(process);
        if (!process.WaitForExit(HangGuard.Patience))
        {
            process.Kill();
            Assert.Fail($"The viewer did not end within {HangGuard.Patience}.");
        }
        output.Wait();
        return (process.ExitCode, errors.Result);
    }
}
