using Avatars.ModelBuilding.Packages;

namespace Avatars.ModelBuilding.Importing;

/// <summary>PCDMs: a file for each stage, and frozen parts from the hub; or the authors' demo, which is one stage alone.</summary>
/// <remarks>tencent-ailab/PCDMs, stage1_batchtest_prior_model.py to stage3_batchtest_refined_model.py and the demo's
/// notebook: prefixes under "module".</remarks>
static class PcdmsImport
{
    const string Inpainting = "inpainting UNet", Refining = "refining UNet", Demo = "UNet";

    /// <summary>All three stages.</summary>
    public static PublishedSystem System { get; } = new("pcdms", PcdmsModel.Published.ToBlueprint,
    [
        new("prior", ["prior"], [""], "PCDMs' s1_512.pt or s1_256.pt"),
        new(Inpainting, ["unet_source", "unet"], ["unet."], "PCDMs' s2_512.pt"),
        new("source projector", ["source_projector"], ["image_proj_model_p."], "PCDMs' s2_512.pt") { Beside = Inpainting },
        new("pose encoder", ["pose_encoder"], ["pose_proj."], "PCDMs' s2_512.pt") { Beside = Inpainting },
        new(Refining, ["refiner_source", "refiner"], ["unet."], "PCDMs' s3_512.pt"),
        new("source projector of refining", ["refiner_projector"], ["image_proj_model_p."], "PCDMs' s3_512.pt") { Beside = Refining },
        new("global encoder (CLIP ViT-H/14)", ["global_encoder"], [""], "laion/CLIP-ViT-H-14-laion2B-s32B-b79K") { Unread = Ignored.ClipText },
        .. Frozen("vae_encoder", "vae_decoder", "canvas_encoder", "canvas_decoder"),
    ],
    []) { Configure = configs => Configured.Pcdms(configs, PcdmsModel.Published, "UniPCMultistepScheduler") };

    /// <summary>pcdms_ckpt.pt.</summary>
    public static PublishedSystem DemoSystem { get; } = new("pcdms-demo", PcdmsModel.Demo.ToBlueprint,
    [
        new(Demo, ["unet_source", "unet"], ["unet."], "PCDMs' pcdms_ckpt.pt"),
        new("source projector", ["source_projector"], ["image_proj_model."], "PCDMs' pcdms_ckpt.pt") { Beside = Demo },
        new("pose encoder", ["pose_encoder"], ["pose_proj."], "PCDMs' pcdms_ckpt.pt") { Beside = Demo },
        .. Frozen("vae_encoder", "vae_decoder", "canvas_encoder", "canvas_decoder"),
    ],
    []) { Configure = configs => Configured.Pcdms(configs, PcdmsModel.Demo, "DDIMScheduler") };

    static PublishedPart[] Frozen(params string[] autoencoder) =>
    [
        new("source encoder (DINOv2-giant)", ["source_encoder"], [""], "facebook/dinov2-giant"),
        PublishedSystem.Autoencoder("the folder vae of stabilityai/stable-diffusion-2-1-base") with { Graphs = autoencoder },
    ];
}
