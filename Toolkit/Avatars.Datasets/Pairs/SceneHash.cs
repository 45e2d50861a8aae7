using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Avatars.Datasets.Pairs;

/// <summary>
/// Hashes of what a data set is rendered from. Unlike the shards, whose floats and pictures depend on the processor's vector instructions and the
/// OpenGL driver, these are the same on every machine.
/// </summary>
public static class SceneHash
{
    /// <summary>How many pairs <see cref="OfFirst"/> takes: a shard's at 256 pixels.</summary>
    public const int PairCount = 250;

    static readonly string[] AssetFolders = ["makehuman", "motion", "signing"];

    /// <summary>SHA-256 of the random choices of the first pairs: character, framing, and for both pictures motion and time to the millisecond.</summary>
    /// <returns>Lower-case hexadecimal digits.</returns>
    public static string OfFirst(IEnumerable<DatasetManifest.Pair> pairs)
    {
        var lines = pairs.Take(PairCount).Select(pair => string.Create(CultureInfo.InvariantCulture,
            $"{pair.Character}\t{pair.Name}\t{pair.Framing}\t{Text(pair.Source)}\t{Text(pair.Target)}\n"));
        return HashOf(Encoding.UTF8.GetBytes(string.Concat(lines)));
    }

    /// <summary>SHA-256 of names and contents of the files in the folders <c>makehuman</c>, <c>motion</c> and <c>signing</c>.</summary>
    /// <inheritdoc cref="OfFirst"/>
    public static string OfAssets(string folder)
    {
        var files = AssetFolders.Select(name => Path.Combine(folder, name)).Where(Directory.Exists)
            .SelectMany(path => Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories))
            .Select(path => (Path: path, Name: Path.GetRelativePath(folder, path).Replace('\\', '/')))
            .OrderBy(file => file.Name, StringComparer.Ordinal);
        var lines = files.Select(file => $"{file.Name}\t{ShardFile.Hash(file.Path)}\n");
        return HashOf(Encoding.UTF8.GetBytes(string.Concat(lines)));
    }

    static string Text(DatasetManifest.View view) => string.Create(CultureInfo.InvariantCulture, $"{view.Motion}\t{view.Seconds:0.000}");

    static string HashOf(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
