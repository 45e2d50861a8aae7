using System.Diagnostics;

namespace Avatars.Viewer;

/// <summary>The viewer as its users start it.</summary>
static class ViewerProcess
{
    const int PatienceMilliseconds = 240_000; // a loaded machine without a graphics card

    /// <param name="display">False takes away the display.</param>
    public static (int ExitCode, string Errors) Run(bool display, params string[] arguments) => Run(display, _ => { }, arguments);

    /// <summary>Sends a signal to a viewer once it is in the middle of its work.</summary>
    public static (int ExitCode, string Errors) Interrupt(string signal, Func<bool> isAtWork, params string[] arguments) => Run(true, process =>
    {
        for (var clock = Stopwatch.StartNew(); !process.HasExited && !isAtWork() && clock.ElapsedMilliseconds < PatienceMilliseconds;)
            Thread.Sleep(20);
        if (process.HasExited)
            return;
        using var kill = Process.Start("kill", ["-" + signal, $"{process.Id}"]);
        kill.WaitForExit();
    }, arguments);

    static (int ExitCode, string Errors) Run(bool display, Action<Process> meanwhile, string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardError = true, RedirectStandardOutput = true };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "avatar-viewer.dll"));
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        if (!display)
        {
            start.Environment["DISPLAY"] = "";
            start.Environment["WAYLAND_DISPLAY"] = "";
        }
        using var process = Process.Start(start)!;
        var (errors, output) = (process.StandardError.ReadToEndAsync(), process.StandardOutput.ReadToEndAsync());
        meanwhile(process);
        if (!process.WaitForExit(PatienceMilliseconds))
        {
            process.Kill();
            Assert.Fail($"The viewer did not end within {PatienceMilliseconds / 1000} s.");
        }
        output.Wait();
        return (process.ExitCode, errors.Result);
    }
}
