using System.Security.Cryptography;
using System.Text.Json;
using Avatars.Fixtures;
using Avatars.ModelBuilding.Importing;
using Avatars.ModelBuilding.Networks;
using Avatars.ModelBuilding.Onnx;
using Avatars.ModelBuilding.Packages;
using Avatars.ModelBuilding.Weights;
using Avatars.Models;

namespace Avatars;

/// <summary>Turns a golden end-to-end case into a model package: our graphs at its sizes, its weights under their published names.</summary>
static class GoldenFpdm
{
    // Where the published checkpoint keeps each network's weights.
    static readonly Dictionary<string, string> Prefixes = new()
    {
        ["source_encoder"] = "src_image_encoder.", ["source_projector"] = "sd_model.srcimage_proj_model.", ["fusion_encoder"] = "fusion_model.img_encoder.",
        ["combiner"] = "fusion_model.combiner.", ["pose_encoder"] = "sd_model.pose_t_proj.", ["unet_source"] = "unet.", ["unet"] = "unet.",
        ["vae_encoder"] = "vae.", ["vae_decoder"] = "vae.",
    };

    public static string Write(GoldenCase golden, TemporaryFolder parent)
    {
        golden.RequireConfig("vae", "unet", "fusion_clip", "combiner", "dinov2", "hparams", "scheduler", "pose_block_out_channels");
        golden.RequireNames(golden.Config.GetProperty("combiner"), "img_feature_dim", "projection_dim", "hidden_dim");
        var settings = golden.Config.GetProperty("hparams");
        golden.RequireNames(settings, "patch_proj_in_dim", "proj_drop_rate", "pose_drop_rate", "module_drop_rate", "fusion_image_encoder",
            "fusion_encoder_type", "seed_number", "model_img_size",
            "num_images_per_prompt", "guidance_scale", "num_inference_steps");
        // The published class drops poses even when it is run; what it fuses and with which encoder is the one form here.
        Assert.That((settings.GetProperty("pose_drop_rate").GetDouble(), settings.GetProperty("fusion_image_encoder").GetBoolean(),
            settings.GetProperty("fusion_encoder_type").GetString()), Is.EqualTo((0.0, true, "clip")));
        var blueprint = Model(golden).ToBlueprint();
        var scale = PublishedNetworks.Autoencoder(Read(golden.Config.GetProperty("vae")), AutoencoderKlConfiguration.FpdmPublished).LatentScale;
        var prediction = golden.Config.GetProperty("scheduler").GetProperty("prediction_type").GetString()!;
        blueprint = blueprint with { Manifest = blueprint.Manifest with { LatentScale = scale, PredictionType = prediction } };
        var networks = new SortedDictionary<string, NetworkFile>(StringComparer.Ordinal);
        foreach (var network in blueprint.Networks)
        {
            var path = parent[network.Name + ".onnx"];
            OnnxFile.Save(network, path, new GoldenWeights(golden.Weights(), Prefixes[network.Name]));
            networks.Add(network.Name, new(network.Name + ".onnx", new FileInfo(path).Length,
                Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path)))));
        }
        File.WriteAllBytes(parent["model.json"], (blueprint.Manifest with { Networks = networks }).ToBytes());
        return parent.Path;
    }

    static FpdmModel Model(GoldenCase golden)
    {
        JsonElement config = golden.Config, unet = config.GetProperty("unet"), vae = config.GetProperty("vae"),
        clip = config.GetProperty("fusion_clip"), dino = config.GetProperty("dinov2"),
            hparams = config.GetProperty("hparams"), combiner = config.GetProperty("combiner");
        int[] Shape(string tensor) => golden.Tensors[tensor].Shape;
        int[] sourcePicture = Shape("input.src_processed_source_image"), fusionPicture = Shape("input.fusion_processed_source_image"),
            pose = Shape("input.target_pose"), latents = Shape("input.initial_latents");
        int tokenChannels = unet.GetProperty("cross_attention_dim").GetInt32(), patch = dino.GetProperty("patch_size").GetInt32();
        int tokens = 1 + sourcePicture[2] / patch * (sourcePicture[3] / patch);
        return new()
        {
            Name = golden.Name,
            Description = "A golden case.",
            PoseStyle = "fpdm-deepfashion",
            Defaults = new("ddpm", hparams.GetProperty("num_inference_steps").GetInt32(), hparams.GetProperty("guidance_scale").GetDouble(), "leading"),
            SourceEncoder = new Dinov2(PublishedNetworks.Dinov2(Read(dino), new() { Height = sourcePicture[2], Width = sourcePicture[3] })).Build,
            SourceProjector = new() { Tokens = tokens, Channels = dino.GetProperty("hidden_size").GetInt32(),
                Hidden = Shape("weights.sd_model.srcimage_proj_model.net.0.weight")[0], TokenChannels = tokenChannels },
            FusionEncoder = () => new ClipVision(PublishedNetworks.Clip(Read(clip), new() { Height = fusionPicture[2], Width = fusionPicture[3] })).Build(),
            Combiner = new()
            {
                Features = combiner.GetProperty("img_feature_dim").GetInt32(), Projection = combiner.GetProperty("projection_dim").GetInt32(),
                Hidden = combiner.GetProperty("hidden_dim").GetInt32(),
            },
            PoseEncoder = new PoseEncoder(new() { Height = pose[2], Width = pose[3], Widths = Integers(config.GetProperty("pose_block_out_channels")),
                Embedding = Integers(unet.GetProperty("block_out_channels"))[0] }).Build,
            UNet = PublishedNetworks.UNet(Read(unet), new()
            {
                Height = latents[2], Width = latents[3], Tokens = tokens, TokenChannels = tokenChannels, Heads = [],
                ClassHidden = Shape("weights.unet.class_embedding.net.0.weight")[0], PoseResidual = true,
            }),
            Autoencoder = PublishedNetworks.Autoencoder(Read(vae), new() { Height = pose[2], Width = pose[3] }).Network,
        };
    }

    static int[] Integers(JsonElement array) => array.EnumerateArray().Select(item => item.GetInt32()).ToArray();

    static PublishedConfig Read(JsonElement configuration) => new("the golden configuration", configuration);

    sealed class GoldenWeights(IReadOnlyDictionary<string, GoldenTensor> tensors, string prefix) : IWeightSource
    {
        public IEnumerable<ReadOnlyMemory<float>> Read(Weight weight)
        {
            var tensor = tensors[prefix + weight.Name];
            return tensor.Count == weight.Count ? [tensor.ToFloats()]
                : throw new FormatException($"'{prefix + weight.Name}' has {tensor.Count} values, not {weight.Count}.");
        }
    }
}
