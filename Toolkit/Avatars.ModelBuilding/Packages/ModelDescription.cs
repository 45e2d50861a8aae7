using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Avatars.Files;

namespace Avatars.ModelBuilding.Packages;

/// <summary>Contents of a package's <c>model.json</c>.</summary>
public sealed record ModelDescription
{
    public const string FileName = "model.json";

    public const int CurrentFormat = 1;

    public int FormatVersion { get; init; } = CurrentFormat;

    /// <summary>The generator: "fpdm", "pcdms", "imagpose".</summary>
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

    /// <summary>PCDMs' first stage; null for other systems.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public PriorSettings? Prior { get; init; }

    /// <summary>PCDMs' third stage; null for other systems.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public RefinerSettings? Refiner { get; init; }

    /// <summary>By file name without <c>.onnx</c>.</summary>
    public IReadOnlyDictionary<string, NetworkFile> Networks { get; init; } = new Dictionary<string, NetworkFile>();

    /// <summary>Measured quality; empty until measured.</summary>
    public JsonObject Quality { get; init; } = [];

    /// <summary>What `avatar train` did: recipe, commit, data, stages and figures. Null for packages that were made in another way.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public JsonObject? Training { get; init; }

    const string Remedy = "Build the package again.";

    static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { WriteIndented = true, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true, AllowDuplicateProperties = false };

    public string ToJson() => JsonSerializer.Serialize(this, Options) + "\n";

    /// <param name="json">UTF-8.</param>
    /// <exception cref="FormatException">The text is no model description of this format.</exception>
    public static ModelDescription Parse(byte[] json, string path)
    {
        JsonText.Require(json, path, Remedy);
        try
        {
            var description = JsonSerializer.Deserialize<ModelDescription>(json, Options) ?? throw new JsonException("It is empty.");
            foreach (var (name, network) in description.Networks)
                if (network is null)
                    throw new FormatException($"'{path}', networks.{ErrorLine.Quote(name)}: this is null. {Remedy}");
            _ = description.ToJson(); // a number that is not finite, or a name that stands twice, cannot be written again
            return description.FormatVersion == CurrentFormat ? description
                : throw new FormatException($"'{path}' has format version {description.FormatVersion}, and this program reads {CurrentFormat}. {Remedy}");
        }
        catch (JsonException error)
        {
            throw error.Message.Contains("could not be mapped", StringComparison.Ordinal)
                ? new FormatException($"'{path}', line {(error.LineNumber ?? 0) + 1}: the field '{error.Path?.TrimStart('$', '.')}' is not one that this program knows. Take it out, write it right, or update Avatar.", error)
                : JsonText.Damaged(error, path, Remedy);
        }
        catch (ArgumentException error)
        {
            throw new FormatException($"'{path}': a number is not finite, or a name stands twice. {Remedy}", error);
        }
    }
}

/// <param name="Kind">As diffusers names it: "scaled_linear"; "trained" for a table of its own.</param>
/// <param name="TrainSteps">Noise levels in training.</param>
/// <param name="ZeroTerminalSnr">The last level is stretched to hold no signal at all.</param>
public sealed record NoiseSchedule(string Kind, double BetaStart, double BetaEnd, int TrainSteps, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool ZeroTerminalSnr = false)
{
    /// <summary>Of kind "trained": the variance that each step adds.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<double>? TrainedBetas { get; init; }
}

/// <param name="EndsClean">False where the last step leads to the schedule's own first level; a package that is silent means true.</param>
public sealed record SamplingDefaults(string Sampler, int Steps, double Guidance, string Spacing, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] bool? EndsClean = null)
{
    /// <summary>Added to every timestep of leading spacing; a package that is silent means 1.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Offset { get; init; }

    /// <summary>Further options of the sampler by their published names.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, JsonElement>? Options { get; init; }
}

/// <summary>How PCDMs' prior is run; the defaults are the published constants.</summary>
/// <param name="Mean">Of a picture's embedding, over all channels.</param>
/// <param name="Deviation">As <paramref name="Mean"/>.</param>
/// <param name="Limit">What standardised estimates are clamped to.</param>
public sealed record PriorSettings(int Steps, double Mean = -0.016, double Deviation = 0.415, double Limit = 10)
{
    public CoordinateSettings Coordinates { get; init; } = new();
}

/// <summary>How keypoints become the prior's coordinates. What the published weights were trained on is not known; these are the likeliest.</summary>
/// <param name="Missing">Stands for x and y of a keypoint that is not seen.</param>
/// <param name="Signed">-1 to 1 over the picture instead of 0 to 1.</param>
/// <param name="SideBorder">Share of the picture's width that is cut off at each side first.</param>
public sealed record CoordinateSettings(double Missing = -1, bool Signed = false, double SideBorder = 0);

/// <param name="Rescale">Of guided predictions; the published script passes 2 by mistake, 0 is off.</param>
/// <param name="ReadsLatents">The refiner takes the inpainting's latents as they are, instead of those of its picture.</param>
public sealed record RefinerSettings(double Rescale, bool ReadsLatents);

/// <param name="File">Relative to the package, without a folder.</param>
/// <param name="Sha256">Lower-case hexadecimal.</param>
/// <param name="Data">The file with a large network's weights; null where they are in <paramref name="File"/>.</param>
public sealed record NetworkFile(string File, long Bytes, string Sha256, NetworkFile? Data = null)
{
    /// <summary>Both files.</summary>
    [JsonIgnore]
    public long AllBytes => Bytes + (Data?.Bytes ?? 0);
}
