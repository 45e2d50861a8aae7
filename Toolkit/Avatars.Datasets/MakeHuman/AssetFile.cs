using System.IO.Compression;
using Avatars.Files;

namespace Avatars.Datasets.MakeHuman;

/// <summary>Reads the collection's files with a bound on their size, so that a damaged one cannot take the machine's memory.</summary>
static class AssetFile
{
    /// <summary>Bytes after unpacking; the largest file of the collection is about 12 MB.</summary>
    const int MaximumBytes = 32 << 20;

    /// <param name="path">A file; one that ends in ".gz" is unpacked.</param>
    /// <exception cref="FileNotFoundException">The file is not there.</exception>
    /// <exception cref="FormatException">The file is larger than 32 MB, is no regular file, or is not gzip where its name says so.</exception>
    public static byte[] Read(string path)
    {
        if (!File.Exists(path))
            throw new FileNotFoundException($"{path}: there is no such file. Point --assets at the folder that holds 'makehuman' and 'motion', whole.", path);
        using var file = WholeFile.Open(path, MaximumBytes);
        if (!path.EndsWith(".gz", StringComparison.Ordinal))
            return ReadBounded(file, path, file.Length);
        try
        {
            using var unpacked = new GZipStream(file, CompressionMode.Decompress);
            return ReadBounded(unpacked, path, file.Length * 4);
        }
        catch (InvalidDataException error)
        {
            throw new FormatException($"{path}: the gzip data is damaged ({error.Message}). Copy the file again.", error);
        }
    }

    static byte[] ReadBounded(Stream stream, string path, long expected)
    {
        using var bytes = new MemoryStream((int)Math.Min(expected, MaximumBytes));
        var block = new byte[64 << 10];
        while (stream.Read(block) is var read and > 0)
        {
            if (bytes.Length + read > MaximumBytes)
                throw new FormatException($"{path}: the file holds more than {MaximumBytes >> 20} MB. It is not a file of this collection; copy it again.");
            bytes.Write(block, 0, read);
        }
        return bytes.ToArray();
    }

    /// <summary>Joins a name found in a file to its folder.</summary>
    /// <exception cref="FormatException">The name leads out of <paramref name="folder"/>.</exception>
    public static string Inside(string folder, string name, string namedBy)
    {
        if (name.Contains('\0', StringComparison.Ordinal))
            throw new FormatException($"{namedBy}: {ErrorLine.Quote(name)} is no file name. Copy the file again.");
        var root = Path.GetFullPath(folder);
        var path = Path.GetFullPath(Path.Combine(root, name));
        if (!path.StartsWith(root + Path.DirectorySeparatorChar, StringComparison.Ordinal))
            throw new FormatException($"{namedBy}: {ErrorLine.Quote(name)} leads out of the folder {ErrorLine.Printable(root, 200)}. "
                + "Name files inside it only.");
        return path;
    }
}
