using System;
using System.IO;

namespace Avatars.Files;

/// <summary>Files that are written completely or not at all (to a temporary name, then renamed), and read completely within a size limit.</summary>
public static partial class WholeFile
{
    const int MostAttempts = 20;

    /// <summary>Calls <paramref name="write"/> with a new stream; what stood at <paramref name="path"/> stays until it has returned.</summary>
    /// <exception cref="IOException">The folder cannot be made or written to, or the disk is full.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        var beside = Beside(path);
        try
        {
            using (var stream = new FileStream(beside, FileMode.CreateNew, FileAccess.Write))
                write(stream);
            MoveInto(beside, path);
        }
        catch (Exception error) when (FailedWriting.IsOf(error, beside))
        {
            throw FailedWriting.Of(error, path);
        }
        finally
        {
            UnfinishedFiles.Delete(beside);
        }
    }

    public static void Write(string path, byte[] bytes) => Write(path, stream => stream.Write(bytes, 0, bytes.Length));

    /// <summary>
    /// An unused name in the same folder, for a program that writes the file itself; the caller ends with <see cref="UnfinishedFiles.Delete"/>,
    /// whether or not the file was renamed. Makes the folder.
    /// </summary>
    /// <exception cref="ArgumentException">The path names a folder.</exception>
    /// <exception cref="IOException">The folder cannot be created, or an existing file is read-only.</exception>
    public static string Beside(string path)
    {
        var whole = Path.GetFullPath(path);
        var folder = Path.GetDirectoryName(whole) ?? throw new ArgumentException($"'{path}' is a folder, not a file to write.", nameof(path));
        RequireWritable(path);
        Directory.CreateDirectory(folder);
        var beside = TemporaryName.In(folder, Path.GetFileNameWithoutExtension(whole), Path.GetExtension(whole));
        UnfinishedFiles.Add(beside);
        return beside;
    }

    /// <summary>Finds out before long work whether its result can be written: nothing is changed.</summary>
    /// <exception cref="IOException">The path is a folder, the file is read-only, or the folder is not writable.</exception>
    public static void RequireWritable(string path)
    {
        if (path.Length == 0 || path.Contains('\0'))
            throw new ArgumentException($"{ErrorLine.Quote(path)} is no file name. Name a file to write.", nameof(path));
        if (Directory.Exists(path) || path[^1] == Path.DirectorySeparatorChar || path[^1] == Path.AltDirectorySeparatorChar)
            throw new IOException($"'{path}' is a folder. Name a file to write, in it or elsewhere.");
        if (File.Exists(path) && (File.GetAttributes(path) & FileAttributes.ReadOnly) != 0)
            throw new IOException($"'{path}' is read-only. Make it writable, or choose another name.");
        if (File.Exists(path) && (Path.GetDirectoryName(Path.GetFullPath(path)) == "/dev" || !RegularFile.CanSeek(path)))
            throw new IOException($"'{path}' is a pipe or a device. Name a file to write.");
        RequireFolders(path);
    }

    /// <summary>The nearest folder that is there must take a new file.</summary>
    static void RequireFolders(string path)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path));
        for (; !string.IsNullOrEmpty(folder) && !Directory.Exists(folder); folder = Path.GetDirectoryName(folder))
            if (File.Exists(folder))
                throw new IOException($"'{path}': '{folder}' is a file, not a folder. Choose another name.");
        try
        {
            using var probe = new FileStream(TemporaryName.In(string.IsNullOrEmpty(folder) ? "." : folder, "probe", ""), FileMode.CreateNew,
                FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"'{path}': no file can be written into '{folder}'. Choose another folder, or see that it is writable and the disk "
                + "has room.", error);
        }
    }

    /// <summary>Renames a finished file to its final name, replacing an existing file. Of several programs, the last one's file stays.</summary>
    public static void MoveInto(string beside, string path)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                if (File.Exists(path))
                    File.Replace(beside, path, destinationBackupFileName: null);
                else
                    File.Move(beside, path);
                return;
            }
            catch (IOException) when (attempt < MostAttempts && File.Exists(beside))
            {
                // Another program has made or removed the file between the question and the answer.
            }
        }
    }
}
