using System;
using System.IO;

namespace Avatars.Files;

/// <summary>Files written so that they are there whole or not at all (beside their place, then renamed into it), and read whole within a bound.</summary>
public static partial class WholeFile
{
    /// <summary>Calls <paramref name="write"/> with a new stream; what stood at <paramref name="path"/> stays until it has returned.</summary>
    /// <exception cref="IOException">The folder cannot be made or written to.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        var beside = Beside(path);
        try
        {
            using (var stream = new FileStream(beside, FileMode.CreateNew, FileAccess.Write))
                write(stream);
            MoveInto(beside, path);
        }
        finally
        {
            File.Delete(beside);
        }
    }

    public static void Write(string path, byte[] bytes) => Write(path, stream => stream.Write(bytes, 0, bytes.Length));

    /// <summary>A name in the same folder that nobody uses, for a program that writes the file itself. Makes the folder.</summary>
    public static string Beside(string path)
    {
        var whole = Path.GetFullPath(path);
        var folder = Path.GetDirectoryName(whole) ?? throw new ArgumentException($"'{path}' is a folder, not a file to write.", nameof(path));
        Directory.CreateDirectory(folder);
        return Path.Combine(folder, $".{Path.GetFileNameWithoutExtension(whole)}.{Path.GetRandomFileName()}{Path.GetExtension(whole)}");
    }

    /// <summary>Renames a finished file into its place, over what stood there.</summary>
    public static void MoveInto(string beside, string path)
    {
        if (File.Exists(path))
            File.Replace(beside, path, destinationBackupFileName: null);
        else
            File.Move(beside, path);
    }
}
