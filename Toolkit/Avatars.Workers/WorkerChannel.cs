using Avatars.Workers.Messages;

namespace Avatars.Workers;

/// <summary>One channel in the editor: one call at a time, of which the caller waits for the answer. The caller sees to it that there is one.</summary>
sealed class WorkerChannel(byte number, WorkerProcess process)
{
    byte[] _answer = new byte[256];
    MessageHead _head;
    IToldByWorker? _told;
    int _mostBytes;
    long _call;
    double _limit, _waited;
    volatile bool _isOpen, _isAnswered;

    /// <summary>To be filled before <see cref="Call"/>.</summary>
    public MessageWriter Message { get; } = new();

    /// <summary>Whether the answer to the last call has come.</summary>
    public bool IsAnswered => _isAnswered;

    /// <summary>Sends the message and waits for its answer.</summary>
    /// <param name="limitSeconds">A worker that takes longer is taken to hang and ended.</param>
    /// <param name="mostBytes">That the answer can have.</param>
    /// <param name="told">Receives what the worker tells before its answer, on any thread.</param>
    /// <returns>The answer, until the next call.</returns>
    /// <exception cref="WorkerDiedException">The worker ended before it answered.</exception>
    public MessageReader Call(MessageKind kind, double limitSeconds, int mostBytes = 4096, IToldByWorker? told = null)
    {
        (_limit, _waited, _mostBytes, _told, _isAnswered) = (limitSeconds, 0, mostBytes, told, false);
        _call++;
        _isOpen = true;
        process.Send(kind, number, _call, Message);
        process.Answers.WaitFor(this);
        _isOpen = false;
        if (!_isAnswered)
            throw new WorkerDiedException(process.Death!);
        var answer = new MessageReader(_answer.AsSpan(0, _head.Length));
        if (_head.Kind == MessageKind.Done)
            return answer;
        throw WorkerFailure.ToException((FailureKind)answer.Byte(), answer.Text());
    }

    /// <summary>By the thread that reads the worker's pipe.</summary>
    /// <exception cref="FormatException">It is no answer to the open call.</exception>
    public void Receive(Stream pipe, MessageHead head)
    {
        if (!_isOpen || head.Call != _call || head.Length > _mostBytes || head.Kind < MessageKind.Done || !Enum.IsDefined(head.Kind))
            throw new FormatException("The worker sent something that is no answer.");
        MessagePipe.ReadBody(pipe, head.Length, ref _answer);
        if (head.Kind is not (MessageKind.Done or MessageKind.Failed))
        {
            _told?.Receive(head.Kind, new MessageReader(_answer.AsSpan(0, head.Length)));
            return;
        }
        _head = head;
        _isOpen = false;
        _isAnswered = true;
    }

    /// <summary>By the thread that watches the worker.</summary>
    /// <param name="seconds">Since the last time.</param>
    /// <returns>Whether an answer is overdue.</returns>
    public bool IsOverdue(double seconds) => _isOpen && (_waited += seconds) > _limit;
}

/// <summary>Receives what a worker tells before its answer.</summary>
interface IToldByWorker
{
    /// <exception cref="FormatException">The message is none of this call.</exception>
    void Receive(MessageKind kind, MessageReader message);
}
