using Avatars.ModelBuilding.Networks;
using Avatars.ModelBuilding.Onnx;
using Avatars.Models;

namespace Avatars.ModelBuilding.Packages;

/// <summary>The sizes of PCDMs' networks that belong together.</summary>
/// <remarks>
/// The inpainting UNet and its pose encoder always see the canvas: source on the left, target on the right. The autoencoder is made for a
/// tile, and where <see cref="EncodesCanvas"/> says so once more for the canvas, as published; else each tile is encoded by itself.
/// Keys and values of the tokens are made one by one (the graphs' batch is tokens), so that a stream renews the target's alone.
/// </remarks>
public sealed record PcdmsModel
{
    /// <summary>What the graph of <see cref="GlobalEncoder"/> is called.</summary>
    public const string GlobalEncoderName = "global_encoder";

    public required string Name { get; init; }

    public required string Description { get; init; }

    public required string PoseStyle { get; init; }

    public required string PredictionType { get; init; }

    public required SamplingDefaults Defaults { get; init; }

    public required Dinov2Configuration SourceEncoder { get; init; }

    /// <summary>Of inpainting and, with weights of its own, of refining.</summary>
    public required SourceProjectorConfiguration SourceProjector { get; init; }

    /// <summary>pixel_values [B, 3, s, s] to image_embeds [B, P]; null in the demo, which has no first stage.</summary>
    public Func<Graph>? GlobalEncoder { get; init; }

    /// <summary>Null where <see cref="GlobalEncoder"/> is.</summary>
    public PriorTransformerConfiguration? Prior { get; init; }

    /// <summary>Null where <see cref="Prior"/> is.</summary>
    public PriorSettings? PriorSettings { get; init; }

    /// <summary>For the canvas.</summary>
    public required PoseEncoderConfiguration PoseEncoder { get; init; }

    /// <summary>For the canvas.</summary>
    public required UNet2DConditionConfiguration UNet { get; init; }

    /// <summary>For a tile; null in the demo, which has no third stage.</summary>
    public UNet2DConditionConfiguration? Refiner { get; init; }

    /// <summary>Null where <see cref="Refiner"/> is.</summary>
    public RefinerSettings? RefinerSettings { get; init; }

    /// <summary>For a tile.</summary>
    public required AutoencoderKlConfiguration Autoencoder { get; init; }

    public bool EncodesCanvas { get; init; }

    /// <summary>As published: CLIP ViT-H/14, DINOv2-giant and Stable Diffusion 2.1-base, tiles of 512x512.</summary>
    public static PcdmsModel Published { get; } = new()
    {
        Name = "pcdms-published",
        Description = "PCDMs at their published size: prior, inpainting and refining, 512x512 pixels.",
        PoseStyle = "pcdms-dwpose",
        PredictionType = "epsilon",
        Defaults = new("unipc", 20, 2.0, "linspace", EndsClean: false), // stage2_batchtest_inpaint_model.py, Stable Diffusion 2.1-base's scheduler config
        SourceEncoder = Dinov2Configuration.Giant with { Height = 224, Width = 224 },
        SourceProjector = SourceProjectorConfiguration.PcdmsPublished,
        GlobalEncoder = () => new ClipVision(ClipVisionConfiguration.VitH14).Build(name: GlobalEncoderName),
        Prior = PriorTransformerConfiguration.Published,
        PriorSettings = new(20),
        PoseEncoder = new() { Height = 512, Width = 1024 },
        UNet = UNet2DConditionConfiguration.PcdmsInpainting,
        Refiner = UNet2DConditionConfiguration.PcdmsRefining,
        RefinerSettings = new(0, ReadsLatents: false),
        Autoencoder = new() { Height = 512, Width = 512 },
        EncodesCanvas = true,
    };

    /// <summary>The authors' demo (pcdms_ckpt.pt): inpainting alone, from the source picture and both poses.</summary>
    public static PcdmsModel Demo { get; } = Published with
    {
        Name = "pcdms-demo",
        Description = "PCDMs' published demo: inpainting alone, 512x512 pixels.",
        Defaults = new("ddim", 50, 2.0, "leading", EndsClean: false), // pcdms_kaggle_demo.ipynb
        GlobalEncoder = null,
        Prior = null,
        PriorSettings = null,
        UNet = UNet2DConditionConfiguration.PcdmsDemo,
        Refiner = null,
        RefinerSettings = null,
    };

