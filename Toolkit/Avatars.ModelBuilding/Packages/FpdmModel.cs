using Avatars.ModelBuilding.Networks;
using Avatars.ModelBuilding.Onnx;
using Avatars.Models;

namespace Avatars.ModelBuilding.Packages;

/// <summary>The sizes of FPDM's networks that belong together.</summary>
public sealed record FpdmModel
{
    public required string Name { get; init; }

    public required string Description { get; init; }

    public required string PoseStyle { get; init; }

    public required SamplingDefaults Defaults { get; init; }

    /// <summary>pixel_values [B, 3, S, S] to last_hidden_state.</summary>
    public required Func<Graph> SourceEncoder { get; init; }

    public required SourceProjectorConfiguration SourceProjector { get; init; }

    /// <summary>pixel_values [B, 3, s, s], of pictures and of pose maps, to image_embeds [B, P].</summary>
    public required Func<Graph> FusionEncoder { get; init; }

    public required CombinerConfiguration Combiner { get; init; }

    /// <summary>pose [B, 3, H, W], and other inputs named as inputs or outputs of the source encoder, to pose_residual.</summary>
    public required Func<Graph> PoseEncoder { get; init; }

    /// <summary>Where the pose encoder warps the source: coarse latents and pose_residual from it. Null for the published one.</summary>
    public CoarsePredictorConfiguration? CoarsePredictor { get; init; }

    /// <summary>Sizes of frames that one set of weights makes, the autoencoder's own among them; empty where that is the only one.</summary>
    public IReadOnlyList<FrameSize> Sizes { get; init; } = [];

    public required UNet2DConditionConfiguration UNet { get; init; }

    public required AutoencoderKlConfiguration Autoencoder { get; init; }

    /// <summary>Latents and features of the pose encoder to image; null for the autoencoder's own decoder.</summary>
    public Func<Graph>? Decoder { get; init; }

    /// <summary>As published: DINOv2-large, CLIP ViT-L/14 and Stable Diffusion 2.1, pictures of 352x512.</summary>
    public static FpdmModel Published { get; } = new()
    {
        Name = "fpdm-published",
        Description = "FPDM at its published size: 352x512 pixels.",
        PoseStyle = "fpdm-deepfashion",
        Defaults = new("ddpm", 20, 2.0, "leading"), // C1.test_Diffusion_model.py
        SourceEncoder = new Dinov2(Dinov2Configuration.Large).Build,
        SourceProjector = SourceProjectorConfiguration.Published,
        FusionEncoder = () => new ClipVision(ClipVisionConfiguration.VitL14).Build(),
        Combiner = CombinerConfiguration.Published,
        PoseEncoder = new PoseEncoder(PoseEncoderConfiguration.FpdmPublished).Build,
        UNet = UNet2DConditionConfiguration.FpdmPublished,
        Autoencoder = AutoencoderKlConfiguration.FpdmPublished,
    };

    static PartEncoderConfiguration Parts { get; } = new() { FeatureChannels = 64 };

    static FlowPoseEncoderConfiguration Flow { get; } = new() { SourceFeatures = Parts.FeatureChannels };

    /// <summary>The same two stages for 256x256 pixels, live on two CPU cores.</summary>
    public static FpdmModel Compact { get; } = new()
    {
        Name = "fpdm-compact",
        Description = "FPDM's two stages at compact size: 256x256 pixels, one to four steps.",
        PoseStyle = "avatar",
        Defaults = new("ddim", 1, 1.0, "trailing"),
        SourceEncoder = new PartEncoder(Parts).Build,
        SourceProjector = new() { Tokens = Parts.Tokens, Channels = Parts.Hidden, Hidden = 192, TokenChannels = 192 },
        FusionEncoder = () => new ConvolutionalVision(new()).Build(),
        Combiner = new() { Features = 192, Projection = 384, Hidden = 384 },
        PoseEncoder = new FlowPoseEncoder(Flow).Build,
        CoarsePredictor = new() { Features = Flow.Features },
        UNet = new()
        {
            Height = 32, Width = 32, Tokens = Parts.Tokens, TokenChannels = 192, InChannels = 8, OutChannels = 8,
            // Attention in the middle block alone, two levels: more of either did not improve the pictures.
            Widths = [48, 96], Heads = [2, 3], DownAttention = [false, false], UpAttention = [false, false],
            ResnetsPerLevel = 1, Groups = 16, LinearProjection = true,
            ClassEmbedding = ClassEmbedding.Mlp, ClassChannels = 192, ClassHidden = 256, PoseResidual = true, CoarseLatents = true,
        },
        Autoencoder = AutoencoderKlConfiguration.Compact with { Guided = true },
    };

    /// <summary>The compact model whose pose map is the rasterised, textured body: what is known passes through, the networks add the rest.</summary>
    public static FpdmModel Body { get; } = Compact with
    {
        Name = "fpdm-body",
        Description = "FPDM's two stages on the textured body: 256x256, 384x512 or 512x512 pixels, one to four steps.",
        Sizes = [new(256, 256), new(384, 512), new(512, 512)],
        PoseEncoder = new BodyPoseEncoder(new()).Build,
        CoarsePredictor = null,
        Decoder = new CompositingDecoder(new() { Pose = new() }).Build,
    };

    public ModelBlueprint ToBlueprint()
    {
        Graph source = SourceEncoder(), fusion = FusionEncoder();
        return new(Describe(source.Inputs[0][2], fusion.Inputs[0][2]),
        [
            source,
            new SourceProjector(SourceProjector).Build(),
            fusion,
            new Combiner(Combiner).Build(),
            Framed(PoseEncoder()),
            .. CoarsePredictor is null ? Array.Empty<Graph>() : [new CoarsePredictor(CoarsePredictor).Build()],
            new UNet2DCondition(UNet).BuildSource(),
            Framed(new UNet2DCondition(UNet).BuildStep()),
            Framed(new AutoencoderKl(Autoencoder).BuildEncoder()),
            Framed(Decoder is null ? new AutoencoderKl(Autoencoder).BuildDecoder() : Decoder()),
        ]);
    }

    /// <summary>A network whose inputs and outputs are as large as the frame, or a share of that.</summary>
    Graph Framed(Graph graph)
    {
        if (Sizes.Count > 0)
            graph.OpenSize = (Autoencoder.Height, Autoencoder.Width);
        return graph;
    }

    ModelManifest Describe(int sourceSize, int fusionSize) => new()
    {
        Name = Name,
        Description = Description,
        Licence = "MIT",
        Provenance = "",
        Width = Autoencoder.Width,
        Height = Autoencoder.Height,
        Sizes = Sizes,
        LatentChannels = Autoencoder.LatentChannels,
        LatentScale = 0.18215, // Stable Diffusion's autoencoder config
        LatentFactor = Autoencoder.Factor,
        SourceSize = sourceSize,
        PoseStyle = PoseStyle,
        Schedule = new("scaled_linear", 0.00085, 0.012, 1000), // Stable Diffusion's scheduler config
        PredictionType = UNet.CoarseLatents ? "sample" : "v_prediction",
        Defaults = Defaults,
        Settings = new FpdmSettings(fusionSize),
    };
}
