using System.CommandLine;
using System.Globalization;
using System.Numerics;
using Avatars.Body;
using Avatars.Inference;
using Avatars.Models;
using Avatars.Pictures;
using Avatars.PoseMaps;
using Avatars.Posing;
using Avatars.Rig;
using Avatars.Streaming;
using Avatars.Systems;

namespace Avatars.Cli.Generating;

/// <summary>A scene file given on the command line, with the second in it that is wanted.</summary>
sealed class SceneArgument
{
    public const string Description = "A scene (*" + SceneFile.Ending + "): its people, their motions and source pictures, its background and camera.";

    SceneArgument(string path, float seconds, PoseDocument document, ScenePoseSource motion)
    {
        (Path, Seconds, Document, Motion, Folder) = (path, seconds, document, motion, new SceneFolder(path));
        var sources = SceneSources.Of(document, motion.Person.Person);
        Sources = [.. sources.All[sources.At(seconds)].Select(Folder.Find)];
        Background = DocumentBackground.Of(document, Folder, file => PictureFile.ReadRgb(file));
    }

    public string Path { get; }

    /// <summary>Behind the @, or 0.</summary>
    public float Seconds { get; }

    public PoseDocument Document { get; }

    public ScenePoseSource Motion { get; }

    /// <summary>Of its pictures.</summary>
    public FrameSize Size => new(Document.Settings.Width, Document.Settings.Height);

    /// <summary>Where the scene's files are.</summary>
    public SceneFolder Folder { get; }

    /// <summary>Whole paths of the pictures that show the first person at <see cref="Seconds"/>.</summary>
    public string[] Sources { get; }

    /// <summary>Null for that of the first picture.</summary>
    public PersonBackground? Background { get; }

    public string Name => System.IO.Path.GetFileName(Path)[..^SceneFile.Ending.Length];

    /// <param name="argument">A path, or a path with "@seconds".</param>
    /// <exception cref="FormatException">The scene is damaged, or a file that it names is missing or another one.</exception>
    public static SceneArgument Read(string argument)
    {
        var (path, seconds) = (argument, 0f);
        if (argument.LastIndexOf('@') is > 0 and var at && !File.Exists(argument))
        {
            path = argument[..at];
            if (!float.TryParse(argument[(at + 1)..], NumberStyles.Float, CultureInfo.InvariantCulture, out seconds) || !float.IsFinite(seconds))
                throw new ArgumentException($"'{argument}': '{argument[(at + 1)..]}' is not a number of seconds. Write it with a point, such as "
                    + $"{System.IO.Path.GetFileName(path)}@1.5.");
        }
        if (!SceneFile.IsScene(path))
            throw new ArgumentException($"'{path}' is no scene: a scene's name ends in {SceneFile.Ending}. Give motions with --motion.");
        var document = SceneFile.Read(path);
        var folder = new SceneFolder(path);
        if (folder.Problems(document) is { Count: > 0 } problems)
            throw new FormatException(problems[0]);
        var motion = new ScenePoseSource(document, null, folder);
        if (!(seconds >= 0 && seconds <= motion.Length + 0.0005f))
            throw new ArgumentException($"'{argument}': the scene lasts from 0 to {motion.Length:0.###} seconds. Give a second in it behind the @.");
        return new SceneArgument(path, seconds, document, motion);
    }

    /// <summary>Whom films show at each time, where the first person's pictures change; null where they do not.</summary>
    public Func<float, PersonSource>? SourceAt(FramesInFlight generators, InferenceOptions inference, PersonBackground? background, bool waistUp) =>
        SceneSources.Of(Document, Motion.Person.Person).HasChanges
            ? new SourcesOverTime(this, Motion.Person.Person, (read, files) => FittedSource.Of(waistUp ? SourceFiles.UpperBody(read, generators[0]) : read,
                files, generators[0], inference, background)).At
            : null;

    /// <summary>The scene's first camera, or one that frames the person.</summary>
    public Camera CameraAt(float seconds, bool waistUp, int width, int height) => SceneCamera.At(Document, seconds, width, height)
        ?? PersonFraming.CameraOf(Motion.ToClip(), StandardHumanoid.Map, waistUp, width, height);

    /// <summary>The scene's first camera at each time, or one that frames the person.</summary>
    /// <param name="clip">The scene's motion.</param>
    public Func<float, Camera> CamerasOf(Animation.AnimationClip clip, bool waistUp, int width, int height)
    {
        if (Document.All<CameraItem>().Any())
            return seconds => SceneCamera.At(Document, seconds, width, height)!;
        var framed = PersonFraming.CameraOf(clip, StandardHumanoid.Map, waistUp, width, height);
        return _ => framed;
    }
}
