using System.Diagnostics;
using System.Globalization;
using System.Numerics;
using System.Text;
using Avatars.Fixtures;

namespace Avatars.Viewer;

/// <summary>A viewer of its own and its user, with a real pointer and keyboard (xdotool). Pauses grow while the window is too slow for them.</summary>
sealed class WindowUser : IDisposable
{
    const double Growth = 1.5, LongestPause = 3; // seconds
    const int PausesToWait = 15; // for the effect of an attempt

    readonly Process _viewer;
    readonly StringBuilder _output = new();

    double _pause = 0.15; // seconds

    /// <param name="home">Folder of the viewer's own settings and journals.</param>
    /// <param name="folder">Where file dialogs begin.</param>
    public WindowUser(string home, string folder, params string[] arguments)
    {
        var start = ViewerProcess.StartInfo(arguments);
        start.WorkingDirectory = folder;
        foreach (var name in new[] { "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME" })
            start.Environment[name] = home;
        _viewer = Process.Start(start)!;
        _viewer.OutputDataReceived += (_, line) => Keep(line.Data);
        _viewer.ErrorDataReceived += (_, line) => Keep(line.Data);
        _viewer.BeginOutputReadLine();
        _viewer.BeginErrorReadLine();
    }

    /// <summary>Of the pointer's button, drags too, without attempts that had no effect.</summary>
    public int Clicks { get; private set; }

    /// <summary>Skips the test where there is no display or no xdotool; with CI=true that is a failure.</summary>
    public static void Require()
    {
        ViewerProcess.RequireDisplay();
        if (!OperatingSystem.IsLinux())
            SharedFolders.Missing("xdotool drives windows of Linux only.");
        RequireProgram("xdotool");
    }

    public static void RequireProgram(string name)
    {
        if (!(Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(path => File.Exists(Path.Combine(path, name))))
            SharedFolders.Missing($"{name} is not installed (Debian package {name}).");
    }

    /// <summary>Does something until it has had its effect: the window may still be loading, or be slower than the events come.</summary>
    public void Until(Func<bool> isDone, Action attempt)
    {
        var clicks = Clicks;
        for (var clock = Stopwatch.StartNew(); clock.Elapsed < HangGuard.Patience; _pause = Math.Min(_pause * Growth, LongestPause))
        {
            RequireRunning();
            Clicks = clicks;
            attempt();
            for (var waited = Stopwatch.StartNew(); waited.Elapsed.TotalSeconds < PausesToWait * _pause; Thread.Sleep(50))
                if (isDone())
                    return;
        }
        Assert.Fail($"Nothing came of it within {HangGuard.Patience}.");
    }

    /// <summary>Waits for the viewer to end by itself after an attempt such as Ctrl+Q.</summary>
    public void UntilClosed(Action attempt)
    {
        for (var clock = Stopwatch.StartNew(); !_viewer.HasExited && clock.Elapsed < HangGuard.Patience;)
        {
            attempt();
            _viewer.WaitForExit(TimeSpan.FromSeconds(PausesToWait * _pause));
        }
        Assert.That(_viewer.HasExited, $"The viewer did not close within {HangGuard.Patience}.");
        Assert.That(_viewer.ExitCode, Is.Zero, Output);
    }

    /// <summary>SIGKILL: nothing of the process runs any more.</summary>
    public void Kill()
    {
        RequireRunning();
        _viewer.Kill();
        _viewer.WaitForExit();
    }

    /// <summary>The viewer ends with its user.</summary>
    public void Dispose()
    {
        if (!_viewer.HasExited)
        {
            _viewer.Kill();
            _viewer.WaitForExit();
        }
        _viewer.Dispose();
    }

    public void Click(Vector2 at)
    {
        Move(at);
        Press();
        Release();
    }

    public void Drag(Vector2 from, Vector2 to)
    {
        Move(from);
        Press();
        for (var i = 1; i <= 5; i++)
            Move(Vector2.Lerp(from, to, i / 5f));
        Release();
    }

    /// <param name="key">As X names it, such as <c>ctrl+s</c>.</param>
    public void Key(string key) => Do("key", key);

    /// <summary>Replaces what a field holds.</summary>
    public void Fill(string text)
    {
        Key("ctrl+a");
        Do("type", "--delay", "30", text);
    }

    string Output
    {
        get
        {
            lock (_output)
                return _output.ToString();
        }
    }

    void Keep(string? line)
    {
        lock (_output)
            _output.AppendLine(line);
    }

    void RequireRunning()
    {
        if (!_viewer.HasExited)
            return;
        _viewer.WaitForExit(); // for the rest of its output
        Assert.Fail($"The viewer ended with code {_viewer.ExitCode}: {Output}");
    }

    void Move(Vector2 to) =>
        Do("mousemove", to.X.ToString("0", CultureInfo.InvariantCulture), to.Y.ToString("0", CultureInfo.InvariantCulture));

    void Press()
    {
        Clicks++;
        Do("mousedown", "1");
    }

    void Release() => Do("mouseup", "1");

    void Do(params string[] arguments)
    {
        using var process = Process.Start("xdotool", arguments);
        process.WaitForExit();
        Thread.Sleep(TimeSpan.FromSeconds(_pause)); // some frames of the window
    }
}
