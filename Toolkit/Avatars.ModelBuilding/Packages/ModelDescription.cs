using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Avatars.ModelBuilding.Packages;

/// <summary>Contents of a package's <c>model.json</c>.</summary>
public sealed record ModelDescription
{
    public const string FileName = "model.json";

    public const int CurrentFormat = 1;

    public int FormatVersion { get; init; } = CurrentFormat;

    /// <summary>The generator: "fpdm", "imagpose".</summary>
    public required string System { get; init; }

    public required string Name { get; init; }

    public required string Description { get; init; }

    public required string Licence { get; init; }

    /// <summary>How the weights were made.</summary>
    public required string Provenance { get; init; }

    /// <summary>Pixels of the picture that comes out; of one tile, where the networks see a canvas of four.</summary>
    public required int Width { get; init; }

    /// <inheritdoc cref="Width"/>
    public required int Height { get; init; }

    public required int LatentChannels { get; init; }

    /// <summary>What the autoencoder's latents are multiplied by.</summary>
    public required double LatentScale { get; init; }

    /// <summary>Side of the picture over side of the latents.</summary>
    public required int LatentFactor { get; init; }

    /// <summary>Side of the source encoder's picture.</summary>
    public required int SourceSize { get; init; }

    /// <summary>Side of the fusion encoder's picture; null where the system has none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? FusionSize { get; init; }

    /// <summary>How IMAGPose prepares the source for its tokens: "consistent", "published-inference" or "train-like"; null for other systems.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? FlcMode { get; init; }

    public required string PoseStyle { get; init; }

    public required NoiseSchedule Schedule { get; init; }

    public required string PredictionType { get; init; }

    public required SamplingDefaults Defaults { get; init; }

    /// <summary>By file name without <c>.onnx</c>.</summary>
    public IReadOnlyDictionary<string, NetworkFile> Networks { get; init; } = new Dictionary<string, NetworkFile>();

    /// <summary>Measured quality; empty until measured.</summary>
    public JsonObject Quality { get; init; } = [];

    static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public string ToJson() => JsonSerializer.Serialize(this, Options) + "\n";

    /// <exception cref="FormatException">The text is no model description of this format.</exception>
    public static ModelDescription Parse(string json, string path)
    {
        try
        {
            var description = JsonSerializer.Deserialize<ModelDescription>(json, Options) ?? throw new JsonException("It is empty.");
            return description.FormatVersion == CurrentFormat ? description
                : throw new FormatException($"'{path}' has format version {description.FormatVersion}, and this program reads {CurrentFormat}. Build the package again.");
        }
        catch (JsonException error)
        {
            throw new FormatException($"'{path}', line {(error.LineNumber ?? 0) + 1}: {error.Message}", error);
        }
    }
}

/// <param name="Kind">As diffusers names it: "scaled_linear".</param>
/// <param name="TrainSteps">Noise levels in training.</param>
/// <param name="ZeroTerminalSnr">The last level is stretched to hold no signal at all.</param>
public sealed record NoiseSchedule(string Kind, double BetaStart, double BetaEnd, int TrainSteps, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool ZeroTerminalSnr = false);

public sealed record SamplingDefaults(string Sampler, int Steps, double Guidance, string Spacing);

/// <param name="File">Relative to the package, without a folder.</param>
/// <param name="Sha256">Lower-case hexadecimal.</param>
public sealed record NetworkFile(string File, long Bytes, string Sha256);
