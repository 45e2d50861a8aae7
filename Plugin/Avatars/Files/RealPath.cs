using System;
using System.IO;
using System.Runtime.InteropServices;

namespace Avatars.Files;

/// <summary>Where a path leads once all links in it are followed.</summary>
static class RealPath
{
    /// <summary>Whether an existing file lies in a folder or below it, links followed.</summary>
    public static bool IsWithin(string path, string folder)
    {
        if (Of(path) is { } file && Of(folder.Length == 0 ? "." : folder) is { } root)
            return file.StartsWith(root.EndsWith('/') ? root : root + "/", StringComparison.Ordinal);
        // Windows, or a system without realpath: no link may lie between the folder and the file.
        for (var part = Path.GetFullPath(path); part is not null && part.Length > Path.GetFullPath(folder).Length; part = Path.GetDirectoryName(part))
            if ((File.GetAttributes(part) & FileAttributes.ReparsePoint) != 0)
                return false;
        return true;
    }

    static string? Of(string path)
    {
        if (RuntimeInformation.IsOSPlatform(OSPlatform.Windows))
            return null;
        try
        {
            var found = Resolve(Path.GetFullPath(path), IntPtr.Zero);
            if (found == IntPtr.Zero)
                return null;
            var text = Marshal.PtrToStringUTF8(found);
            Free(found);
            return text;
        }
        catch (Exception error) when (error is DllNotFoundException or EntryPointNotFoundException)
        {
            return null;
        }
    }

    [DllImport("libc", EntryPoint = "realpath", BestFitMapping = false, ThrowOnUnmappableChar = true)]
    static extern IntPtr Resolve([MarshalAs(UnmanagedType.LPUTF8Str)] string path, IntPtr buffer);

    [DllImport("libc", EntryPoint = "free")]
    static extern void Free(IntPtr pointer);
}
