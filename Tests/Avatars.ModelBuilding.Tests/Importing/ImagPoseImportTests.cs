using Avatars.Fixtures;
using Avatars.ModelBuilding.Onnx;
using Avatars.ModelBuilding.Packages;
using Avatars.ModelBuilding.Weights;

namespace Avatars.ModelBuilding.Importing;

/// <summary>IMAGPose's files hold bare state_dicts: only their contents tell which network is which.</summary>
public sealed class ImagPoseImportTests
{
    static readonly ModelBlueprint Blueprint = TinyImagPose.Model().ToBlueprint();

    static readonly PublishedSystem Tiny = PublishedSystem.Of("imagpose") with { Blueprint = () => Blueprint };

    [Test]
    public void Each_file_finds_its_network_in_any_order()
    {
        using var folder = new TemporaryFolder();
        var positions = new Weight("down_blocks.1.motion_modules.0.temporal_transformer.transformer_blocks.0.attention_blocks.0.pos_encoder.pe",
            [1, 4, 32], Initialisation.Ones);
        string[] files =
        [
            Write(folder["vae.safetensors"], Of("vae_encoder", "vae_decoder")),
            Write(folder["patch-50001.pth"], Of("patch_embedding")),
            Write(folder["denoising_unet-50001.pth"], Of("unet_source", "unet").Append(positions)),
            Write(folder["dinov2.safetensors"], Of("source_encoder")),
            Write(folder["pose_guider-50001.pth"], Of("pose_encoder")),
        ];
        using var import = new CheckpointImport(Tiny, files);
        var imported = import.Save(folder["imported"], WeightStorage.Float32);
        var built = PackageWriting.Build(Blueprint, folder["built"], new RandomWeights(1), WeightStorage.Float32, "");
        Assert.That(imported.Manifest.Networks, Is.EqualTo(built.Manifest.Networks), "names, sizes and hashes");
    }

    [Test]
    public void A_network_of_another_width_is_told_apart()
    {
        using var folder = new TemporaryFolder();
        var wide = Of("patch_embedding").Select(weight => weight with { Shape = [2 * weight.Shape[0], .. weight.Shape[1..]] });
        var path = Write(folder["patch.safetensors"], wide);
        Assert.That(() => new CheckpointImport(Tiny, [path]),
            Throws.TypeOf<FormatException>().With.Message.Contains("patch embedding, in").And.Message.Contains("not of the expected shape (2)"));
    }

    static IEnumerable<Weight> Of(params string[] networks) =>
        Blueprint.Networks.Where(network => networks.Contains(network.Name)).SelectMany(network => network.Weights).DistinctBy(weight => weight.Name);

    static string Write(string path, IEnumerable<Weight> weights)
    {
        SafetensorsWriter.Save(path, [.. weights], new RandomWeights(1));
        return path;
    }
}
