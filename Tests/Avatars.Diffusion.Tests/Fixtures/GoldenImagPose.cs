using System.Security.Cryptography;
using System.Text.Json;
using Avatars.Fixtures;
using Avatars.ModelBuilding.Networks;
using Avatars.ModelBuilding.Onnx;
using Avatars.ModelBuilding.Packages;
using Avatars.ModelBuilding.Weights;

namespace Avatars;

/// <summary>Turns a golden case of the whole pipeline into a model package: our graphs at its sizes, its weights under their published names.</summary>
static class GoldenImagPose
{
    // What the published pipeline calls the module behind each network.
    static readonly Dictionary<string, string> Modules = new()
    {
        ["source_encoder"] = "image_encoder.", ["patch_embedding"] = "patch_encoder.", ["pose_encoder"] = "pose_guider.",
        ["unet_source"] = "denoising_unet.", ["unet"] = "denoising_unet.", ["vae_encoder"] = "vae.", ["vae_decoder"] = "vae.",
    };

    public static string Write(GoldenCase golden, TemporaryFolder parent)
    {
        var blueprint = Model(golden).ToBlueprint();
        var networks = new SortedDictionary<string, NetworkFile>(StringComparer.Ordinal);
        foreach (var network in blueprint.Networks)
        {
            var path = parent[network.Name + ".onnx"];
            OnnxFile.Save(network, path, new GoldenWeights(golden.Weights(), Modules[network.Name]));
            networks.Add(network.Name, new(network.Name + ".onnx", new FileInfo(path).Length, Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path)))));
        }
        File.WriteAllText(parent["model.json"], (blueprint.Description with { Networks = networks }).ToJson());
        return parent.Path;
    }

    static ImagPoseModel Model(GoldenCase golden)
    {
        JsonElement c = golden.Config, unet = c.GetProperty("denoising_unet"), vae = c.GetProperty("vae"), dino = c.GetProperty("image_encoder"), patch = c.GetProperty("patch_encoder"), views = unet.GetProperty("motion_module_kwargs");
        var (width, height) = (c.GetProperty("width").GetInt32(), c.GetProperty("height").GetInt32()); // of the canvas
        var latents = golden.Input("initial_latents").Shape;
        const int Picture = 224; // what the published pipeline squashes the source to
        var hidden = dino.GetProperty("hidden_size").GetInt32();
        var encoder = new Dinov2Configuration
        {
            Height = Picture, Width = Picture, TrainedSize = dino.GetProperty("image_size").GetInt32(), PatchSize = dino.GetProperty("patch_size").GetInt32(), Hidden = hidden,
            Layers = dino.GetProperty("num_hidden_layers").GetInt32(), Heads = dino.GetProperty("num_attention_heads").GetInt32(), MlpRatio = dino.GetProperty("mlp_ratio").GetInt32(),
            SwiGlu = dino.GetProperty("use_swiglu_ffn").GetBoolean(), Epsilon = dino.GetProperty("layer_norm_eps").GetSingle(),
        };
        var patches = new PatchEmbeddingConfiguration
        {
            Height = latents[2], Width = latents[3], LatentChannels = patch.GetProperty("in_chans").GetInt32(), PatchSize = patch.GetProperty("patch_size").GetInt32(), TokenChannels = patch.GetProperty("embed_dim").GetInt32(),
        };
        var widths = Integers(unet, "block_out_channels");
        return new()
        {
            Name = golden.Name, Description = "A golden case.", Width = width / 2, Height = height / 2, PoseStyle = "imagpose-dwpose",
            Defaults = new("ddim", c.GetProperty("num_inference_steps").GetInt32(), c.GetProperty("guidance_scale").GetDouble(), "trailing"),
            Schedule = c.GetProperty("scheduler").GetProperty("beta_schedule").GetString()!, FlcMode = "published-inference",
            SourceEncoder = encoder, PatchEmbedding = patches,
            PoseEncoder = new() { Height = height, Width = width, Widths = Integers(c.GetProperty("pose_guider"), "block_out_channels"), Embedding = widths[0] },
            UNet = new()
            {
                Height = latents[2], Width = latents[3], InChannels = unet.GetProperty("in_channels").GetInt32(), OutChannels = unet.GetProperty("out_channels").GetInt32(),
                Tokens = encoder.Tokens + patches.Tokens, TokenChannels = unet.GetProperty("cross_attention_dim").GetInt32(), Widths = widths,
                Heads = [.. Enumerable.Repeat(unet.GetProperty("attention_head_dim").GetInt32(), widths.Length)], Groups = unet.GetProperty("norm_num_groups").GetInt32(),
                DownAttention = HaveAttention(unet, "down_block_types"), UpAttention = HaveAttention(unet, "up_block_types"), ResnetsPerLevel = unet.GetProperty("layers_per_block").GetInt32(), PoseResidual = true,
                CrossView = !unet.GetProperty("use_motion_module").GetBoolean() ? null : new()
                {
                    Heads = views.GetProperty("num_attention_heads").GetInt32(), Blocks = views.GetProperty("num_transformer_block").GetInt32(), Attentions = views.GetProperty("attention_block_types").GetArrayLength(),
                },
            },
            Autoencoder = new()
            {
                Height = height, Width = width, LatentChannels = vae.GetProperty("latent_channels").GetInt32(), EncoderWidths = Integers(vae, "block_out_channels"), DecoderWidths = Integers(vae, "block_out_channels"),
                EncoderResnets = vae.GetProperty("layers_per_block").GetInt32(), DecoderResnets = vae.GetProperty("layers_per_block").GetInt32() + 1, Groups = vae.GetProperty("norm_num_groups").GetInt32(),
            },
        };
    }

    static int[] Integers(JsonElement c, string name) => [.. c.GetProperty(name).EnumerateArray().Select(item => item.GetInt32())];

    static bool[] HaveAttention(JsonElement c, string name) => [.. c.GetProperty(name).EnumerateArray().Select(block => block.GetString()!.StartsWith("CrossAttn", StringComparison.Ordinal))];

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
