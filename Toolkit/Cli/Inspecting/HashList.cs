using System.Security.Cryptography;
using System.Text;
using Avatars.Files;

namespace Avatars.Cli.Inspecting;

/// <summary>The SHA-256 of every file of a folder, in the form of the program sha256sum.</summary>
sealed class HashList
{
    const int HashLetters = 64, MostBytes = 1 << 20;
    const string Remedy = "Get the list again from whoever made the package.";

    readonly SortedDictionary<string, string> _hashes = new(StringComparer.Ordinal);
    string _source = "";

    public int Count => _hashes.Count;

    public static HashList Of(string folder)
    {
        var list = new HashList();
        foreach (var entry in Directory.GetFileSystemEntries(folder))
            list._hashes.Add(Path.GetFileName(entry), Directory.Exists(entry)
                ? throw new FormatException($"'{entry}': a package has no folders. Remove it.") : HashOf(entry));
        return list;
    }

    /// <exception cref="FormatException">A line is no hash with a name.</exception>
    public static HashList Read(string path)
    {
        var list = new HashList { _source = path };
        var lines = WholeFile.ReadText(path, MostBytes).Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            var line = lines[i].TrimEnd('\r');
            if (line.Length == 0)
                continue;
            // "HASH  NAME", or "HASH *NAME" for what sha256sum calls binary
            if (line.Length < HashLetters + 3 || !line.AsSpan(0, HashLetters).ToArray().All(char.IsAsciiHexDigit) || line[HashLetters] != ' '
                || line[HashLetters + 1] is not (' ' or '*'))
                throw new FormatException($"{path}, line {i + 1}: {ErrorLine.Quote(line)} is no SHA-256 with the name of a file. {Remedy}");
            if (!list._hashes.TryAdd(line[(HashLetters + 2)..], line[..HashLetters].ToLowerInvariant()))
                throw new FormatException($"{path}, line {i + 1}: {ErrorLine.Quote(line[(HashLetters + 2)..])} stands there twice. {Remedy}");
        }
        return list._hashes.Count > 0 ? list : throw new FormatException($"{path}: the list names no file. {Remedy}");
    }

    public void Write(string path) =>
        WholeFile.Write(path, Encoding.UTF8.GetBytes(string.Concat(_hashes.Select(pair => $"{pair.Value}  {pair.Key}\n"))));

    /// <exception cref="FormatException">A file of the folder differs, is missing, or is not in the list.</exception>
    public void Require(string folder)
    {
        var found = Of(folder);
        foreach (var (name, hash) in _hashes)
            if (!found._hashes.TryGetValue(name, out var actual))
                throw Wrong($"the file {ErrorLine.Quote(name)} is missing");
            else if (actual != hash)
                throw Wrong($"the file {ErrorLine.Quote(name)} is another one: its SHA-256 is {actual}, not {hash}");
        if (found._hashes.Keys.FirstOrDefault(name => !_hashes.ContainsKey(name)) is { } other)
            throw Wrong($"the file {ErrorLine.Quote(other)} is not in the list");

        FormatException Wrong(string what) =>
            new($"'{folder}' is not the package that '{_source}' was made for: {what}. Do not use it; download it again.");
    }

    static string HashOf(string file)
    {
        using var stream = WholeFile.Open(file, long.MaxValue);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }
}
