using System;
using System.Buffers.Binary;
using System.Text;

namespace Avatars.Live;

/// <summary>Builds one OSC bundle with the time tag "immediately" in a buffer of its own.</summary>
/// <remarks>Begin a message, add its arguments in the order of its type tags, end it.</remarks>
internal sealed class OscBundleWriter
{
    const int HeadBytes = 16;

    readonly byte[] _buffer;
    int _length;
    int _messageStart;

    /// <param name="capacity">Bytes of the largest bundle.</param>
    public OscBundleWriter(int capacity)
    {
        _buffer = new byte[capacity];
        "#bundle\0"u8.CopyTo(_buffer);
        _buffer[HeadBytes - 1] = 1;
        Clear();
    }

    public ReadOnlySpan<byte> Bytes => _buffer.AsSpan(0, _length);

    public bool IsEmpty => _length == HeadBytes;

    public void Clear() => _length = HeadBytes;

    /// <summary>Whether a message of that many bytes still fits.</summary>
    public bool Fits(int bytes) => _length + sizeof(int) + bytes <= _buffer.Length;

    /// <param name="tags">With the comma, for example ",sf".</param>
    public OscBundleWriter Begin(string address, string tags)
    {
        _messageStart = _length;
        _length += sizeof(int);
        return Text(address).Text(tags);
    }

    public OscBundleWriter Text(string text)
    {
        var count = Encoding.UTF8.GetBytes(text, _buffer.AsSpan(_length));
        var padded = PaddedLength(count);
        _buffer.AsSpan(_length + count, padded - count).Clear();
        _length += padded;
        return this;
    }

    public OscBundleWriter Single(float value) => Integer(BitConverter.SingleToInt32Bits(value));

    public OscBundleWriter Integer(int value)
    {
        BinaryPrimitives.WriteInt32BigEndian(_buffer.AsSpan(_length), value);
        _length += sizeof(int);
        return this;
    }

    public void End() => BinaryPrimitives.WriteInt32BigEndian(_buffer.AsSpan(_messageStart), _length - _messageStart - sizeof(int));

    /// <summary>Bytes of a string of <paramref name="bytes"/> UTF-8 bytes with its zero and padding.</summary>
    public static int PaddedLength(int bytes) => (bytes + 4) & ~3;
}
