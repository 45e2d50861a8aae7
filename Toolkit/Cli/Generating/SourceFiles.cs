using Avatars.Pictures;
using Avatars.PoseMaps;
using Avatars.Systems;

namespace Avatars.Cli.Generating;

/// <summary>The person to show, out of files.</summary>
static class SourceFiles
{
    /// <summary>Each picture, with its pose where <c>NAME.keypoints.json</c> lies beside it.</summary>
    public static PersonSource Read(params IEnumerable<string> pictures) =>
        new([.. pictures.Select(path => new SourceView(PictureFile.ReadRgb(path), KeypointsFile.ReadBeside(path)))]);
}
