using System.CommandLine;
using Avatars.Body;
using Avatars.Imaging;
using Avatars.Models;
using Avatars.PoseMaps;
using Avatars.Posing;
using Avatars.Rig;
using Avatars.Streaming;
using Avatars.Systems;

namespace Avatars.Cli.Generating;

/// <summary>The people of a scene behind its first, as frames with alpha that are laid over those of the first, in the scene's order.</summary>
sealed class FurtherPeople : IDisposable
{
    readonly List<(FramesInFlight Generators, ScenePoseSource Motion)> _people = [];

    /// <summary>Loads a generator for each.</summary>
    /// <param name="scene">Null for a film of one person.</param>
    /// <exception cref="FormatException">A person has no source picture, or its pictures show no person.</exception>
    /// <exception cref="ArgumentException">The model's frames cannot be transparent.</exception>
    public static FurtherPeople Of(SceneArgument? scene, ParseResult parsed, ModelChoice model, ModelPackage package, GenerationSettings settings)
    {
        var people = new FurtherPeople();
        if (scene is null)
            return people;
        var folder = new SceneFolder(scene.Path);
        try
        {
            foreach (var person in scene.Document.All<PersonItem>().Skip(1))
                people.Add(person, scene, folder, model.Load(parsed, package), model, parsed, settings);
            return people;
        }
        catch
        {
            people.Dispose();
            throw;
        }
    }

    public int Count => _people.Count;

    /// <summary>Frames of each at the times of a film; to be enumerated side by side.</summary>
    /// <param name="first">Number of the first frame.</param>
    public IReadOnlyList<IEnumerator<SequenceFrame>> Frames(int first, int frames, double framesPerSecond, Func<float, Camera> cameraAt,
        CancellationToken stop) => [.. _people.Select(person => new FrameSequence(person.Generators, person.Motion, StandardHumanoid.Map, cameraAt)
        {
            First = first,
        }.Frames(frames, framesPerSecond, isTransparent: true, stop).GetEnumerator())];

    public void Dispose()
    {
        foreach (var (generators, _) in _people)
            generators.Dispose();
    }

    void Add(PersonItem person, SceneArgument scene, SceneFolder folder, FramesInFlight generators, ModelChoice model, ParseResult parsed,
        GenerationSettings settings)
    {
        var motion = new ScenePoseSource(scene.Document, person.Person, folder);
        _people.Add((generators, motion));
        if (generators[0] is not ITransparentFrameGenerator { CanBeTransparent: true })
            throw new ArgumentException($"{scene.Path} shows several people; that takes a model whose frames can be "
                + "transparent. Choose another with --model.");
        string[] pictures = [.. person.Sources.Select(folder.FindUnchanged)];
        if (pictures.Length == 0)
            throw new FormatException($"{scene.Path}: the person '{person.Person}' has no source picture. Add one, or remove the person.");
        generators.Configure(settings);
        generators.SetSource(FittedSource.Of(SourceFiles.Read(pictures), pictures, generators[0], model.Inference(parsed), PersonBackground.Transparent));
    }
}
