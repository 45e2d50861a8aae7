using System.Security.Cryptography;
using Avatars.Files;
using Avatars.ModelBuilding.Onnx;
using Avatars.ModelBuilding.Quantization;
using Avatars.ModelBuilding.Weights;
using Avatars.Models;

namespace Avatars.ModelBuilding.Packages;

/// <summary>Writes model packages; a folder appears when everything in it is complete.</summary>
public static class PackageWriting
{
    /// <summary>Writes a package with weights of one source.</summary>
    /// <param name="provenance">How the weights were made.</param>
    /// <exception cref="IOException">The folder exists already.</exception>
    public static ModelPackage Build(ModelBlueprint blueprint, string folder, IWeightSource weights, WeightStorage storage, string provenance,
        CancellationToken stop = default) =>
        Build(blueprint, folder, _ => weights, storage, provenance, stop: stop);

    /// <summary>The same with a source of its own for each network.</summary>
    public static ModelPackage Build(ModelBlueprint blueprint, string folder, Func<Graph, IWeightSource> weightsOf, WeightStorage storage,
        string provenance, long externalFrom = OnnxFile.ExternalFrom, CancellationToken stop = default) =>
        Create(folder, blueprint.Networks.Select(network => network.Name), beside =>
        {
            foreach (var network in blueprint.Networks)
            {
                stop.ThrowIfCancellationRequested();
                OnnxFile.Save(network, Path.Combine(beside, network.Name + NetworkFile.Ending), weightsOf(network), storage, externalFrom);
            }
            return blueprint.Manifest with { Provenance = provenance };
        });

    /// <summary>The same networks with their weights in another storage format, and with the sizes and hashes of the files as they are now.</summary>
    /// <param name="storage">Null keeps each network's own.</param>
    /// <exception cref="IOException">The folder exists already.</exception>
    /// <exception cref="FormatException">A network cannot be read, or its weights cannot be stored so.</exception>
    public static ModelPackage Pack(this ModelPackage package, string folder, WeightStorage? storage, CancellationToken stop = default) =>
        Create(folder, package.Manifest.Networks.Keys, beside =>
    {
        foreach (var (name, network) in package.Manifest.Networks)
        {
            stop.ThrowIfCancellationRequested();
            OnnxRepack.Save(package.PathOf(name), Path.Combine(beside, network.File), storage);
        }
        return package.Manifest;
    });

    /// <summary>The same package with some networks rewritten; the others' files are copied.</summary>
    /// <param name="networks">By name.</param>
    /// <param name="manifest">Its <see cref="ModelManifest.Networks"/> are measured anew.</param>
    /// <exception cref="IOException">The folder exists already.</exception>
    /// <exception cref="FormatException">A file that is copied is not the one that model.json names.</exception>
    public static ModelPackage Replace(this ModelPackage package, string folder, IReadOnlyDictionary<string, PlainModel> networks,
        ModelManifest manifest, CancellationToken stop = default) =>
        Create(folder, package.Manifest.Networks.Keys, beside =>
        {
            foreach (var (name, network) in package.Manifest.Networks)
            {
                stop.ThrowIfCancellationRequested();
                if (networks.TryGetValue(name, out var rewritten))
                    File.WriteAllBytes(Path.Combine(beside, network.File), rewritten.WithHalves().ToBytes());
                else
                    Copy(package, name, beside);
            }
            return manifest;
        });

    static void Copy(ModelPackage package, string name, string folder)
    {
        var network = package.Manifest.Networks[name];
        package.Verify(name);
        foreach (var file in new[] { network, network.Data }.OfType<NetworkFile>())
            File.Copy(Path.Combine(package.Folder, file.File), Path.Combine(folder, file.File));
    }

    /// <summary>Fills a folder beside its place by <paramref name="write"/>, adds model.json with sizes and hashes, and renames.</summary>
    /// <param name="names">The networks that are to be there.</param>
    internal static ModelPackage Create(string folder, IEnumerable<string> names, Func<string, ModelManifest> write)
    {
        ModelManifest? manifest = null;
        WholeFolder.Create(folder, beside =>
        {
            manifest = write(beside) with { Networks = Measure(beside) };
            if (names.Except(manifest.Networks.Keys).ToArray() is { Length: > 0 } missing)
                throw new IOException($"'{folder}': {string.Join(", ", missing)} disappeared while the package was written. "
                    + "Write it again, with one program at a time.");
            File.WriteAllBytes(Path.Combine(beside, ModelManifest.FileName), manifest.ToBytes());
        });
        return new ModelPackage(folder, manifest!);
    }

    static SortedDictionary<string, NetworkFile> Measure(string folder)
    {
        var networks = new SortedDictionary<string, NetworkFile>(StringComparer.Ordinal);
        foreach (var path in Directory.EnumerateFiles(folder, "*" + NetworkFile.Ending))
        {
            var data = ExternalData.PathOf(path);
            networks.Add(Path.GetFileNameWithoutExtension(path), Measured(path) with { Data = File.Exists(data) ? Measured(data) : null });
        }
        return networks;
    }

    static NetworkFile Measured(string path) => new(Path.GetFileName(path), new FileInfo(path).Length, HashOf(path));

    static string HashOf(string path)
    {
        using var stream = WholeFile.Open(path, long.MaxValue);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }
}
