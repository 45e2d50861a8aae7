using Avatars.Body;
using Avatars.Imaging;
using Avatars.Pictures;
using Avatars.PoseMaps;
using Avatars.Systems;

namespace Avatars.Cli.Generating;

/// <summary>The person to show, out of files.</summary>
static class SourceFiles
{
    /// <summary>Each picture, with its pose if <c>NAME.keypoints.json</c> exists in the same folder.</summary>
    public static PersonSource Read(params IEnumerable<string> pictures)
    {
        var paths = pictures.ToArray();
        if (!Array.Exists(paths, IsPersonFile))
            return new([.. paths.Select(path => new SourceView(ReadPicture(path), KeypointsFile.ReadSidecar(path)))]);
        return paths is [var only] ? ReadPerson(only)
            : throw new ArgumentException($"--source: a person file is a whole person. Give '{paths.First(IsPersonFile)}' alone, or make one of all the "
                + "pictures with 'avatar source'.");
    }

    static bool IsPersonFile(string path) => path.EndsWith(".person", StringComparison.OrdinalIgnoreCase);

    /// <summary>A person file of `avatar source`: its first picture, and the body that was fitted to it.</summary>
    static PersonSource ReadPerson(string path) => PersonSource.Of(PersonFile.Read(path, BodyChoice.Open(null)));

    /// <summary>The person's upper body where it covers a small part of the picture, with a message; else the whole person.</summary>
    public static PersonSource UpperBody(PersonSource person, IFrameGenerator generator)
    {
        if (person.Person is not null || generator.ReadsBody)
            return person; // a fitted body knows where its upper half is
        var analysis = generator.Analyze(person);
        if (analysis.UpperBody is not { } box)
            return person;
        Console.WriteLine($"The source picture is cut to the upper body: {box.Width}x{box.Height} pixels from {box.X}, {box.Y}.");
        return analysis.CropToUpperBody(person);
    }

    /// <summary>Each picture with the pose of the file at the same index.</summary>
    /// <param name="poses">Keypoint files; empty for those in the folders of the pictures.</param>
    /// <exception cref="ArgumentException">There are not as many poses as pictures.</exception>
    public static PersonSource Read(IReadOnlyList<string> pictures, IReadOnlyList<string> poses)
    {
        if (poses.Count == 0)
            return Read(pictures);
        if (poses.Count != pictures.Count)
            throw new ArgumentException($"{pictures.Count} --source and {poses.Count} --source-pose were given. Give a pose for each picture, in the "
                + "same order.");
        return new([.. pictures.Zip(poses, (picture, pose) => new SourceView(ReadPicture(picture), KeypointsFile.Read(pose)))]);
    }

    static RgbImage ReadPicture(string path) => PictureFile.ReadRgb(path, warning => Console.Error.WriteLine($"avatar: note: {warning}"));
}
