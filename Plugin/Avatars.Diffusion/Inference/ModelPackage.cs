using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Text.Json;
using Avatars.Files;

namespace Avatars.Inference;

/// <summary>
/// A folder with <c>model.json</c> and the networks that it names. Reading it checks every field against sane limits; opening a network
/// checks path, size and SHA-256 before ONNX Runtime sees the file.
/// </summary>
public sealed class ModelPackage
{
    /// <summary>The one version of <c>model.json</c> that this program reads.</summary>
    public const int FormatVersion = 1;

    const int MaximumJsonBytes = 1 << 20;
    const long MaximumNetworkBytes = 1L << 40;
    const string Remedy = "Build or download the package again.";

    readonly Dictionary<string, PackagedNetwork> _networks = new(StringComparer.Ordinal);

    ModelPackage(string folder, JsonElement json)
    {
        Folder = folder;
        var root = new PackageField(Path.Combine(folder, "model.json"), json);
        var version = root.Integer("formatVersion", 1, int.MaxValue);
        if (version != FormatVersion)
            throw root.Wrong("formatVersion", $"is {version}, but this program reads version {FormatVersion}. Update Avatar, or build the package again");
        System = root.Text("system");
        Name = root.Text("name");
        Licence = root.OptionalText("licence");
        Description = root.OptionalText("description");
        Width = root.Integer("width", 8, 4096);
        Height = root.Integer("height", 8, 4096);
        LatentChannels = root.Integer("latentChannels", 1, 64);
        LatentFactor = root.Integer("latentFactor", 1, 64);
        if (Width % LatentFactor != 0 || Height % LatentFactor != 0)
            throw root.Wrong("latentFactor", $"is {LatentFactor}, which does not divide {Width}x{Height}. Write the size that the networks were made for");
        LatentScale = (float)root.Number("latentScale", 1e-4, 1e4);
        SourceSize = root.Integer("sourceSize", 8, 4096);
        FusionSize = root.Has("fusionSize") ? root.Integer("fusionSize", 8, 4096) : 0;
        FlcMode = root.OptionalText("flcMode");
        PoseStyle = root.Text("poseStyle");
        Schedule = PackagedSchedule.Read(root.Child("schedule"), root.OneOf("predictionType", "epsilon", "v_prediction", "sample"));
        Defaults = PackagedDefaults.Read(root.Child("defaults"), Schedule.TrainSteps);
        Prior = root.Has("prior") ? PackagedPrior.Read(root.Child("prior"), Schedule.TrainSteps) : null;
        Refiner = root.Has("refiner") ? PackagedRefiner.Read(root.Child("refiner")) : null;
        Training = root.Has("training") ? PackagedTraining.Read(root.Child("training")) : null;
        foreach (var network in root.Child("networks").Children())
            _networks.Add(network.Key, PackagedNetwork.Read(network.Value));
        root.RequireAllRead("provenance", "quality");
    }

    /// <summary>Absolute path.</summary>
    public string Folder { get; }

    /// <summary>Which of the systems it is for: "fpdm", ...</summary>
    public string System { get; }

    public string Name { get; }

    public string Description { get; }

    public string Licence { get; }

    /// <summary>Of a generated frame, pixels.</summary>
    public int Width { get; }

    /// <inheritdoc cref="Width"/>
    public int Height { get; }

    public int LatentChannels { get; }

    /// <summary>Pixels to a latent, along each side.</summary>
    public int LatentFactor { get; }

    /// <summary>What the autoencoder's latents are multiplied by before noise is added.</summary>
    public float LatentScale { get; }

    /// <summary>Side of the square picture that the source encoder sees, pixels.</summary>
    public int SourceSize { get; }

    /// <summary>Side of the square pictures that the fusion encoder sees, pixels; 0 where there is none.</summary>
    public int FusionSize { get; }

    /// <summary>How IMAGPose prepares the source for its tokens; empty for other systems.</summary>
    public string FlcMode { get; }

