using System.Diagnostics.CodeAnalysis;
using Avatars.Workers.Messages;

namespace Avatars.Workers.Serving;

/// <summary>One channel in the worker: a thread that answers one call at a time.</summary>
[SuppressMessage("Design", "CA1001", Justification = "They hold nothing to free: nobody asks for their wait handles.")]
sealed class ServedChannel
{
    const int KeptBytes = 1 << 20; // larger buffers are for one message

    readonly SemaphoreSlim _calls = new(0), _free = new(1);
    readonly ServedCall _answer;
    byte[] _body = new byte[4096];
    MessageHead _head;

    public delegate void ServedCall(ServedChannel channel, MessageHead head, ReadOnlySpan<byte> body);

    /// <param name="answer">Called on the channel's thread. It throws nothing.</param>
    public ServedChannel(byte number, ServedCall answer)
    {
        _answer = answer;
        new Thread(Work) { IsBackground = true, Name = $"Channel {number}" }.Start();
    }

    /// <summary>Kept from call to call.</summary>
    public MessageWriter Answer { get; } = new();

    /// <summary>Reads a message's body and has it answered, after the one before.</summary>
    public void Take(Stream pipe, MessageHead head)
    {
        _free.Wait();
        _head = head;
        MessagePipe.ReadBody(pipe, head.Length, ref _body);
        _calls.Release();
    }

    void Work()
    {
        while (true)
        {
            _calls.Wait();
            var head = _head;
            _answer(this, head, _body.AsSpan(0, head.Length));
            if (_body.Length > KeptBytes)
                _body = [];
            _free.Release();
        }
    }
}
