using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using Avatars.Workers.Messages;

namespace Avatars.Workers;

/// <summary>One worker process, from its start to its end. A thread starts it and watches it: its exit, its heartbeat, and overdue answers.</summary>
/// <remarks>The system ends a worker with the thread that started it, so that thread lives as long as the worker.</remarks>
sealed class WorkerProcess : IDisposable
{
    const int TickMilliseconds = 50;
    const double StartSeconds = 20; // until the first heartbeat: a loaded machine starts programs slowly
    const int KeptErrors = 4000; // characters

    readonly ProcessStartInfo _start;
    readonly SharedFrames _frames;
    readonly double _hangSeconds;
    readonly Thread _supervisor;
    readonly ManualResetEventSlim _started = new();
    readonly StringBuilder _errors = new();
    readonly object _sending = new();
    Process? _process;
    Exception? _startFailure;
    WorkerDeath? _ending; // decided by this side
    volatile bool _isClosing;

    /// <summary>Starts it.</summary>
    /// <param name="frames">Borrowed; no other live worker may use it.</param>
    /// <param name="readable">Files and folders that it may read.</param>
    /// <exception cref="IOException">It cannot be started.</exception>
    public WorkerProcess(WorkerOptions options, SharedFrames frames, bool mayUseGraphicsCards, IEnumerable<string> readable)
    {
        (_frames, _hangSeconds, Answers) = (frames, options.HangSeconds, new WorkerAnswers(this, End));
        var command = options.Command ?? WorkerProgram.ThisProgram();
        var offer = frames.Offer();
        frames.ResetHeartbeat();
        _start = new ProcessStartInfo(command[0])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false, CreateNoWindow = true,
            WorkingDirectory = AppContext.BaseDirectory,
        };
        foreach (var argument in command.Skip(1).Concat(WorkerProgram.Arguments(offer, options.IsConfined, mayUseGraphicsCards, readable)))
            _start.ArgumentList.Add(argument);
        _start.Environment["DOTNET_EnableDiagnostics"] = "0"; // its sockets would be left behind in the folder of temporary files
        _start.Environment["DOTNET_DbgEnableMiniDump"] = "0";
        _supervisor = new Thread(Supervise) { IsBackground = true, Name = "Worker process" };
        _supervisor.Start();
        _started.Wait();
        SharedFrames.EndOffer(offer);
        if (_startFailure is not null)
            throw new IOException($"A worker process cannot be started ({_startFailure.Message.TrimEnd('.')}). Start with --in-process to do without one.",
                _startFailure);
    }

    /// <summary>Called once, after <see cref="Death"/> is known, on a thread of its own; not after <see cref="Dispose"/>.</summary>
    public event Action? Ended;

    /// <summary>Null while it lives.</summary>
    public WorkerDeath? Death => Answers.Death;

    public long DiedTicks { get; private set; }

    public int Id => _process!.Id;

    public WorkerAnswers Answers { get; }

    public WorkerChannel Channel(byte number) => Answers.Channel(number);

    /// <summary>Sends a message; what fails is the worker's death, which the wait for the answer learns.</summary>
    public void Send(MessageKind kind, byte channel, long call, MessageWriter message)
    {
        try
        {
            lock (_sending)
                MessagePipe.Send(_process!.StandardInput.BaseStream, kind, channel, call, message.Written);
        }
        catch (Exception error) when (error is IOException or ObjectDisposedException or InvalidOperationException)
        {
            End(new(DeathKind.Crashed, "its connection broke"), onlyIfAlive: true);
        }
    }

    /// <summary>Ends it for a reason.</summary>
    public void End(WorkerDeath reason) => End(reason, onlyIfAlive: false);

    public void Dispose()
    {
        _isClosing = true;
        try
        {
            _process!.StandardInput.BaseStream.Close(); // it ends itself
        }
        catch (Exception error) when (error is IOException or InvalidOperationException)
        {
            // It has ended already.
        }
        if (!_supervisor.Join(1000))
        {
            Kill();
            _supervisor.Join();
        }
        _process!.Dispose();
    }

    void Supervise()
    {
        try
        {
            _process = Process.Start(_start);
        }
        catch (Exception error) when (error is Win32Exception or InvalidOperationException or IOException)
        {
            _startFailure = error;
        }
        if (_process is null || _startFailure is not null)
        {
            _started.Set();
            return;
        }
        var killsBefore = MemoryKills();
        using var pipe = new BufferedStream(_process.StandardOutput.BaseStream, MessagePipe.BufferBytes);
        Answers.Open(pipe);
        var errors = Started(new Thread(ReadErrors) { IsBackground = true, Name = "Worker errors" });
        _started.Set();
        Watch();
        errors.Join(1000);
        DiedTicks = Stopwatch.GetTimestamp();
        string text;
        lock (_errors)
            text = _errors.ToString();
        Answers.Close(() => Volatile.Read(ref _ending) ?? WorkerDeath.Of(_process.ExitCode, text, MemoryKills() > killsBefore));
        if (!_isClosing)
            ThreadPool.QueueUserWorkItem(_ => Ended?.Invoke());
    }

    void Watch()
    {
        var (quiet, lastBeat, clock) = (0.0, 0L, Stopwatch.StartNew());
        while (!_process!.WaitForExit(TickMilliseconds))
        {
            var seconds = Math.Min(clock.Elapsed.TotalSeconds, 3 * TickMilliseconds / 1000.0); // a machine that slept is no worker that hangs
            clock.Restart();
            var beat = _frames.Heartbeat;
            quiet = beat != lastBeat ? 0 : quiet + seconds;
            lastBeat = beat;
            if (quiet > (beat == 0 ? StartSeconds : _hangSeconds))
                End(new(DeathKind.Hung, string.Create(CultureInfo.InvariantCulture, $"it gave no sign of life for {quiet:0.0} s")));
            if (Answers.AreOverdue(seconds))
                End(new(DeathKind.Hung, "an answer did not come; its device may hang"));
        }
    }

    void ReadErrors()
    {
        try
        {
            while (_process!.StandardError.ReadLine() is { } line)
                lock (_errors)
                {
                    _errors.AppendLine(line.Length > 500 ? line[..500] : line);
                    if (_errors.Length > KeptErrors)
                        _errors.Remove(0, _errors.Length - KeptErrors);
                }
        }
        catch (Exception error) when (error is IOException or ObjectDisposedException)
        {
            // It is ending.
        }
    }

    void End(WorkerDeath reason, bool onlyIfAlive)
    {
        if (onlyIfAlive && HasEnded(2000))
            return; // its exit code says more
        Interlocked.CompareExchange(ref _ending, reason, null);
        Kill();
    }

    bool HasEnded(int milliseconds)
    {
        try
        {
            return _process!.WaitForExit(milliseconds);
        }
        catch (InvalidOperationException)
        {
            return true; // another thread has disposed of it
        }
    }

    void Kill()
    {
        try
        {
            _process!.Kill();
        }
        catch (Exception error) when (error is InvalidOperationException or Win32Exception)
        {
            // It has ended already.
        }
    }

    static Thread Started(Thread thread)
    {
        thread.Start();
        return thread;
    }

    /// <summary>How many processes Linux has ended for lack of memory since its start; 0 elsewhere.</summary>
    static long MemoryKills()
    {
        try
        {
            const string Name = "oom_kill ";
            return OperatingSystem.IsLinux()
                && File.ReadLines("/proc/vmstat").FirstOrDefault(line => line.StartsWith(Name, StringComparison.Ordinal)) is { } line
                && long.TryParse(line.AsSpan(Name.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : 0;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return 0;
        }
    }
}
