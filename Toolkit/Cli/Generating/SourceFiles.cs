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

    /// <summary>Each picture with the pose of the file in the same place.</summary>
    /// <param name="poses">Keypoint files; none for those beside the pictures.</param>
    /// <exception cref="ArgumentException">There are not as many poses as pictures.</exception>
    public static PersonSource Read(IReadOnlyList<string> pictures, IReadOnlyList<string> poses)
    {
        if (poses.Count == 0)
            return Read(pictures);
        if (poses.Count != pictures.Count)
            throw new ArgumentException($"{pictures.Count} --source and {poses.Count} --source-pose were given. Give a pose for each picture, in the same order.");
        return new([.. pictures.Zip(poses, (picture, pose) => new SourceView(PictureFile.ReadRgb(picture), KeypointsFile.Read(pose)))]);
    }
}
