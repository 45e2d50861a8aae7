using System.Diagnostics;

namespace Avatars.Workers;

/// <summary>Little memory for the processes that are started with a prefix.</summary>
sealed class MemoryLimit : IDisposable
{
    const long Reserved = 2_500_000_000, Used = 1_500_000_000; // ONNX Runtime is started with a stack of 1 GB, of which little is used

    readonly string? _group;

    MemoryLimit(string? group, IReadOnlyList<string> prefix) => (_group, Prefix) = (group, prefix);

    public IReadOnlyList<string> Prefix { get; }

    /// <param name="isKilledBySystem">A control group, whose processes the system ends; else a limit that lets requests for memory fail.</param>
    public static MemoryLimit Of(bool isKilledBySystem)
    {
        if (!isKilledBySystem)
            return new MemoryLimit(null, ["prlimit", $"--data={Reserved}"]);
        var group = $"/sys/fs/cgroup/memory/avatar-test-{Environment.ProcessId}"; // version 1
        var limit = "memory.limit_in_bytes";
        if (File.Exists("/sys/fs/cgroup/cgroup.controllers"))
            (group, limit) = ($"/sys/fs/cgroup/avatar-test-{Environment.ProcessId}", "memory.max");
        try
        {
            Directory.CreateDirectory(group);
            File.WriteAllText(Path.Combine(group, limit), $"{Used}");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            Assert.Ignore($"Control groups cannot be made here: {error.Message}");
        }
        return new MemoryLimit(group, ["bash", "-c", $"echo $$ > {group}/cgroup.procs && exec \"$@\"", "bash"]);
    }

    public void Dispose()
    {
        if (_group is null)
            return;
        using var remove = Process.Start("rmdir", [_group]);
        remove.WaitForExit();
    }
}
