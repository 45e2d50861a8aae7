using System.Security.Cryptography;
using Avatars.Files;
using Avatars.ModelBuilding.Onnx;
using Avatars.ModelBuilding.Quantization;
using Avatars.ModelBuilding.Weights;

namespace Avatars.ModelBuilding.Packages;

/// <summary>A folder with <c>model.json</c> and its networks.</summary>
public sealed record ModelPackage(string Folder, ModelDescription Description)
{
    const int MaximumJsonBytes = 1 << 20;
    const long MaximumNetworkBytes = 1L << 40;

    /// <summary>Writes a package with weights of one source; the folder appears when everything in it is complete.</summary>
    /// <param name="provenance">How the weights were made.</param>
    /// <exception cref="IOException">The folder exists already.</exception>
    public static ModelPackage Build(ModelBlueprint blueprint, string folder, IWeightSource weights, WeightStorage storage, string provenance, CancellationToken stop = default) =>
        Build(blueprint, folder, _ => weights, storage, provenance, stop: stop);

    /// <summary>The same with a source of its own for each network.</summary>
    public static ModelPackage Build(ModelBlueprint blueprint, string folder, Func<Graph, IWeightSource> weightsOf, WeightStorage storage, string provenance, long externalFrom = OnnxFile.ExternalFrom, CancellationToken stop = default) =>
        Create(folder, blueprint.Networks.Select(network => network.Name), beside =>
        {
            foreach (var network in blueprint.Networks)
            {
                stop.ThrowIfCancellationRequested();
                OnnxFile.Save(network, Path.Combine(beside, network.Name + ".onnx"), weightsOf(network), storage, externalFrom);
            }
            return blueprint.Description with { Provenance = provenance };
        });

    /// <summary>The same networks with their weights stored in another way, and with the sizes and hashes of the files as they are now.</summary>
    /// <param name="storage">Null keeps each network's own.</param>
    /// <exception cref="IOException">The folder exists already.</exception>
    /// <exception cref="FormatException">A network cannot be read, or its weights cannot be stored so.</exception>
    public ModelPackage Pack(string folder, WeightStorage? storage, CancellationToken stop = default) => Create(folder, Description.Networks.Keys, beside =>
    {
        foreach (var name in Description.Networks.Keys)
        {
            stop.ThrowIfCancellationRequested();
            OnnxRepack.Save(PathOf(name), Path.Combine(beside, Description.Networks[name].File), storage);
        }
        return Description;
    });

    /// <summary>The same package with some networks rewritten; the others' files are copied.</summary>
    /// <param name="networks">By name.</param>
    /// <param name="description">Its <see cref="ModelDescription.Networks"/> are measured anew.</param>
    /// <exception cref="IOException">The folder exists already.</exception>
    /// <exception cref="FormatException">A file that is copied is not the one that model.json names.</exception>
    public ModelPackage Replace(string folder, IReadOnlyDictionary<string, PlainModel> networks, ModelDescription description, CancellationToken stop = default) => Create(folder, Description.Networks.Keys, beside =>
    {
        foreach (var (name, network) in Description.Networks)
        {
            stop.ThrowIfCancellationRequested();
            if (networks.TryGetValue(name, out var rewritten))
                File.WriteAllBytes(Path.Combine(beside, network.File), rewritten.WithHalves().ToBytes());
            else
                foreach (var file in new[] { network, network.Data }.OfType<NetworkFile>())
                {
                    CheckFile(file);
                    File.Copy(Path.Combine(Folder, file.File), Path.Combine(beside, file.File));
                }
        }
        return description;
    });

    /// <inheritdoc cref="WholeFolder.RequireFree"/>
    public static void RequireFree(string folder) => WholeFolder.RequireFree(folder);

