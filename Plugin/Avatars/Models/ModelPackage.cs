using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using Avatars.Files;

namespace Avatars.Models;

/// <summary>A folder with <c>model.json</c> and the networks that it names.</summary>
/// <param name="Folder">Absolute where it was opened.</param>
public sealed record ModelPackage(string Folder, ModelManifest Manifest)
{
    const long MaximumNetworkBytes = 1L << 40;

    /// <summary>Of all networks' files, as <c>model.json</c> gives them.</summary>
    public long Bytes => Manifest.Networks.Values.Sum(network => network.AllBytes);

    /// <summary>Reads and checks <c>model.json</c>; reads no network yet.</summary>
    /// <exception cref="FileNotFoundException">The folder has no <c>model.json</c>.</exception>
    /// <exception cref="FormatException">As <see cref="ModelManifest.Parse"/>.</exception>
    public static ModelPackage Open(string folder)
    {
        var path = Path.Combine(Path.GetFullPath(folder), ModelManifest.FileName);
        if (!File.Exists(path))
            throw new FileNotFoundException($"'{folder}' is no model package: it has no {ModelManifest.FileName}. " +
                $"Build one with 'avatar model build --out {folder}', or name another folder.", path);
        return new ModelPackage(Path.GetDirectoryName(path)!, ModelManifest.Read(path));
    }

    /// <summary>The same package, whose networks make frames of another size.</summary>
    /// <exception cref="ArgumentException">They do not make that size; the message names those that they make.</exception>
    public ModelPackage WithSize(FrameSize size)
    {
        var own = new FrameSize(Manifest.Width, Manifest.Height);
        var known = Manifest.Sizes.Count > 0 ? Manifest.Sizes : [own];
        if (!known.Contains(size))
            throw new ArgumentException($"The model '{Manifest.Name}' makes pictures of {Listed(known)}, not {size}.", nameof(size));
        return size == own ? this : this with { Manifest = Manifest with { Width = size.Width, Height = size.Height } };
    }

    static string Listed(IReadOnlyList<FrameSize> sizes) => sizes.Count == 1 ? sizes[0].ToString()
        : $"{string.Join(", ", sizes.Take(sizes.Count - 1))} or {sizes[^1]}";

    public bool Has(string network) => Manifest.Networks.ContainsKey(network);

    /// <summary>Path of a network's file, without verifying it.</summary>
    /// <exception cref="FormatException">The package does not name it.</exception>
    public string PathOf(string network) => Path.Combine(Folder, Entry(network).File);

    /// <summary>The path of a network's file after its size and SHA-256 were checked; its weights, where they lie in another file, are checked too.</summary>
    /// <exception cref="FormatException">The package does not name it, or the file is not the one that it names.</exception>
    /// <exception cref="FileNotFoundException">A file is missing.</exception>
    public string Verify(string network)
    {
        var entry = Entry(network);
        var path = Verify(entry, network);
        if (entry.Data is { } data)
            Verify(data, network + ".data");
        return path;
    }

    /// <summary>Verifies every network.</summary>
    /// <inheritdoc cref="Verify(string)"/>
    public void VerifyAll()
    {
        foreach (var network in Manifest.Networks.Keys)
            Verify(network);
    }

    NetworkFile Entry(string network) => Manifest.Networks.TryGetValue(network, out var entry) ? entry
        : throw new FormatException(
            $"'{Path.Combine(Folder, ModelManifest.FileName)}' names no network '{network}', " +
            $"only {string.Join(", ", Manifest.Networks.Keys)}. Build the package again.");

    string Verify(NetworkFile entry, string place)
    {
        var path = Path.Combine(Folder, entry.File);
        if (!File.Exists(path))
            throw new FileNotFoundException($"The package '{Folder}' lacks '{entry.File}' (networks.{place}). Download or build it again.", path);
        using var stream = WholeFile.Open(path, MaximumNetworkBytes); // of a link, the file that it leads to: size and hash decide
        if (stream.Length != entry.Bytes)
            throw new FormatException($"'{path}' has {stream.Length} bytes, but {ModelManifest.FileName} (networks.{place}.bytes) says {entry.Bytes}. " +
                "Pack, download or build the package again.");
        using var hash = SHA256.Create();
        var actual = BitConverter.ToString(hash.ComputeHash(stream)).Replace("-", "", StringComparison.Ordinal);
        if (!string.Equals(actual, entry.Sha256, StringComparison.OrdinalIgnoreCase))
            throw new FormatException($"'{path}' is not the file that {ModelManifest.FileName} names: its SHA-256 is {actual.ToLowerInvariant()}, " +
                $"not {entry.Sha256} (networks.{place}.sha256). Pack, download or build the package again.");
        return path;
    }
}
