using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Nodes;
using Avatars.Files;

namespace Avatars.Models;

/// <summary>
/// The contents of a model package's <c>model.json</c>. Every field is read and checked against limits; an unknown field is an error.
/// Training/avatar_training/manifest.py reads the same fields.
/// </summary>
public sealed record ModelManifest
{
    public const string FileName = "model.json";

    /// <summary>The one version of <c>model.json</c> that this program reads and writes.</summary>
    public const int FormatVersion = 2;

    const int MaximumBytes = 1 << 20, MostSizes = 64;
    const string Remedy = "Build or download the package again.";
    const string RemedyOfOldPackages =
        "Write it anew with 'avatar model upgrade --in OLD --out NEW', or take the folders of Models that come with this program";

    static readonly JsonWriterOptions Layout = new() { Indented = true, NewLine = "\n" };

    /// <summary>Which of the systems it is for: "fpdm", "pcdms", "imagpose".</summary>
    public string System => Settings.System;

    public required string Name { get; init; }

    public required string Description { get; init; }

    public required string Licence { get; init; }

    /// <summary>How the weights were made.</summary>
    public required string Provenance { get; init; }

    /// <summary>Of a generated frame, pixels; of one tile, where the networks see a canvas of several.</summary>
    public required int Width { get; init; }

    /// <inheritdoc cref="Width"/>
    public required int Height { get; init; }

    /// <summary>Sizes of frames that the weights make, for <see cref="ModelPackage.WithSize"/>; empty where the networks have one size.</summary>
    public IReadOnlyList<FrameSize> Sizes { get; init; } = [];

    public required int LatentChannels { get; init; }

    /// <summary>What the autoencoder's latents are multiplied by before noise is added.</summary>
    public required double LatentScale { get; init; }

    /// <summary>Pixels to a latent, along each side.</summary>
    public required int LatentFactor { get; init; }

    /// <summary>Side of the square picture of the source encoder's input, pixels.</summary>
    public required int SourceSize { get; init; }

    /// <summary>Name of the pose-map style that the model was trained on.</summary>
    public required string PoseStyle { get; init; }

    public required ScheduleSettings Schedule { get; init; }

    /// <summary>What the network predicts: "epsilon", "v_prediction" or "sample".</summary>
    public required string PredictionType { get; init; }

    public required SamplingDefaults Defaults { get; init; }

    /// <summary>The fields of its system.</summary>
    public required SystemSettings Settings { get; init; }

    /// <summary>By name.</summary>
    public IReadOnlyDictionary<string, NetworkFile> Networks { get; init; } = new Dictionary<string, NetworkFile>();

    /// <summary>Measured quality, for readers; empty until measured.</summary>
    public JsonObject Quality { get; init; } = [];

    /// <summary>How the weights were made, where 'avatar train' made them; else null.</summary>
    public TrainingRecord? Training { get; init; }

    /// <summary>Reads a file.</summary>
    /// <inheritdoc cref="Parse"/>
    public static ModelManifest Read(string path) => Parse(WholeFile.Read(path, MaximumBytes), path);

    /// <param name="json">UTF-8.</param>
    /// <param name="path">For messages.</param>
    /// <exception cref="FormatException">
    /// It is no JSON, of another version, or a field is missing, unknown, of the wrong kind or out of its limits: the message names the field.
    /// </exception>
    public static ModelManifest Parse(ReadOnlyMemory<byte> json, string path)
    {
        using var document = JsonText.Parse(json, path, Remedy);
        return FileReading.Run(path, Remedy, () => Read(new ManifestField(path, document.RootElement)));
    }

