using Avatars.Body;
using Avatars.Pictures;
using Avatars.PoseMaps;
using Avatars.Posing;
using Avatars.Rig;
using Avatars.Streaming;
using Avatars.Systems;

namespace Avatars.Viewer.Dialogs;

/// <summary>What generated frames are made with.</summary>
/// <param name="Load">Loads generators, with settings in place.</param>
/// <param name="Read">A person from pictures or a person file; the second argument tells whether the model draws its body.</param>
/// <param name="Unnamed">Whole paths of the pictures of a person for whom the scene names none; empty for none.</param>
sealed record FrameMaking(Func<FramesInFlight> Load, Func<IReadOnlyList<string>, bool, PersonSource> Read, Func<string, IReadOnlyList<string>> Unnamed);

/// <summary>The generated frames of all people of a scene, with generators of their own: the first before the background, the others over it.</summary>
sealed class SceneFrames : IDisposable
{
    readonly List<FramesInFlight> _generators = [];

    /// <param name="cameras">For frames of a width and a height, at each second.</param>
    /// <param name="isTransparent">Nothing is behind the first person either.</param>
    /// <exception cref="FormatException">A person has no picture, or one that shows no person.</exception>
    /// <exception cref="InvalidOperationException">The model cannot lay people over each other.</exception>
    public SceneFrames(PoseDocument document, SceneFolder folder, FrameMaking making, Func<int, int, Func<float, Camera>> cameras, bool isTransparent)
    {
        var background = isTransparent ? PersonBackground.Transparent : DocumentBackground.Of(document, folder, path => PictureFile.ReadRgb(path));
        try
        {
            FrameSequence Make(PersonItem person, PersonBackground? behind, IReadOnlyList<FrameSequence> others)
            {
                var generators = making.Load();
                _generators.Add(generators);
                if (behind is { IsTransparent: true } && generators[0] is not ITransparentFrameGenerator { CanBeTransparent: true })
                    throw new InvalidOperationException("This model's frames cannot be transparent, which several people in one picture need too. Start the "
                        + "viewer with another --model, or remove the other people.");
                var sources = Read(document, folder, person, making, behind, generators[0].ReadsBody);
                generators.SetSource(sources(0));
                return new FrameSequence(generators, new ScenePoseSource(document, person.Person, folder), StandardHumanoid.Map,
                    cameras(generators.Width, generators.Height)) { SourceAt = sources, Others = others };
            }
            var people = document.All<PersonItem>().ToArray();
            Frames = Make(people[0], background, [.. people.Skip(1).Select(person => Make(person, PersonBackground.Transparent, []))]);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public FrameSequence Frames { get; }

    /// <summary>Pixels.</summary>
    public (int Width, int Height) Size => (_generators[0].Width, _generators[0].Height);

    public void Dispose()
    {
        foreach (var generators in _generators)
            generators.Dispose();
    }

    /// <summary>Whom a person shows at each second.</summary>
    static Func<float, PersonSource> Read(PoseDocument document, SceneFolder folder, PersonItem person, FrameMaking making, PersonBackground? behind,
        bool needsBody)
    {
        var sources = SceneSources.Of(document, person.Person);
        var read = sources.All.Select(files => files.Count > 0 ? [.. files.Select(folder.FindUnchanged)] : making.Unnamed(person.Person))
            .Select(paths => paths.Count > 0 ? Before(making.Read(paths, needsBody), behind) : null).ToArray();
        var first = read[sources.At(0)] ?? throw new FormatException($"'{person.Name}' is shown with no picture yet. Choose one under Sources.");
        return seconds => read[sources.At(seconds)] ?? first;
    }

    static PersonSource Before(PersonSource source, PersonBackground? background) => background is null || source.Person is not { } person ? source
        : new PersonSource(source.Views[0]) { Person = background.Behind(person), Embeddings = source.Embeddings };
}
