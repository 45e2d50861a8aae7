using System.Text;
using System.Text.Json;

namespace Avatars.Fuzzing.Running;

/// <summary>A case in one file, links and pipes included.</summary>
static class CaseJson
{
    sealed record StoredEntry(string Name, EntryKind Kind, byte[] Bytes);

    /// <param name="Canary">Where it lay: what points there points to this process's canary when the case is read.</param>
    sealed record Stored(string Reader, string Main, string Canary, StoredEntry[] Entries);

    public static void Write(string path, string reader, CaseFiles files) => File.WriteAllBytes(path, JsonSerializer.SerializeToUtf8Bytes(
        new Stored(reader, files.Main, Canary.FullPath, [.. files.Files.Select(file => new StoredEntry(file.Key, file.Value.Kind, file.Value.Bytes))])));

    public static (string Reader, CaseFiles Files) Read(string path)
    {
        var stored = JsonSerializer.Deserialize<Stored>(File.ReadAllBytes(path)) ?? throw new FormatException($"{path}: this is no case.");
        return (stored.Reader, new CaseFiles(stored.Main,
            stored.Entries.ToDictionary(entry => entry.Name, entry => new Entry(entry.Kind, Redirected(entry.Bytes, stored.Canary)), StringComparer.Ordinal)));
    }

    static byte[] Redirected(byte[] bytes, string canary)
    {
        var old = Encoding.UTF8.GetBytes(canary);
        return bytes.AsSpan().IndexOf(old) < 0 ? bytes
            : Encoding.Latin1.GetBytes(Encoding.Latin1.GetString(bytes).Replace(canary, Canary.FullPath, StringComparison.Ordinal));
    }
}
