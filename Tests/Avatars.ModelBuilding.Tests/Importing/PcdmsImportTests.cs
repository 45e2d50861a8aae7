using Avatars.Fixtures;
using Avatars.ModelBuilding.Onnx;
using Avatars.ModelBuilding.Packages;
using Avatars.ModelBuilding.Weights;

namespace Avatars.ModelBuilding.Importing;

/// <summary>Two of PCDMs' files name a UNet and a projector alike: contents and company tell the stages apart.</summary>
public sealed class PcdmsImportTests
{
    static readonly ModelBlueprint Blueprint = TinyPcdms.LikePublished.ToBlueprint();

    static readonly PublishedSystem Tiny = PublishedSystem.Of("pcdms") with { Blueprint = () => Blueprint };

    [Test]
    public void Each_stage_takes_its_own_file_in_any_order()
    {
        using var folder = new TemporaryFolder();
        string[] files =
        [
            Write(folder["s3.safetensors"], 3, ("unet.", ["refiner_source", "refiner"]), ("image_proj_model_p.", ["refiner_projector"])),
            Write(folder["vae.safetensors"], 1, ("", ["vae_encoder", "vae_decoder"])),
            Write(folder["clip.safetensors"], 1, ("", ["global_encoder"])),
            Write(folder["s2.safetensors"], 2, ("unet.", ["unet_source", "unet"]), ("image_proj_model_p.", ["source_projector"]),
                ("pose_proj.", ["pose_encoder"])),
            Write(folder["dinov2.safetensors"], 1, ("", ["source_encoder"])),
            Write(folder["s1.safetensors"], 1, ("", ["prior"])),
        ];
        using var import = new CheckpointImport(Tiny, files);
        Assert.That(import.Unused, Is.Empty);
        var imported = import.Save(folder["imported"], WeightStorage.Float32);
        var built = PackageWriting.Build(Blueprint, folder["built"], network => new RandomWeights(SeedOf(network.Name)), WeightStorage.Float32, "");
        Assert.That(imported.Manifest.Networks, Is.EqualTo(built.Manifest.Networks), "names, sizes and hashes");
    }

    [Test]
    public void The_demo_is_one_file_and_its_frozen_parts()
    {
        using var folder = new TemporaryFolder();
        var demo = TinyPcdms.Demo.ToBlueprint();
        string[] files =
        [
            Write(demo, folder["pcdms_ckpt.safetensors"], 2, ("unet.", ["unet_source", "unet"]), ("image_proj_model.", ["source_projector"]),
                ("pose_proj.", ["pose_encoder"])),
            Write(demo, folder["dinov2.safetensors"], 2, ("", ["source_encoder"])),
            Write(demo, folder["vae.safetensors"], 2, ("", ["vae_encoder", "vae_decoder"])),
        ];
        using var import = new CheckpointImport(PublishedSystem.Of("pcdms-demo") with { Blueprint = () => demo }, files);
        var imported = import.Save(folder["imported"], WeightStorage.Float32);
        var built = PackageWriting.Build(demo, folder["built"], new RandomWeights(2), WeightStorage.Float32, "");
        Assert.That(imported.Manifest.Networks, Is.EqualTo(built.Manifest.Networks));
    }

    static ulong SeedOf(string network) => network.StartsWith("refiner", StringComparison.Ordinal) ? 3UL
        : network is "unet" or "unet_source" or "source_projector" or "pose_encoder" ? 2UL : 1UL;

    static string Write(string path, ulong seed, params (string Prefix, string[] Networks)[] parts) => Write(Blueprint, path, seed, parts);

    static string Write(ModelBlueprint blueprint, string path, ulong seed, params (string Prefix, string[] Networks)[] parts)
    {
        var source = new Renamed(seed);
        var weights = new Dictionary<string, Weight>(StringComparer.Ordinal);
        foreach (var (prefix, networks) in parts)
            foreach (var weight in blueprint.Networks.Where(network => networks.Contains(network.Name)).SelectMany(network => network.Weights))
            {
                weights[prefix + weight.Name] = weight with { Name = prefix + weight.Name };
                source.Names[prefix + weight.Name] = weight.Name;
            }
        SafetensorsWriter.Save(path, [.. weights.Values], source);
        return path;
    }

    /// <summary>Random weights under the network's own names.</summary>
    sealed class Renamed(ulong seed) : IWeightSource
    {
        public Dictionary<string, string> Names { get; } = new(StringComparer.Ordinal);

        public IEnumerable<ReadOnlyMemory<float>> Read(Weight weight) => new RandomWeights(seed).Read(weight with { Name = Names[weight.Name] });
    }
}
