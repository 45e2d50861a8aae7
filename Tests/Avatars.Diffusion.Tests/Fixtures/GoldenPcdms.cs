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

/// <summary>Turns a golden case of one of PCDMs' stages into a model package with that stage's networks: our graphs at its sizes, its
/// weights under their published names.</summary>
static class GoldenPcdms
{
    // Where the published checkpoint keeps each network's weights; every stage is a checkpoint of its own.
    static readonly Dictionary<string, string> Prefixes = new()
    {
        ["global_encoder"] = "image_encoder.", ["prior"] = "prior.",
        ["source_projector"] = "image_proj_model_p.", ["pose_encoder"] = "pose_proj.", ["unet_source"] = "unet.", ["unet"] = "unet.",
        ["canvas_encoder"] = "vae.", ["canvas_decoder"] = "vae.",
        ["refiner_projector"] = "image_proj_model_p.", ["refiner_source"] = "unet.", ["refiner"] = "unet.", ["vae_encoder"] = "vae.", ["vae_decoder"] = "vae.",
    };

    public static string Write(GoldenCase golden, TemporaryFolder parent)
    {
        var model = golden.Kind switch
        {
            "pcdms_stage1_pipeline" => FirstStage(golden),
            "pcdms_stage2_pipeline" => SecondStage(golden),
            _ => ThirdStage(golden),
        };
        string[] names = golden.Kind switch
        {
            "pcdms_stage1_pipeline" => ["global_encoder", "prior"],
            "pcdms_stage2_pipeline" => ["source_projector", "pose_encoder", "unet_source", "unet", "canvas_encoder", "canvas_decoder"],
            _ => ["refiner_projector", "refiner_source", "refiner", "vae_encoder", "vae_decoder"],
        };
        golden.RequireConfig("prior", "image_encoder", "vae", "unet", "image_proj_in", "image_proj_hidden", "image_proj_out",
            "pose_embedding_channels", "pose_block_out_channels", "scheduler",
            "guidance_scale", "guidance_rescale", "num_images_per_prompt", "num_inference_steps");
        var blueprint = model.ToBlueprint();
        var prediction = golden.Config.GetProperty("scheduler").GetProperty("prediction_type").GetString()!;
        if (golden.Config.TryGetProperty("vae", out var vae))
            blueprint = blueprint with
            {
                Manifest = blueprint.Manifest with
                {
                    LatentScale = PublishedNetworks.Autoencoder(Read(vae), AutoencoderKlConfiguration.FpdmPublished).LatentScale,
                    PredictionType = prediction,
                },
            };
        else
            Assert.That((prediction, golden.Config.GetProperty("guidance_scale").GetDouble()), Is.EqualTo(("sample", 0.0)),
                "the prior predicts embeddings, without guidance");
        var networks = new SortedDictionary<string, NetworkFile>(StringComparer.Ordinal);
        foreach (var network in blueprint.Networks.Where(network => names.Contains(network.Name)))
        {
            var path = parent[network.Name + ".onnx"];
            OnnxFile.Save(network, path, new GoldenWeights(golden.Weights(), Prefixes[network.Name]));
            networks.Add(network.Name, new(network.Name + ".onnx", new FileInfo(path).Length,
                Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path)))));
        }
        Assert.That(networks.Keys, Is.EquivalentTo(names));
        File.WriteAllBytes(parent["model.json"], (blueprint.Manifest with { Networks = networks }).ToBytes());
        return parent.Path;
    }

    static PcdmsModel FirstStage(GoldenCase golden)
    {
        JsonElement clip = golden.Config.GetProperty("image_encoder"), prior = golden.Config.GetProperty("prior");
        var pixels = golden.Input("source_pixel_values").Shape;
        return TinyPcdms.Model with
        {
            GlobalEncoder = () => new ClipVision(PublishedNetworks.Clip(Read(clip), new() { Height = pixels[2], Width = pixels[3] }))
                .Build(name: PcdmsModel.GlobalEncoderName),
            Prior = new()
            {
                Embedding = prior.GetProperty("embedding_dim").GetInt32(), Coordinates = golden.Input("s_pose").Shape[^1],
                PoseHidden = prior.GetProperty("pose_mlp_hidden").GetInt32(),
                Heads = prior.GetProperty("num_attention_heads").GetInt32(), HeadChannels = prior.GetProperty("attention_head_dim").GetInt32(),
                Layers = prior.GetProperty("num_layers").GetInt32(),
            },
            PriorSettings = new(golden.Config.GetProperty("num_inference_steps").GetInt32()),
        };
    }

    static PcdmsModel SecondStage(GoldenCase golden)
    {
        var (hidden, canvas, latents) = (golden.Input("dinov2_last_hidden_state").Shape, golden.Input("vae_image").Shape,
            golden.Input("initial_latents").Shape);
        return TinyPcdms.Model with
        {
            SourceProjector = Projector(golden, hidden),
            PoseEncoder = new() { Height = canvas[2], Width = canvas[3], Widths = Integers(golden.Config.GetProperty("pose_block_out_channels")),
                Embedding = golden.Config.GetProperty("pose_embedding_channels").GetInt32() },
            UNet = UNet(golden, latents, hidden[1] + 1) with { PoseResidual = true },
            Autoencoder = Autoencoder(golden, canvas[2], canvas[3] / 2),
            EncodesCanvas = true,
        };
    }

    static PcdmsModel ThirdStage(GoldenCase golden)
    {
        var (hidden, picture, latents) = (golden.Input("dinov2_last_hidden_state").Shape, golden.Input("vae_gen_t_image").Shape,
            golden.Input("initial_latents").Shape);
        return TinyPcdms.Model with
        {
            SourceProjector = Projector(golden, hidden),
            Refiner = UNet(golden, latents, hidden[1]),
            RefinerSettings = new(golden.Config.GetProperty("guidance_rescale").GetDouble(), ReadsLatents: false),
            Autoencoder = Autoencoder(golden, picture[2], picture[3]),
        };
    }

    static SourceProjectorConfiguration Projector(GoldenCase golden, int[] hidden) => new()
    {
        Tokens = hidden[1], Channels = hidden[2], Hidden = golden.Config.GetProperty("image_proj_hidden").GetInt32(),
        TokenChannels = golden.Config.GetProperty("image_proj_out").GetInt32(),
    };

    static UNet2DConditionConfiguration UNet(GoldenCase golden, int[] latents, int tokens)
    {
        return PublishedNetworks.UNet(Read(golden.Config.GetProperty("unet")),
            new() { Height = latents[2], Width = latents[3], Tokens = tokens, TokenChannels = 0, Heads = [] });
    }

    static AutoencoderKlConfiguration Autoencoder(GoldenCase golden, int height, int width) =>
        PublishedNetworks.Autoencoder(Read(golden.Config.GetProperty("vae")), new() { Height = height, Width = width }).Network;

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
