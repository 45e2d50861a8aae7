using System;
using System.Collections.Generic;
using System.IO;

namespace Avatars.Files;

/// <summary>Files and folders that are being written under a temporary name, so that a cancelled program can delete them. Thread-safe.</summary>
public static class UnfinishedFiles
{
    static readonly HashSet<string> Paths = new(StringComparer.Ordinal);
    static bool _isEnding;

    /// <summary>To be called before anything is written at <paramref name="path"/>.</summary>
    /// <exception cref="OperationCanceledException">The program is ending.</exception>
    public static void Add(string path)
    {
        lock (Paths)
        {
            if (_isEnding)
                throw new OperationCanceledException("The program was told to end.");
            Paths.Add(path);
        }
    }

    /// <summary>To be called when the file has its final name or was deleted.</summary>
    public static void Remove(string path)
    {
        lock (Paths)
            Paths.Remove(path);
    }

    /// <summary>Deletes a temporary file or folder, if it is there.</summary>
    public static void Delete(string path)
    {
        if (Directory.Exists(path))
            Directory.Delete(path, recursive: true);
        else
            File.Delete(path);
        Remove(path);
    }

    /// <summary>Deletes all unfinished files and refuses new ones, for a program that ends immediately. Files that cannot be deleted stay.</summary>
    public static void DeleteAll()
    {
        lock (Paths)
        {
            _isEnding = true;
            foreach (var path in new List<string>(Paths))
                for (var attempt = 0; attempt < 20 && !TryDelete(path); attempt++) // another thread may still write into the folder
                {
                }
        }
    }

    static bool TryDelete(string path)
    {
        try
        {
            Delete(path);
            return true;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