    /// <summary>Fills a folder beside its place by <paramref name="write"/>, adds model.json with sizes and hashes, and renames.</summary>
    /// <param name="names">The networks that are to be there.</param>
    internal static ModelPackage Create(string folder, IEnumerable<string> names, Func<string, ModelDescription> write)
    {
        ModelDescription? description = null;
        WholeFolder.Create(folder, beside =>
        {
            description = write(beside);
            description = description with { Networks = Measure(beside) };
            if (names.Except(description.Networks.Keys).ToArray() is { Length: > 0 } missing)
                throw new IOException($"'{folder}': {string.Join(", ", missing)} disappeared while the package was written. Write it again, with one program at a time.");
            File.WriteAllText(Path.Combine(beside, ModelDescription.FileName), description.ToJson());
        });
        return new ModelPackage(folder, description!);
    }

    /// <summary>Reads and checks model.json; the networks' files are only checked by <see cref="Check"/>.</summary>
    /// <exception cref="FormatException">model.json is broken or names a file outside the folder.</exception>
    public static ModelPackage Open(string folder)
    {
        var path = Path.Combine(folder, ModelDescription.FileName);
        if (!File.Exists(path))
            throw new FileNotFoundException($"'{folder}' is no model package: it has no {ModelDescription.FileName}.", path);
        var package = FileReading.Run(path, "Build the package again.", () => new ModelPackage(folder, ModelDescription.Parse(WholeFile.Read(path, MaximumJsonBytes), path)));
        foreach (var (name, network) in package.Description.Networks)
        {
            if (network.File != name + ".onnx" || name.AsSpan().IndexOfAny("/\\:") >= 0 || name.StartsWith('.'))
                throw new FormatException($"'{path}', networks.{name}.file: {ErrorLine.Quote(network.File)} should be '{name}.onnx', a file of the package's own folder.");
            if (network.Data is { } data && data.File != ExternalData.PathOf(network.File))
                throw new FormatException($"'{path}', networks.{name}.data.file: {ErrorLine.Quote(data.File)} should be '{ExternalData.PathOf(network.File)}', a file of the package's own folder.");
        }
        return package;
    }

    public string PathOf(string network) => Path.Combine(Folder, Description.Networks[network].File);

    /// <exception cref="FormatException">A file is missing, or differs from what model.json says of it.</exception>
    public void Check()
    {
        foreach (var network in Description.Networks.Values)
        {
            CheckFile(network);
            if (network.Data is { } data)
                CheckFile(data);
        }
    }

    void CheckFile(NetworkFile said)
    {
        var path = Path.Combine(Folder, said.File);
        if (!File.Exists(path))
            throw new FormatException($"'{path}' is missing, though {ModelDescription.FileName} lists it.");
        using var file = WholeFile.Open(path, MaximumNetworkBytes); // of a link, the file that it leads to: size and hash decide
        if (file.Length != said.Bytes)
            throw new FormatException($"'{path}' has {file.Length} bytes; {ModelDescription.FileName} says {said.Bytes}. Pack or download the package again.");
        if (HashOf(file) is var hash && hash != said.Sha256)
            throw new FormatException($"'{path}' has SHA-256 {hash}; {ModelDescription.FileName} says {said.Sha256}. Pack or download the package again.");
    }

    static SortedDictionary<string, NetworkFile> Measure(string folder)
    {
        var networks = new SortedDictionary<string, NetworkFile>(StringComparer.Ordinal);
        foreach (var path in Directory.EnumerateFiles(folder, "*.onnx"))
            networks.Add(Path.GetFileNameWithoutExtension(path), Measured(path) with { Data = File.Exists(ExternalData.PathOf(path)) ? Measured(ExternalData.PathOf(path)) : null });
        return networks;
    }

    static NetworkFile Measured(string path) => new(Path.GetFileName(path), new FileInfo(path).Length, HashOf(path));

    static string HashOf(string path)
    {
        using var stream = File.OpenRead(path);
        return HashOf(stream);
    }

    static string HashOf(Stream stream) => Convert.ToHexStringLower(SHA256.HashData(stream));
}