    static ModelManifest Read(ManifestField root)
    {
        RequireVersion(root);
        root.RequireDistinctNames();
        var schedule = ScheduleSettings.Read(root.Child("schedule"));
        var manifest = new ModelManifest
        {
            Name = root.Text("name"),
            Description = root.Note("description"),
            Licence = root.Note("licence"),
            Provenance = root.Note("provenance"),
            Width = root.Integer("width", 8, 4096),
            Height = root.Integer("height", 8, 4096),
            Sizes = ReadSizes(root),
            LatentChannels = root.Integer("latentChannels", 1, 64),
            LatentScale = root.Number("latentScale", 1e-4, 1e4),
            LatentFactor = root.Integer("latentFactor", 1, 64),
            SourceSize = root.Integer("sourceSize", 8, 4096),
            PoseStyle = root.Text("poseStyle"),
            Schedule = schedule,
            PredictionType = root.OneOf("predictionType", "epsilon", "v_prediction", "sample"),
            Defaults = SamplingDefaults.Read(root.Child("defaults"), schedule.TrainSteps),
            Settings = SystemSettings.ReadNamed(root, schedule.TrainSteps),
            Networks = ReadNetworks(root.Child("networks")),
            Quality = root.Object("quality"),
            Training = root.OptionalChild("training") is { } training ? TrainingRecord.Read(training) : null,
        };
        if (manifest.Width % manifest.LatentFactor != 0 || manifest.Height % manifest.LatentFactor != 0)
            throw root.Wrong("latentFactor",
                $"is {manifest.LatentFactor}, which does not divide {manifest.Width}x{manifest.Height}. Write the size that the networks were made for");
        foreach (var size in manifest.Sizes)
            if (size.Width % manifest.LatentFactor != 0 || size.Height % manifest.LatentFactor != 0)
                throw root.Wrong("sizes", $"holds {size}, which latentFactor, {manifest.LatentFactor}, does not divide. Build the package again");
        root.RequireAllRead();
        return manifest;
    }

    static void RequireVersion(ManifestField root)
    {
        var version = root.Integer("formatVersion", 1, int.MaxValue);
        if (version < FormatVersion)
            throw root.Wrong("formatVersion",
                $"is {version}: an old package, whose networks have other names; this program reads version {FormatVersion}. {RemedyOfOldPackages}");
        if (version > FormatVersion)
            throw root.Wrong("formatVersion", $"is {version}, but this program reads version {FormatVersion}. Update Avatar, or build the package again");
    }

    static FrameSize[] ReadSizes(ManifestField root)
    {
        const string Field = "sizes";
        if (!root.Has(Field))
            return [];
        var sizes = root.Texts(Field, MostSizes).Select(text => FrameSize.TryParse(text, out var size)
            && size is { Width: >= 8 and <= 4096, Height: >= 8 and <= 4096 } ? size
            : throw root.Wrong(Field, $"holds {ErrorLine.Quote(text)}, not a size such as \"512x512\", 8 to 4096 a side. Build the package again")).ToArray();
        return sizes.Contains(new FrameSize(root.Integer("width", 8, 4096), root.Integer("height", 8, 4096))) ? sizes
            : throw root.Wrong(Field, "does not hold the size of width and height. Build the package again");
    }

    static SortedDictionary<string, NetworkFile> ReadNetworks(ManifestField field)
    {
        var networks = new SortedDictionary<string, NetworkFile>(StringComparer.Ordinal);
        foreach (var network in field.Children())
            networks.Add(network.Key, NetworkFile.Read(network.Key, network.Value));
        return networks;
    }

    /// <summary>UTF-8, indented; the same manifest gives the same bytes.</summary>
    public byte[] ToBytes()
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, Layout))
            Write(json);
        stream.WriteByte((byte)'\n');
        return stream.ToArray();
    }

    void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteNumber("formatVersion", FormatVersion);
        json.WriteString("system", System);
        json.WriteString("name", Name);
        json.WriteString("description", Description);
        json.WriteString("licence", Licence);
        json.WriteString("provenance", Provenance);
        json.WriteNumber("width", Width);
        json.WriteNumber("height", Height);
        if (Sizes.Count > 0)
        {
            json.WriteStartArray("sizes");
            foreach (var size in Sizes)
                json.WriteStringValue(size.ToString());
            json.WriteEndArray();
        }
        json.WriteNumber("latentChannels", LatentChannels);
        json.WriteNumber("latentScale", LatentScale);
        json.WriteNumber("latentFactor", LatentFactor);
        json.WriteNumber("sourceSize", SourceSize);
        Settings.WriteInputs(json);
        json.WriteString("poseStyle", PoseStyle);
        Schedule.Write(json, "schedule");
        json.WriteString("predictionType", PredictionType);
        Defaults.Write(json, "defaults");
        Settings.WriteStages(json);
        json.WriteStartObject("networks");
        foreach (var (name, network) in Networks)
            network.Write(json, name);
        json.WriteEndObject();
        json.WritePropertyName("quality");
        Quality.WriteTo(json);
        Training?.Write(json, "training");
        json.WriteEndObject();
    }
}
