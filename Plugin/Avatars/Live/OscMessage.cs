using System;
using System.Buffers.Binary;

namespace Avatars.Live;

/// <summary>One OSC message inside a packet. Valid only while the packet's bytes are.</summary>
/// <remarks>OSC 1.0: big-endian; strings end with a zero and are padded to a multiple of four bytes, and so is every part.</remarks>
internal readonly ref struct OscMessage
{
    readonly ReadOnlySpan<byte> _tags;
    readonly ReadOnlySpan<byte> _arguments;

    OscMessage(ReadOnlySpan<byte> address, ReadOnlySpan<byte> tags, ReadOnlySpan<byte> arguments)
    {
        Address = address;
        _tags = tags;
        _arguments = arguments;
    }

    /// <summary>UTF-8, beginning with a slash.</summary>
    public ReadOnlySpan<byte> Address { get; }

    /// <summary>A cursor before the first argument.</summary>
    public OscArguments Arguments => new(_tags, _arguments);

    public bool Is(ReadOnlySpan<byte> address) => Address.SequenceEqual(address);

    /// <returns>False for bytes that are no message, and for messages without type tags, which OSC before 1.0 allowed.</returns>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out OscMessage message)
    {
        message = default;
        if (!TryTakeString(ref bytes, out var address) || address.Length == 0 || address[0] != (byte)'/'
            || !TryTakeString(ref bytes, out var tags) || tags.Length == 0 || tags[0] != (byte)',')
            return false;
        message = new OscMessage(address, tags[1..], bytes);
        return true;
    }

    /// <summary>Takes a padded string off the front.</summary>
    internal static bool TryTakeString(scoped ref ReadOnlySpan<byte> bytes, scoped out ReadOnlySpan<byte> text)
    {
        var end = bytes.IndexOf((byte)0);
        var padded = (end + 4) & ~3;
        if (end < 0 || padded > bytes.Length)
        {
            text = default;
            return false;
        }
        text = bytes[..end];
        bytes = bytes[padded..];
        return true;
    }
}

/// <summary>Reads the arguments of a message in order. An argument of another type stays where it is.</summary>
internal ref struct OscArguments
{
    ReadOnlySpan<byte> _tags;
    ReadOnlySpan<byte> _bytes;

    public OscArguments(ReadOnlySpan<byte> tags, ReadOnlySpan<byte> bytes)
    {
        _tags = tags;
        _bytes = bytes;
    }

    public bool TryInteger(out int value)
    {
        value = 0;
        if (!HasNext((byte)'i') || _bytes.Length < sizeof(int))
            return false;
        value = BinaryPrimitives.ReadInt32BigEndian(_bytes);
        Skip(sizeof(int));
        return true;
    }

    /// <summary>A float32, which may be infinite or not a number.</summary>
    public bool TrySingle(out float value)
    {
        value = 0;
        if (!HasNext((byte)'f') || _bytes.Length < sizeof(float))
            return false;
        value = BitConverter.Int32BitsToSingle(BinaryPrimitives.ReadInt32BigEndian(_bytes));
        Skip(sizeof(float));
        return true;
    }

    /// <summary>UTF-8, not checked.</summary>
    public bool TryText(out ReadOnlySpan<byte> text)
    {
        text = default;
        if (!HasNext((byte)'s') || !OscMessage.TryTakeString(ref _bytes, out text))
            return false;
        _tags = _tags[1..];
        return true;
    }

    readonly bool HasNext(byte tag) => _tags.Length > 0 && _tags[0] == tag;

    void Skip(int bytes)
    {
        _bytes = _bytes[bytes..];
        _tags = _tags[1..];
    }
}
