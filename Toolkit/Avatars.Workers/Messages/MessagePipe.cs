using System.Buffers.Binary;

namespace Avatars.Workers.Messages;

/// <summary>What precedes each message in a pipe, 16 bytes: length of the body, kind, channel, two zeros, and the number of the call.</summary>
/// <param name="Channel">One call at a time is open on each: the frames in flight, then the control channel.</param>
/// <param name="Call">Chosen by the caller; its answers repeat it.</param>
readonly record struct MessageHead(int Length, MessageKind Kind, byte Channel, long Call)
{
    public const int Bytes = 16;

    /// <summary>A person of several large pictures stays far below.</summary>
    public const int MostBytes = 1 << 30;

    public void Write(Span<byte> head)
    {
        BinaryPrimitives.WriteInt32LittleEndian(head, Length);
        (head[4], head[5], head[6], head[7]) = ((byte)Kind, Channel, 0, 0);
        BinaryPrimitives.WriteInt64LittleEndian(head[8..], Call);
    }

    /// <exception cref="FormatException">No message begins like that.</exception>
    public static MessageHead Read(ReadOnlySpan<byte> head)
    {
        var length = BinaryPrimitives.ReadInt32LittleEndian(head);
        if (length is < 0 or > MostBytes || head[6] != 0 || head[7] != 0)
            throw new FormatException("The pipe between the processes holds something that is no message.");
        return new MessageHead(length, (MessageKind)head[4], head[5], BinaryPrimitives.ReadInt64LittleEndian(head[8..]));
    }
}

/// <summary>One direction of the connection between two processes.</summary>
static class MessagePipe
{
    /// <summary>Read at once: a frame's request and answer are one call of the system each.</summary>
    public const int BufferBytes = 4096;

    /// <summary>Writes one message whole. Only one thread at a time.</summary>
    /// <exception cref="IOException">The other process has ended.</exception>
    public static void Send(Stream pipe, MessageKind kind, byte channel, long call, ReadOnlySpan<byte> body)
    {
        Span<byte> small = stackalloc byte[2048];
        new MessageHead(body.Length, kind, channel, call).Write(small);
        var first = Math.Min(body.Length, small.Length - MessageHead.Bytes); // a short message is one call of the system
        body[..first].CopyTo(small[MessageHead.Bytes..]);
        pipe.Write(small[..(MessageHead.Bytes + first)]);
        if (first < body.Length)
            pipe.Write(body[first..]);
        pipe.Flush();
    }

    /// <returns>Null where the pipe has ended between two messages.</returns>
    /// <exception cref="EndOfStreamException">It has ended within one.</exception>
    public static MessageHead? ReadHead(Stream pipe, byte[] head)
    {
        var count = pipe.ReadAtLeast(head.AsSpan(0, MessageHead.Bytes), MessageHead.Bytes, throwOnEndOfStream: false);
        return count == 0 ? null : count == MessageHead.Bytes ? MessageHead.Read(head) : throw new EndOfStreamException();
    }

    /// <summary>Reads the body that follows a head into a buffer, which grows where it must.</summary>
    public static void ReadBody(Stream pipe, int length, ref byte[] buffer)
    {
        const int Step = 1 << 22; // memory is taken as the bytes come, not as the head promises
        for (var read = 0; read < length;)
        {
            var step = Math.Min(length - read, Step);
            if (buffer.Length < read + step)
                Array.Resize(ref buffer, (int)Math.Min(length, Math.Max(2L * buffer.Length, read + step)));
            pipe.ReadExactly(buffer, read, step);
            read += step;
        }
    }
}
