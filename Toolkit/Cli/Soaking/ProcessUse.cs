using System.Diagnostics;
using System.Globalization;
using System.Runtime;
using Silk.NET.OpenGL;

namespace Avatars.Cli.Soaking;

/// <summary>What the process holds at a moment when nothing is loaded.</summary>
/// <param name="Seconds">Since the start of the run.</param>
/// <param name="ManagedBytes">Objects that are alive.</param>
/// <param name="NativeBytes">Allocated from the C library and not freed; where it does not tell, private memory less the managed heap.</param>
/// <param name="ResidentBytes">Private memory in RAM, with what allocators keep for later.</param>
/// <param name="Handles">Open files, sockets and the like.</param>
/// <param name="GlObjects">Textures, buffers, framebuffers, renderbuffers, vertex arrays, programs, shaders; 0 without OpenGL.</param>
sealed record ProcessUse(double Seconds, long ManagedBytes, long NativeBytes, long ResidentBytes, int Handles, int Threads, int GlObjects)
{
    const uint MostNames = 4096; // drivers hand out the smallest free name
    const string LinuxMemory = "/proc/self/status", LinuxHandles = "/proc/self/fd";

    /// <summary>Collects garbage first, which takes some tens of milliseconds.</summary>
    public static ProcessUse Now(double seconds, GL? gl)
    {
        for (var i = 0; i < 3; i++) // scripts' assemblies are unloaded in steps
        {
            GCSettings.LargeObjectHeapCompactionMode = GCLargeObjectHeapCompactionMode.CompactOnce;
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            GC.WaitForPendingFinalizers();
        }
        using var process = Process.GetCurrentProcess();
        var managed = GC.GetTotalMemory(forceFullCollection: false);
        var inUse = NativeHeap.BytesInUse(); // gives back free memory, before what is resident is counted
        var resident = PrivateBytes(process);
        return new ProcessUse(seconds, managed, inUse ?? resident - GC.GetGCMemoryInfo().TotalCommittedBytes, resident,
            Directory.Exists(LinuxHandles) ? Directory.GetFiles(LinuxHandles).Length : process.HandleCount, process.Threads.Count, gl is null ? 0 : Count(gl));
    }

    /// <summary>Memory of its own, without files that are mapped.</summary>
    static long PrivateBytes(Process process) => File.Exists(LinuxMemory)
        ? 1024 * long.Parse(File.ReadLines(LinuxMemory).First(line => line.StartsWith("RssAnon:", StringComparison.Ordinal))[8..^2].Trim(),
            CultureInfo.InvariantCulture)
        : process.PrivateMemorySize64;

    static int Count(GL gl)
    {
        var count = 0;
        for (var name = 1u; name <= MostNames; name++)
            count += (gl.IsTexture(name) ? 1 : 0) + (gl.IsBuffer(name) ? 1 : 0) + (gl.IsFramebuffer(name) ? 1 : 0) + (gl.IsRenderbuffer(name) ? 1 : 0)
                + (gl.IsVertexArray(name) ? 1 : 0) + (gl.IsProgram(name) ? 1 : 0) + (gl.IsShader(name) ? 1 : 0);
        return count;
    }
}
