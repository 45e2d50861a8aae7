using System;
using System.Buffers.Binary;

namespace Avatars.Live;

/// <summary>Receives the messages of a packet in order.</summary>
internal interface IOscHandler
{
    void Handle(OscMessage message);
}

/// <summary>Splits a UDP datagram into OSC messages: one message, or a bundle of messages and bundles.</summary>
internal static class OscPacket
{
    /// <summary>Bundles inside bundles; deeper ones are not opened.</summary>
    public const int DeepestBundle = 32;

    const int TimeTagBytes = 8;

    static ReadOnlySpan<byte> BundleHead => "#bundle\0"u8;

    /// <summary>Hands every well-formed message to <paramref name="handler"/>, those before a damaged part included.</summary>
    /// <returns>False when some part was no OSC.</returns>
    public static bool Read(ReadOnlySpan<byte> packet, IOscHandler handler) => Read(packet, handler, 0);

    static bool Read(ReadOnlySpan<byte> bytes, IOscHandler handler, int depth)
    {
        if (!bytes.StartsWith(BundleHead))
        {
            if (!OscMessage.TryRead(bytes, out var message))
                return false;
            handler.Handle(message);
            return true;
        }
        if (depth >= DeepestBundle || bytes.Length < BundleHead.Length + TimeTagBytes)
            return false;
        bytes = bytes[(BundleHead.Length + TimeTagBytes)..]; // poses are shown when they come: the time tag is not used
        var isWhole = true;
        while (bytes.Length > 0)
        {
            if (bytes.Length < sizeof(int))
                return false;
            var size = BinaryPrimitives.ReadInt32BigEndian(bytes);
            bytes = bytes[sizeof(int)..];
            if (size <= 0 || size % 4 != 0 || size > bytes.Length)
                return false;
            isWhole &= Read(bytes[..size], handler, depth + 1);
            bytes = bytes[size..];
        }
        return isWhole;
    }
}
