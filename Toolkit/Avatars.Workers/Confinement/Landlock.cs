using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Avatars.Workers.Confinement;

/// <summary>
/// Restricts this thread, and every program that it becomes, to reading a list of files and folders: no writing, no TCP, no signals to other processes, as
/// far as the kernel knows each of these.
/// </summary>
/// <remarks>Linux's Documentation/userspace-api/landlock.rst.</remarks>
static partial class Landlock
{
    const nint CreateRuleset = 444, AddRule = 445, RestrictSelf = 446; // the same on every processor
    const ulong Execute = 1, WriteFile = 1 << 1, ReadFile = 1 << 2, ReadDirectory = 1 << 3, Truncate = 1 << 14, DeviceControl = 1 << 15;
    const int PathOnly = 0x200000, CloseOnExec = 0x80000; // O_PATH, O_CLOEXEC

    /// <summary>handled_access_fs of each version of the interface, from version 1.</summary>
    static readonly ulong[] FileRights = [0x1FFF, 0x3FFF, 0x7FFF, 0x7FFF, 0xFFFF];

    [StructLayout(LayoutKind.Sequential)]
    struct Ruleset
    {
        public ulong Files, Network, Scopes;
    }

    [StructLayout(LayoutKind.Sequential, Pack = 1)]
    struct PathRule
    {
        public ulong Allowed;
        public int Folder;
    }

    /// <summary>Version of the kernel's interface; 0 where there is none.</summary>
    public static int Version => (int)Math.Max(0, syscall(CreateRuleset, 0, 0, 1));

    /// <param name="readable">Files, and folders with all below; those that do not exist are left out.</param>
    /// <param name="executable">Programs that may be started; they must be readable too.</param>
    /// <param name="devices">Files that may be read, written and controlled.</param>
    /// <exception cref="Win32Exception">The kernel refuses.</exception>
    public static unsafe void Restrict(IEnumerable<string> readable, IEnumerable<string> executable, IEnumerable<string> devices)
    {
        var version = Version;
        var rules = new Ruleset
        {
            Files = FileRights[Math.Min(version, FileRights.Length) - 1],
            Network = version >= 4 ? 3UL : 0, // binding and connecting
            Scopes = version >= 6 ? 3UL : 0, // abstract sockets and signals
        };
        var size = version >= 6 ? 24 : version >= 4 ? 16 : 8;
        var ruleset = (int)Checked(syscall(CreateRuleset, (nint)(&rules), size, 0));
        foreach (var path in readable)
            Allow(ruleset, path, ReadFile | ReadDirectory, rules.Files);
        foreach (var path in executable)
            Allow(ruleset, path, ReadFile | Execute, rules.Files);
        foreach (var path in devices)
            Allow(ruleset, path, ReadFile | ReadDirectory | WriteFile | Truncate | DeviceControl, rules.Files);
        Checked(syscall(RestrictSelf, ruleset, 0, 0));
        _ = close(ruleset);
    }

    static unsafe void Allow(int ruleset, string path, ulong rights, ulong known)
    {
        var folder = open(path, PathOnly | CloseOnExec);
        if (folder < 0)
            return;
        if (!Directory.Exists(path))
            rights &= ~ReadDirectory; // a right of folders alone
        var rule = new PathRule { Allowed = rights & known, Folder = folder };
        Checked(syscall(AddRule, ruleset, 1, (nint)(&rule), 0));
        _ = close(folder);
    }

    static nint Checked(nint result) => result >= 0 ? result : throw new Win32Exception(Marshal.GetLastPInvokeError());

    [LibraryImport("libc", SetLastError = true)]
    private static partial nint syscall(nint number, nint first, nint second, nint third);

    [LibraryImport("libc", SetLastError = true)]
    private static partial nint syscall(nint number, nint first, nint second, nint third, nint fourth);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int open(string path, int flags);

    [LibraryImport("libc")]
    private static partial int close(int file);
}
