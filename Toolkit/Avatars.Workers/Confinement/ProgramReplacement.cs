using System.Collections;
using System.Runtime.InteropServices;

namespace Avatars.Workers.Confinement;

/// <summary>Calls of Linux about this process.</summary>
static partial class ProgramReplacement
{
    const int ParentDeathSignal = 1, Kill = 9; // PR_SET_PDEATHSIG, SIGKILL
    const int CoreSize = 4; // RLIMIT_CORE

    /// <summary>Becomes another program, with this thread's restrictions on all of it; returns only when that failed.</summary>
    public static unsafe void Become(string program, IReadOnlyList<string> arguments)
    {
        var environment = Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().Select(each => $"{each.Key}={each.Value}");
        execve(program, Strings([program, .. arguments]), Strings([.. environment]));
    }

    /// <summary>The system ends this process with the thread that started it. Call it on the main thread.</summary>
    /// <returns>False where that one has ended already.</returns>
    public static bool EndWith(int parent) => prctl(ParentDeathSignal, Kill, 0, 0, 0) == 0 && getppid() == parent;

    /// <summary>A crash leaves no file of memory behind.</summary>
    public static unsafe void LeaveNoCore()
    {
        var none = stackalloc ulong[2];
        _ = setrlimit(CoreSize, none);
    }

    /// <summary>Zero-terminated strings, with a zero at the end; never given back, since the process becomes another.</summary>
    static unsafe byte** Strings(IReadOnlyList<string> texts)
    {
        var strings = (byte**)NativeMemory.AllocZeroed((nuint)texts.Count + 1, (nuint)sizeof(byte*));
        for (var i = 0; i < texts.Count; i++)
            strings[i] = (byte*)Marshal.StringToCoTaskMemUTF8(texts[i]);
        return strings;
    }

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static unsafe partial int execve(string path, byte** arguments, byte** environment);

    [LibraryImport("libc")]
    private static partial int prctl(int option, nint second, nint third, nint fourth, nint fifth);

    [LibraryImport("libc")]
    private static partial int getppid();

    [LibraryImport("libc")]
    private static unsafe partial int setrlimit(int resource, ulong* limits);
}
