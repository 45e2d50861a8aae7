using System;
using System.IO;
using System.Text;

namespace Avatars.Files;

public static partial class WholeFile
{
    /// <summary>Opens a regular file to read; the caller disposes. Links are followed to the file itself, which is checked.</summary>
    /// <param name="maximumBytes">The most bytes that the opened file may have.</param>
    /// <exception cref="FileNotFoundException">Nothing is there.</exception>
    /// <exception cref="FormatException">It is a folder, a pipe, a socket or a device, or larger than <paramref name="maximumBytes"/>.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The user has no permission to read it.</exception>
    public static FileStream Open(string path, long maximumBytes)
    {
        if (path.Length == 0 || path.Contains('\0'))
            throw new FormatException($"{ErrorLine.Quote(path)} is no file name. Name an existing file.");
        if (Directory.Exists(path))
            throw new FormatException($"{path}: this is a folder. Name a file in it.");
        if (!RegularFile.CanSeek(path))
            throw NotRegular(path);
        var stream = OpenStream(path);
        try
        {
            if (!stream.CanSeek)
                throw NotRegular(path);
            if (stream.Length > maximumBytes)
                throw new FormatException($"{path}: the file has {stream.Length:N0} bytes; at most {maximumBytes:N0} are read. Give a smaller file.");
            if (stream.Length == 0 && stream.ReadByte() >= 0) // devices such as /dev/zero and files of the kernel report length 0
                throw NotRegular(path);
            return stream;
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    /// <summary>The bytes that a regular file has when it is opened: no more are read, even if it grows meanwhile. Throws as <see cref="Open"/>
    /// does.</summary>
    /// <param name="maximumBytes">The most bytes to take, at most 2 GB less 64 KB.</param>
    public static byte[] Read(string path, long maximumBytes)
    {
        using var stream = Open(path, Math.Min(maximumBytes, int.MaxValue - 65536));
        var bytes = new byte[stream.Length];
        var filled = 0;
        while (filled < bytes.Length && stream.Read(bytes, filled, bytes.Length - filled) is var read && read > 0)
            filled += read;
        if (filled < bytes.Length)
            throw new IOException($"{path}: the file became shorter while it was read. Wait until it is written, then try again.");
        return bytes;
    }

    /// <summary>Like <see cref="Read"/>, as text: UTF-8 unless it has another byte order mark; bytes that are no UTF-8 become U+FFFD.</summary>
    public static string ReadText(string path, long maximumBytes)
    {
        using var reader = new StreamReader(new MemoryStream(Read(path, maximumBytes), writable: false), Encoding.UTF8,
            detectEncodingFromByteOrderMarks: true);
        return reader.ReadToEnd();
    }

    static FileStream OpenStream(string path)
    {
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 12);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new FileNotFoundException($"{path}: there is no such file. Check the name and the folder.", path, error);
        }
        catch (UnauthorizedAccessException error)
        {
            throw new UnauthorizedAccessException($"{path}: this user may not read the file. Change its permissions, or copy it.", error);
        }
    }

    static FormatException NotRegular(string path) => new($"{path}: this is a pipe or a device, not a file. Save what it gives to a file, and name that.");
}
