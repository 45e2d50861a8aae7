using Avatars.Pictures;
using Avatars.PoseMaps;
using Avatars.Systems;

namespace Avatars.Viewer;

/// <summary>A person out of a file.</summary>
static class SourceFile
{
    /// <summary>The picture, with its pose where <c>NAME.keypoints.json</c> lies beside it.</summary>
    public static PersonSource Read(string picture) => new(new SourceView(PictureFile.ReadRgb(picture), KeypointsFile.ReadSidecar(picture)));
}
