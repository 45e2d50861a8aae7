using System;
using System.Buffers.Binary;
using System.IO;
using System.Text;
using Avatars.Files;

namespace Avatars.Video;

/// <summary>Whether an MP4 file is whole: its boxes fill it exactly, and both the index and the pictures are there.</summary>
/// <remarks>ISO/IEC 14496-12, boxes.</remarks>
static class Mp4File
{
    const int HeadLength = 8, LongHeadLength = 16;

    /// <param name="beside">The temporary file.</param>
    /// <param name="path">The name that it is to get, for messages.</param>
    /// <exception cref="IOException">A box is missing or cut short.</exception>
    public static void RequireWhole(string beside, string path)
    {
        using var file = WholeFile.Open(beside, long.MaxValue);
        var (hasIndex, hasPictures) = (false, false);
        while (file.Position < file.Length)
        {
            var (kind, length) = Head(file);
            if (length < HeadLength || length > file.Length - file.Position)
                throw Broken(path);
            hasIndex |= kind == "moov";
            hasPictures |= kind == "mdat" && length > LongHeadLength;
            file.Position += length;
        }
        if (!hasIndex || !hasPictures)
            throw Broken(path);
    }

    /// <summary>A box's name and whole length; the position stays at its beginning. Length 0 where the file ends within the head.</summary>
    static (string Kind, long Length) Head(Stream file)
    {
        var start = file.Position;
        var head = new byte[LongHeadLength];
        var read = file.Read(head, 0, head.Length);
        file.Position = start;
        if (read < HeadLength)
            return ("", 0);
        long length = BinaryPrimitives.ReadUInt32BigEndian(head);
        if (length == 1)
            length = read < LongHeadLength ? 0 : BinaryPrimitives.ReadInt64BigEndian(head.AsSpan(HeadLength));
        return (Encoding.ASCII.GetString(head, 4, 4), length);
    }

    static IOException Broken(string path) =>
        new($"'{path}': the encoded film is not whole, and was not put there. See that the disk has room, then render again.");
}
