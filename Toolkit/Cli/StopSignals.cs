using System.Runtime.InteropServices;
using Avatars.Files;

namespace Avatars.Applications;

/// <summary>
/// Ctrl-C, SIGTERM and SIGHUP. The first signal cancels the running command, which cleans up; when it has not stopped within some seconds, or at a
/// second signal, unfinished files are deleted and the process exits.
/// </summary>
sealed class StopSignals : IDisposable
{
    const int PatienceMilliseconds = 4000;

    readonly CancellationTokenSource _stop = new();
    readonly PosixSignalRegistration[] _registrations;
    int _code;

    public StopSignals() =>
        _registrations = [.. new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP }.Select(signal =>
            PosixSignalRegistration.Create(signal, Receive))];

    public CancellationToken Token => _stop.Token;

    /// <summary>128 plus the signal's number, as in shells; null before a signal.</summary>
    public int? ExitCode => Volatile.Read(ref _code) is var code and > 0 ? code : null;

    public void Dispose()
    {
        foreach (var registration in _registrations)
            registration.Dispose();
        _stop.Dispose();
    }

    void Receive(PosixSignalContext context)
    {
        context.Cancel = true;
        var code = 128 + context.Signal switch { PosixSignal.SIGHUP => 1, PosixSignal.SIGINT => 2, _ => 15 };
        if (Interlocked.CompareExchange(ref _code, code, 0) != 0)
            EndNow(code);
        new Thread(() =>
        {
            Thread.Sleep(PatienceMilliseconds);
            EndNow(code);
        })
        { IsBackground = true }.Start();
        try
        {
            _stop.Cancel();
        }
        catch (ObjectDisposedException)
        {
        }
    }

    static void EndNow(int code)
    {
        UnfinishedFiles.DeleteAll();
        Environment.Exit(code);
    }
}
