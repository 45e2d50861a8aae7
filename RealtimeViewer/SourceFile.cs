using Avatars.Pictures;
using Avatars.PoseMaps;
using Avatars.Systems;

namespace Avatars.Viewer;

/// <summary>A person out of a file.</summary>
static class SourceFile
{
    /// <summary>The picture, with its pose if <c>NAME.keypoints.json</c> exists in the same folder.</summary>
    public static PersonSource Read(string picture) => new(new SourceView(PictureFile.ReadRgb(picture), KeypointsFile.ReadSidecar(picture)));
}
