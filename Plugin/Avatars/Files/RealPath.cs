using System;
using System.IO;
using System.Runtime.InteropServices;

namespace Avatars.Files;

/// <summary>Where a path leads once all links in it are followed.</summary>
static class RealPath
{
    const int StatxBytes = 256, LinkCountOffset = 16, LinkCountWanted = 0x4; // struct statx and STATX_NLINK, linux/stat.h
    const int CurrentFolder = -100; // AT_FDCWD

    /// <summary>Names that a file has, links followed: 2 and more with hard links. 1 where the system does not tell (all but Linux).</summary>
    public static int LinkCount(string path)
    {
        if (!RuntimeInformation.IsOSPlatform(OSPlatform.Linux))
            return 1;
        var status = new byte[StatxBytes];
        try
        {
            return Statx(CurrentFolder, Path.GetFullPath(path), 0, LinkCountWanted, status) == 0 ? BitConverter.ToInt32(status, LinkCountOffset) : 1;
        }
        catch (Exception error) when (error is DllNotFoundException or EntryPointNotFoundException)
        {
            return 1;
        }
    }

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

    [DllImport("libc", EntryPoint = "statx", BestFitMapping = false, ThrowOnUnmappableChar = true)]
    static extern int Statx(int folder, [MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags, uint wanted, byte[] status);

    [DllImport("libc", EntryPoint = "free")]
    static extern void Free(IntPtr pointer);
}
