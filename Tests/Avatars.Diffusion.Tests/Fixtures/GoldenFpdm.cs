using System.Security.Cryptography;
using System.Text.Json;
using Avatars.Fixtures;
using Avatars.ModelBuilding.Networks;
using Avatars.ModelBuilding.Onnx;
using Avatars.ModelBuilding.Packages;
using Avatars.ModelBuilding.Weights;

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
        var blueprint = Model(golden).ToBlueprint();
        var networks = new SortedDictionary<string, NetworkFile>(StringComparer.Ordinal);
        foreach (var network in blueprint.Networks)
        {
            var path = parent[network.Name + ".onnx"];
            OnnxFile.Save(network, path, new GoldenWeights(golden.Weights(), Prefixes[network.Name]));
            networks.Add(network.Name, new(network.Name + ".onnx", new FileInfo(path).Length, Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path)))));
        }
        File.WriteAllText(parent["model.json"], (blueprint.Description with { Networks = networks }).ToJson());
        return parent.Path;
    }

    static FpdmModel Model(GoldenCase golden)
    {
        JsonElement config = golden.Config, unet = config.GetProperty("unet"), vae = config.GetProperty("vae"), clip = config.GetProperty("fusion_clip"), dino = config.GetProperty("dinov2");
        int[] Shape(string tensor) => golden.Tensors[tensor].Shape;
        int[] sourcePicture = Shape("input.src_processed_source_image"), fusionPicture = Shape("input.fusion_processed_source_image"), pose = Shape("input.target_pose"), latents = Shape("input.initial_latents");
        int tokenChannels = unet.GetProperty("cross_attention_dim").GetInt32(), patch = dino.GetProperty("patch_size").GetInt32();
        int tokens = 1 + sourcePicture[2] / patch * (sourcePicture[3] / patch);
        return new()
        {
            Name = golden.Name,
            Description = "A golden case.",
            PoseStyle = "fpdm-deepfashion",
            Defaults = new("ddpm", config.GetProperty("hparams").GetProperty("num_inference_steps").GetInt32(), config.GetProperty("hparams").GetProperty("guidance_scale").GetDouble(), "leading"),
            SourceEncoder = new Dinov2(new()
            {
                Height = sourcePicture[2], Width = sourcePicture[3], TrainedSize = dino.GetProperty("image_size").GetInt32(), PatchSize = patch, Hidden = dino.GetProperty("hidden_size").GetInt32(),
                Layers = dino.GetProperty("num_hidden_layers").GetInt32(), Heads = dino.GetProperty("num_attention_heads").GetInt32(), MlpRatio = dino.GetProperty("mlp_ratio").GetInt32(),
                SwiGlu = dino.GetProperty("use_swiglu_ffn").GetBoolean(), Epsilon = dino.GetProperty("layer_norm_eps").GetSingle(),
            }).Build,
            SourceProjector = new() { Tokens = tokens, Channels = dino.GetProperty("hidden_size").GetInt32(), Hidden = Shape("weights.sd_model.srcimage_proj_model.net.0.weight")[0], TokenChannels = tokenChannels },
            FusionEncoder = () => new ClipVision(new()
            {
                Height = fusionPicture[2], Width = fusionPicture[3], TrainedSize = clip.GetProperty("image_size").GetInt32(), PatchSize = clip.GetProperty("patch_size").GetInt32(), Hidden = clip.GetProperty("hidden_size").GetInt32(),
                Layers = clip.GetProperty("num_hidden_layers").GetInt32(), Heads = clip.GetProperty("num_attention_heads").GetInt32(), MlpWidth = clip.GetProperty("intermediate_size").GetInt32(),
                Projection = clip.GetProperty("projection_dim").GetInt32(), QuickGelu = clip.GetProperty("hidden_act").GetString() == "quick_gelu", Epsilon = clip.GetProperty("layer_norm_eps").GetSingle(),
            }).Build(),
            Combiner = new()
            {
                Features = config.GetProperty("combiner").GetProperty("img_feature_dim").GetInt32(), Projection = config.GetProperty("combiner").GetProperty("projection_dim").GetInt32(),
                Hidden = config.GetProperty("combiner").GetProperty("hidden_dim").GetInt32(),
            },
            PoseEncoder = new PoseEncoder(new() { Height = pose[2], Width = pose[3], Widths = Integers(config.GetProperty("pose_block_out_channels")), Embedding = Integers(unet.GetProperty("block_out_channels"))[0] }).Build,
            UNet = new()
            {
                Height = latents[2], Width = latents[3], InChannels = unet.GetProperty("in_channels").GetInt32(), OutChannels = unet.GetProperty("out_channels").GetInt32(), Tokens = tokens, TokenChannels = tokenChannels,
                Widths = Integers(unet.GetProperty("block_out_channels")), Heads = Integers(unet.GetProperty("attention_head_dim")), Groups = unet.GetProperty("norm_num_groups").GetInt32(),
                DownAttention = HaveAttention(unet.GetProperty("down_block_types")), UpAttention = HaveAttention(unet.GetProperty("up_block_types")), ResnetsPerLevel = unet.GetProperty("layers_per_block").GetInt32(),
                LinearProjection = unet.GetProperty("use_linear_projection").GetBoolean(), ClassEmbedding = ClassEmbedding.Mlp, ClassChannels = unet.GetProperty("projection_class_embeddings_input_dim").GetInt32(),
                ClassHidden = Shape("weights.unet.class_embedding.net.0.weight")[0], PoseResidual = true,
            },
            Autoencoder = new()
            {
                Height = pose[2], Width = pose[3], LatentChannels = vae.GetProperty("latent_channels").GetInt32(), EncoderWidths = Integers(vae.GetProperty("block_out_channels")), DecoderWidths = Integers(vae.GetProperty("block_out_channels")),
                EncoderResnets = vae.GetProperty("layers_per_block").GetInt32(), DecoderResnets = vae.GetProperty("layers_per_block").GetInt32() + 1, Groups = vae.GetProperty("norm_num_groups").GetInt32(),
            },
        };
    }

    static int[] Integers(JsonElement array) => array.EnumerateArray().Select(item => item.GetInt32()).ToArray();

    static bool[] HaveAttention(JsonElement blocks) => blocks.EnumerateArray().Select(block => block.GetString()!.StartsWith("CrossAttn", StringComparison.Ordinal)).ToArray();

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
