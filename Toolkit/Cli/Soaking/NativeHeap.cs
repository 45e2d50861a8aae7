using System.Runtime.InteropServices;

namespace Avatars.Cli.Soaking;

/// <summary>The C library's heap, from which ONNX Runtime and OpenGL drivers take their memory.</summary>
static partial class NativeHeap
{
    const string Library = "libc.so.6";

    /// <summary>struct mallinfo2 of glibc 2.33 and later, bytes.</summary>
    [StructLayout(LayoutKind.Sequential)]
    struct Statistics
    {
        public nuint Arena, FreeChunks, FastChunks, MappedRegions, MappedBytes, Unused, FastBytes, UsedBytes, FreeBytes, TopBytes;
    }

    /// <summary>Bytes that were allocated and not freed, in all arenas, after free memory was given back to the system; null where it is not glibc.</summary>
    public static long? BytesInUse()
    {
        if (!OperatingSystem.IsLinux())
            return null;
        try
        {
            _ = Trim(0);
            var heap = Ask();
            return (long)(heap.UsedBytes + heap.MappedBytes);
        }
        catch (Exception error) when (error is DllNotFoundException or EntryPointNotFoundException)
        {
            return null;
        }
    }

    [LibraryImport(Library, EntryPoint = "mallinfo2")]
    private static partial Statistics Ask();

    [LibraryImport(Library, EntryPoint = "malloc_trim")]
    private static partial int Trim(nuint pad);
}
