using Avatars.ModelBuilding.Packages;

namespace Avatars.ModelBuilding.Importing;

/// <summary>FPDM: the stage-2 Lightning file holds all networks; frozen parts may come from their own folders instead.</summary>
/// <remarks>dhlee-work/FPDM, B1.train_Fusion_model.py and B2.train_Diffusion_model.py: names of the Lightning modules' attributes.</remarks>
static class FpdmImport
{
    public static PublishedSystem System { get; } = new("fpdm", FpdmModel.Published.ToBlueprint,
    [
        new("UNet", ["unet_source", "unet"], ["unet.", "sd_model.unet."], "FPDM's stage-2 checkpoint"),
        new("source projector", ["source_projector"], ["sd_model.srcimage_proj_model."], "FPDM's stage-2 checkpoint"),
        new("pose encoder", ["pose_encoder"], ["sd_model.pose_t_proj."], "FPDM's stage-2 checkpoint"),
        // Fine-tuned in stage 1: the public ViT-L/14 would not do.
        new("fusion encoder (CLIP ViT-L/14)", ["fusion_encoder"], ["fusion_model.img_encoder.", "img_encoder."],
            "FPDM's stage-1 or stage-2 checkpoint") { Unread = Ignored.ClipBuffers },
        new("combiner", ["combiner"], ["fusion_model.combiner.", "combiner."], "FPDM's stage-1 or stage-2 checkpoint"),
        new("source encoder (DINOv2-large)", ["source_encoder"], ["src_image_encoder.", ""], "FPDM's stage-2 checkpoint, or facebook/dinov2-large"),
        PublishedSystem.Autoencoder("FPDM's stage-2 checkpoint, or the folder vae of stabilityai/stable-diffusion-2-1", "vae."),
    ],
    // The same storages under a second name.
    ["sd_model.unet.", "unet.", "fusion_model.pose_encoder.", "pose_encoder."]) { Configure = Configured.Fpdm };
}