    /// <summary>Name of the pose-map style that the model was trained on.</summary>
    public string PoseStyle { get; }

    public PackagedSchedule Schedule { get; }

    public PackagedDefaults Defaults { get; }

    /// <summary>Of PCDMs' first stage; null where there is none.</summary>
    public PackagedPrior? Prior { get; }

    /// <summary>Of PCDMs' third stage; null where there is none.</summary>
    public PackagedRefiner? Refiner { get; }

    /// <summary>How the weights were made, where 'avatar train' made them; else null.</summary>
    public PackagedTraining? Training { get; }

    public IReadOnlyCollection<string> Networks => _networks.Keys;

    /// <summary>Of all networks' files, as <c>model.json</c> gives them.</summary>
    public long Bytes => _networks.Values.Sum(network => network.Bytes + (network.Data?.Bytes ?? 0));

    /// <summary>Reads and checks <c>model.json</c>; opens no network yet.</summary>
    /// <exception cref="FileNotFoundException">The folder has no <c>model.json</c>.</exception>
    /// <exception cref="FormatException">A field is missing, of the wrong kind or out of its limits.</exception>
    public static ModelPackage Open(string folder)
    {
        var path = Path.Combine(Path.GetFullPath(folder), "model.json");
        if (!File.Exists(path))
            throw new FileNotFoundException($"'{folder}' is not a model package: it has no model.json. Build one with 'avatar model build --out {folder}', or name another folder.", path);
        using var json = JsonText.Read(path, MaximumJsonBytes, Remedy);
        return FileReading.Run(path, Remedy, () => new ModelPackage(Path.GetDirectoryName(path)!, json.RootElement));
    }

    public bool Has(string network) => _networks.ContainsKey(network);

    /// <summary>The checked path of a network's file; its weights, where they lie in another file, are checked too.</summary>
    /// <exception cref="FormatException">The package does not name it, or the file is not the one that it names.</exception>
    public string Verify(string network)
    {
        if (!_networks.TryGetValue(network, out var entry))
            throw new FormatException($"'{Path.Combine(Folder, "model.json")}' names no network '{network}', only {string.Join(", ", _networks.Keys)}. Build the package again.");
        var path = Verify(entry, network);
        if (entry.Data is { } data)
            Verify(data, network + ".data");
        foreach (var location in OnnxStructure.Read(path).Locations)
            if (location != entry.Data?.File)
                throw new FormatException($"'{path}' keeps weights in {ErrorLine.Quote(location)}, which model.json (networks.{network}.data) does not name. A package may not reach outside its checked files: build it again.");
        return path;
    }

    string Verify(PackagedNetwork entry, string place)
    {
        var path = Path.Combine(Folder, entry.File);
        if (!File.Exists(path))
            throw new FileNotFoundException($"The package '{Folder}' lacks '{entry.File}' (networks.{place}). Download or build it again.", path);
        using var stream = WholeFile.Open(path, MaximumNetworkBytes); // of a link, the file that it leads to: size and hash decide
        if (stream.Length != entry.Bytes)
            throw new FormatException($"'{path}' has {stream.Length} bytes, but model.json (networks.{place}.bytes) says {entry.Bytes}. Download or build the package again.");
        using var hash = SHA256.Create();
        var actual = BitConverter.ToString(hash.ComputeHash(stream)).Replace("-", "", StringComparison.Ordinal);
        if (!string.Equals(actual, entry.Sha256, StringComparison.OrdinalIgnoreCase))
            throw new FormatException($"'{path}' is not the file that model.json names: its SHA-256 is {actual.ToLowerInvariant()}, not {entry.Sha256} (networks.{place}.sha256). Download or build the package again.");
        return path;
    }

    /// <summary>Checks the network's file and loads it.</summary>
    /// <exception cref="FormatException">The file is not the one that the package names, or not a network.</exception>
    public Network Load(string network, InferenceOptions options) => new(Verify(network), options);
}
