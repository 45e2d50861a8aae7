namespace Avatars.Fuzzing;

/// <summary>What lies in the place of a file.</summary>
enum EntryKind
{
    File,

    /// <summary>The content is the target, which need not exist.</summary>
    SymbolicLink,

    /// <summary>A named pipe that nobody writes into.</summary>
    Pipe,

    Folder,
}

/// <summary>One entry of a case's folder.</summary>
readonly record struct Entry(EntryKind Kind, byte[] Bytes)
{
    public static implicit operator Entry(byte[] bytes) => new(EntryKind.File, bytes);
}

/// <summary>An input: a main file, which the reader is given, and the files beside it.</summary>
/// <param name="Main">Its name; empty where the reader is given the folder.</param>
/// <param name="Files">By name relative to the folder, '/' between parts.</param>
sealed record CaseFiles(string Main, IReadOnlyDictionary<string, Entry> Files)
{
    public static CaseFiles One(string name, byte[] bytes) => new(name, new Dictionary<string, Entry> { [name] = bytes });

    public static CaseFiles Of(string main, params (string Name, byte[] Bytes)[] files) =>
        new(main, files.ToDictionary(file => file.Name, file => (Entry)file.Bytes, StringComparer.Ordinal));

    /// <summary>Every file of a folder and of those below it.</summary>
    public static CaseFiles OfFolder(string folder, string main = "") => Of(main, [.. Directory.GetFiles(folder, "*", SearchOption.AllDirectories)
        .Select(file => (Path.GetRelativePath(folder, file), File.ReadAllBytes(file)))]);

    public long Length => Files.Values.Sum(entry => (long)entry.Bytes.Length);

    public CaseFiles With(string name, Entry entry) => this with { Files = new Dictionary<string, Entry>(Files) { [name] = entry } };

    /// <summary>Writes the entries into a folder, which must be empty.</summary>
    /// <returns>What the reader is given.</returns>
    public string WriteTo(string folder)
    {
        foreach (var (name, entry) in Files)
        {
            var path = Path.Combine(folder, name);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            switch (entry.Kind)
            {
                case EntryKind.SymbolicLink: File.CreateSymbolicLink(path, System.Text.Encoding.UTF8.GetString(entry.Bytes)); break;
                case EntryKind.Pipe: Unix.MakePipe(path); break;
                case EntryKind.Folder: Directory.CreateDirectory(path); break;
                default: File.WriteAllBytes(path, entry.Bytes); break;
            }
        }
        return Path.Combine(folder, Main);
    }
}
