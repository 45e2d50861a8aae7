using System;
using System.IO;
using System.Runtime.InteropServices;

namespace Avatars.Files;

/// <summary>Distinguishes a file from a named pipe before opening: .NET blocks on opening a pipe until another process writes.</summary>
static class RegularFile
{
    const int LinuxFlags = 0x800 | 0x80000; // O_RDONLY | O_NONBLOCK | O_CLOEXEC, asm-generic/fcntl.h
    const int MacFlags = 0x4 | 0x1000000; // the same, Darwin's sys/fcntl.h
    const int SeekCurrent = 1;

    /// <summary>False for a pipe, a socket or a terminal. True also where the file cannot be opened: opening it then gives the reason.</summary>
    public static bool CanSeek(string path)
    {
        var isMac = RuntimeInformation.IsOSPlatform(OSPlatform.OSX);
        if (!isMac && !RuntimeInformation.IsOSPlatform(OSPlatform.Linux))
            return true; // on Windows, pipes have separate names, and FileStream.CanSeek distinguishes them
        try
        {
            var file = Open(Path.GetFullPath(path), isMac ? MacFlags : LinuxFlags);
            if (file < 0)
                return true;
            var position = Seek(file, IntPtr.Zero, SeekCurrent);
            _ = Close(file);
            return position != new IntPtr(-1);
        }
        catch (Exception error) when (error is DllNotFoundException or EntryPointNotFoundException)
        {
            return true;
        }
    }

    [DllImport("libc", EntryPoint = "open", BestFitMapping = false, ThrowOnUnmappableChar = true)]
    static extern int Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    [DllImport("libc", EntryPoint = "lseek")]
    static extern IntPtr Seek(int file, IntPtr offset, int origin);

    [DllImport("libc", EntryPoint = "close")]
    static extern int Close(int file);
}
