using Avatars.ModelBuilding.Networks;
using Avatars.ModelBuilding.Onnx;
using Avatars.Models;

namespace Avatars.ModelBuilding.Packages;

/// <summary>The sizes of IMAGPose's networks that belong together.</summary>
/// <remarks>
/// The UNet always works on the canvas of two by two tiles. Autoencoder and pose encoder are made either for the canvas, as published, or
/// for a tile: then they run once for each tile that is new, and a stream pays for one.
/// </remarks>
public sealed record ImagPoseModel
{
    public required string Name { get; init; }

    public required string Description { get; init; }

    /// <summary>Pixels of a tile.</summary>
    public required int Width { get; init; }

    /// <inheritdoc cref="Width"/>
    public required int Height { get; init; }

    public required string PoseStyle { get; init; }

    public required SamplingDefaults Defaults { get; init; }

    /// <summary>"scaled_linear", as trained, or "linear", as the published inference has it.</summary>
    public string Schedule { get; init; } = "scaled_linear";

    /// <summary>"consistent", "train-like" or "published-inference"; the last one's source is as large as the canvas.</summary>
    public string FlcMode { get; init; } = "consistent";

    public required Dinov2Configuration SourceEncoder { get; init; }

    public required PatchEmbeddingConfiguration PatchEmbedding { get; init; }

    public required PoseEncoderConfiguration PoseEncoder { get; init; }

    public required UNet2DConditionConfiguration UNet { get; init; }

    /// <summary>For the canvas or a tile.</summary>
    public required AutoencoderKlConfiguration Autoencoder { get; init; }

    /// <summary>As published: Stable Diffusion 1.5 with cross-view attention, DINOv2-base, tiles of 512x512.</summary>
    public static ImagPoseModel Published { get; } = new()
    {
        Name = "imagpose-published",
        Description = "IMAGPose at its published size: four tiles of 512x512 pixels.",
        Width = 512,
        Height = 512,
        PoseStyle = "imagpose-dwpose",
        Defaults = new("ddim", 30, 2.0, "trailing"), // configs/inference.yaml, pipeline_pose2img.py
        SourceEncoder = Dinov2Configuration.Base with { Height = 224, Width = 224 },
        PatchEmbedding = new() { Height = 64, Width = 64 },
        PoseEncoder = new() { Height = 1024, Width = 1024 },
        UNet = UNet2DConditionConfiguration.ImagPosePublished,
        Autoencoder = new() { Height = 1024, Width = 1024 },
    };

    /// <summary>
    /// The same wiring for tiles of 256x256 pixels, in a stream on two CPU cores. The autoencoder and the UNet's upper levels on the
    /// way down have the sizes of fpdm-compact's, whose trained weights a training may begin with.
    /// </summary>
    public static ImagPoseModel Compact { get; } = new()
    {
        Name = "imagpose-compact",
        Description = "IMAGPose at compact size: four tiles of 256x256 pixels, one to four steps.",
        Width = 256,
        Height = 256,
        PoseStyle = "avatar",
        Defaults = new("ddim", 1, 1.0, "trailing"),
        SourceEncoder = new() { Height = 256, Width = 256, TrainedSize = 256, PatchSize = 16, Hidden = 192, Layers = 4, Heads = 6 },
        PatchEmbedding = new() { Height = 32, Width = 32, LatentChannels = 8, PatchSize = 4, TokenChannels = 192 },
        PoseEncoder = new() { Height = 256, Width = 256, PatchSize = 2, Widths = [32, 48, 64], Embedding = 48 },
        UNet = new()
        {
            Height = 64, Width = 64, Tokens = 257 + 64, TokenChannels = 192, InChannels = 17, OutChannels = 8,
            Widths = [48, 96, 192], Heads = [2, 3, 6], DownAttention = [false, true, true], UpAttention = [true, true, false],
            ResnetsPerLevel = 1, Groups = 16, LinearProjection = true, PoseResidual = true,
            CrossView = new() { Heads = 4, Attentions = 1 }, DownCrossView = [false, true, true], UpCrossView = [true, true, false],
        },
        Autoencoder = AutoencoderKlConfiguration.Compact,
    };

    public ModelBlueprint ToBlueprint() => new(Describe(),
    [
        new Dinov2(SourceEncoder).Build(),
        new PatchEmbedding(PatchEmbedding).Build(),
        new PoseEncoder(PoseEncoder).Build(),
        new UNet2DCondition(UNet).BuildSource(),
        new UNet2DCondition(UNet).BuildStep(),
        new AutoencoderKl(Autoencoder).BuildEncoder(),
        .. ReferenceEncoder(),
        new AutoencoderKl(Autoencoder).BuildDecoder(),
    ]);

    /// <summary>The same encoder and weights once more, where the source's latents have another size than what the encoder gives.</summary>
    Graph[] ReferenceEncoder()
    {
        var (height, width) = (PatchEmbedding.Height * Autoencoder.Factor, PatchEmbedding.Width * Autoencoder.Factor);
        return (height, width) == (Autoencoder.Height, Autoencoder.Width) ? []
            : [new AutoencoderKl(Autoencoder with { Height = height, Width = width }).BuildEncoder("reference_encoder")];
    }

    ModelManifest Describe() => new()
    {
        Name = Name,
        Description = Description,
        Licence = "MIT",
        Provenance = "",
        Width = Width,
        Height = Height,
        LatentChannels = Autoencoder.LatentChannels,
        LatentScale = 0.18215, // sd-vae-ft-mse's config
        LatentFactor = Autoencoder.Factor,
        SourceSize = SourceEncoder.Height,
        PoseStyle = PoseStyle,
        Schedule = new(Schedule, 0.00085, 0.012, 1000, ZeroTerminalSnr: true), // configs/*.yaml
        PredictionType = "v_prediction",
        Defaults = Defaults,
        Settings = new ImagPoseSettings(FlcMode),
    };
}
