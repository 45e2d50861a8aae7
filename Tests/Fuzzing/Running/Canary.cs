using System.Buffers.Binary;
using System.Text;
using Avatars.Fuzzing.Mutation;

namespace Avatars.Fuzzing.Running;

/// <summary>
/// A file outside the case's folder that mutations point to, and the folder that it lies in: the kernel tells (inotify) when anything in it is opened,
/// read, written, made or deleted. Linux only; elsewhere nothing is watched.
/// </summary>
sealed class Canary
{
    const uint Accessed = 0x1, Modified = 0x2, Moved = 0xC0, Created = 0x100, Deleted = 0x200, Opened = 0x20, IsFolder = 0x40000000;

    readonly int _watch = -1;
    readonly byte[] _buffer = new byte[64 * 1024];

    /// <param name="outside">The parent of the case's folder.</param>
    public Canary(string outside)
    {
        FullPath = Path.Combine(outside, Hostile.CanaryName);
        File.WriteAllText(FullPath, "This file lies outside: no reader may open it.");
        if (!OperatingSystem.IsLinux())
            return;
        _watch = Unix.StartWatching();
        Unix.Watch(_watch, outside, Accessed | Modified | Moved | Created | Deleted | Opened);
    }

    /// <summary>Where the canary of this process lies; a fixed path while none does, so that mutations do not depend on it.</summary>
    public static string FullPath { get; private set; } = "/tmp/" + Hostile.CanaryName;

    /// <summary>What happened outside since the last call; null for nothing.</summary>
    public string? Violation()
    {
        if (_watch < 0)
            return null;
        var seen = new SortedSet<string>(StringComparer.Ordinal);
        for (nint length; (length = Unix.Read(_watch, _buffer, _buffer.Length)) > 0;)
            for (var at = 0; at < length;)
            {
                var mask = BinaryPrimitives.ReadUInt32LittleEndian(_buffer.AsSpan(at + 4));
                var nameLength = BinaryPrimitives.ReadInt32LittleEndian(_buffer.AsSpan(at + 12));
                var name = Encoding.UTF8.GetString(_buffer, at + 16, nameLength).TrimEnd('\0');
                at += 16 + nameLength;
                if ((mask & IsFolder) != 0)
                    continue; // the case's own folder is listed
                foreach (var (bit, what) in new[] { (Opened, "opened"), (Accessed, "read"), (Modified, "written"), (Created, "made"), (Deleted, "deleted"),
                    (Moved, "moved") })
                    if ((mask & bit) != 0)
                        seen.Add($"{name} {what}");
            }
        return seen.Count == 0 ? null : string.Join(", ", seen);
    }
}
