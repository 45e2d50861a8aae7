using System.Collections.Concurrent;
using Avatars.Workers.Messages;

namespace Avatars.Workers;

/// <summary>
/// The answers of one worker. There is no thread that reads them: a caller that waits for an answer reads the pipe, and hands on what others wait for, so
/// that an answer wakes one thread and not two.
/// </summary>
/// <param name="end">Ends a worker that sends what is no answer.</param>
sealed class WorkerAnswers(WorkerProcess process, Action<WorkerDeath> end)
{
    readonly object _gate = new();
    readonly ConcurrentDictionary<byte, WorkerChannel> _channels = new();
    readonly byte[] _head = new byte[MessageHead.Bytes];
    BufferedStream? _pipe;
    bool _isBeingRead, _isOver;
    WorkerDeath? _death;

    /// <summary>Null while it lives.</summary>
    public WorkerDeath? Death => Volatile.Read(ref _death);

    public WorkerChannel Channel(byte number) => _channels.GetOrAdd(number, static (number, process) => new WorkerChannel(number, process), process);

    /// <summary>Before the first call.</summary>
    /// <param name="pipe">Borrowed.</param>
    public void Open(BufferedStream pipe) => _pipe = pipe;

    /// <summary>Returns when the channel has its answer, or the worker has ended.</summary>
    public void WaitFor(WorkerChannel channel)
    {
        while (IsToRead(channel))
            Read();
    }

    /// <summary>Whether an answer is overdue.</summary>
    /// <param name="seconds">Since the last time.</param>
    public bool AreOverdue(double seconds)
    {
        var areOverdue = false;
        foreach (var (_, channel) in _channels)
            areOverdue |= channel.IsOverdue(seconds);
        return areOverdue;
    }

    /// <summary>After the process has ended: waits for the caller that reads its last words, and ends all waits.</summary>
    public void Close(Func<WorkerDeath> death)
    {
        lock (_gate)
        {
            while (_isBeingRead)
                Monitor.Wait(_gate);
            Volatile.Write(ref _death, death());
            Monitor.PulseAll(_gate);
        }
    }

    bool IsToRead(WorkerChannel channel)
    {
        lock (_gate)
            while (true)
            {
                if (channel.IsAnswered || _death is not null)
                    return false;
                if (!_isBeingRead && !_isOver)
                    return _isBeingRead = true;
                Monitor.Wait(_gate);
            }
    }

    void Read()
    {
        var isOver = false;
        try
        {
            isOver = !TryReceive();
        }
        catch (FormatException)
        {
            isOver = true;
            end(new(DeathKind.Crashed, "it sent something that is no message"));
        }
        catch (Exception error) when (error is IOException or ObjectDisposedException)
        {
            isOver = true; // it is ending
        }
        finally
        {
            lock (_gate)
            {
                (_isBeingRead, _isOver) = (false, _isOver || isOver);
                Monitor.PulseAll(_gate);
            }
        }
    }

    /// <returns>False where the pipe has ended.</returns>
    bool TryReceive()
    {
        if (MessagePipe.ReadHead(_pipe!, _head) is not { } message)
            return false;
        if (!_channels.TryGetValue(message.Channel, out var channel))
            throw new FormatException("The worker answered on a channel that was not asked.");
        channel.Receive(_pipe!, message);
        return true;
    }
}
