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
        var beside = Path.Combine(parent, $".{Path.GetFileName(whole)}.{Path.GetRandomFileName()}.part");
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
        finally
        {
            UnfinishedFiles.Delete(beside);
        }
    }

    /// <exception cref="IOException">A file is there, or a folder that holds something.</exception>
    public static void RequireFree(string folder)
    {
        if (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any() || File.Exists(folder))
            throw new IOException($"'{folder}' is there already. Remove it, or choose another folder.");
    }
}
