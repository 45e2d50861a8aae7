using System;
using System.IO;
using System.Linq;

namespace Avatars.Files;

/// <summary>A folder that is created completely or not at all: filled under a temporary name, then renamed.</summary>
public static class WholeFolder
{
    /// <summary>Calls <paramref name="fill"/> with a new folder of an unused name, then renames it.</summary>
    /// <exception cref="IOException">The folder holds something already, before or after; or it cannot be made.</exception>
    public static void Create(string folder, Action<string> fill)
    {
        RequireFree(folder);
        var whole = Path.GetFullPath(folder).TrimEnd(Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar);
        var parent = Path.GetDirectoryName(whole) ?? throw new ArgumentException($"'{folder}' is the root of a drive. Name a folder in it.", nameof(folder));
        var beside = TemporaryName.In(parent, Path.GetFileName(whole), ".part");
        UnfinishedFiles.Add(beside);
        try
        {
            Directory.CreateDirectory(beside);
            fill(beside);
            RequireFree(folder); // another program may have created it meanwhile; renaming does not replace a folder with content
            if (Directory.Exists(whole))
                Directory.Delete(whole);
            Directory.Move(beside, whole);
        }
        catch (Exception error) when (FailedWriting.IsOf(error, beside))
        {
            throw FailedWriting.Of(error, folder);
        }
        finally
        {
            UnfinishedFiles.Delete(beside);
        }
    }

    /// <summary>The files in a folder and below it, in the order of their paths. Links are left out: two links to their own folder would make of one
    /// file more than anyone can list, and one to elsewhere leads out of the folder.</summary>
    /// <param name="pattern">With * and ?, of the file's name.</param>
    public static string[] FilesBelow(string folder, string pattern)
    {
        var files = Directory.GetFiles(folder, pattern, new EnumerationOptions
        {
            RecurseSubdirectories = true,
            IgnoreInaccessible = false,
            AttributesToSkip = FileAttributes.ReparsePoint,
        });
        Array.Sort(files, StringComparer.Ordinal);
        return files;
    }

    /// <exception cref="IOException">A file is there, or a folder that holds something.</exception>
    public static void RequireFree(string folder)
    {
        if (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any() || File.Exists(folder))
            throw new IOException($"'{folder}' is there already. Remove it, or choose another folder.");
    }
}