    /// <summary>
    /// The same three stages for 256x256 pixels, in a stream on two CPU cores. Autoencoder and global encoder have the sizes of fpdm-compact's,
    /// whose trained weights a training may begin with.
    /// </summary>
    public static PcdmsModel Compact { get; } = new()
    {
        Name = "pcdms-compact",
        Description = "PCDMs' three stages at compact size: 256x256 pixels, one to four steps.",
        PoseStyle = "avatar",
        PredictionType = "v_prediction",
        Defaults = new("ddim", 1, 1.0, "trailing"),
        SourceEncoder = new() { Height = 256, Width = 256, TrainedSize = 256, PatchSize = 16, Hidden = 192, Layers = 4, Heads = 6 },
        SourceProjector = new() { Tokens = 257, Channels = 192, Hidden = 192, TokenChannels = 192 },
        GlobalEncoder = () => new ConvolutionalVision(new()).Build(GlobalEncoderName),
        Prior = new() { Embedding = 192, PoseHidden = 192, Heads = 4, HeadChannels = 64, Layers = 4 },
        PriorSettings = new(4),
        PoseEncoder = new() { Height = 256, Width = 512, PatchSize = 2, Widths = [32, 48, 64], Embedding = 48 },
        UNet = new()
        {
            Height = 32, Width = 64, Tokens = 258, TokenChannels = 192, InChannels = 17, OutChannels = 8,
            Widths = [48, 96, 192], Heads = [2, 3, 6], DownAttention = [false, true, true], UpAttention = [true, true, false],
            ResnetsPerLevel = 1, Groups = 16, LinearProjection = true,
            ClassEmbedding = ClassEmbedding.Projection, ClassChannels = 192, PoseResidual = true,
        },
        Refiner = new()
        {
            Height = 32, Width = 32, Tokens = 257, TokenChannels = 192, InChannels = 16, OutChannels = 8,
            Widths = [32, 64, 128], Heads = [1, 2, 4], DownAttention = [false, true, true], UpAttention = [true, true, false],
            ResnetsPerLevel = 1, Groups = 16, LinearProjection = true,
        },
        RefinerSettings = new(0, ReadsLatents: true),
        Autoencoder = AutoencoderKlConfiguration.Compact,
    };

    public ModelBlueprint ToBlueprint()
    {
        var global = GlobalEncoder?.Invoke();
        return new(Describe(global?.Inputs[0][2]),
        [
            new Dinov2(SourceEncoder).Build(),
            new SourceProjector(SourceProjector).Build(),
            .. FirstStage(global),
            new PoseEncoder(PoseEncoder).Build(),
            new UNet2DCondition(UNet with { Tokens = 1 }).BuildSource(),
            new UNet2DCondition(UNet).BuildStep(),
            .. ThirdStage(),
            new AutoencoderKl(Autoencoder).BuildEncoder(),
            new AutoencoderKl(Autoencoder).BuildDecoder(),
            .. CanvasAutoencoder(),
        ]);
    }

    Graph[] FirstStage(Graph? global) => global is null || Prior is null ? [] : [global, new PriorTransformer(Prior).Build()];

    Graph[] ThirdStage() => Refiner is null ? [] :
    [
        new SourceProjector(SourceProjector).Build("refiner_projector"),
        new UNet2DCondition(Refiner with { Tokens = 1 }).BuildSource("refiner_source"),
        new UNet2DCondition(Refiner).BuildStep("refiner"),
    ];

    Graph[] CanvasAutoencoder()
    {
        var canvas = new AutoencoderKl(Autoencoder with { Width = 2 * Autoencoder.Width });
        return EncodesCanvas ? [canvas.BuildEncoder("canvas_encoder"), canvas.BuildDecoder("canvas_decoder")] : [];
    }

    ModelManifest Describe(int? fusionSize) => new()
    {
        Name = Name,
        Description = Description,
        Licence = "MIT",
        Provenance = "",
        Width = Autoencoder.Width,
        Height = Autoencoder.Height,
        LatentChannels = Autoencoder.LatentChannels,
        LatentScale = 0.18215, // Stable Diffusion's autoencoder config
        LatentFactor = Autoencoder.Factor,
        SourceSize = SourceEncoder.Height,
        PoseStyle = PoseStyle,
        Schedule = new("scaled_linear", 0.00085, 0.012, 1000), // Stable Diffusion's scheduler config
        PredictionType = PredictionType,
        Defaults = Defaults,
        Settings = new PcdmsSettings { FusionSize = fusionSize, Prior = PriorSettings, Refiner = RefinerSettings },
    };
}
