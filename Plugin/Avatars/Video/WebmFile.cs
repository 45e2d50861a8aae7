using System;
using System.IO;
using Avatars.Files;

namespace Avatars.Video;

/// <summary>Whether a WebM file is whole: an EBML head, and one segment that fills the rest of the file.</summary>
/// <remarks>RFC 8794 (EBML): an element is an identifier, a length of 1 to 8 bytes, and its content.</remarks>
static class WebmFile
{
    const uint Head = 0x1A45DFA3, Segment = 0x18538067;

    /// <param name="beside">The temporary file.</param>
    /// <param name="path">The name that it is to get, for messages.</param>
    /// <exception cref="IOException">An element is missing or cut short.</exception>
    public static void RequireWhole(string beside, string path)
    {
        using var file = WholeFile.Open(beside, long.MaxValue);
        if (!TrySkip(file, Head) || !TrySkip(file, Segment) || file.Position != file.Length)
            throw new IOException($"'{path}': the encoded film is not whole, and was not put there. See that the disk has room, then render again.");
    }

    /// <summary>Moves past an element; false where another one stands, or it ends behind the file.</summary>
    static bool TrySkip(Stream file, uint identifier)
    {
        Span<byte> bytes = stackalloc byte[8];
        if (file.Read(bytes[..4]) != 4 || ((uint)bytes[0] << 24 | (uint)bytes[1] << 16 | (uint)bytes[2] << 8 | bytes[3]) != identifier)
            return false;
        var first = file.ReadByte();
        if (first <= 0)
            return false;
        var size = 1;
        while ((first & (0x80 >> (size - 1))) == 0)
            size++;
        long length = first & (0xFF >> size);
        for (var i = 1; i < size; i++)
            length = length << 8 | (uint)Math.Max(0, file.ReadByte());
        if (length <= 0 || length > file.Length - file.Position)
            return false;
        file.Position += length;
        return true;
    }
}
