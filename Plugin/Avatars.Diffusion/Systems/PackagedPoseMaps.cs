using Avatars.Body;
using Avatars.Models;
using Avatars.PoseMaps;

namespace Avatars.Systems;

/// <summary>The renderer of pose maps that a package names.</summary>
internal static class PackagedPoseMaps
{
    /// <param name="readsBody">Whether the package's networks read the person's textured body.</param>
    /// <exception cref="System.ArgumentException">The style is unknown.</exception>
    public static IPoseMapRenderer MakePoseMapRenderer(this ModelPackage package, bool readsBody, TexturedPerson? person = null)
    {
        var (style, width, height) = (PoseMapStyle.Find(package.Manifest.PoseStyle), package.Manifest.Width, package.Manifest.Height);
        return readsBody ? new BodyPoseMapRenderer(style, width, height) { Person = person } : new SkeletonPoseMapRenderer(style, width, height);
    }
}
