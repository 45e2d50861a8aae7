using System.Diagnostics;
using System.Globalization;

namespace Avatars.Workers;

/// <summary>
/// Keeps a worker running: starts it, and starts it again after its death, as <see cref="DeathPolicy"/> decides. All users of one host share its worker.
/// </summary>
/// <param name="what">The worker in the user's words, at the beginning of a sentence.</param>
/// <param name="prepare">Loads the model of a plan into a worker that has just started.</param>
/// <param name="start">Starts a process for a plan.</param>
sealed class WorkerHost(string what, WorkerOptions options, DeathPolicy policy, Action<ConnectedWorker, WorkerPlan> prepare,
    Func<WorkerPlan, WorkerProcess> start) : IDisposable
{
    /// <summary>For <see cref="Connect"/>: never begins anew after a stop.</summary>
    public const int NeverAgain = -1;

    readonly object _gate = new();
    ConnectedWorker? _worker;
    string? _stopped;
    volatile int _stops;
    int _generation;
    bool _isClosed;
    long _diedTicks;
    int _backFrom; // the generation whose first frame is news; 0 for none

    /// <summary>How often it has stopped: a call notes it when it begins.</summary>
    public int Stops => _stops;

    /// <summary>Of the running process; 0 for none.</summary>
    public int ProcessId
    {
        get
        {
            var worker = Volatile.Read(ref _worker);
            return worker is { Process.Death: null } ? worker.Process.Id : 0;
        }
    }

    /// <summary>The running worker. Starts one where there is none, which takes a second or two, and decides about the last one's death.</summary>
    /// <param name="stops">As <see cref="Stops"/> was when the caller's call began: one that began after a stop tries again.</param>
    /// <exception cref="InvalidOperationException">It is not started again; the message says why.</exception>
    public ConnectedWorker Connect(int stops)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isClosed, this);
            while (true)
            {
                if (_stopped is not null)
                    TryAgainOrThrow(stops);
                if (_worker is { Process.Death: null })
                    return _worker;
                if (_worker is { Process.Death: { } death } dead)
                {
                    Drop(dead);
                    Decide(death);
                    continue;
                }
                Start();
            }
        }
    }

    /// <summary>A call found that memory is short: the worker ends, and the next has less to do.</summary>
    public static void ReportMemory(ConnectedWorker worker) => worker.Process.End(new(DeathKind.OutOfMemory, "memory ran out"));

    public void FrameDone(ConnectedWorker worker)
    {
        if (Volatile.Read(ref _backFrom) != worker.Generation)
            return;
        lock (_gate)
        {
            policy.FrameDone();
            _backFrom = 0;
            if (_diedTicks > 0)
                Tell(WorkerEventKind.Back, string.Create(CultureInfo.InvariantCulture,
                    $"The picture is back after {Stopwatch.GetElapsedTime(_diedTicks).TotalSeconds:0.0} s."));
            _diedTicks = 0;
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _isClosed = true;
            _worker?.Process.Dispose();
            _worker = null;
        }
    }

    void Start()
    {
        WorkerProcess? process = null;
        try
        {
            process = start(policy.Plan);
            var worker = new ConnectedWorker(process, ++_generation);
            prepare(worker, policy.Plan);
            Volatile.Write(ref _backFrom, worker.Generation);
            Volatile.Write(ref _worker, worker);
            process.Ended += StartAgain;
            if (process.Death is not null)
                StartAgain();
        }
        catch (WorkerDiedException died)
        {
            process!.Dispose();
            Note(process.DiedTicks);
            Decide(died.Death);
        }
        catch (WorkerMemoryException)
        {
            process!.Dispose();
            Note(Stopwatch.GetTimestamp());
            Decide(new WorkerDeath(DeathKind.OutOfMemory, "memory ran out"));
        }
        catch
        {
            process?.Dispose();
            throw;
        }
    }

    /// <summary>At once, so that the next pose finds it running.</summary>
    void StartAgain()
    {
        try
        {
            Connect(NeverAgain);
        }
        catch (Exception error) when (error is InvalidOperationException or IOException or FormatException or ArgumentException or NotSupportedException)
        {
            // Whoever asks for the next frame is told.
        }
    }

    void Drop(ConnectedWorker dead)
    {
        Note(dead.Process.DiedTicks);
        dead.Process.Dispose();
        Volatile.Write(ref _worker, null);
    }

    void Note(long diedTicks)
    {
        if (_diedTicks == 0)
            _diedTicks = diedTicks;
    }

    void Decide(WorkerDeath death)
    {
        var decision = policy.Decide(death);
        var told = $"{what} ended: {death.Cause}. {decision.Told ?? "It is started again."}";
        if (decision.Plan is null)
        {
            _stopped = told;
            _stops++;
            _diedTicks = 0;
        }
        Tell(decision.Plan is null ? WorkerEventKind.Stopped : decision.Told is null ? WorkerEventKind.Ended : WorkerEventKind.Reduced, told);
    }

    void TryAgainOrThrow(int stops)
    {
        if (stops != _stops)
            throw new InvalidOperationException(_stopped);
        _stopped = null;
        policy.Forgive();
    }

    void Tell(WorkerEventKind kind, string text) => options.Told?.Invoke(new WorkerEvent(kind, text));
}
