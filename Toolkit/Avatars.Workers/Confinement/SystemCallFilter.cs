using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Avatars.Workers.Confinement;

/// <summary>
/// Has the kernel refuse calls to this thread and every program that it becomes: sockets of any kind, reading or steering other processes, and administration.
/// Their error is EACCES, so that code that asks for one fails and does not die.
/// </summary>
/// <remarks>Linux's Documentation/userspace-api/seccomp_filter.rst.</remarks>
static partial class SystemCallFilter
{
    const int SetNoNewPrivileges = 38, SetSeccomp = 22, FilterMode = 2; // linux/prctl.h, linux/seccomp.h
    const ushort LoadWord = 0x20, JumpIfEqual = 0x15, JumpIfAtLeast = 0x35, Return = 0x06; // linux/bpf_common.h
    const uint Permit = 0x7FFF0000, Refuse = 0x00050000 + 13; // SECCOMP_RET_ALLOW, SECCOMP_RET_ERRNO with EACCES
    const uint NumberAt = 0, ProcessorAt = 4; // of struct seccomp_data
    const uint OtherCallsX64 = 0x40000000; // __X32_SYSCALL_BIT: the same calls by other numbers

    // socket, connect, accept, bind, listen, socketpair, accept4, ptrace, process_vm_readv, process_vm_writev, io_uring_setup, bpf, perf_event_open,
    // userfaultfd, add_key, request_key, keyctl, mount, umount2, pivot_root, unshare, setns, init_module, finit_module, delete_module, kexec_load, reboot,
    // swapon, open_by_handle_at, pidfd_getfd
    static readonly uint[] X64 = [41, 42, 43, 49, 50, 53, 288, 101, 310, 311, 425, 321, 298, 323, 248, 249, 250, 165, 166, 155, 272, 308, 175, 313, 176, 246,
        169, 167, 304, 438];

    static readonly uint[] Arm64 = [198, 203, 202, 200, 201, 199, 242, 117, 270, 271, 425, 280, 241, 282, 217, 218, 219, 40, 39, 41, 97, 268, 105, 273, 106,
        104, 142, 224, 265, 438];

    [StructLayout(LayoutKind.Sequential)]
    readonly record struct Instruction(ushort Code, byte IfTrue, byte IfFalse, uint Value);

    [StructLayout(LayoutKind.Sequential)]
    struct Program
    {
        public ushort Length;
        public unsafe Instruction* Start;
    }

    public static bool IsKnown => RuntimeInformation.ProcessArchitecture is Architecture.X64 or Architecture.Arm64;

    /// <summary>No program that is started gains rights by its file's owner or capabilities. Needed before all else.</summary>
    public static void ForbidNewPrivileges() => Check(prctl(SetNoNewPrivileges, 1, 0, 0, 0));

    /// <exception cref="Win32Exception">The kernel refuses.</exception>
    public static unsafe void Restrict()
    {
        var (processor, calls) = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? (0xC000003Eu, X64) : (0xC00000B7u, Arm64); // AUDIT_ARCH_*
        var program = new List<Instruction>
        {
            new(LoadWord, 0, 0, ProcessorAt), new(JumpIfEqual, 1, 0, processor), new(Return, 0, 0, Refuse),
            new(LoadWord, 0, 0, NumberAt), new(JumpIfAtLeast, 0, 1, OtherCallsX64), new(Return, 0, 0, Refuse),
        };
        foreach (var call in calls)
            program.AddRange([new(JumpIfEqual, 0, 1, call), new(Return, 0, 0, Refuse)]);
        program.Add(new(Return, 0, 0, Permit));
        fixed (Instruction* start = program.ToArray())
        {
            var whole = new Program { Length = (ushort)program.Count, Start = start };
            Check(prctl(SetSeccomp, FilterMode, (nint)(&whole), 0, 0));
        }
    }

    static void Check(int result)
    {
        if (result != 0)
            throw new Win32Exception(Marshal.GetLastPInvokeError());
    }

    [LibraryImport("libc", SetLastError = true)]
    private static partial int prctl(int option, nint second, nint third, nint fourth, nint fifth);
}
