using System.CommandLine;
using Avatars.Formats;
using Avatars.Posing;
using Avatars.Video;

namespace Avatars.Cli.Generating;

/// <summary>--sound: what a film sounds like.</summary>
sealed class SoundOption
{
    const string OfScene = "scene";

    readonly Option<string?> _option = new("--sound")
    {
        Description = "Of films: a WAV file that begins with the film, or 'scene' for the recordings of --scene. Default: a silent film.",
    };

    public void AddTo(Command command) => command.Add(_option);

    /// <exception cref="ArgumentException">There is no scene.</exception>
    /// <exception cref="FormatException">It is no recording, or the scene has none.</exception>
    public IReadOnlyList<VideoSound> Of(ParseResult parsed, SceneArgument? scene)
    {
        if (parsed.GetValue(_option) is not { } sound)
            return [];
        if (sound != OfScene)
        {
            WavFile.Read(sound); // says what is wrong with it before anything is made
            return [new VideoSound(Path.GetFullPath(sound))];
        }
        if (scene is null)
            throw new ArgumentException("--sound scene: give a scene with --scene, or name a WAV file.");
        var folder = new SceneFolder(scene.Path);
        foreach (var item in scene.Document.All<SoundItem>())
            folder.Sound(item);
        return scene.Document.All<SoundItem>().Select(item => new VideoSound(folder.Find(item.File), item.Start)).ToArray() is { Length: > 0 } sounds ? sounds
            : throw new FormatException($"{scene.Path}: the scene has no recording. Drop a WAV file on its timeline in the viewer, or leave --sound out.");
    }
}
