using Avatars.ModelBuilding.Networks;
using Avatars.ModelBuilding.Onnx;
using Avatars.ModelBuilding.Packages;
using Avatars.Models;

namespace Avatars.ModelBuilding.Importing;

/// <summary>The published systems with what the configurations beside their weights say.</summary>
static class Configured
{
    static readonly string[] ClassOfItsOwn = ["in_channels", "class_embed_type", "projection_class_embeddings_input_dim"];

    public static ModelBlueprint Fpdm(PublishedConfigs configs)
    {
        var model = FpdmModel.Published;
        var (dino, clip) = (Dinov2Configuration.Large, ClipVisionConfiguration.VitL14);
        if (UNetOf(configs) is { } unet)
            model = model with { UNet = PublishedNetworks.UNet(unet, model.UNet, ClassOfItsOwn) };
        if (configs.Find("dinov2") is { } source)
            dino = PublishedNetworks.Dinov2(source, dino);
        if (ClipOf(configs) is { } fusion)
            clip = PublishedNetworks.Clip(fusion, clip);
        var (autoencoder, scale) = Autoencoder(configs, model.Autoencoder);
        model = model with
        {
            SourceEncoder = new Dinov2(dino).Build,
            SourceProjector = model.SourceProjector with { Tokens = dino.Tokens, Channels = dino.Hidden, TokenChannels = model.UNet.TokenChannels },
            FusionEncoder = () => new ClipVision(clip).Build(),
            Combiner = model.Combiner with { Features = clip.Projection },
            PoseEncoder = new PoseEncoder(PoseEncoderConfiguration.FpdmPublished with { Embedding = model.UNet.Widths[0] }).Build,
            UNet = model.UNet with { Tokens = dino.Tokens },
            Autoencoder = autoencoder,
        };
        RequireLatents(model.UNet, autoencoder);
        return Sampled(model.ToBlueprint(), configs, "DDPMScheduler", scale);
    }

    public static ModelBlueprint Pcdms(PublishedConfigs configs, PcdmsModel model, string scheduler)
    {
        if (UNetOf(configs) is { } unet)
        {
            model = model with { UNet = PublishedNetworks.UNet(unet, model.UNet, ClassOfItsOwn) };
            if (model.Refiner is { } refiner)
                model = model with { Refiner = PublishedNetworks.UNet(unet, refiner, ClassOfItsOwn) };
        }
        if (configs.Find("dinov2") is { } source)
            model = model with { SourceEncoder = PublishedNetworks.Dinov2(source, model.SourceEncoder) };
        if (model.GlobalEncoder is not null && ClipOf(configs) is { } global)
        {
            var clip = PublishedNetworks.Clip(global, ClipVisionConfiguration.VitH14);
            model = model with { GlobalEncoder = () => new ClipVision(clip).Build(name: PcdmsModel.GlobalEncoderName),
                Prior = model.Prior! with { Embedding = clip.Projection } };
        }
        var (autoencoder, scale) = Autoencoder(configs, model.Autoencoder);
        // the target's embedding is one more
        var (tokens, further) = (model.SourceEncoder.Tokens, model.UNet.Tokens - PcdmsModel.Published.SourceEncoder.Tokens);
        model = model with
        {
            Autoencoder = autoencoder,
            SourceProjector = model.SourceProjector with { Tokens = tokens, Channels = model.SourceEncoder.Hidden, TokenChannels = model.UNet.TokenChannels },
            PoseEncoder = model.PoseEncoder with { Embedding = model.UNet.Widths[0] },
            UNet = model.UNet with { Tokens = tokens + further },
            Refiner = model.Refiner is null ? null : model.Refiner with { Tokens = tokens },
        };
        RequireLatents(model.UNet, autoencoder);
        return Sampled(model.ToBlueprint(), configs, scheduler, scale);
    }

    public static ModelBlueprint ImagPose(PublishedConfigs configs)
    {
        var model = ImagPoseModel.Published;
        if (UNetOf(configs) is { } unet)
            model = model with { UNet = PublishedNetworks.UNet(unet, model.UNet, ClassOfItsOwn) };
        if (configs.Find("dinov2") is { } source)
            model = model with { SourceEncoder = PublishedNetworks.Dinov2(source, model.SourceEncoder) };
        var (autoencoder, scale) = Autoencoder(configs, model.Autoencoder);
        model = model with
        {
            Autoencoder = autoencoder,
            PatchEmbedding = model.PatchEmbedding with { LatentChannels = autoencoder.LatentChannels, TokenChannels = model.UNet.TokenChannels },
            PoseEncoder = model.PoseEncoder with { Embedding = model.UNet.Widths[0] },
            UNet = model.UNet with { Tokens = model.SourceEncoder.Tokens + model.PatchEmbedding.Tokens },
        };
        if (model.SourceEncoder.Hidden != model.UNet.TokenChannels)
            throw new FormatException($"IMAGPose's UNet reads the source encoder's tokens as they are: hidden_size {model.SourceEncoder.Hidden} and "
                + $"cross_attention_dim {model.UNet.TokenChannels} must be the same. Name the folders that belong together.");
        RequireLatents(model.UNet, autoencoder);
        return Sampled(model.ToBlueprint(), configs, "DDIMScheduler", scale);
    }

    static PublishedConfig? UNetOf(PublishedConfigs configs) => configs.Find("UNet2DConditionModel", "UNet3DConditionModel");

    static PublishedConfig? ClipOf(PublishedConfigs configs) => configs.Find("clip_vision_model", "clip");

    static (AutoencoderKlConfiguration Network, double LatentScale) Autoencoder(PublishedConfigs configs, AutoencoderKlConfiguration basis)
    {
        if (configs.Find("AutoencoderKL") is { } autoencoder)
            return PublishedNetworks.Autoencoder(autoencoder, basis);
        configs.Note("no configuration of the autoencoder: scaling_factor assumed to be 0.18215, Stable Diffusion's");
        return (basis, 0.18215);
    }

    static void RequireLatents(UNet2DConditionConfiguration unet, AutoencoderKlConfiguration autoencoder)
    {
        if (unet.OutChannels != autoencoder.LatentChannels)
            throw new FormatException($"The UNet predicts {unet.OutChannels} channels (out_channels), "
                + $"and the autoencoder has {autoencoder.LatentChannels} (latent_channels). Name the folders that belong together.");
    }

    internal static ModelBlueprint Sampled(ModelBlueprint blueprint, PublishedConfigs configs, string scheduler, double scale)
    {
        var manifest = blueprint.Manifest with { LatentScale = scale };
        if (configs.Find("scheduler") is { } config)
        {
            var sampling = PublishedSampling.Read(config, SchedulerClass.Named(scheduler), manifest.Defaults);
            manifest = manifest with { Schedule = sampling.Schedule, PredictionType = sampling.PredictionType, Defaults = sampling.Defaults };
            if (sampling.LeftOut.Count > 0)
                configs.Note($"'{config.File}': {scheduler}, which the published pipeline makes of it, leaves out {string.Join(", ", sampling.LeftOut)}");
        }
        else
            configs.Note($"no scheduler_config.json: {manifest.Schedule.Kind} {manifest.Schedule.BetaStart} to {manifest.Schedule.BetaEnd} and "
                + $"{manifest.PredictionType} assumed, as published");
        return blueprint with { Manifest = manifest };
    }
}
