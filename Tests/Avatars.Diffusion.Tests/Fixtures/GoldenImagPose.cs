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
        golden.RequireConfig("vae", "image_encoder", "patch_encoder", "denoising_unet", "pose_guider", "scheduler", "guidance_scale",
            "num_inference_steps", "width", "height");
        golden.RequireNames(golden.Config.GetProperty("patch_encoder"), "patch_size", "in_chans", "embed_dim");
        golden.RequireNames(golden.Config.GetProperty("pose_guider"), "conditioning_embedding_channels", "block_out_channels");
        var blueprint = Model(golden).ToBlueprint();
        var scale = PublishedNetworks.Autoencoder(Read(golden.Config.GetProperty("vae")), AutoencoderKlConfiguration.FpdmPublished).LatentScale;
        var prediction = golden.Config.GetProperty("scheduler").GetProperty("prediction_type").GetString()!;
        blueprint = blueprint with { Manifest = blueprint.Manifest with { LatentScale = scale, PredictionType = prediction } };
        var networks = new SortedDictionary<string, NetworkFile>(StringComparer.Ordinal);
        foreach (var network in blueprint.Networks)
        {
            var path = parent[network.Name + ".onnx"];
            OnnxFile.Save(network, path, new GoldenWeights(golden.Weights(), Modules[network.Name]));
            networks.Add(network.Name, new(network.Name + ".onnx", new FileInfo(path).Length,
                Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path)))));
        }
        File.WriteAllBytes(parent["model.json"], (blueprint.Manifest with { Networks = networks }).ToBytes());
        return parent.Path;
    }

    static ImagPoseModel Model(GoldenCase golden)
    {
        JsonElement c = golden.Config, unet = c.GetProperty("denoising_unet"), vae = c.GetProperty("vae"), dino = c.GetProperty("image_encoder"),
        patch = c.GetProperty("patch_encoder");
        var (width, height) = (c.GetProperty("width").GetInt32(), c.GetProperty("height").GetInt32()); // of the canvas
        var latents = golden.Input("initial_latents").Shape;
        const int Picture = 224; // what the published pipeline squashes the source to
        var encoder = PublishedNetworks.Dinov2(Read(dino), new() { Height = Picture, Width = Picture });
        var patches = new PatchEmbeddingConfiguration
        {
            Height = latents[2], Width = latents[3], LatentChannels = patch.GetProperty("in_chans").GetInt32(),
            PatchSize = patch.GetProperty("patch_size").GetInt32(), TokenChannels = patch.GetProperty("embed_dim").GetInt32(),
        };
        var widths = Integers(unet, "block_out_channels");
        return new()
        {
            Name = golden.Name, Description = "A golden case.", Width = width / 2, Height = height / 2, PoseStyle = "imagpose-dwpose",
            Defaults = new("ddim", c.GetProperty("num_inference_steps").GetInt32(), c.GetProperty("guidance_scale").GetDouble(), "trailing"),
            Schedule = c.GetProperty("scheduler").GetProperty("beta_schedule").GetString()!, FlcMode = "published-inference",
            SourceEncoder = encoder, PatchEmbedding = patches,
            PoseEncoder = new() { Height = height, Width = width, Widths = Integers(c.GetProperty("pose_guider"), "block_out_channels"),
                Embedding = widths[0] },
            UNet = PublishedNetworks.UNet(Read(unet), new()
            {
                Height = latents[2], Width = latents[3], Tokens = encoder.Tokens + patches.Tokens, TokenChannels = 0, Heads = [], PoseResidual = true,
            }),
            Autoencoder = PublishedNetworks.Autoencoder(Read(vae), new() { Height = height, Width = width }).Network,
        };
    }

    static int[] Integers(JsonElement c, string name) => [.. c.GetProperty(name).EnumerateArray().Select(item => item.GetInt32())];

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
