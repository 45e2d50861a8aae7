using System.Security.Cryptography;
using System.Text;
using Avatars.Files;

namespace Avatars.Batches;

/// <summary>SHA-256 of the files and folders that items are made from, each computed once while it does not change.</summary>
public sealed class InputHashes
{
    /// <summary>Files that describe a folder with the hashes of all others in it: a model package's, a data set's.</summary>
    static readonly string[] Indexes = ["model.json", "manifest.json"];

    /// <summary>Endings of files that are read with a file of the same name.</summary>
    static readonly string[] Sidecars = [".keypoints.json", ".person", ".bones.txt", ".bin"];

    readonly Dictionary<string, (long Length, DateTime Written, string Hash)> _files = new(StringComparer.Ordinal);

    /// <summary>Of a file with its sidecars, or of a folder: its index file where it has one, else every file in it.</summary>
    /// <returns>Null when nothing is there.</returns>
    public string? Of(string path)
    {
        if (File.Exists(path))
            return Sidecars.Select(ending => Path.ChangeExtension(path, null) + ending).Where(beside => beside != path && File.Exists(beside)).ToArray()
                is { Length: > 0 } besides ? Joined(besides.Prepend(path)) : OfFile(path);
        if (!Directory.Exists(path))
            return null;
        return Indexes.Select(name => Path.Combine(path, name)).FirstOrDefault(File.Exists) is { } index ? OfFile(index)
            : Joined(Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal));
    }

    string Joined(IEnumerable<string> files) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', files.Select(file => $"{Path.GetFileName(file)} {OfFile(file)}")))));

    string OfFile(string path)
    {
        var file = new FileInfo(path);
        if (_files.TryGetValue(path, out var known) && known.Length == file.Length && known.Written == file.LastWriteTimeUtc)
            return known.Hash;
        using var stream = WholeFile.Open(path, long.MaxValue);
        var hash = Convert.ToHexStringLower(SHA256.HashData(stream));
        _files[path] = (file.Length, file.LastWriteTimeUtc, hash);
        return hash;
    }
}
