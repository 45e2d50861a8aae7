using System;
using System.Runtime.InteropServices;

namespace Avatars.Inference;

/// <summary>What the C library does with memory that ONNX Runtime frees.</summary>
static class HeapMemory
{
    const int MmapThreshold = -3; // M_MMAP_THRESHOLD of glibc's malloc.h
    const int LargeBlock = 1 << 20; // bytes

    static readonly Lazy<bool> GivesBack = new(static () =>
    {
        try
        {
            return RuntimeInformation.IsOSPlatform(OSPlatform.Linux) && SetOption(MmapThreshold, LargeBlock) != 0;
        }
        catch (Exception error) when (error is EntryPointNotFoundException or DllNotFoundException)
        {
            return false; // another C library, with rules of its own
        }
    });

    /// <summary>
    /// Has every block from 1 MiB on returned to the system when it is freed. Left alone, glibc raises that limit to 32 MiB as it goes and keeps
    /// what is smaller: a network of gigabytes would hold up to a third more than its weights. Once for the process; other systems give back by themselves.
    /// </summary>
    public static void GiveBackLargeBlocks() => _ = GivesBack.Value;

    [DllImport("libc", EntryPoint = "mallopt")]
    static extern int SetOption(int option, int value);
}
