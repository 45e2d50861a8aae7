using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Avatars.Fuzzing;

/// <summary>The calls of the C library that .NET lacks.</summary>
static partial class Unix
{
    const int NonBlocking = 0x800;

    public static void MakePipe(string path)
    {
        if (mkfifo(path, 0x180) != 0) // 0600
            throw new Win32Exception(Marshal.GetLastPInvokeError());
    }

    /// <returns>A descriptor that is read without waiting.</returns>
    public static int StartWatching() => inotify_init1(NonBlocking) is >= 0 and var descriptor ? descriptor
        : throw new Win32Exception(Marshal.GetLastPInvokeError());

    public static void Watch(int descriptor, string path, uint events)
    {
        if (inotify_add_watch(descriptor, path, events) < 0)
            throw new Win32Exception(Marshal.GetLastPInvokeError());
    }

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int mkfifo(string path, uint mode);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int inotify_init1(int flags);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int inotify_add_watch(int descriptor, string path, uint events);

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    public static partial nint Read(int descriptor, [Out] byte[] buffer, nint count);
}
