using Avatars.ModelBuilding.Networks;
using Avatars.ModelBuilding.Onnx;
using Avatars.ModelBuilding.Packages;
using Avatars.ModelBuilding.Weights;

namespace Avatars.Fixtures;

/// <summary>A whole package of FPDM that runs in a millisecond: 64x64 pixels, random weights.</summary>
public static class TinyFpdm
{
    public static FpdmModel Model { get; } = new()
    {
        Name = "fpdm-tiny",
        Description = "For tests.",
        PoseStyle = "avatar",
        Defaults = new("ddim", 1, 1.0, "trailing"),
        SourceEncoder = new Dinov2(new() { Height = 32, Width = 32, TrainedSize = 32, PatchSize = 16, Hidden = 16, Layers = 1, Heads = 2 }).Build,
        SourceProjector = new() { Tokens = 5, Channels = 16, Hidden = 16, TokenChannels = 16 },
        FusionEncoder = () => new ConvolutionalVision(new() { Size = 32, Widths = [8, 16, 16], CellChannels = 8, Groups = 8, Projection = 16 }).Build(),
        Combiner = new() { Features = 16, Projection = 16, Hidden = 16 },
        PoseEncoder = new PoseEncoder(new() { Height = 64, Width = 64, Widths = [8, 8, 8, 8], Embedding = 16 }).Build,
        UNet = new()
        {
            Height = 8, Width = 8, Tokens = 5, TokenChannels = 16, Widths = [16, 32], Heads = [1, 2], DownAttention = [false, true],
                UpAttention = [true, false],
            ResnetsPerLevel = 1, Groups = 8, LinearProjection = true, ClassEmbedding = ClassEmbedding.Mlp, ClassChannels = 16, ClassHidden = 16,
                PoseResidual = true,
        },
        Autoencoder = new() { Height = 64, Width = 64, MidAttention = false, Groups = 8, EncoderWidths = [8, 8, 8, 8], EncoderResnets = 1,
            DecoderWidths = [8, 8, 8, 8], DecoderResnets = 1 },
    };

    /// <summary>The same with a pose encoder that looks back at the source.</summary>
    public static FpdmModel Flowing { get; } = Model with
    {
        SourceEncoder = new PartEncoder(new() { Size = 64, Widths = [8, 16, 16, 16], Parts = 4, ValueChannels = 16, Hidden = 16, Groups = 8,
            FeatureChannels = 16 }).Build,
        SourceProjector = new() { Tokens = 20, Channels = 16, Hidden = 16, TokenChannels = 16 },
        PoseEncoder = new FlowPoseEncoder(new() { Size = 64, Widths = [8, 16, 16, 16], SourceFeatures = 16, MatchWidth = 8, Groups = 8 }).Build,
        CoarsePredictor = new() { Size = 64, Features = 40, LatentChannels = 4, PixelWidths = [16, 16], Width = 16, Groups = 8, Embedding = 16 },
        UNet = Model.UNet with { Tokens = 20, CoarseLatents = true },
        Autoencoder = Model.Autoencoder with { Guided = true },
    };

    /// <summary>The same with the textured body as its pose map, in two sizes.</summary>
    public static FpdmModel OnBody { get; } = OnBodyOf(64, 64) with { Sizes = [new(64, 64), new(96, 128)] };

    /// <summary>Networks of one size.</summary>
    public static FpdmModel OnBodyOf(int width, int height)
    {
        var pose = new BodyPoseEncoderConfiguration { Height = height, Width = width, Widths = [8, 8, 16, 16], LatentChannels = 4, Embedding = 16 };
        return Model with
        {
            PoseEncoder = new BodyPoseEncoder(pose).Build,
            Decoder = new CompositingDecoder(new() { Pose = pose }).Build,
            UNet = Model.UNet with { Height = height / 8, Width = width / 8, CoarseLatents = true },
            Autoencoder = Model.Autoencoder with { Height = height, Width = width },
        };
    }

    /// <summary>Writes the package into a new folder inside <paramref name="parent"/> and returns that folder.</summary>
    /// <param name="externalFrom">Bytes of weights from which on they lie in a file of their own.</param>
    public static string Write(TemporaryFolder parent, long externalFrom = OnnxFile.ExternalFrom, FpdmModel? model = null)
    {
        var folder = parent["package"];
        PackageWriting.Build((model ?? Model).ToBlueprint(), folder, _ => new AwakeWeights(new RandomWeights(1)), WeightStorage.Float32, "Random weights.",
            externalFrom);
        return folder;
    }
}
