using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.RegularExpressions;

namespace Avatars.Files;

/// <summary>
/// Names of files and folders that are being written, <c>.NAME.MACHINE-PROCESS-RANDOM.ENDING</c>. They tell which process made them: what one that was
/// killed has left is deleted when the next one writes into the same folder.
/// </summary>
static class TemporaryName
{
    static readonly string Machine = HashOf(Environment.MachineName + ProcessNamespace());
    static readonly Regex Form = new($@"^\..*\.{Machine}-([0-9a-f]+)-[0-9a-f]{{8}}(\.[^.]*)?$", RegexOptions.CultureInvariant);
    static readonly HashSet<string> Tidied = new(StringComparer.Ordinal); // folders

    /// <summary>An unused name in a folder, which is tidied first.</summary>
    /// <param name="name">Without its ending.</param>
    /// <param name="ending">With its dot, or empty.</param>
    public static string In(string folder, string name, string ending)
    {
        DeleteAbandoned(folder);
        var process = CurrentProcess.ToString("x", CultureInfo.InvariantCulture);
        return Path.Combine(folder, $".{name}.{Machine}-{process}-{Guid.NewGuid().ToString("N")[..8]}{ending}");
    }

    static int CurrentProcess { get; } = IdOfThis();

    /// <summary>Once for each folder: of a folder of many thousands of files, the list takes longer than a file.</summary>
    static void DeleteAbandoned(string folder)
    {
        lock (Tidied)
            if (!Directory.Exists(folder) || !Tidied.Add(folder))
                return;
        try
        {
            foreach (var entry in Directory.GetFileSystemEntries(folder, ".*"))
                if (Form.Match(Path.GetFileName(entry)) is { Success: true } match
                    && int.TryParse(match.Groups[1].Value, NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var process) && !IsAlive(process))
                    UnfinishedFiles.Delete(entry);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // It stays: writing does not depend on it.
        }
    }

    static bool IsAlive(int id)
    {
        if (id == CurrentProcess)
            return true;
        try
        {
            using var process = Process.GetProcessById(id);
            return !process.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
        catch (Exception error) when (error is InvalidOperationException or NotSupportedException or System.ComponentModel.Win32Exception)
        {
            return true; // it cannot be told
        }
    }

    static int IdOfThis()
    {
        try
        {
            using var process = Process.GetCurrentProcess();
            return process.Id;
        }
        catch (NotSupportedException) // Unity's IL2CPP has no processes
        {
            return 0;
        }
    }

    /// <summary>Containers on one machine number their processes anew, and may have the machine's name.</summary>
    static string ProcessNamespace()
    {
        if (!RuntimeInformation.IsOSPlatform(OSPlatform.Linux))
            return "";
        var target = new byte[64];
        try
        {
            var length = (int)ReadLink("/proc/self/ns/pid", target, new IntPtr(target.Length));
            return length > 0 ? Encoding.ASCII.GetString(target, 0, length) : "";
        }
        catch (Exception error) when (error is DllNotFoundException or EntryPointNotFoundException)
        {
            return "";
        }
    }

    static string HashOf(string text)
    {
        var hash = 2166136261u; // FNV-1a
        foreach (var letter in text)
            hash = (hash ^ letter) * 16777619;
        return hash.ToString("x8", CultureInfo.InvariantCulture);
    }

    [DllImport("libc", EntryPoint = "readlink", BestFitMapping = false, ThrowOnUnmappableChar = true)]
    static extern IntPtr ReadLink([MarshalAs(UnmanagedType.LPUTF8Str)] string path, byte[] target, IntPtr size);
}
