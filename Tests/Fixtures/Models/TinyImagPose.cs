using Avatars.ModelBuilding.Networks;
using Avatars.ModelBuilding.Onnx;
using Avatars.ModelBuilding.Packages;
using Avatars.ModelBuilding.Weights;

namespace Avatars.Fixtures;

/// <summary>A whole package of IMAGPose that runs in milliseconds: tiles of 64x64 pixels, random weights, cross-view attention that does something.</summary>
public static class TinyImagPose
{
    public const int Side = 64;

    /// <param name="isWhole">Autoencoder and pose encoder of the canvas, as published; else of a tile.</param>
    public static ImagPoseModel Model(bool isWhole = false, string flcMode = "consistent")
    {
        var side = isWhole ? 2 * Side : Side;
        var reference = flcMode == "published-inference" ? 2 * Side / 8 : Side / 8;
        return new()
        {
            Name = "imagpose-tiny",
            Description = "For tests.",
            Width = Side,
            Height = Side,
            PoseStyle = "avatar",
            Defaults = new("ddim", 1, 1.0, "trailing"),
            FlcMode = flcMode,
            SourceEncoder = new() { Height = 32, Width = 32, TrainedSize = 32, PatchSize = 16, Hidden = 16, Layers = 1, Heads = 2 },
            PatchEmbedding = new() { Height = reference, Width = reference, PatchSize = 4, TokenChannels = 16 },
            PoseEncoder = new() { Height = side, Width = side, Widths = [8, 8, 8, 8], Embedding = 32 },
            UNet = new()
            {
                Height = 16, Width = 16, Tokens = 5 + reference / 4 * (reference / 4), TokenChannels = 16, InChannels = 9, Widths = [32, 32],
                    Heads = [2, 2], DownAttention = [false, true],
                UpAttention = [true, false], ResnetsPerLevel = 1, Groups = 8, PoseResidual = true, CrossView = new() { Heads = 2, Attentions = 1 },
            },
            Autoencoder = new() { Height = side, Width = side, MidAttention = false, Groups = 8, EncoderWidths = [8, 8, 8, 8], EncoderResnets = 1,
                DecoderWidths = [8, 8, 8, 8], DecoderResnets = 1 },
        };
    }

    /// <summary>Writes the package into a new folder inside <paramref name="parent"/> and returns that folder.</summary>
    public static string Write(TemporaryFolder parent, ImagPoseModel? model = null)
    {
        var folder = parent[Guid.NewGuid().ToString("N")];
        PackageWriting.Build((model ?? Model()).ToBlueprint(), folder, new Awake(new RandomWeights(1)), WeightStorage.Float32, "Random weights.");
        return folder;
    }

    /// <summary>What starts from zeros, so that an untrained network leaves the pose and the other views out, starts from something.</summary>
    sealed class Awake(IWeightSource source) : IWeightSource
    {
        public IEnumerable<ReadOnlyMemory<float>> Read(Weight weight) => source.Read(
            weight.Start == Initialisation.Zeros && weight.Name.EndsWith(".weight", StringComparison.Ordinal)
                ? weight with { Start = Initialisation.Normal(0.2f) } : weight);
    }
}
