using System.ComponentModel;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Avatars.Workers.Confinement;

/// <summary>Memory of Linux without a name: it is gone when the last process that has it is.</summary>
static partial class LinuxMemory
{
    const uint CloseOnExec = 1, AllowSealing = 2; // MFD_* of linux/memfd.h
    const int AddSeals = 1033; // F_ADD_SEALS of linux/fcntl.h
    const int SealSeal = 1, SealShrink = 2, SealGrow = 4; // F_SEAL_*

    /// <exception cref="IOException">The system gives none.</exception>
    public static SafeFileHandle Create(long bytes)
    {
        var memory = memfd_create("avatar-frames", CloseOnExec | AllowSealing);
        var handle = new SafeFileHandle(memory, ownsHandle: true);
        if (memory >= 0 && ftruncate(memory, bytes) == 0 && fcntl(memory, AddSeals, SealSeal | SealShrink | SealGrow) == 0)
            return handle;
        var reason = new Win32Exception(Marshal.GetLastPInvokeError()).Message;
        handle.Dispose();
        throw new IOException($"The system gives no shared memory of {bytes >> 20} MB for the worker process's frames ({reason}). Close other programs, or "
            + "choose a smaller picture.");
    }

    /// <summary>Another number of the same memory, which processes that are started inherit.</summary>
    public static int Inheritable(SafeFileHandle memory) => dup((int)memory.DangerousGetHandle()) is >= 0 and var number ? number
        : throw new IOException($"The worker process's memory cannot be handed over ({new Win32Exception(Marshal.GetLastPInvokeError()).Message}).");

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int memfd_create(string name, uint flags);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int ftruncate(int file, long length);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int fcntl(int file, int command, nint argument);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int dup(int file);
}
