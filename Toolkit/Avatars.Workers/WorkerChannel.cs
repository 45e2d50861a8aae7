using System.Diagnostics.CodeAnalysis;
using Avatars.Workers.Messages;

namespace Avatars.Workers;

/// <summary>One channel in the editor: one call at a time, of which the caller waits for the answer. The caller sees to it that there is one.</summary>
[SuppressMessage("Design", "CA1001", Justification = "It holds nothing to free: nobody asks for its wait handle.")]
sealed class WorkerChannel(byte number, WorkerProcess process)
{
    readonly ManualResetEventSlim _answered = new();
    byte[] _answer = new byte[256];
    MessageHead _head;
    Action<MessageKind, string, float>? _told;
    int _mostBytes;
    long _call;
    double _limit, _waited;
    volatile bool _isOpen;

    /// <summary>To be filled before <see cref="Call"/>.</summary>
    public MessageWriter Message { get; } = new();

    /// <summary>Sends the message and waits for its answer.</summary>
    /// <param name="limitSeconds">A worker that takes longer is taken to hang and ended.</param>
    /// <param name="mostBytes">That the answer can have.</param>
    /// <param name="told">Receives what the worker tells before its answer, on another thread.</param>
    /// <returns>The answer, until the next call.</returns>
    /// <exception cref="WorkerDiedException">The worker ended before it answered.</exception>
    public MessageReader Call(MessageKind kind, double limitSeconds, int mostBytes = 4096, Action<MessageKind, string, float>? told = null)
    {
        _answered.Reset();
        (_limit, _waited, _mostBytes, _told) = (limitSeconds, 0, mostBytes, told);
        Interlocked.Increment(ref _call);
        _isOpen = true;
        process.Send(kind, number, _call, Message);
        if (process.Death is null)
            _answered.Wait();
        _isOpen = false;
        if (process.Death is { } death)
            throw new WorkerDiedException(death);
        var answer = new MessageReader(_answer.AsSpan(0, _head.Length));
        if (_head.Kind == MessageKind.Done)
            return answer;
        throw WorkerFailure.ToException((FailureKind)answer.Byte(), answer.Text());
    }

    /// <summary>By the thread that reads the worker's pipe.</summary>
    /// <exception cref="FormatException">It is no answer to the open call.</exception>
    public void Receive(Stream pipe, MessageHead head)
    {
        if (!_isOpen || head.Call != Interlocked.Read(ref _call) || head.Length > _mostBytes
            || head.Kind is not (MessageKind.Done or MessageKind.Failed or MessageKind.Progress or MessageKind.Warning))
            throw new FormatException("The worker sent something that is no answer.");
        MessagePipe.ReadBody(pipe, head.Length, ref _answer);
        if (head.Kind is MessageKind.Progress or MessageKind.Warning)
        {
            var message = new MessageReader(_answer.AsSpan(0, head.Length));
            _told?.Invoke(head.Kind, message.Text(), message.Single());
            return;
        }
        _head = head;
        _isOpen = false;
        _answered.Set();
    }

    /// <summary>By the thread that watches the worker.</summary>
    /// <param name="seconds">Since the last time.</param>
    /// <returns>Whether an answer is overdue.</returns>
    public bool IsOverdue(double seconds) => _isOpen && (_waited += seconds) > _limit;

    /// <summary>Ends the wait after the worker's death.</summary>
    public void Release() => _answered.Set();
}
