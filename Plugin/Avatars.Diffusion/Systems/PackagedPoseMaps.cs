using Avatars.Models;
using Avatars.PoseMaps;

namespace Avatars.Systems;

/// <summary>The renderer of pose maps that a package names.</summary>
internal static class PackagedPoseMaps
{
    /// <exception cref="System.ArgumentException">The style is unknown.</exception>
    public static IPoseMapRenderer MakePoseMapRenderer(this ModelPackage package) =>
        new SkeletonPoseMapRenderer(PoseMapStyle.Find(package.Manifest.PoseStyle), package.Manifest.Width, package.Manifest.Height);
}
