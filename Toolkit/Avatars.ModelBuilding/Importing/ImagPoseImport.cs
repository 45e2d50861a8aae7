using Avatars.ModelBuilding.Packages;

namespace Avatars.ModelBuilding.Importing;

/// <summary>IMAGPose: one file for each trained network, and two frozen ones from the hub. Its authors have published no weights yet.</summary>
/// <remarks>muzishen/IMAGPose, train_end2end.py and test.py: names of the files, which are state_dicts without prefix.</remarks>
static class ImagPoseImport
{
    public static PublishedSystem System { get; } = new("imagpose", ImagPoseModel.Published.ToBlueprint,
    [
        new("UNet with cross-view attention", ["unet_source", "unet"], [""],
            "IMAGPose's denoising_unet-*.pth or motion_module-*.pth") { UnreadEndings = Ignored.PositionBuffers },
        new("pose encoder", ["pose_encoder"], [""], "IMAGPose's pose_guider-*.pth"),
        new("patch embedding", ["patch_embedding"], [""], "IMAGPose's patch-*.pth"),
        new("source encoder (DINOv2-base)", ["source_encoder"], [""], "facebook/dinov2-base"),
        PublishedSystem.Autoencoder("stabilityai/sd-vae-ft-mse") with { Graphs = ["vae_encoder", "reference_encoder", "vae_decoder"] },
    ],
    []) { Configure = Configured.ImagPose };
}
