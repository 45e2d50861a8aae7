using Avatars.ModelBuilding.Networks;
using Avatars.ModelBuilding.Onnx;
using Avatars.ModelBuilding.Packages;
using Avatars.ModelBuilding.Weights;
using Avatars.Models;

namespace Avatars.Fixtures;

/// <summary>Whole packages of PCDMs that run in milliseconds: 64x64 pixels, random weights.</summary>
public static class TinyPcdms
{
    public static readonly PcdmsModel Model = new()
    {
        Name = "pcdms-tiny",
        Description = "For tests.",
        PoseStyle = "avatar",
        PredictionType = "v_prediction",
        Defaults = new("ddim", 1, 1.0, "trailing"),
        SourceEncoder = new() { Height = 32, Width = 32, TrainedSize = 32, PatchSize = 16, Hidden = 16, Layers = 1, Heads = 2 },
        SourceProjector = new() { Tokens = 5, Channels = 16, Hidden = 16, TokenChannels = 16 },
        GlobalEncoder = () => new ClipVision(new() { Height = 32, Width = 32, TrainedSize = 32, PatchSize = 16, Hidden = 16, Layers = 1, Heads = 2,
            MlpWidth = 32, Projection = 16 }).Build(name: PcdmsModel.GlobalEncoderName),
        Prior = new() { Embedding = 16, PoseHidden = 16, Heads = 2, HeadChannels = 8, Layers = 1 },
        PriorSettings = new(3),
        PoseEncoder = new() { Height = 64, Width = 128, Widths = [8, 8, 8, 8], Embedding = 16 },
        UNet = new()
        {
            Height = 8, Width = 16, Tokens = 6, TokenChannels = 16, InChannels = 9, Widths = [16, 32], Heads = [1, 2], DownAttention = [false, true],
                UpAttention = [true, false],
            ResnetsPerLevel = 1, Groups = 8, LinearProjection = true, ClassEmbedding = ClassEmbedding.Projection, ClassChannels = 16, PoseResidual = true,
        },
        Refiner = new()
        {
            Height = 8, Width = 8, Tokens = 5, TokenChannels = 16, InChannels = 8, Widths = [16, 32], Heads = [1, 2], DownAttention = [false, true],
                UpAttention = [true, false],
            ResnetsPerLevel = 1, Groups = 8, LinearProjection = true,
        },
        RefinerSettings = new(0, ReadsLatents: true),
        Autoencoder = new() { Height = 64, Width = 64, MidAttention = false, Groups = 8, EncoderWidths = [8, 8, 8, 8], EncoderResnets = 1,
            DecoderWidths = [8, 8, 8, 8], DecoderResnets = 1 },
    };

    /// <summary>The autoencoder and the way between the stages as published.</summary>
    public static readonly PcdmsModel LikePublished = Model with { Name = "pcdms-tiny-canvas", EncodesCanvas = true,
        RefinerSettings = new(0.5, ReadsLatents: false) };

    /// <summary>Inpainting alone.</summary>
    public static readonly PcdmsModel Demo = Model with
    {
        Name = "pcdms-tiny-demo", GlobalEncoder = null, Prior = null, PriorSettings = null, Refiner = null, RefinerSettings = null, EncodesCanvas = true,
        UNet = Model.UNet with { Tokens = 5, ClassEmbedding = ClassEmbedding.None, ClassChannels = 0 },
    };

    /// <summary>Writes the package into a new folder inside <paramref name="parent"/> and returns that folder.</summary>
    public static string Write(PcdmsModel model, TemporaryFolder parent)
    {
        var folder = parent[model.Name];
        PackageWriting.Build(model.ToBlueprint(), folder, new Noticed(new RandomWeights(1)), WeightStorage.Float32, "Random weights.");
        return folder;
    }

    /// <summary>Fresh pose encoders and queries begin at zero, and then nothing of them shows; here they do not.</summary>
    sealed class Noticed(IWeightSource weights) : IWeightSource
    {
        public IEnumerable<ReadOnlyMemory<float>> Read(Weight weight) => weights.Read(
            weight.Name is "conv_out.weight" or "prd_embedding" or "positional_embedding" ? weight with { Start = Initialisation.Normal(0.1f) } : weight);
    }
}
